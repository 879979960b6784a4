//! Checking signatures as the service does: from the bytes of the wire, with the header set that the signer chose.

use tablature_recipe::{Clock, Plan, Recipe, Refusal, Sample};

use super::{Fault, Received};
use crate::{
    AuthScheme,
    auth::{param_sha1, sdk_hmac},
};

/// The keys that a mock accepts.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// The access key (or public key), or nothing where a token is what counts.
    pub access: String,
    /// The secret key (or private key), or the token.
    pub secret: String,
}

/// Without the secret.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("access", &self.access).finish_non_exhaustive()
    }
}

/// Whether a request is signed with these keys, in any way that the service takes.
pub(super) fn verify(received: &Received, schemes: &[AuthScheme], keys: &Keys) -> Result<(), Fault> {
    let mut fault = Fault::unsigned("the request is not signed");
    for scheme in schemes {
        let outcome = match scheme {
            AuthScheme::ParamSha1 => by_parameters(received, keys),
            AuthScheme::SdkHmacSha256 => by_authorization(received, keys),
            AuthScheme::Token(header) => by_token(received, header, keys),
            AuthScheme::Recipe(recipe) => by_recipe(received, recipe, keys),
        };
        match outcome {
            Some(Ok(())) => return Ok(()),
            Some(Err(told)) => fault = told,
            None => {}
        }
    }
    if schemes.is_empty() { Ok(()) } else { Err(fault) }
}

type Outcome = Option<Result<(), Fault>>;

fn by_parameters(received: &Received, keys: &Keys) -> Outcome {
    // Some add the action to the URL as well, which is not signed.
    let signed = if received.form.is_empty() { &received.query } else { &received.form };
    let pairs: Vec<(&str, &str)> =
        signed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let get = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    get(param_sha1::SIGNATURE)?;
    Some(if get(param_sha1::PUBLIC_KEY) != Some(&keys.access) {
        Err(Fault::signature("the public key is not known"))
    } else if param_sha1::verify(&pairs, &keys.secret) {
        Ok(())
    } else {
        Err(Fault::signature("the signature does not fit the parameters"))
    })
}

fn by_authorization(received: &Received, keys: &Keys) -> Outcome {
    let authorization = received.headers.get("Authorization")?.strip_prefix(sdk_hmac::ALGORITHM)?;
    let part = |name: &str| {
        authorization
            .split(',')
            .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
            .unwrap_or("")
    };
    if part("Access") != keys.access {
        return Some(Err(Fault::signature("the access key is not known")));
    }
    let names: Vec<&str> = part("SignedHeaders").split(';').collect();
    if !names.iter().any(|name| name.eq_ignore_ascii_case(sdk_hmac::DATE)) {
        return Some(Err(Fault::signature("X-Sdk-Date is not signed")));
    }
    let headers: Option<Vec<(&str, &str)>> =
        names.iter().map(|name| Some((*name, received.headers.get(name)?))).collect();
    let Some(headers) = headers else {
        return Some(Err(Fault::signature("a signed header is missing")));
    };
    let wire: Vec<(&str, &str)> =
        received.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut sorted = wire.clone();
    sorted.sort_unstable();
    // Signers sort numbers in their own ways; what they signed is what they sent, or its order as text.
    let fits = [wire, sorted].iter().any(|query| {
        let canonical = sdk_hmac::Canonical {
            method: &received.method,
            path: &received.path,
            query,
            headers: &headers,
            body: &received.body,
        };
        canonical.signature(&keys.secret) == part("Signature")
    });
    Some(if fits { Ok(()) } else { Err(Fault::signature("the signature does not fit the request")) })
}

fn by_token(received: &Received, header: &str, keys: &Keys) -> Outcome {
    let token = received.headers.get(header)?;
    // With an access key in play, the token is one of several ways; without, it is the secret.
    Some(if token == keys.secret { Ok(()) } else { Err(Fault::signature("the token is not known")) })
}

/// What is public in a recipe is the access key, what is secret the secret key; what is optional is absent.
fn by_recipe(received: &Received, recipe: &str, keys: &Keys) -> Outcome {
    let plan = match Recipe::from_json(recipe).and_then(|recipe| Plan::new(&recipe)) {
        Ok(plan) => plan,
        Err(error) => return Some(Err(Fault::signature(error))),
    };
    let credential = |name: &str| {
        let (_, kind) = plan.credentials().find(|(known, _)| *known == name)?;
        (!kind.is_optional()).then_some(if kind.is_secret() { &*keys.secret } else { &*keys.access })
    };
    let headers = received.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = (!received.raw_query.is_empty()).then_some(&received.raw_query);
    let target = query.map_or(received.path.clone(), |query| format!("{}?{query}", received.path));
    let sample = Sample::new(&received.method, &target, headers, received.body.clone());
    let known = Clock::new(&credential, &|_| None, std::time::SystemTime::now());
    match tablature_recipe::verify(&plan, known, &sample) {
        Ok(()) => Some(Ok(())),
        Err(Refusal::Absent) => None,
        Err(Refusal::Wrong(why)) => Some(Err(Fault::signature(why))),
    }
}
