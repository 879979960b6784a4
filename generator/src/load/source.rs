//! The text that a parser sees, and where each of its bytes stands in the file. The two differ by a byte order mark and
//! front matter before the text, and by indentation that was removed.

use std::ops::Range;

use super::span::{Span, narrow};

/// Text with its place in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// The offset of the text in the file, if all of it stands there unchanged.
    base: u32,
    /// For each line the offset in the text and that in the file, if not.
    lines: &'a [(u32, u32)],
    /// The offset in the file that the text does not reach past.
    limit: u32,
}

impl<'a> Source<'a> {
    /// A text that stands unchanged in the file, `base` bytes after its start.
    pub(super) fn new(text: &'a str, base: usize) -> Self {
        Source { text, base: narrow(base), lines: &[], limit: u32::MAX }
    }

    /// A text each of whose lines stands somewhere in the file, before `limit`.
    pub(super) fn lines(text: &'a str, lines: &'a [(u32, u32)], limit: u32) -> Self {
        Source { text, base: 0, lines, limit }
    }

    /// The offset in the file of a byte of the text.
    pub(super) fn at(&self, offset: usize) -> u32 {
        let offset = narrow(offset);
        let line = self.lines.partition_point(|(start, _)| *start <= offset);
        match line.checked_sub(1).and_then(|line| self.lines.get(line)) {
            Some((start, file)) => (file + (offset - start)).min(self.limit),
            None => self.base.saturating_add(offset),
        }
    }

    /// The offsets within a range of the text at which it goes on somewhere else in the file, each with the place there.
    pub(super) fn breaks(&self, range: Range<usize>) -> impl Iterator<Item = (usize, u32)> {
        let first = self.lines.partition_point(|(start, _)| (*start as usize) < range.start);
        let within = self.lines.iter().skip(first).map(|(start, file)| (*start as usize, *file));
        within.take_while(move |(start, _)| *start < range.end)
    }

    /// Where a range of the text stands in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.at(range.start);
        let end = if range.end > range.start { (self.at(range.end - 1) + 1).min(self.limit) } else { start };
        Span { start, end: end.max(start) }
    }

    /// The pieces of a range that stand unchanged in the file, each with its offset there.
    pub(super) fn pieces(&self, range: Range<usize>) -> impl Iterator<Item = (&'a str, u32)> {
        let piece = self.text.get(range.clone()).unwrap_or_default();
        let mut rest = Some(piece).filter(|piece| !piece.is_empty());
        let mut at = range.start;
        std::iter::from_fn(move || {
            let whole = rest?;
            let cut = if self.lines.is_empty() { None } else { whole.find('\n').map(|end| end + 1) };
            let (first, after) = whole.split_at(cut.unwrap_or(whole.len()));
            let file = self.at(at);
            at += first.len();
            rest = Some(after).filter(|after| !after.is_empty());
            Some((first, file))
        })
    }
}
