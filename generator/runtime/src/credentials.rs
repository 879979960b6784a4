//! Who is calling. A secret is never printed: not by `Debug`, not in an error.

use std::{env, fmt};

use tablature_recipe::{Kind, Plan};

use crate::{Error, Profile, Result};

/// Text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(pub(crate) String);

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

/// Credentials: what a service asks for, by name.
///
/// ```
/// use tablature_client::Credentials;
///
/// let credentials = Credentials::named([("api_key", "my-key"), ("passphrase", "my-passphrase")]);
/// assert!(!format!("{credentials:?}").contains("my-passphrase"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials(Given);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Named(Vec<Named>),
    /// By their kinds, whatever the service calls them.
    Keys(Secret, Secret, Option<Secret>),
    Token(Secret),
    Anonymous,
    /// Read when a client is built, because the vendor's id is the prefix of the variables.
    Environment,
    Profile(Profile),
}

/// A credential by the name that a recipe gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    name: String,
    value: Secret,
    /// Whether it is never printed.
    is_secret: bool,
}

impl Credentials {
    /// Credentials by the names that the service gives them. The README of a generated crate lists these names.
    pub fn named<N: Into<String>, V: Into<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let named =
            |(name, value): (N, V)| Named { name: name.into(), value: Secret(value.into()), is_secret: true };
        Credentials(Given::Named(values.into_iter().map(named).collect()))
    }

    /// A key and its secret, for a service that asks for one public credential and one secret one, under any names.
    pub fn keys(key: impl Into<String>, secret: impl Into<String>) -> Self {
        Credentials(Given::Keys(Secret(key.into()), Secret(secret.into()), None))
    }

    /// As [`keys`](Self::keys), with the token that came with temporary keys.
    pub fn temporary(key: impl Into<String>, secret: impl Into<String>, token: impl Into<String>) -> Self {
        Credentials(Given::Keys(Secret(key.into()), Secret(secret.into()), Some(Secret(token.into()))))
    }

    /// A token, for a service that asks for a single secret, under any name.
    pub fn token(token: impl Into<String>) -> Self {
        Credentials(Given::Token(Secret(token.into())))
    }

    /// No credentials: requests are not authenticated, even where the service asks for it.
    #[must_use]
    pub fn anonymous() -> Self {
        Credentials(Given::Anonymous)
    }

    /// Credentials from environment variables. The name of a variable is the vendor's id and the name of the
    /// credential, in capitals: `api_key` of the vendor `acme` is `ACME_API_KEY`. So they are read when the client is
    /// built, and building it reports what is missing. The settings of [`Builder::from_env`](crate::Builder::from_env)
    /// are named in the same way.
    ///
    /// # Errors
    ///
    /// None today; missing variables are an error of building the client.
    pub fn from_env() -> Result<Self> {
        Ok(Credentials(Given::Environment))
    }

    /// Credentials from a profile of the file at [`Profile::default_path`](crate::Profile::default_path). The keys of
    /// the profile are the names of the credentials.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or the profile is not in it.
    pub fn from_profile(name: &str) -> Result<Self> {
        Profile::read(&Profile::default_path()?, name).map(Credentials::of)
    }

    pub(crate) fn of(profile: Profile) -> Self {
        Credentials(Given::Profile(profile))
    }

    /// The credentials that a service asks for, out of these. Environment variables are read now.
    pub(crate) fn resolve(self, prefix: &str, plans: &[Plan]) -> Result<Source> {
        let named = match self.0 {
            Given::Anonymous => return Ok(Source::Anonymous),
            Given::Named(named) => named,
            Given::Keys(key, secret, token) => by_position(plans, Some(key), secret, token),
            Given::Token(secret) => by_position(plans, None, secret, None),
            Given::Environment => {
                let found = found(plans, |name| variable(prefix, name).map(Secret));
                if !plans.is_empty() && !Source::Named(found.clone()).serves_any(plans) {
                    return Err(Error::configuration(format!(
                        "no credentials in the environment: set {}",
                        needed(plans, |name| format!("{prefix}_{}", capitals(name)))
                    )));
                }
                found
            }
            Given::Profile(profile) => found(plans, |name| profile.get(name).cloned()),
        };
        let kind = |name: &str| plans.iter().flat_map(Plan::credentials).find(|(known, _)| *known == name);
        let mut known = Vec::with_capacity(named.len());
        for one in named {
            let Some((_, kind)) = kind(&one.name) else {
                return Err(Error::configuration(format!("the service knows no credential `{}`", one.name)));
            };
            if one.value.expose().is_empty() {
                return Err(Error::configuration(format!("the credential `{}` is empty", one.name)));
            }
            known.push(Named { is_secret: kind.is_secret(), ..one });
        }
        let source = Source::Named(known);
        if source.serves_any(plans) {
            return Ok(source);
        }
        let needed = needed(plans, str::to_owned);
        Err(Error::configuration(if needed.is_empty() {
            "the service takes no credentials".to_owned()
        } else {
            format!("the service takes {needed}")
        }))
    }
}

