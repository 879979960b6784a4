//! Name cells: segments, list marks, pseudo-rows.

use crate::dialect::Dialect;

/// What a name cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A field, by its segments.
    Field(Vec<Segment>),
    /// The elements of the list that the table describes.
    Element,
    /// The values of a map with free keys.
    Free,
    /// No field, by a rule.
    Ignored,
    /// No name.
    Empty,
}

/// One segment of a name, and how many list marks follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    /// The key on the wire.
    pub(super) key: String,
    /// How many list marks follow.
    pub(super) lists: usize,
}

/// Reads a name cell.
pub(super) fn read(text: &str, dialect: &Dialect) -> Name {
    let mut text = text.trim().to_owned();
    for regex in &dialect.names.strip {
        if regex.is_match(&text) {
            text = regex.replace_all(&text, "").trim().to_owned();
        }
    }
    if text.is_empty() {
        return Name::Empty;
    }
    if dialect.source.names.element.contains(&text) {
        return Name::Element;
    }
    if dialect.names.ignore.iter().any(|regex| regex.is_match(&text)) {
        return Name::Ignored;
    }
    if dialect.names.free.iter().any(|regex| regex.is_match(&text)) {
        return Name::Free;
    }
    Name::Field(segments(&text, dialect))
}

/// Splits a name at its dots; index marks and `[]` become list marks of the segment before.
pub(super) fn segments(text: &str, dialect: &Dialect) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for part in text.split('.') {
        let part = part.trim();
        let is_index = dialect.source.names.index.iter().any(|index| index == part)
            || (!dialect.source.names.index.is_empty()
                && !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_digit()));
        if is_index && let Some(last) = segments.last_mut() {
            last.lists += 1;
            continue;
        }
        let key = part.trim_end_matches("[]");
        let lists = (part.len() - key.len()) / 2;
        if key.is_empty() {
            if let Some(last) = segments.last_mut() {
                last.lists += lists;
            }
            continue;
        }
        segments.push(Segment { key: key.to_owned(), lists });
    }
    segments
}
