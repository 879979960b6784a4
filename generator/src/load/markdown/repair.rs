//! Pipe tables whose rows are written over several lines, mended before Markdown sees them, and marks that only an
//! engine of documentation reads blanked.
//!
//! Markdown ends a table at a blank line, and takes a line that continues a cell for a new row. Here a row ends when it
//! has as many cells as the line of dashes has columns, however many lines that takes. A line break within a row
//! becomes [`BREAK`], which is equally long, so that places stay the same; an added `|` or line is recorded for
//! [`Source`]. A page whose tables are whole costs one look at its lines.

use std::ops::Range;

use super::{
    engines::{marks, may_have_marks},
    lines::{Line, lines},
    shape::{Shape, fence, is_heading, is_marked, is_nearly_dashes},
};
use crate::load::{
    builder::BREAK,
    source::Source,
    span::{Span, narrow},
};

/// How many lines a row may span.
const MAX_LINES: usize = 60;

/// A page's text as it would have to be written.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    pub(super) text: String,
    /// Where its pieces begin in the text and in the file.
    pub(super) lines: Vec<(u32, u32)>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Repair {
    /// The text, if anything had to be mended.
    pub(super) repaired: Option<Repaired>,
    /// Rows that were joined or taken into the table before them, in the file.
    pub(super) joined: Vec<Span>,
    /// Lines that look like rows of a table and are in none, in the file.
    pub(super) unread: Vec<Span>,
}

/// Looks for broken tables.
pub(super) fn repair(source: Source<'_>) -> Repair {
    let is_marked = may_have_marks(source.text);
    if !is_marked && !source.text.contains('|') {
        return Repair::default();
    }
    let mut scan = Scan { text: source.text, lines: lines(source.text), is_marked, ..Scan::default() };
    scan.page();
    let spans = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| source.span(range)).collect();
    let repaired = (!scan.edits.is_empty()).then(|| apply(source, &mut scan.edits));
    Repair { repaired, joined: spans(scan.joined), unread: spans(scan.unread) }
}

/// A range of bytes, and what replaces it.
#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
}

fn apply(source: Source<'_>, edits: &mut [Edit]) -> Repaired {
    edits.sort_by_key(|edit| edit.range.start);
    let mut repaired =
        Repaired { text: String::with_capacity(source.text.len() + 64), lines: vec![(0, source.at(0))] };
    let mut from = 0;
    for Edit { range, text } in edits.iter().filter(|edit| !edit.range.is_empty() || !edit.text.is_empty()) {
        take_over(source, from..range.start, &mut repaired);
        if text.len() != range.len() {
            repaired.lines.push((narrow(repaired.text.len()), source.at(range.start)));
        }
        repaired.text.push_str(text);
        if text.len() != range.len() {
            repaired.lines.push((narrow(repaired.text.len()), source.at(range.end)));
        }
        from = range.end;
    }
    take_over(source, from..source.text.len(), &mut repaired);
    repaired
}

/// Adds a part of the text as it is, with where it stands in the file.
fn take_over(source: Source<'_>, range: Range<usize>, repaired: &mut Repaired) {
    let at = |offset: usize| narrow(repaired.text.len() + (offset - range.start));
    repaired.lines.extend(source.breaks(range.clone()).map(|(offset, file)| (at(offset), file)));
    repaired.text.push_str(source.text.get(range).unwrap_or_default());
}

/// How the rows of a table are written.
#[derive(Clone, Copy, Debug)]
struct Style {
    /// How many columns it has.
    width: usize,
    /// Whether rows begin with `|`.
    opens: bool,
    /// Whether they end with one.
    closes: bool,
}

impl Style {
    /// The largest number of cells a line may have: where rows do not end with `|`, a final one may precede an empty
    /// cell.
    fn cells(self, shape: Shape) -> usize {
        shape.cells() + usize::from(shape.closes && !self.closes)
    }
}

