//! The texts that diagnostics speak of, and lines and columns in them.

use std::{collections::HashMap, sync::Arc};

use super::Span;

/// The texts of files by the name that spans use.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    prefix: String,
    files: HashMap<Arc<str>, Arc<str>>,
}

/// A position in a file, both from 1. Columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Sources {
    /// No files yet. `prefix` is put before a file's name when it is shown, so that the user can open it from
    /// where the command was run.
    #[must_use]
    pub fn new(prefix: impl Into<String>) -> Self {
        Sources { prefix: prefix.into(), files: HashMap::new() }
    }

    /// Adds a file.
    pub fn add(&mut self, file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        self.files.insert(file.into(), text.into());
    }

    /// The name of a file as the user knows it.
    #[must_use]
    pub fn shown(&self, file: &str) -> String {
        if self.prefix.is_empty() { file.to_owned() } else { format!("{}/{file}", self.prefix) }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(|text| &**text)
    }

    /// Where a span begins and ends; nothing when the file is not known.
    #[must_use]
    pub fn positions(&self, span: &Span) -> Option<(Position, Position)> {
        let text = self.text(&span.file)?;
        Some((position(text, span.range.start), position(text, span.range.end)))
    }

    /// The whole lines that a span touches, and the number of the first.
    #[must_use]
    pub fn lines(&self, span: &Span) -> Option<Lines<'_>> {
        let text = self.text(&span.file)?;
        let start = floor(text, span.range.start);
        let end = floor(text, span.range.end.max(span.range.start));
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
        Some(Lines {
            number: line_of(text, from),
            text: &text[from..to],
            start: start - from,
            end: end - from,
        })
    }
}

/// Whole lines around a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines<'a> {
    /// The number of the first line, from 1.
    pub number: usize,
    /// The lines, without the last line break.
    pub text: &'a str,
    /// Where the span begins in `text`, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The position of a byte offset; an offset past the end is the end.
#[must_use]
pub fn position(text: &str, offset: usize) -> Position {
    let offset = floor(text, offset);
    let from = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    Position { line: line_of(text, from), column: text[from..offset].chars().count() + 1 }
}

#[expect(clippy::naive_bytecount, reason = "called once per shown diagnostic")]
fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "ab\n类型 x\n";
        assert_eq!(position(text, 0), Position { line: 1, column: 1 });
        assert_eq!(position(text, text.find('x').unwrap()), Position { line: 2, column: 4 });
        assert_eq!(position(text, 4), Position { line: 2, column: 1 }, "inside a character is its start");
        assert_eq!(position(text, 999), Position { line: 3, column: 1 });
    }

    #[test]
    fn lines_around_a_span() {
        let mut sources = Sources::new("docs");
        sources.add("a.md", "one\ntwo words\nthree");
        let span = Span { file: "a.md".into(), range: 8..13 };
        let lines = sources.lines(&span).unwrap();
        assert_eq!((lines.number, lines.text, lines.start, lines.end), (2, "two words", 4, 9));
        assert_eq!(sources.shown("a.md"), "docs/a.md");
    }
}
