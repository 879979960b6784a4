//! The text of a dialect file → what it says, with what the packs of its languages add.

use std::collections::HashSet;

use serde_yaml::Value;

use super::{
    Source,
    language::{LANGUAGES, Language},
    speak,
};
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    limits,
};

/// A dialect file as it is written, and as it is meant.
pub(super) struct Parsed {
    /// What the file itself says.
    pub(super) own: Source,
    /// The same, with what it takes from another dialect and from languages.
    pub(super) whole: Source,
    /// The languages it speaks.
    pub(super) languages: Vec<Language>,
}

/// What a dialect may take from another, each as a whole.
const LIKE: [&str; 11] = [
    "speaks", "without", "captions", "sections", "labels", "columns", "types", "required", "names", "rules",
    "prose",
];

/// Parses the text of a dialect file. `file` is how messages name it.
pub(super) fn parse(file: &str, text: &str) -> Result<Parsed, Diagnostic> {
    let own = typed(file, text)?;
    let broken = |error: serde_yaml::Error| Diagnostic::new(Id::InvalidDialect, error.to_string());
    let mut whole: Value = serde_yaml::from_str(text).map_err(broken)?;
    if whole.is_null() {
        whole = Value::Mapping(serde_yaml::Mapping::new());
    }
    if let Some(name) = &own.like {
        let base = super::builtin(name).ok_or_else(|| no_such(file, text, name))?;
        fill(&mut whole, &serde_yaml::from_str(base).map_err(broken)?);
    }
    let filled: Source = serde_yaml::from_value(whole.clone()).map_err(broken)?;
    // A dialect that names no language may be written in any.
    let all = || LANGUAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut languages = Vec::new();
    let mut taken = HashSet::new();
    for name in filled.speaks.clone().unwrap_or_else(all) {
        let known = LANGUAGES.iter().find(|(known, _)| *known == name);
        let (_, pack) = known.ok_or_else(|| no_language(file, text, &name))?;
        let mut pack: Value = serde_yaml::from_str(pack).map_err(broken)?;
        speak::take_out(&mut pack, &filled.without, &mut taken);
        languages.push(serde_yaml::from_value(pack.clone()).map_err(broken)?);
        speak::add(&mut whole, pack);
    }
    if let Some(none) = own.without.iter().find(|word| !taken.contains(*word)) {
        return Err(Diagnostic::new(Id::InvalidDialect, format!("no language that it speaks has `{none}`"))
            .at(at(file, text, none))
            .hint("leave it out of `without`, or correct its spelling"));
    }
    Ok(Parsed { own, whole: serde_yaml::from_value(whole).map_err(broken)?, languages })
}

/// Takes what is left out from another dialect.
fn fill(own: &mut Value, base: &Value) {
    let Some(own) = own.as_mapping_mut() else { return };
    for key in LIKE {
        if let Some(value) = base.get(key)
            && !own.contains_key(key)
        {
            own.insert(key.into(), value.clone());
        }
    }
}

/// Where a text stands in the file, if it stands there literally.
fn at(file: &str, text: &str, what: &str) -> Span {
    let start = text.find(what).unwrap_or_default();
    Span { file: file.into(), range: start..start + what.len() }
}

/// The fault that there is no built-in dialect of this name.
fn no_such(file: &str, text: &str, name: &str) -> Diagnostic {
    let known: Vec<&str> = super::BUILTIN.iter().map(|(known, _)| *known).collect();
    Diagnostic::new(Id::InvalidDialect, format!("there is no built-in dialect `{name}` to be like"))
        .at(at(file, text, name))
        .hint(format!("there are {}", known.join(", ")))
}

/// The fault that there is no pack of this language.
fn no_language(file: &str, text: &str, name: &str) -> Diagnostic {
    let known: Vec<&str> = LANGUAGES.iter().map(|(known, _)| *known).collect();
    Diagnostic::new(Id::InvalidDialect, format!("nobody knows the language `{name}`"))
        .at(at(file, text, name))
        .hint(format!("there are {}", known.join(", ")))
}

/// What the file itself says.
fn typed(file: &str, text: &str) -> Result<Source, Diagnostic> {
    limits::from_str(text).map_err(|found| {
        Diagnostic::new(Id::InvalidDialect, found.message)
            .at(Span { file: file.into(), range: found.at..found.at })
            .hint("the keys of a dialect are documented in its JSON Schema and in the comments of the built-in ones")
    })
}
