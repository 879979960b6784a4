//! Profiles: credentials and settings in a file.

use std::{env, fs, path::Path, path::PathBuf};

use crate::{Error, Result, credentials::Secret};

/// A profile: credentials and settings by name, and perhaps an endpoint, from a file such as
///
/// ```text
/// # Lines that start with # or ; are comments.
/// [default]
/// access_key = AKEXAMPLE
/// secret_key = ...
/// region     = north-4
///
/// [login]
/// token      = ...
/// endpoint   = https://gateway.example.com
/// ```
///
/// The keys are the names of the service's credentials and settings, and `endpoint`. A value goes to the end of its
/// line, blanks trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Any of them may be a secret.
    values: Vec<(String, Secret)>,
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
        let mut profile: Option<Profile> = None;
        let mut here = false;
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
            let (key, value) = (key.trim(), value.trim());
            if profile.get(key).is_some() {
                return Err(format!("line {}: `{key}` is there twice", number + 1));
            }
            if !value.is_empty() {
                profile.values.push((key.to_owned(), Secret(value.to_owned())));
            }
        }
        profile.ok_or_else(|| format!("there is no profile `{wanted}`"))
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Secret> {
        self.values.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(key, _)| key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# mine\n[a]\naccess_key = AK\nsecret_key= s=k \nregion = r1\n\n[b]\ntoken = T\n[c]\nempty=\n";

    #[test]
    fn a_profile_has_values_by_name_and_shows_none() {
        let a = Profile::parse(TEXT, "a").unwrap();
        let get = |key| a.get(key).map(Secret::expose);
        assert_eq!((get("access_key"), get("secret_key"), get("token")), (Some("AK"), Some("s=k"), None));
        assert!(!format!("{a:?}").contains("s=k"));
        assert_eq!(Profile::parse(TEXT, "c").unwrap(), Profile::default());
    }

    #[test]
    fn a_fault_is_said_without_showing_a_secret() {
        let check = |text: &str, name: &str, message: &str| {
            assert_eq!(Profile::parse(text, name).unwrap_err(), message);
        };
        check(TEXT, "d", "there is no profile `d`");
        check("[a]\nsecret_key hunter2", "a", "line 2: expected `key = value`");
        check("[a]\nkey = 1\nkey = hunter2", "a", "line 3: `key` is there twice");
    }
}
