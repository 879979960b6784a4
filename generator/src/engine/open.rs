//! Opening a spec: the one way from an IR file to a validated service.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tablature_ir::Service;

use super::{Failure, file, slashes};
use crate::{
    diagnostic::Severity,
    spec::{self, examples, validate},
};

/// A file that was read: what the user calls it, and its text.
pub type Text = (String, String);

/// Opens an IR file, with the examples that lie beside it.
///
/// # Errors
/// The file cannot be read, is not an IR, or does not validate; each finding has its line.
pub fn open(file: &Path) -> Result<Service, Failure> {
    let text = file::text(file)?;
    let name = slashes(file);
    let folder = examples::folder(&name);
    let mut beside = Vec::new();
    for path in files(Path::new(&folder))? {
        let text = file::text_below(Path::new(&folder), &path)?;
        beside.push((slashes(&path), text));
    }
    open_text(&name, &text, &beside)
}

/// The YAML files in a folder, sorted by name; none where there is no such folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |error: std::io::Error| Failure::io(folder, &error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fault)?,
    };
    let paths: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(fault)?;
    let counts = |name: &str| !name.starts_with('.') && may_be_spec(name);
    paths.retain(|path| path.file_name().is_some_and(|name| counts(&name.to_string_lossy())));
    paths.sort();
    Ok(paths)
}

/// Opens the text of an IR file, with the examples that lie beside it; `name` is what the user calls it.
///
/// # Errors
/// As [`open`].
pub fn open_text(name: &str, text: &str, beside: &[Text]) -> Result<Service, Failure> {
    let mut service = spec::read(name, text).map_err(|found| Failure::in_file(vec![found], name, text))?;
    for (name, text) in beside {
        examples::add(&mut service, name, text)
            .map_err(|found| Failure::in_file(vec![found], name.as_str(), text.as_str()))?;
    }
    let mut found = validate::in_file(&service, name, text);
    found.retain(|finding| finding.severity == Severity::Error);
    if found.is_empty() { Ok(service) } else { Err(Failure::in_file(found, name, text)) }
}

/// Whether a file may be an IR by its name: a YAML file, but neither an overlay nor a vendor.yaml.
#[must_use]
pub fn may_be_spec(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| stem != "vendor" && !stem.ends_with(".overlay"))
}

/// Whether a YAML file that nobody named in particular is meant to be an IR: it states the version of the format,
/// or has operations. Dialects and other YAML files have neither.
#[must_use]
pub fn is_spec(path: &str, text: &str) -> bool {
    let states = |line: &str| line.starts_with("tablature:") || line.starts_with("operations:");
    may_be_spec(path) && text.lines().any(states)
}
