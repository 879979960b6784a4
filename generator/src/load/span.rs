//! Places in a file: byte spans, and lines and columns for people.

use std::ops::Range;

/// A range of bytes of the page's file, on character boundaries. Half the size of a `Range<usize>`, and
/// `Copy`, because every node has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; an end before the start counts as the start.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let (start, end) = (narrow(start), narrow(end));
        Span { start, end: end.max(start) }
    }

    /// As a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether `offset` lies inside.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        self.range().contains(&offset)
    }
}

/// Pages over four gigabytes are refused when they are loaded, so that nothing is cut off here.
pub(super) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Line and column, both counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Looks once through `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        LineIndex { starts: std::iter::once(0).chain(breaks.map(|at| narrow(at + 1))).collect() }
    }

    /// The line of a byte offset, from 1. An offset past the end is on the last line.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let offset = narrow(offset);
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Line and column of a byte offset of `text`, the text that the index was made from.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line - 1).map_or(0, |start| *start as usize);
        let mut end = offset.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or_default();
        Position { line, column: before.chars().filter(|c| *c != '\u{feff}').count() + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "ab\n镜像x\r\n";
        let index = LineIndex::new(text);
        let at = |offset| {
            let position = index.position(text, offset);
            (position.line, position.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (1, 3));
        assert_eq!(at(3), (2, 1));
        assert_eq!(at(6), (2, 2));
        assert_eq!(at(7), (2, 2), "inside a character counts as its start");
        assert_eq!(at(9), (2, 3));
        assert_eq!(at(99), (3, 1));
    }
}
