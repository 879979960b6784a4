//! Where generated crates find their runtime: as people say it, and as a `Cargo.toml` that lies elsewhere has to.

#[cfg(feature = "cli")]
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

#[cfg(feature = "cli")]
use super::Failure;
#[cfg(feature = "cli")]
use crate::emit::Runtime;

/// The key `runtime` of vendor.yaml: a path (relative to the file), a version, or both.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Setting {
    /// A version, such as `0.1`, where it looks like one; else a folder.
    Word(String),
    /// Both: cargo takes the folder where it is there, and else asks a registry for the version.
    Both(Both),
}

/// The two ways to name a runtime.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// A folder, relative to vendor.yaml.
    #[serde(default)]
    pub path: Option<String>,
    /// A requirement as cargo writes it.
    #[serde(default)]
    pub version: Option<String>,
}

#[cfg(feature = "cli")]
impl Setting {
    /// A version where the text looks like one, else a folder.
    #[must_use]
    pub fn word(text: &str) -> Self {
        Setting::Word(text.to_owned())
    }

    /// The dependency as a manifest in the folder `manifest` has to write it. A path in the setting is relative to
    /// `base`.
    ///
    /// # Errors
    /// There is no package in the folder, or the setting has neither a path nor a version.
    pub fn seen_from(&self, manifest: &Path, base: &Path) -> Result<Runtime, Failure> {
        let (path, version) = match self {
            Setting::Word(text) if is_version(text) => (None, Some(text)),
            Setting::Word(text) => (Some(text), None),
            Setting::Both(Both { path, version }) => (path.as_ref(), version.as_ref()),
        };
        let path = path
            .map(|path| {
                let folder = base.join(path);
                if folder.join("Cargo.toml").is_file() {
                    return Ok(relative(manifest, &folder));
                }
                Err(Failure::new(format!("no runtime in {}: it has no Cargo.toml", folder.display()))
                    .hint("`runtime` is the folder of the package `tablature-client`, or a version of it"))
            })
            .transpose()?;
        if path.is_none() && version.is_none() {
            return Err(Failure::new("`runtime` has neither `path` nor `version`"));
        }
        Ok(Runtime { path, version: version.cloned() })
    }
}

#[cfg(feature = "cli")]
/// The runtime when nobody names one: that of the checkout of this project that the crates or this program lie in,
/// where there is one, else the version of this program.
#[must_use]
pub fn usual(manifest: &Path, root: &Path) -> Runtime {
    let built_from = Path::new(env!("CARGO_MANIFEST_DIR"));
    let checkout = [root.join("generator/runtime"), built_from.join("runtime")];
    let path = checkout.iter().find(|folder| folder.join("Cargo.toml").is_file());
    match path {
        Some(folder) => Runtime { path: Some(relative(manifest, folder)), version: None },
        None => Runtime { path: None, version: Some(env!("CARGO_PKG_VERSION").to_owned()) },
    }
}

#[cfg(feature = "cli")]
fn is_version(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || "^=~<>*".contains(first))
}

#[cfg(feature = "cli")]
/// The way from a folder, which need not be there yet, to another; with slashes, as manifests have them.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (resolved(from), resolved(to));
    let (mut here, mut there) = (from.components().peekable(), to.components().peekable());
    if here.peek() != there.peek() {
        // On another drive no relative path leads there.
        return to.to_string_lossy().replace('\\', "/");
    }
    while here.peek().is_some() && here.peek() == there.peek() {
        here.next();
        there.next();
    }
    let up = here.map(|_| "..".to_owned());
    let down = there.map(|part| part.as_os_str().to_string_lossy().into_owned());
    let steps: Vec<String> = up.chain(down).collect();
    if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
}

#[cfg(feature = "cli")]
/// A folder without links and steps back, as far as it exists.
fn resolved(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut rest = Vec::new();
    let mut there = absolute.as_path();
    loop {
        if let Ok(mut real) = there.canonicalize() {
            for part in rest.iter().rev() {
                match part {
                    Component::ParentDir => drop(real.pop()),
                    Component::CurDir => {}
                    other => real.push(other),
                }
            }
            return real;
        }
        let Some(last) = there.components().next_back() else { return absolute };
        rest.push(last);
        let Some(parent) = there.parent() else { return absolute };
        there = parent;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn checkout() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("lib/runtime")).expect("folders");
        fs::create_dir_all(folder.path().join("specs/acme")).expect("folders");
        fs::write(folder.path().join("lib/runtime/Cargo.toml"), "").expect("a file");
        folder
    }

    fn check(yaml: &str, wanted: Result<(Option<&str>, Option<&str>), &str>) {
        let folder = checkout();
        let setting: Setting = serde_yaml::from_str(yaml).expect(yaml);
        // The folder of the crates is made by the run.
        let found = setting.seen_from(&folder.path().join("generated"), &folder.path().join("specs/acme"));
        match (found, wanted) {
            (Ok(found), Ok(wanted)) => {
                assert_eq!((found.path.as_deref(), found.version.as_deref()), wanted, "{yaml}");
            }
            (Err(found), Err(wanted)) => {
                let text = format!("{found:?}");
                assert!(text.contains(wanted), "{yaml}: {text}");
            }
            (found, _) => panic!("{yaml}: {found:?}"),
        }
    }

    #[test]
    fn a_path_is_seen_from_the_manifest() {
        check("../../lib/runtime", Ok((Some("../lib/runtime"), None)));
        check("'0.1'", Ok((None, Some("0.1"))));
        check("^1.2", Ok((None, Some("^1.2"))));
        check("{path: ../../lib/runtime, version: '1'}", Ok((Some("../lib/runtime"), Some("1"))));
        check("{version: '1'}", Ok((None, Some("1"))));
    }

    #[test]
    fn what_is_not_there_is_told() {
        check("../runtime", Err("it has no Cargo.toml"));
        check("{}", Err("neither `path` nor `version`"));
        assert!(serde_yaml::from_str::<Setting>("{git: there}").is_err());
    }

    #[test]
    fn ways_go_up_and_down() {
        let folder = checkout();
        let at = |path: &str| folder.path().join(path);
        assert_eq!(relative(&at("lib"), &at("lib/runtime")), "runtime");
        assert_eq!(relative(&at("not/yet/there"), &at("lib/runtime")), "../../../lib/runtime");
        assert_eq!(relative(&at("specs/../new/."), &at("lib")), "../lib");
        assert_eq!(relative(&at("lib"), &at("lib")), ".");
    }
}
