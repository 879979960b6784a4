//! Opening a spec: the one way from an IR file to a service that holds.

use std::{fs, path::Path};

use tablature_ir::Service;

use super::{Failure, slashes};
use crate::{
    diagnostic::Severity,
    spec::{self, validate},
};

/// Opens an IR file.
///
/// # Errors
/// It cannot be read, is no IR, or says something that does not hold; each finding has its line.
pub fn open(file: &Path) -> Result<Service, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io(file, &error))?;
    open_text(&slashes(file), &text)
}

/// Opens the text of an IR file; `name` is what the user calls it.
///
/// # Errors
/// As [`open`].
pub fn open_text(name: &str, text: &str) -> Result<Service, Failure> {
    let service = spec::read(name, text).map_err(|found| Failure::in_file(vec![found], name, text))?;
    let mut found = validate::in_file(&service, name, text);
    found.retain(|finding| finding.severity == Severity::Error);
    if found.is_empty() { Ok(service) } else { Err(Failure::in_file(found, name, text)) }
}

/// Whether a file may be an IR by its name: a YAML file that is no overlay and no vendor.yaml.
#[must_use]
pub fn may_be_spec(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| stem != "vendor" && !stem.ends_with(".overlay"))
}

/// Whether a YAML file that nobody named in particular is meant to be an IR: it states the version of the format,
/// or has operations. Dialects and what else lies about do neither.
#[must_use]
pub fn is_spec(path: &str, text: &str) -> bool {
    let states = |line: &str| line.starts_with("tablature:") || line.starts_with("operations:");
    may_be_spec(path) && text.lines().any(states)
}