#[derive(Debug, Default)]
struct Scan<'a> {
    text: &'a str,
    lines: Vec<Line>,
    /// Whether there may be marks of engines.
    is_marked: bool,
    edits: Vec<Edit>,
    joined: Vec<Range<usize>>,
    unread: Vec<Range<usize>>,
}

impl<'a> Scan<'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.text.get(self.range(at)?)
    }

    fn range(&self, at: usize) -> Option<Range<usize>> {
        Some(self.lines.get(at)?.range.clone())
    }

    fn shape(&self, at: usize) -> Option<Shape> {
        Some(Shape::with(self.line(at)?, self.lines.get(at)?.pipes))
    }

    fn has_pipe(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.has_pipe)
    }

    fn is_blank(&self, at: usize) -> bool {
        !self.has_pipe(at) && self.line(at).is_none_or(|line| line.trim().is_empty())
    }

    fn is_dashes(&self, at: usize) -> bool {
        self.dashes(at).is_some()
    }

    /// How many columns a line of dashes has.
    fn dashes(&self, at: usize) -> Option<usize> {
        self.lines.get(at)?.dashes
    }

    /// Whether an HTML table begins in a line.
    fn has_table(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| line.has_angle)
            && self.line(at).is_some_and(|line| line.contains("<table"))
    }

    fn page(&mut self) {
        let mut at = 0;
        let mut open: Option<&str> = None;
        let mut in_html = false;
        while let Some(line) = self.line(at) {
            at += 1;
            if let Some(fence) = fence(line) {
                open = match open {
                    None => Some(fence),
                    Some(begun) if fence.starts_with(begun) => None,
                    begun => begun,
                };
            }
            if open.is_some() {
                continue;
            }
            if self.is_marked {
                self.unmark(at - 1, line);
            }
            if self.lines.get(at - 1).is_some_and(|line| line.has_angle) {
                in_html = (in_html || line.contains("<table")) && !line.contains("</table");
            }
            if in_html || !self.has_pipe(at - 1) {
                continue;
            }
            if !self.is_dashes(at - 1) {
                if !self.is_dashes(at) {
                    at = self.loose(at - 1);
                }
            } else if let Some(style) = self.head(at - 1) {
                at = self.rows(at, style);
            }
        }
    }

    /// Blanks what only an engine reads.
    fn unmark(&mut self, at: usize, line: &str) {
        let Some(range) = self.range(at) else { return };
        // The item above a mark for the table of contents stands for that.
        let item = at.checked_sub(1).filter(|_| line.trim() == "{:toc}").and_then(|above| self.range(above));
        if let Some(item) = item.filter(|item| self.text.get(item.clone()).is_some_and(is_marked)) {
            self.edits.push(Edit { text: " ".repeat(item.len()), range: item });
        }
        for mark in marks(line) {
            let text = " ".repeat(mark.len());
            self.edits.push(Edit { range: range.start + mark.start..range.start + mark.end, text });
        }
    }

    /// The header above a line of dashes; one over several lines is joined.
    fn head(&mut self, at: usize) -> Option<Style> {
        let below = self.shape(at)?;
        let columns = self.dashes(at)?;
        let last = at.checked_sub(1).filter(|last| !self.is_blank(*last))?;
        let mut shape = self.shape(last)?;
        let style = |shape: Shape, width| Style { width, opens: shape.opens, closes: shape.closes };
        let alone = shape;
        let mut first = last;
        while shape.cells() < columns || below.opens && !shape.opens {
            let above = first.checked_sub(1).filter(|above| last - above < 8 && !self.is_blank(*above));
            let above =
                above.filter(|above| !self.line(*above).is_some_and(is_heading) && !self.is_dashes(*above));
            let Some((above, over)) = above.and_then(|above| Some((above, self.shape(above)?))) else {
                break;
            };
            first = above;
            shape = over.then(shape);
        }
        if first < last && shape.cells() == columns && shape.opens == below.opens && shape.pipes > 0 {
            self.join(first, last);
            self.part(first);
            return Some(style(shape, columns));
        }
        self.part(last);
        (alone.pipes > 0).then(|| style(alone, alone.cells()))
    }

    /// Puts a line between a header and the text right above it: a table ends a paragraph, but the reader of Markdown
    /// takes it for more of that text.
    fn part(&mut self, head: usize) {
        let Some(above) = head.checked_sub(1).and_then(|above| self.line(above)) else { return };
        let opens = self.shape(head).is_some_and(|shape| shape.opens);
        let is_text = !above.trim().is_empty() && !above.trim_start().starts_with(['<', '#']);
        if opens
            && is_text
            && !self.has_pipe(head - 1)
            && let Some(range) = self.range(head)
        {
            self.edits.push(Edit { range: range.start..range.start, text: "\n".to_owned() });
        }
    }

    /// The rows of a table from this line on; the line after it.
    fn rows(&mut self, mut at: usize, style: Style) -> usize {
        let mut row = None;
        while let Some(line) = self.line(at) {
            if self.is_blank(at) {
                let next = (at..self.lines.len()).find(|next| !self.is_blank(*next));
                let Some(next) = next.filter(|next| self.goes_on(*next, style)) else { break };
                if let (Some(from), Some(to)) = (self.range(at), self.range(next)) {
                    self.joined.push(to.clone());
                    self.edits.push(Edit { range: from.start..to.start, text: String::new() });
                }
                at = next;
                continue;
            }
            if fence(line).is_some() || self.has_table(at) || self.is_dashes(at) || self.is_dashes(at + 1) {
                break;
            }
            if let Some(end) = self.extent(at, style) {
                self.join(at, end);
                self.open(at, style);
                row = Some((at, end));
                at = end + 1;
            } else if let Some(shape) = self.shape(at).filter(|shape| shape.pipes > 0) {
                if is_marked(line) && !shape.opens {
                    break;
                }
                row = Some((at, at));
                at += 1;
            } else {
                let Some(next) = self.beside(at, row, style) else { break };
                at = next;
            }
        }
        at
    }

    /// Whether a table goes on after blank lines.
    fn goes_on(&self, at: usize, style: Style) -> bool {
        let (Some(line), Some(shape)) = (self.line(at), self.shape(at)) else { return false };
        if shape.opens != style.opens || self.is_dashes(at) || self.is_dashes(at + 1) || fence(line).is_some()
        {
            return false;
        }
        let is_whole = shape.cells() == style.width && style.width > 1 && shape.pipes > 0;
        is_whole || style.opens && self.extent(at, style).is_some_and(|end| end > at)
    }

    /// The last line of the row that begins here.
    fn extent(&self, at: usize, style: Style) -> Option<usize> {
        let is_whole = |shape: Shape| style.cells(shape) >= style.width && (!style.closes || shape.closes);
        let first = self.shape(at)?;
        if first.pipes == 0 || style.opens && !first.opens && first.cells() != style.width {
            return None;
        }
        if is_whole(first) {
            return Some(at);
        }
        let mut total = first;
        let mut is_doubtful = false;
        for next in at + 1..self.lines.len().min(at + MAX_LINES) {
            let (Some(line), Some(shape)) = (self.line(next), self.shape(next)) else { break };
            if self.is_blank(next) {
                continue;
            }
            let begins = if style.opens {
                shape.opens && (total.closes || style.cells(shape) >= style.width)
            } else {
                style.cells(shape) >= style.width
            };
            let ends = fence(line).is_some()
                || self.is_dashes(next)
                || self.is_dashes(next + 1)
                || self.has_table(next);
            if begins || ends || shape.pipes == 0 && is_heading(line) {
                break;
            }
            // A line that begins as rows do belongs to the row above only if that becomes whole by it.
            is_doubtful |= shape.opens;
            total = total.then(shape);
            if is_whole(total) {
                return (!is_doubtful || total.cells() == style.width).then_some(next);
            }
        }
        (style.cells(first) >= style.width).then_some(at)
    }

    /// Handles text under a complete row: if further rows follow, it belongs to the last cell, else it follows the
    /// table.
    fn beside(&mut self, at: usize, row: Option<(usize, usize)>, style: Style) -> Option<usize> {
        let after = (at..self.lines.len()).find(|after| {
            self.is_blank(*after)
                || self.has_pipe(*after)
                || self.line(*after).is_some_and(|line| fence(line).is_some())
        });
        let after = after.unwrap_or(self.lines.len());
        let follows = self.shape(after).is_some_and(|shape| shape.opens == style.opens)
            && self.extent(after, style).is_some();
        let follows = follows && !self.is_dashes(after + 1) || !style.closes && !is_marked(self.line(at)?);
        let Some((first, last)) = row.filter(|_| follows) else {
            let start = self.range(at)?.start;
            self.edits.push(Edit { range: start..start, text: "\n".to_owned() });
            return None;
        };
        let range = self.range(last)?;
        let text = self.text.get(range.clone())?.trim_end();
        if Shape::of(text).closes {
            let pipe = range.start + text.len() - 1;
            self.edits.push(Edit { range: pipe..pipe + 1, text: " ".to_owned() });
        }
        if first < last {
            self.joined.pop();
        }
        self.join(last, after - 1);
        Some(after)
    }

    /// Puts lines on one.
    fn join(&mut self, first: usize, last: usize) {
        let (Some(from), Some(to)) = (self.range(first), self.range(last)) else { return };
        if first == last {
            return;
        }
        let joined = from.start..to.end;
        self.unread.retain(|row| row.start < joined.start);
        self.joined.push(joined);
        for pair in self.lines.get(first..=last).unwrap_or_default().windows(2) {
            if let [Line { range: line, .. }, Line { range: next, .. }] = pair {
                let text = std::iter::repeat_n(BREAK, next.start - line.end).collect();
                self.edits.push(Edit { range: line.end..next.start, text });
            }
        }
    }

    /// Puts a `|` before a row that begins like another block of Markdown.
    fn open(&mut self, at: usize, style: Style) {
        let Some(line) = self.line(at) else { return };
        if !style.opens
            && is_marked(line)
            && let Some(range) = self.range(at)
        {
            let start = range.start + line.len() - line.trim_start().len();
            self.joined.push(range);
            self.edits.push(Edit { range: start..start, text: "|".to_owned() });
        }
    }

    /// Lines that look like rows and stand under no line of dashes: a table if there are several that are alike.
    /// The line after them.
    fn loose(&mut self, at: usize) -> usize {
        let is_row = |at: usize| {
            let line = self.line(at)?;
            let shape = self.shape(at)?;
            let is_code = line.starts_with("    ") || line.starts_with('\t');
            (shape.opens && shape.closes && shape.pipes > 1 && !is_code && !self.is_dashes(at))
                .then(|| shape.cells())
        };
        let Some(width) = is_row(at).filter(|width| *width > 1) else { return at + 1 };
        let mut end = at + 1;
        while is_row(end).is_some() && !self.is_dashes(end + 1) {
            end += 1;
        }
        // A row may lack cells as in any table, but most are as the first.
        let alike = (at..end).filter(|row| is_row(*row) == Some(width)).count();
        if alike > 1 && alike * 2 > end - at && at.checked_sub(1).is_none_or(|before| self.is_blank(before)) {
            if let (Some(first), Some(next)) = (self.range(at), self.range(at + 1)) {
                self.joined.push(first);
                let dashes = format!("{}|", "|--".repeat(width));
                // A line of dashes with a blank too many is one all the same.
                let edit = if self.line(at + 1).is_some_and(is_nearly_dashes) {
                    Edit { range: next.clone(), text: dashes }
                } else {
                    Edit { range: next.start..next.start, text: dashes + "\n" }
                };
                self.edits.push(edit);
            }
            return end;
        }
        let unread: Vec<_> = (at..end).filter_map(|row| self.range(row)).collect();
        self.unread.extend(unread);
        end
    }
}
