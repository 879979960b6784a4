//! Name cells: segments, list marks, pseudo-rows.

use std::borrow::Cow;

use crate::{
    dialect::{Dialect, Word, normal},
    expression::Expression,
    extract::is_identifier,
    raw::Row,
    words::trimmed,
};

pub(super) use crate::raw::Segment;

/// What a name cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A field, by its segments.
    Field(Vec<Segment>),
    /// The elements of the list that the table describes.
    Element,
    /// All that the table describes.
    Whole,
    /// The values of a map with free keys.
    Free,
    /// No field, by a rule.
    Ignored,
    /// No name.
    Empty,
    /// More than a name can be.
    TooLong,
}

/// A cell with more bytes is no name.
const MAX_BYTES: usize = 200;

/// How many levels a name may have. Walks over types go as deep as names do.
pub(super) const MAX_DEPTH: usize = 64;

/// Reads a name cell.
pub(super) fn read(text: &str, dialect: &Dialect) -> Name {
    let mut text = Cow::Borrowed(trimmed(trimmed(text).trim_start_matches(|c| is_mark(c, dialect))));
    let mut special = dialect.names.special.as_ref().is_none_or(|regex| regex.is_match(&text));
    let marks = dialect.yes_marks.iter().chain(&dialect.no_marks).chain(&dialect.names.strip);
    for regex in marks.filter(|_| special) {
        if let Cow::Owned(rest) = regex.removed_from(&text) {
            text = Cow::Owned(rest.trim().to_owned());
        }
    }
    // A table may write placeholders as the path does.
    if let Some(name) =
        text.strip_prefix(':').filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
    {
        text = Cow::Owned(name.to_owned());
        special = true;
    }
    if text.is_empty() {
        return Name::Empty;
    }
    if dialect.source.names.element.iter().any(|word| *word == text) {
        return Name::Element;
    }
    // `[array]`: the word for lists in brackets stands for each of them.
    let bracketed = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if bracketed.is_some_and(|word| dialect.types.get(&*normal(word)) == Some(&Word::List)) {
        return Name::Element;
    }
    if dialect.source.names.whole.iter().any(|word| *word == text) {
        return Name::Whole;
    }
    let is_any = |regexes: &[Expression]| special && regexes.iter().any(|regex| regex.is_match(&text));
    if is_any(&dialect.names.ignore) {
        return Name::Ignored;
    }
    if is_any(&dialect.names.free) {
        return Name::Free;
    }
    if let Some(name) = in_angles(&text) {
        return Name::Field(vec![Segment { key: name.to_owned(), lists: 0, bracketed: false }]);
    }
    let segments = segments(&text, dialect);
    if text.len() > MAX_BYTES || segments.len() > MAX_DEPTH { Name::TooLong } else { Name::Field(segments) }
}

/// The name of a placeholder that stands in angle brackets: `<index>`.
fn in_angles(text: &str) -> Option<&str> {
    let name = text.strip_prefix('<')?.strip_suffix('>')?;
    is_identifier(name).then_some(name)
}

/// Whether a character sets a name in: one of the dialect's marks, or a blank between them.
fn is_mark(c: char, dialect: &Dialect) -> bool {
    let marks = &dialect.source.names.indent;
    !marks.is_empty() && (c.is_whitespace() || marks.iter().any(|mark| mark.chars().eq([c])))
}

/// Nests rows by how far their names are indented.
pub(super) struct Outline<'d> {
    dialect: &'d Dialect,
    /// The rows around the current one: how far each is indented, and its full name.
    around: Vec<(usize, Vec<Segment>)>,
}

impl<'d> Outline<'d> {
    pub(super) fn new(dialect: &'d Dialect) -> Self {
        Outline { dialect, around: Vec::new() }
    }

    /// The full name of a row that is indented further than one above it.
    pub(super) fn within(&mut self, row: &Row, segments: &[Segment]) -> Option<Vec<Segment>> {
        let indent = self.indent(row)?;
        while self.around.last().is_some_and(|(outer, _)| *outer >= indent) {
            self.around.pop();
        }
        let (_, outer) = self.around.last()?;
        // Some name the row above once more.
        let repeats = segments.len() > outer.len()
            && outer.iter().zip(segments).all(|(outer, segment)| outer.key == segment.key);
        Some(if repeats { segments.to_vec() } else { [outer, segments].concat() })
    }

    /// Notes a row that others may be within.
    pub(super) fn push(&mut self, row: &Row, segments: &[Segment]) {
        if let Some(indent) = self.indent(row) {
            self.around.push((indent, segments.to_vec()));
        }
    }

    fn indent(&self, row: &Row) -> Option<usize> {
        if self.dialect.source.names.indent.is_empty() {
            return None;
        }
        let marks = row.name.text.chars().take_while(|c| is_mark(*c, self.dialect));
        Some(row.indent + marks.filter(|c| !c.is_whitespace()).count())
    }
}

/// Splits a name at its dots and before its brackets; index marks and `[]` become list marks of the segment before.
pub(super) fn segments(text: &str, dialect: &Dialect) -> Vec<Segment> {
    // Most names have one, and there is no list that it could be an index of.
    if !text.contains(['.', ']']) && !text.trim_start().is_empty() {
        return vec![Segment { key: trimmed(text).to_owned(), lists: 0, bracketed: false }];
    }
    let mut segments: Vec<Segment> = Vec::new();
    for (part, bracketed) in parts(text) {
        let is_index = dialect.source.names.index.iter().any(|index| index == part)
            || (bracketed || !dialect.source.names.index.is_empty())
                && !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_digit());
        if (is_index || bracketed && part.is_empty())
            && let Some(last) = segments.last_mut()
        {
            last.lists += 1;
        } else if !part.is_empty() && part != "[]" {
            segments.push(Segment { key: part.to_owned(), lists: 0, bracketed });
        }
    }
    segments
}

/// The parts of a name, and whether each stands in brackets: `a.b[].c[d]`. Brackets that hold no name or that stand
/// alone are a part of the name.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    for part in text.split('.') {
        let mut rest = trimmed(part);
        let mut bracketed = Vec::new();
        while let Some((before, inner)) = rest.strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
            let is_name = inner.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':'));
            let alone = before.is_empty() && (!inner.is_empty() || parts.is_empty());
            if !is_name || alone {
                break;
            }
            bracketed.push((inner, true));
            rest = before;
        }
        parts.push((rest, false));
        parts.extend(bracketed.into_iter().rev());
    }
    parts
}
