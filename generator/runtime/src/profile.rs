//! Profiles: credentials and settings in a file.

use std::{env, fs, path::Path, path::PathBuf};

use crate::{Credentials, Error, Result};

/// A profile: credentials and the settings that go with them, from a file such as
///
/// ```text
/// # Lines that start with # or ; are comments.
/// [default]
/// access_key = AKEXAMPLE
/// secret_key = ...
/// region     = cn-north-4
/// project_id = 0605768a3300d5762f1ac00d7e5d1e4e
///
/// [login]
/// token      = ...
/// ```
///
/// The keys are `access_key` (or `public_key`), `secret_key` (or `private_key`), `security_token`, `token`,
/// `region`, `project_id`, `domain_id` and `endpoint`. A value goes to the end of its line, blanks trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// The credentials, if there are any.
    pub credentials: Option<Credentials>,
    /// The region.
    pub region: Option<String>,
    /// The project.
    pub project_id: Option<String>,
    /// The account.
    pub domain_id: Option<String>,
    /// The endpoint.
    pub endpoint: Option<String>,
}

impl Profile {
    /// Where profiles are unless told otherwise: the file that `TABLATURE_PROFILES` names, or
    /// `.config/tablature/profiles` in the home directory.
    ///
    /// # Errors
    ///
    /// There is neither that variable nor a home directory.
    pub fn default_path() -> Result<PathBuf> {
        if let Some(path) = env::var_os("TABLATURE_PROFILES").filter(|path| !path.is_empty()) {
            return Ok(path.into());
        }
        let home = env::home_dir().ok_or_else(|| {
            Error::configuration("there is no home directory to look for profiles in: set TABLATURE_PROFILES")
        })?;
        Ok(home.join(".config/tablature/profiles"))
    }

    /// Reads a profile from a file.
    ///
    /// # Errors
    ///
    /// The file cannot be read, has a line that is no setting, or does not have the profile.
    pub fn read(path: &Path, name: &str) -> Result<Self> {
        let text = fs::read_to_string(path)
            .map_err(|error| Error::configuration(format!("{}: {error}", path.display())))?;
        Self::parse(&text, name)
            .map_err(|message| Error::configuration(format!("{}: {message}", path.display())))
    }

    fn parse(text: &str, wanted: &str) -> std::result::Result<Self, String> {
        let mut profile = None;
        let mut here = false;
        let (mut access, mut secret, mut security_token, mut token) = (None, None, None, None);
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                here = name.trim() == wanted;
                if here && profile.replace(Profile::default()).is_some() {
                    return Err(format!("line {}: profile `{wanted}` is there twice", number + 1));
                }
                continue;
            }
            // The line itself is not shown: it may hold a secret.
            let (key, value) =
                line.split_once('=').ok_or_else(|| format!("line {}: expected `key = value`", number + 1))?;
            let Some(profile) = profile.as_mut().filter(|_| here) else { continue };
            let slot = match key.trim() {
                "access_key" | "public_key" => &mut access,
                "secret_key" | "private_key" => &mut secret,
                "security_token" => &mut security_token,
                "token" => &mut token,
                "region" => &mut profile.region,
                "project_id" => &mut profile.project_id,
                "domain_id" => &mut profile.domain_id,
                "endpoint" => &mut profile.endpoint,
                other => return Err(format!("line {}: unknown key `{other}`", number + 1)),
            };
            *slot = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        }
        let mut profile = profile.ok_or_else(|| format!("there is no profile `{wanted}`"))?;
        profile.credentials = match (access, secret, security_token, token) {
            (Some(access), Some(secret), Some(token), _) => {
                Some(Credentials::temporary(access, secret, token))
            }
            (Some(access), Some(secret), None, _) => Some(Credentials::keys(access, secret)),
            (None, None, _, Some(token)) => Some(Credentials::token(token)),
            (None, None, _, None) => None,
            _ => return Err(format!("profile `{wanted}` has only one of access_key and secret_key")),
        };
        Ok(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# mine\n[a]\naccess_key = AK\nsecret_key= s=k \nregion = r1\n\n[b]\ntoken = T\n[c]\naccess_key=x\n";

    #[test]
    fn a_profile_has_keys_or_a_token_and_settings() {
        let a = Profile::parse(TEXT, "a").unwrap();
        assert_eq!(a.credentials, Some(Credentials::keys("AK", "s=k")));
        assert_eq!(a.region.as_deref(), Some("r1"));
        assert_eq!(Profile::parse(TEXT, "b").unwrap().credentials, Some(Credentials::token("T")));
    }

    #[test]
    fn a_fault_is_said_without_showing_a_secret() {
        let check = |text: &str, name: &str, message: &str| {
            assert_eq!(Profile::parse(text, name).unwrap_err(), message);
        };
        check(TEXT, "c", "profile `c` has only one of access_key and secret_key");
        check(TEXT, "d", "there is no profile `d`");
        check("[a]\nsecret_key hunter2", "a", "line 2: expected `key = value`");
        check("[a]\nsecret = hunter2", "a", "line 2: unknown key `secret`");
    }
}
