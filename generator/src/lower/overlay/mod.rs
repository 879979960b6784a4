//! Corrections that people write to what the docs say.
//!
//! An overlay is a list. Each entry names a place of the IR by the keys that lead there in the YAML, may state
//! what it expects to find, says what to do, and why:
//!
//! ```yaml
//! - at: operations.GetRepoImage.form.Limit
//!   expect: {type: string}
//!   set: {type: integer}
//!   why: The console sends a number, and a word is answered with an error.
//! ```
//!
//! A correction must keep earning its place: it fails when it matches nothing, when it changes nothing (the
//! docs have been fixed), and when its expectation is broken (the docs have changed).

mod act;
mod apply;
mod blame;
mod compare;
mod mark;
mod path;
mod references;
mod rename;
mod report;
mod state;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::Arc};

use serde::Deserialize;
use serde_json::Value;

pub use self::apply::apply;
use self::path::Path;
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    spec::yaml::{self, Node, Spanned},
};

/// The corrections of one file, in its order.
#[derive(Clone, Debug)]
pub struct Overlay {
    corrections: Vec<Correction>,
}

impl Overlay {
    /// Whether it holds no corrections.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.corrections.is_empty()
    }
}

/// One correction.
#[derive(Clone, Debug)]
struct Correction {
    at: Path,
    expect: Option<Node<'static>>,
    action: Action,
    optional: bool,
    places: Places,
}

/// What a correction does with each place that it matches.
#[derive(Clone, Debug)]
enum Action {
    /// Gives keys new values (`null` removes one), or the whole place a new value.
    Set(Node<'static>),
    /// Adds keys to a map, or items to a list.
    Add(Node<'static>),
    /// Removes the place.
    Remove,
    /// Takes keys of the place away.
    RemoveKeys(Vec<String>),
    /// Gives the place a new name, there and wherever something refers to it.
    Rename(String),
}

/// The words for what a correction does.
const ACTIONS: [&str; 4] = ["set", "add", "remove", "rename"];

/// Where a correction stands in its file.
#[derive(Clone, Debug)]
struct Places {
    file: Arc<str>,
    text: Arc<str>,
    entry: Spanned,
}

impl Places {
    /// The entry of a key with its value, up to the end of the line; the entry of `at` where the key is missing.
    fn of(&self, keys: &[&str]) -> Span {
        let found = keys.iter().chain(&["at"]).find_map(|key| self.entry.entry(key));
        self.span(found.map_or_else(|| self.entry.at.clone(), |(key, value)| key.start..value.at.end))
    }

    /// The first line of a place.
    fn span(&self, range: Range<usize>) -> Span {
        let line = self.text.get(range.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
        Span { file: Arc::clone(&self.file), range: range.start..range.start + line.trim_end().len() }
    }

    /// The place of what the correction does.
    fn action(&self) -> Span {
        self.of(&ACTIONS)
    }

    /// The value of what the correction does.
    fn value(&self) -> &Spanned {
        ACTIONS.iter().find_map(|key| self.entry.entry(key)).map_or(&self.entry, |(_, value)| value)
    }
}

/// One correction of an overlay.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The place in the IR, as the keys that lead there in the YAML, joined by `.`; `*` stands for any
    /// characters of a key: `types.ImageSet.fields.*Time`. A key with a dot or a star stands in double quotes.
    at: String,
    /// What must be there before the correction: for a map the keys that matter (`null`: the key is absent),
    /// else the whole value.
    expect: Option<Value>,
    /// Keys and their new values (`null` takes the key away); for a place that is no map, its new value.
    set: Option<Value>,
    /// Keys with values that are to be added to a map, or items for a list.
    add: Option<Value>,
    /// `true` to take the place away, or a list of its keys to take away.
    remove: Option<Remove>,
    /// The new name. Pagination, type expressions and the path follow.
    rename: Option<String>,
    /// Why the docs are not right, for whoever wonders later.
    why: String,
    /// Whether it is fine when nothing is there to be corrected.
    #[serde(default)]
    optional: bool,
}

/// What to take away.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum Remove {
    /// The place itself.
    Place(bool),
    /// Keys of the place.
    Keys(Vec<String>),
}

/// Reads an overlay; `file` is the name that diagnostics give it.
///
/// # Errors
/// When the text is no list of corrections.
pub fn read(file: &str, text: &str) -> Result<Overlay, Vec<Diagnostic>> {
    let is_empty = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    if is_empty {
        return Ok(Overlay { corrections: Vec::new() });
    }
    let entries: Vec<Entry> =
        yaml::from_str(Id::OverlaySyntax, file, text).map_err(|diagnostic| vec![diagnostic])?;
    let Some(tree) = yaml::spanned(text).filter(|tree| tree.items().len() == entries.len()) else {
        let message = "the entries of this list cannot be told apart";
        return Err(vec![
            Diagnostic::new(Id::OverlaySyntax, message).at(Span { file: file.into(), range: 0..0 }),
        ]);
    };
    let (file, text): (Arc<str>, Arc<str>) = (file.into(), text.into());
    let (mut corrections, mut faults) = (Vec::new(), Vec::new());
    for (entry, at) in entries.into_iter().zip(tree.items()) {
        let places = Places { file: Arc::clone(&file), text: Arc::clone(&text), entry: at.clone() };
        match correction(entry, places) {
            Ok(correction) => corrections.push(correction),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(Overlay { corrections }) } else { Err(faults) }
}

fn correction(entry: Entry, places: Places) -> Result<Correction, Diagnostic> {
    let Entry { at, expect, set, add, remove, rename, why, optional } = entry;
    let fault = |message: String, span: Span| Diagnostic::new(Id::OverlaySyntax, message).at(span);
    let path =
        Path::parse(&at).map_err(|why| fault(format!("`{at}` is no path: {why}"), places.of(&["at"])))?;
    if why.trim().is_empty() {
        return Err(fault("`why` says nothing".to_owned(), places.of(&["at"]))
            .hint("say what is wrong with the docs, so that somebody else can judge it later"));
    }
    let remove = match remove {
        Some(Remove::Place(true)) => Some(Action::Remove),
        Some(Remove::Place(false)) => {
            return Err(fault("`remove: false` does nothing".to_owned(), places.action()));
        }
        Some(Remove::Keys(keys)) => Some(Action::RemoveKeys(keys)),
        None => None,
    };
    // The values stay as written: only the reader of the result knows the type of each.
    let node = |key| places.entry.entry(key).map(|(_, value)| value.node());
    let mut actions = [
        set.and_then(|_| node("set")).map(Action::Set),
        add.and_then(|_| node("add")).map(Action::Add),
        remove,
        rename.map(Action::Rename),
    ]
    .into_iter()
    .flatten();
    let expect = expect.and_then(|_| node("expect"));
    match (actions.next(), actions.next()) {
        (Some(action), None) => Ok(Correction { at: path, expect, action, optional, places }),
        (None, _) => Err(fault("this correction says not what to do".to_owned(), places.of(&["at"]))
            .hint("give it one of `set`, `add`, `remove`, `rename`")),
        (Some(_), Some(_)) => Err(fault("this correction does two things".to_owned(), places.of(&["at"]))
            .hint("make it two corrections, each with its reason")),
    }
}
