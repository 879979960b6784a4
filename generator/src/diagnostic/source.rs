//! The texts that diagnostics speak of, and lines and columns in them.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use super::Span;

/// The texts of files by the name that spans use.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    prefix: String,
    files: HashMap<Arc<str>, File>,
}

#[derive(Clone, Debug)]
struct File {
    content: Content,
    index: OnceLock<Index>,
    /// Whether its name is whole, without the prefix.
    is_whole: bool,
}

#[derive(Clone, Debug)]
enum Content {
    Text(Arc<str>),
    /// Bytes, which are text once somebody asks: most findings are never shown.
    Bytes {
        bytes: Arc<[u8]>,
        decode: Decode,
        text: OnceLock<Box<str>>,
    },
}

/// How bytes are read as text.
pub type Decode = fn(&[u8]) -> Cow<'_, str>;

impl File {
    fn new(content: Content) -> Self {
        File { content, index: OnceLock::new(), is_whole: false }
    }

    fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Bytes { bytes, decode, text } => text.get_or_init(|| decode(bytes).into()),
        }
    }
}

/// Where lines begin and characters stand, so that the position of each of many findings is found at once.
#[derive(Clone, Debug)]
struct Index {
    /// Where each line begins.
    lines: Vec<usize>,
    /// How many characters begin before each block of bytes, and in all.
    blocks: Vec<usize>,
}

/// The bytes of a block.
const BLOCK: usize = 512;

impl Index {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        let (mut before, mut blocks) = (0, Vec::with_capacity(text.len() / BLOCK + 2));
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(before);
            before += starts(block);
        }
        // The end of the text may be the beginning of a block.
        blocks.push(before);
        Index { lines, blocks }
    }

    /// How many characters begin before a byte.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        let Some(before) = self.blocks.get(block) else { return self.blocks.last().copied().unwrap_or(0) };
        before + starts(&text.as_bytes()[block * BLOCK..offset])
    }

    /// The number of the line of a byte, from 0.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    fn position(&self, text: &str, offset: usize) -> Position {
        let offset = floor(text, offset);
        let line = self.line(offset);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = self.characters(text, offset) - self.characters(text, start) + 1;
        Position { line: line + 1, column }
    }
}

/// How many characters begin among these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
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
        self.files.insert(file.into(), File::new(Content::Text(text.into())));
    }

    /// Adds a file that stands elsewhere: no prefix is put before its name.
    pub fn add_elsewhere(&mut self, file: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        let file_there = File { is_whole: true, ..File::new(Content::Text(text.into())) };
        self.files.insert(file.into(), file_there);
    }

    /// Adds a file whose bytes are read as text once that is asked for.
    pub fn add_bytes(&mut self, file: impl Into<Arc<str>>, bytes: Arc<[u8]>, decode: Decode) {
        self.files.insert(file.into(), File::new(Content::Bytes { bytes, decode, text: OnceLock::new() }));
    }

    /// The name of a file as the user knows it.
    #[must_use]
    pub fn shown(&self, file: &str) -> String {
        let is_whole = self.prefix.is_empty() || self.files.get(file).is_some_and(|file| file.is_whole);
        if is_whole { file.to_owned() } else { format!("{}/{file}", self.prefix) }
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(File::text)
    }

    fn indexed(&self, file: &str) -> Option<(&str, &Index)> {
        let file = self.files.get(file)?;
        let text = file.text();
        Some((text, file.index.get_or_init(|| Index::of(text))))
    }

    /// Where a span begins and ends; `None` when the file is not known.
    #[must_use]
    pub fn positions(&self, span: &Span) -> Option<(Position, Position)> {
        let (text, index) = self.indexed(&span.file)?;
        Some((index.position(text, span.range.start), index.position(text, span.range.end)))
    }

    /// The whole lines that a span touches, and the number of the first.
    #[must_use]
    pub fn lines(&self, span: &Span) -> Option<Lines<'_>> {
        let (text, index) = self.indexed(&span.file)?;
        let start = floor(text, span.range.start);
        let end = floor(text, span.range.end.max(span.range.start));
        let (first, last) = (index.line(start), index.line(end));
        let from = index.lines.get(first).copied().unwrap_or(0);
        let to = index.lines.get(last + 1).map_or(text.len(), |next| next - 1);
        Some(Lines { number: first + 1, text: &text[from..to], start: start - from, end: end - from })
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
        let position = |text: &str, offset: usize| Index::of(text).position(text, offset);
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

    #[test]
    fn positions_are_found_beyond_the_first_block() {
        // A whole number of blocks.
        let text = "类型 x\n".repeat(512);
        let index = Index::of(&text);
        for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
            let from = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let line = text[..offset].matches('\n').count() + 1;
            let column = text[from..offset].chars().count() + 1;
            assert_eq!(index.position(&text, offset), Position { line, column }, "{offset}");
        }
    }
}