/// What recipes need, in words: one or the other.
fn needed(plans: &[Plan], written: impl Fn(&str) -> String) -> String {
    let needed = plans.iter().map(|plan| {
        let needed = plan.credentials().filter(|(_, kind)| !kind.is_optional());
        needed.map(|(name, _)| written(name)).collect::<Vec<_>>().join(" and ")
    });
    needed.collect::<Vec<_>>().join(", or ")
}

/// Everything that recipes ask for and that can be found.
fn found(plans: &[Plan], get: impl Fn(&str) -> Option<Secret>) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for plan in plans {
        for (name, _) in plan.credentials() {
            let mut names = std::iter::once(name).chain(plan.also(name).iter().map(String::as_str));
            if found.iter().all(|known| known.name != name)
                && let Some(value) = names.find_map(&get)
            {
                found.push(Named { name: name.to_owned(), value, is_secret: true });
            }
        }
    }
    found
}

/// Credentials that were given by their kinds, under the names in all recipes that ask for exactly these kinds.
fn by_position(plans: &[Plan], key: Option<Secret>, secret: Secret, token: Option<Secret>) -> Vec<Named> {
    let mut given: Vec<Named> = Vec::new();
    let values = [(Kind::Public, key), (Kind::Secret, Some(secret)), (Kind::OptionalSecret, token)];
    for plan in plans {
        let count = |wanted| plan.credentials().filter(|(_, kind)| *kind == wanted).count();
        let fits = values.iter().all(|(kind, value)| match value {
            Some(_) => count(*kind) == 1,
            None => count(*kind) == 0 || kind.is_optional(),
        });
        if !fits {
            continue;
        }
        for (kind, value) in &values {
            let name = plan.credentials().find(|(_, known)| known == kind);
            if let (Some((name, _)), Some(value)) = (name, value)
                && given.iter().all(|known| known.name != name)
            {
                given.push(Named { name: name.to_owned(), value: value.clone(), is_secret: true });
            }
        }
    }
    given
}

/// The value of a variable that is set and not empty.
pub(crate) fn variable(prefix: &str, name: &str) -> Option<String> {
    env::var(format!("{prefix}_{}", capitals(name))).ok().filter(|value| !value.is_empty())
}

/// A name in the form that names of variables have.
pub(crate) fn capitals(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

/// What a client has of the credentials that its service asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// No credentials were given.
    Missing,
    /// The caller asked for no credentials.
    Anonymous,
    Named(Vec<Named>),
}

impl Source {
    /// Whether it has everything that a recipe needs.
    pub(crate) fn serves(&self, plan: &Plan) -> bool {
        plan.credentials().all(|(name, kind)| kind.is_optional() || self.get(name).is_some())
    }

    fn serves_any(&self, plans: &[Plan]) -> bool {
        plans.iter().any(|plan| self.serves(plan))
    }

    fn all(&self) -> &[Named] {
        match self {
            Source::Named(named) => named,
            Source::Missing | Source::Anonymous => &[],
        }
    }

    /// A credential by its name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all().iter().find(|known| known.name == name).map(|known| known.value.expose())
    }

    /// All values.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.all().iter().map(|named| named.value.expose())
    }

    /// All that must never be printed.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.all().iter().filter(|named| named.is_secret).map(|named| named.value.expose())
    }
}
