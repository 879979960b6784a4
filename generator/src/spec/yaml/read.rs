//! Reading, with the place of every fault.

use serde::de::DeserializeOwned;
use tablature_ir::extension::{Extending, KEY};

use crate::{
    diagnostic::{Diagnostic, Id, Span, closest},
    limits,
};

/// Reads a document. A fault is a diagnostic of kind `id` with the place in `file`.
///
/// # Errors
/// The text is not YAML, a key stands twice, or the document does not fit `T`.
pub fn from_str<T: DeserializeOwned>(id: Id, file: &str, text: &str) -> Result<T, Diagnostic> {
    if let Err(found) = limits::yaml(text) {
        let span = Span { file: file.into(), range: found.at..found.at };
        return Err(Diagnostic::new(id, found.message)
            .at(span)
            .hint("write it out, or make several files of it"));
    }
    limits::unique_keys(text)
        .and_then(|()| T::deserialize(Extending(serde_yaml::Deserializer::from_str(text))))
        .map_err(|error| diagnostic(id, file, text, &error))
}

/// Reads a document of which nothing is exported, and whose keys are all its own: what begins with `x-` is no exception.
///
/// # Errors
/// As [`from_str`], but that a key stands twice in a map of words is found by who reads the words.
#[cfg(feature = "pages")]
pub(crate) fn plain<T: DeserializeOwned>(id: Id, file: &str, text: &str) -> Result<T, Diagnostic> {
    if let Err(found) = limits::yaml(text) {
        let span = Span { file: file.into(), range: found.at..found.at };
        return Err(Diagnostic::new(id, found.message).at(span));
    }
    serde_yaml::from_str(text).map_err(|error| unread(id, file, text, &error))
}

/// Why a document cannot be read. Of a key that stands twice a reader names the map; the second of them is looked for.
#[cfg(feature = "pages")]
pub(crate) fn unread(id: Id, file: &str, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let twice = limits::unique_keys(text).err();
    diagnostic(id, file, text, twice.as_ref().unwrap_or(error))
}

fn diagnostic(id: Id, file: &str, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let start = error.location().map_or(0, |at| offset(text, at.line(), at.column()));
    let full = error.to_string();
    // The span has the place; what libyaml adds behind a comma is where the construct began.
    let message = full.split(" at line ").next().unwrap_or(&full).trim_start_matches('.');
    let (message, hint) = known_words(message);
    let span = Span { file: file.into(), range: start..token_end(text, start) };
    Diagnostic { hint, ..Diagnostic::new(id, message).at(span) }
}

/// The byte at which a line and column (both from 1, the column in characters) stand.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// The end of the word or quoted text that starts here.
fn token_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let length = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line.get(1..).and_then(|rest| rest.find(quote)).map(|at| at + 2),
        _ => line.find([' ', ':', ',', '{', '}', '[', ']']).filter(|at| *at > 0),
    };
    start + length.unwrap_or(line.len())
}

/// Splits what a message says of an unknown key or word from the list of those that are known, each in
/// backquotes, and makes a hint of the list.
fn known_words(message: &str) -> (&str, Option<String>) {
    let unknown = message.find("unknown field").or_else(|| message.find("unknown variant"));
    let Some((what, known)) = unknown.and_then(|_| message.split_once(", expected ")) else {
        return (message, None);
    };
    let word = what.rsplit('`').nth(1).unwrap_or_default();
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).filter(|word| *word != KEY).collect();
    let hint = match closest(word, known.iter().copied()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    (what, Some(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_in_a_line() {
        assert_eq!(offset("ab\n中文: x\n", 2, 3), 9);
        assert_eq!(offset("ab", 9, 9), 2);
        assert_eq!(offset("", 1, 1), 0);
    }

    #[test]
    fn a_token_ends_at_its_word_or_quote() {
        assert_eq!(token_end("key: value", 0), 3);
        assert_eq!(token_end("\"a b\": x", 0), 5);
        assert_eq!(token_end("- x", 2), 3);
    }
}
