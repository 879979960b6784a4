//! Who is calling. A secret is never printed: not by `Debug`, not in an error.

use std::{env, fmt};

use tablature_recipe::Plan;

use crate::{AuthScheme, Error, Result};

/// Text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Credentials.
///
/// ```
/// use tablature_client::Credentials;
///
/// let credentials = Credentials::keys("my-access-key", "my-secret-key");
/// assert!(!format!("{credentials:?}").contains("my-secret-key"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials(pub(crate) Source);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Keys(Keys),
    Token(Secret),
    Named(Vec<Named>),
    Anonymous,
    /// Read when a client is built: the prefix of the variables is the vendor's.
    Environment,
}

/// A credential by the name that a recipe gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    name: String,
    value: Secret,
    /// Whether it is never printed; what no recipe knows is not.
    is_secret: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    pub(crate) access: String,
    pub(crate) secret: Secret,
    pub(crate) security_token: Option<Secret>,
}

impl Credentials {
    /// An access key and its secret key (some vendors say public and private key).
    pub fn keys(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Credentials(Source::Keys(Keys {
            access: access_key.into(),
            secret: Secret(secret_key.into()),
            security_token: None,
        }))
    }

    /// A temporary access key: the keys and the security token that came with them.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Self {
        Credentials(Source::Keys(Keys {
            access: access_key.into(),
            secret: Secret(secret_key.into()),
            security_token: Some(Secret(security_token.into())),
        }))
    }

    /// A token that stands for a login, sent in a header.
    pub fn token(token: impl Into<String>) -> Self {
        Credentials(Source::Token(Secret(token.into())))
    }

    /// What the service asks for, by name: `[("api_key", "…"), ("passphrase", "…")]`. The names stand in the README
    /// of a generated crate.
    pub fn named<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let named =
            |(name, value): (N, V)| Named { name: name.into(), value: Secret(value.into()), is_secret: true };
        Credentials(Source::Named(values.into_iter().map(named).collect()))
    }

    /// Nobody: requests are not signed. For the few operations that need none, such as getting a token.
    #[must_use]
    pub fn anonymous() -> Self {
        Credentials(Source::Anonymous)
    }

    /// From environment variables. Their prefix is the vendor's id in capitals, so they are read when the client
    /// is built, and what is missing is said then. With the prefix `ACME`:
    ///
    /// | what | variables, the first that is set |
    /// |---|---|
    /// | access key | `ACME_ACCESS_KEY`, `ACME_PUBLIC_KEY`, `ACME_SDK_AK` |
    /// | secret key | `ACME_SECRET_KEY`, `ACME_PRIVATE_KEY`, `ACME_SDK_SK` |
    /// | security token of temporary keys | `ACME_SECURITY_TOKEN`, `ACME_SDK_SECURITY_TOKEN` |
    /// | token instead of keys | `ACME_AUTH_TOKEN` |
    /// | what a service names itself, such as `api_key` | `ACME_API_KEY` |
    ///
    /// The settings of [`Builder::from_env`](crate::Builder::from_env) are `ACME_REGION`, `ACME_PROJECT_ID`,
    /// `ACME_DOMAIN_ID` (or `ACME_SDK_…`) and `ACME_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// None today; that variables are missing is an error of building the client.
    pub fn from_env() -> Result<Self> {
        Ok(Credentials(Source::Environment))
    }

    /// From a profile of the file at [`Profile::default_path`](crate::Profile::default_path).
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the profile is not in it or has no keys.
    pub fn from_profile(name: &str) -> Result<Self> {
        let profile = crate::Profile::read(&crate::Profile::default_path()?, name)?;
        profile.credentials.ok_or_else(|| {
            Error::configuration(format!("profile `{name}` has neither access_key and secret_key nor token"))
        })
    }

    /// Keys or a token, read from the environment now.
    pub(crate) fn resolve(self, prefix: &str, plans: &[Plan]) -> Result<Source> {
        let Source::Environment = self.0 else { return Ok(self.0) };
        if !plans.is_empty() {
            return from_names(prefix, plans);
        }
        let any = |names: &[&str]| names.iter().find_map(|name| variable(prefix, name));
        let access = any(&["ACCESS_KEY", "PUBLIC_KEY", "SDK_AK"]);
        let secret = any(&["SECRET_KEY", "PRIVATE_KEY", "SDK_SK"]);
        let missing = |what: &str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| format!("{prefix}_{name}")).collect();
            Error::configuration(format!("no {what} in the environment: set one of {}", names.join(", ")))
        };
        match (access, secret, variable(prefix, "AUTH_TOKEN")) {
            (Some(access), Some(secret), _) => Ok(Source::Keys(Keys {
                access,
                secret: Secret(secret),
                security_token: any(&["SECURITY_TOKEN", "SDK_SECURITY_TOKEN"]).map(Secret),
            })),
            (None, None, Some(token)) => Ok(Source::Token(Secret(token))),
            (None, ..) => Err(missing("access key", &["ACCESS_KEY", "PUBLIC_KEY", "SDK_AK", "AUTH_TOKEN"])),
            (Some(_), None, _) => Err(missing("secret key", &["SECRET_KEY", "PRIVATE_KEY", "SDK_SK"])),
        }
    }
}

