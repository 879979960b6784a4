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
}

/// Pages over four gigabytes are refused when they are loaded, so that nothing is cut off here.
pub(super) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
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
        // All pages keep theirs, so that it has no room for more.
        let mut starts = Vec::with_capacity(breaks.clone().count() + 1);
        starts.push(0);
        starts.extend(breaks.map(|at| narrow(at + 1)));
        LineIndex { starts }
    }

    /// The line of a byte offset, from 1. An offset past the end is on the last line.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let offset = narrow(offset);
        self.starts.partition_point(|start| *start <= offset).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_on_the_line_that_began_last() {
        let index = LineIndex::new("ab\n镜像x\r\n");
        assert_eq!([0, 2, 3, 6, 7, 9, 99].map(|offset| index.line(offset)), [1, 1, 2, 2, 2, 2, 3]);
    }
}
