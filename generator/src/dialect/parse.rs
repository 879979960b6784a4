//! The text of a dialect file → what it says, with what the packs of its languages add.

use std::sync::OnceLock;

use serde_yaml::Value;

use super::{
    Source,
    faults::Places,
    language::{LANGUAGES, Language},
    speak,
};
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    hash::HashSet,
    spec::yaml,
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
    let places = || Places::new(file, text);
    let broken = |error: serde_yaml::Error| Diagnostic::new(Id::InvalidDialect, error.to_string());
    let mut whole: Value =
        serde_yaml::from_str(text).map_err(|error| yaml::unread(Id::InvalidDialect, file, text, &error))?;
    if whole.is_null() {
        whole = Value::Mapping(serde_yaml::Mapping::new());
    }
    if let Some(name) = &own.like {
        let base = super::builtin(name).ok_or_else(|| no_such(name, places().of("like")))?;
        fill(&mut whole, &serde_yaml::from_str(base).map_err(broken)?);
    }
    let filled: Source = serde_yaml::from_value(whole.clone()).map_err(broken)?;
    // A dialect that names no language may be written in any.
    let all = || LANGUAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut languages = Vec::new();
    let mut taken = HashSet::default();
    let mut meant = speak::Meant::by(&whole);
    for (at, name) in filled.speaks.clone().unwrap_or_else(all).into_iter().enumerate() {
        let pack = pack(&name).ok_or_else(|| no_language(&name, places().of(&format!("speaks.{at}"))))?;
        let mut pack = pack.map_err(broken)?.clone();
        speak::take_out(&mut pack, &filled.without, &mut taken);
        languages.push(serde_yaml::from_value(pack.clone()).map_err(broken)?);
        speak::add(&mut whole, pack, &mut meant);
    }
    if let Some((at, none)) = own.without.iter().enumerate().find(|(_, word)| !taken.contains(*word)) {
        let message = format!("no language that it speaks has `{none}`");
        let hint = "leave it out of `without`, or correct its spelling".to_owned();
        return Err(fault(message, hint, places().of(&format!("without.{at}"))));
    }
    Ok(Parsed { own, whole: serde_yaml::from_value(whole).map_err(broken)?, languages })
}

/// The pack of a language, parsed once in a process.
fn pack(name: &str) -> Option<Result<&'static Value, serde_yaml::Error>> {
    static PARSED: [OnceLock<Value>; LANGUAGES.len()] = [const { OnceLock::new() }; LANGUAGES.len()];
    let (parsed, (_, text)) = PARSED.iter().zip(LANGUAGES).find(|(_, (known, _))| *known == name)?;
    if let Some(parsed) = parsed.get() {
        return Some(Ok(parsed));
    }
    Some(serde_yaml::from_str(text).map(|value| parsed.get_or_init(|| value)))
}

/// The text of a dialect of what people wrote and, where that says nothing, of what was gathered over the pages. Of keys
/// that hold several, such as `service`, each counts for itself.
///
/// # Errors
///
/// One of them is no YAML.
pub(crate) fn over(written: &str, gathered: &str) -> Result<String, Diagnostic> {
    let broken = |error: serde_yaml::Error| Diagnostic::new(Id::InvalidDialect, error.to_string());
    let mut whole: Value = serde_yaml::from_str(written).map_err(broken)?;
    if whole.is_null() {
        return Ok(gathered.to_owned());
    }
    // What another dialect says was written, too.
    let base = whole.get("like").and_then(Value::as_str).and_then(super::builtin);
    if let Some(base) = base {
        fill(&mut whole, &serde_yaml::from_str(base).map_err(broken)?);
    }
    let gathered: Value = serde_yaml::from_str(gathered).map_err(broken)?;
    let (Value::Mapping(own), Value::Mapping(gathered)) = (&mut whole, gathered) else {
        return Ok(written.to_owned());
    };
    // The ways to call lists that are written are those that were looked for.
    own.remove("pagination");
    for (key, value) in gathered {
        match (own.get_mut(&key), value) {
            (None | Some(Value::Null), value) => drop(own.insert(key, value)),
            (Some(Value::Mapping(own)), Value::Mapping(inner)) => {
                for (key, value) in inner {
                    own.entry(key).or_insert(value);
                }
            }
            (Some(_), _) => {}
        }
    }
    serde_yaml::to_string(&whole).map_err(broken)
}

/// Whether the text of a dialect has a value under these keys.
pub(crate) fn says(written: &str, keys: &[&str]) -> bool {
    let whole = serde_yaml::from_str(written).unwrap_or(Value::Null);
    keys.iter().try_fold(&whole, |value, key| value.get(key)).is_some()
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

/// The fault that there is no built-in dialect of this name.
fn no_such(name: &str, place: Option<Span>) -> Diagnostic {
    let known: Vec<&str> = super::BUILTIN.iter().map(|(known, _)| *known).collect();
    let message = format!("there is no built-in dialect `{name}` to be like");
    fault(message, format!("there are {}", known.join(", ")), place)
}

/// The fault that there is no pack of this language.
fn no_language(name: &str, place: Option<Span>) -> Diagnostic {
    let known: Vec<&str> = LANGUAGES.iter().map(|(known, _)| *known).collect();
    fault(format!("nobody knows the language `{name}`"), format!("there are {}", known.join(", ")), place)
}

fn fault(message: String, hint: String, place: Option<Span>) -> Diagnostic {
    Diagnostic { span: place, ..Diagnostic::new(Id::InvalidDialect, message).hint(hint) }
}

/// What the file itself says.
fn typed(file: &str, text: &str) -> Result<Source, Diagnostic> {
    yaml::plain(Id::InvalidDialect, file, text).map_err(|found| match found.hint {
        Some(_) => found,
        None => found.hint(
            "the keys of a dialect are documented in its JSON Schema and in the comments of the built-in ones",
        ),
    })
}