/// All that the environment has of what recipes ask for, if one of them has enough.
fn from_names(prefix: &str, plans: &[Plan]) -> Result<Source> {
    let wanted = |name: &str| name.to_ascii_uppercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let mut found: Vec<Named> = Vec::new();
    for (name, kind) in plans.iter().flat_map(Plan::credentials) {
        if let Some(value) = variable(prefix, &wanted(name))
            && found.iter().all(|known| known.name != name)
        {
            found.push(Named { name: name.to_owned(), value: Secret(value), is_secret: kind.is_secret() });
        }
    }
    let source = Source::Named(found);
    if plans.iter().any(|plan| source.serves(plan)) {
        return Ok(source);
    }
    let sets = plans.iter().map(|plan| {
        let needed = plan.credentials().filter(|(_, kind)| !kind.is_optional());
        needed.map(|(name, _)| format!("{prefix}_{}", wanted(name))).collect::<Vec<_>>().join(" and ")
    });
    let sets: Vec<String> = sets.collect();
    Err(Error::configuration(format!("no credentials in the environment: set {}", sets.join(", or "))))
}

/// A variable that is set and not empty.
pub(crate) fn variable(prefix: &str, name: &str) -> Option<String> {
    env::var(format!("{prefix}_{name}")).ok().filter(|value| !value.is_empty())
}

/// The prefix of a vendor's variables.
pub(crate) fn prefix(vendor: &str) -> String {
    vendor.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

impl Source {
    /// Whether all is there that a recipe needs.
    pub(crate) fn serves(&self, plan: &Plan) -> bool {
        plan.credentials().all(|(name, kind)| kind.is_optional() || self.named(name).is_some())
    }

    /// A credential by its name.
    pub(crate) fn named(&self, name: &str) -> Option<&str> {
        let Source::Named(named) = self else { return None };
        named.iter().find(|known| known.name == name).map(|known| known.value.expose())
    }

    /// The first of the recipes that these credentials can serve; what is public there may be printed.
    pub(crate) fn choose(&mut self, plans: Vec<Plan>) -> Result<Option<Plan>> {
        let Source::Named(given) = self else { return Ok(None) };
        let is_known = |name: &str| plans.iter().flat_map(Plan::credentials).any(|(known, _)| known == name);
        if let Some(unknown) = given.iter().find(|given| !is_known(&given.name)) {
            return Err(Error::configuration(format!("the service knows no credential `{}`", unknown.name)));
        }
        let needed = plans.iter().map(|plan| {
            let names = plan.credentials().filter(|(_, kind)| !kind.is_optional()).map(|(name, _)| name);
            names.collect::<Vec<_>>().join(" and ")
        });
        let needed = needed.collect::<Vec<_>>().join(", or ");
        let chosen = plans.into_iter().find(|plan| self.serves(plan));
        let plan = chosen.ok_or_else(|| Error::configuration(format!("the service takes {needed}")))?;
        if let Source::Named(given) = self {
            for one in given {
                let kind = plan.credentials().find(|(name, _)| *name == one.name);
                one.is_secret = kind.is_none_or(|(_, kind)| kind.is_secret());
            }
        }
        Ok(Some(plan))
    }

    /// The first of a service's schemes that these credentials can serve.
    pub(crate) fn scheme(&self, schemes: &[AuthScheme]) -> Result<Option<AuthScheme>> {
        let fits = |scheme: &&AuthScheme| {
            matches!(
                (self, scheme),
                (Source::Keys(_), AuthScheme::ParamSha1 | AuthScheme::SdkHmacSha256)
                    | (Source::Token(_), AuthScheme::Token(_))
            )
        };
        match self {
            // A recipe is chosen by the names of what is given.
            Source::Anonymous | Source::Named(_) => Ok(None),
            _ => schemes.iter().find(fits).copied().map(Some).ok_or_else(|| {
                Error::configuration(match self {
                    Source::Token(_) => "the service takes an access key and a secret key, not a token",
                    _ => "the service takes a token, not an access key and a secret key",
                })
            }),
        }
    }

    /// All that goes into headers.
    pub(crate) fn header_values(&self) -> Vec<&str> {
        let mut values = self.secrets();
        match self {
            Source::Keys(keys) => values.push(&keys.access),
            Source::Named(named) => {
                let public = named.iter().filter(|named| !named.is_secret);
                values.extend(public.map(|named| named.value.expose()));
            }
            Source::Token(_) | Source::Anonymous | Source::Environment => {}
        }
        values
    }

    /// All that must never be printed.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        match self {
            Source::Keys(keys) => {
                let token = keys.security_token.as_ref().map(Secret::expose);
                [keys.secret.expose()].into_iter().chain(token).collect()
            }
            Source::Token(token) => vec![token.expose()],
            Source::Named(named) => {
                named.iter().filter(|named| named.is_secret).map(|named| named.value.expose()).collect()
            }
            Source::Anonymous | Source::Environment => Vec::new(),
        }
    }
}
