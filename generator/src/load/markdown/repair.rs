//! Pipe tables whose rows are written over several lines, mended before Markdown sees them.
//!
//! Markdown ends a table at a blank line, and takes a line that goes on with a cell for a row of its own. Here a
//! row is what has as many cells as the line of dashes has columns, however many lines it takes. A line break
//! within a row becomes [`BREAK`], which is as long, so that places stay as they are; a `|` or a line that has to
//! be added is told to [`Source`]. A page whose tables are whole costs a look at its lines.

use std::ops::Range;

use super::shape::{Shape, dashes, fence, is_heading, is_marked, is_nearly_dashes};
use crate::load::{
    builder::BREAK,
    source::Source,
    span::{Span, narrow},
};

/// A row over more lines than this is none.
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
    if !source.text.contains('|') {
        return Repair::default();
    }
    let mut scan = Scan { text: source.text, lines: lines(source.text), ..Scan::default() };
    scan.page();
    let spans = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|range| source.span(range)).collect();
    let repaired = (!scan.edits.is_empty()).then(|| apply(source, &mut scan.edits));
    Repair { repaired, joined: spans(scan.joined), unread: spans(scan.unread) }
}

/// Some bytes, and what stands there instead.
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
        repaired.text.push_str(source.text.get(from..range.start).unwrap_or_default());
        if text.len() != range.len() {
            repaired.lines.push((narrow(repaired.text.len()), source.at(range.start)));
        }
        repaired.text.push_str(text);
        if text.len() != range.len() {
            repaired.lines.push((narrow(repaired.text.len()), source.at(range.end)));
        }
        from = range.end;
    }
    repaired.text.push_str(source.text.get(from..).unwrap_or_default());
    repaired
}

/// The lines of a text, without their ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let ranges = text.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    });
    ranges.collect()
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
    /// How many cells a line has at most: where rows do not end with `|`, one at the end stands before an empty cell.
    fn cells(self, shape: Shape) -> usize {
        shape.cells() + usize::from(shape.closes && !self.closes)
    }
}

#[derive(Debug, Default)]
struct Scan<'a> {
    text: &'a str,
    lines: Vec<Range<usize>>,
    edits: Vec<Edit>,
    joined: Vec<Range<usize>>,
    unread: Vec<Range<usize>>,
}

impl<'a> Scan<'a> {
    fn line(&self, at: usize) -> Option<&'a str> {
        self.text.get(self.lines.get(at)?.clone())
    }

    fn is_blank(&self, at: usize) -> bool {
        self.line(at).is_none_or(|line| line.trim().is_empty())
    }

    fn is_dashes(&self, at: usize) -> bool {
        self.line(at).is_some_and(|line| dashes(line).is_some())
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
            if line.contains('<') {
                in_html = (in_html || line.contains("<table")) && !line.contains("</table");
            }
            if in_html || !line.contains('|') {
                continue;
            }
            if dashes(line).is_none() {
                if !self.is_dashes(at) {
                    at = self.loose(at - 1);
                }
            } else if let Some(style) = self.head(at - 1) {
                at = self.rows(at, style);
            }
        }
    }

    /// The header above a line of dashes; one over several lines is joined.
    fn head(&mut self, at: usize) -> Option<Style> {
        let below = Shape::of(self.line(at)?);
        let columns = dashes(self.line(at)?)?;
        let last = at.checked_sub(1).filter(|last| !self.is_blank(*last))?;
        let mut shape = Shape::of(self.line(last)?);
        let style = |shape: Shape, width| Style { width, opens: shape.opens, closes: shape.closes };
        let alone = shape;
        let mut first = last;
        while shape.cells() < columns || below.opens && !shape.opens {
            let above = first.checked_sub(1).filter(|above| last - above < 8 && !self.is_blank(*above));
            let line = above
                .and_then(|above| self.line(above))
                .filter(|line| !is_heading(line) && dashes(line).is_none());
            let (Some(above), Some(line)) = (above, line) else { break };
            first = above;
            shape = Shape::of(line).then(shape);
        }
        if first < last && shape.cells() == columns && shape.opens == below.opens && shape.pipes > 0 {
            self.join(first, last);
            return Some(style(shape, columns));
        }
        (alone.pipes > 0).then(|| style(alone, alone.cells()))
    }

    /// The rows of a table from this line on; the line after it.
    fn rows(&mut self, mut at: usize, style: Style) -> usize {
        let mut row = None;
        while let Some(line) = self.line(at) {
            if line.trim().is_empty() {
                let next = (at..self.lines.len()).find(|next| !self.is_blank(*next));
                let Some(next) = next.filter(|next| self.goes_on(*next, style)) else { break };
                if let (Some(from), Some(to)) = (self.lines.get(at), self.lines.get(next)) {
                    self.joined.push(to.clone());
                    self.edits.push(Edit { range: from.start..to.start, text: String::new() });
                }
                at = next;
                continue;
            }
            if fence(line).is_some()
                || line.contains("<table")
                || dashes(line).is_some()
                || self.is_dashes(at + 1)
            {
                break;
            }
            if let Some(end) = self.extent(at, style) {
                self.join(at, end);
                self.open(at, style);
                row = Some((at, end));
                at = end + 1;
            } else if Shape::of(line).pipes > 0 {
                if is_marked(line) && !Shape::of(line).opens {
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
        let Some(line) = self.line(at) else { return false };
        let shape = Shape::of(line);
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
        let first = Shape::of(self.line(at)?);
        if first.pipes == 0 || style.opens && !first.opens && first.cells() != style.width {
            return None;
        }
        if is_whole(first) {
            return Some(at);
        }
        let mut total = first;
        let mut is_doubtful = false;
        for next in at + 1..self.lines.len().min(at + MAX_LINES) {
            let Some(line) = self.line(next) else { break };
            if line.trim().is_empty() {
                continue;
            }
            let shape = Shape::of(line);
            let begins = if style.opens {
                shape.opens && (total.closes || style.cells(shape) >= style.width)
            } else {
                style.cells(shape) >= style.width
            };
            let ends = fence(line).is_some()
                || dashes(line).is_some()
                || self.is_dashes(next + 1)
                || line.contains("<table");
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

    /// Text under a row that has all its cells: it goes on with the last cell if further rows follow, else it
    /// stands after the table.
    fn beside(&mut self, at: usize, row: Option<(usize, usize)>, style: Style) -> Option<usize> {
        let after = (at..self.lines.len()).find(|after| {
            self.line(*after)
                .is_none_or(|line| line.trim().is_empty() || line.contains('|') || fence(line).is_some())
        });
        let after = after.unwrap_or(self.lines.len());
        let follows = self.line(after).is_some_and(|line| Shape::of(line).opens == style.opens)
            && self.extent(after, style).is_some();
        let follows = follows && !self.is_dashes(after + 1) || !style.closes && !is_marked(self.line(at)?);
        let Some((first, last)) = row.filter(|_| follows) else {
            let start = self.lines.get(at)?.start;
            self.edits.push(Edit { range: start..start, text: "\n".to_owned() });
            return None;
        };
        let range = self.lines.get(last)?.clone();
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
        let (Some(from), Some(to)) = (self.lines.get(first), self.lines.get(last)) else { return };
        if first == last {
            return;
        }
        let joined = from.start..to.end;
        self.unread.retain(|row| row.start < joined.start);
        self.joined.push(joined);
        for pair in self.lines.get(first..=last).unwrap_or_default().windows(2) {
            if let [line, next] = pair {
                let text = std::iter::repeat_n(BREAK, next.start - line.end).collect();
                self.edits.push(Edit { range: line.end..next.start, text });
            }
        }
    }

    /// A row that begins with what Markdown takes for the mark of another block gets a `|` before it.
    fn open(&mut self, at: usize, style: Style) {
        let Some(line) = self.line(at) else { return };
        if !style.opens
            && is_marked(line)
            && let Some(range) = self.lines.get(at)
        {
            let start = range.start + line.len() - line.trim_start().len();
            self.joined.push(range.clone());
            self.edits.push(Edit { range: start..start, text: "|".to_owned() });
        }
    }

    /// Lines that look like rows and stand under no line of dashes: a table if there are several that are alike.
    /// The line after them.
    fn loose(&mut self, at: usize) -> usize {
        let is_row = |at: usize| {
            let line = self.line(at)?;
            let shape = Shape::of(line);
            let is_code = line.starts_with("    ") || line.starts_with('\t');
            (shape.opens && shape.closes && shape.cells() > 1 && !is_code && dashes(line).is_none())
                .then(|| shape.cells())
        };
        let Some(width) = is_row(at) else { return at + 1 };
        let mut end = at + 1;
        while is_row(end).is_some() && !self.is_dashes(end + 1) {
            end += 1;
        }
        let are_alike = (at..end).all(|row| is_row(row) == Some(width));
        if end - at > 1 && are_alike && at.checked_sub(1).is_none_or(|before| self.is_blank(before)) {
            if let (Some(first), Some(next)) = (self.lines.get(at), self.lines.get(at + 1)) {
                self.joined.push(first.clone());
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
        self.unread.extend((at..end).filter_map(|row| self.lines.get(row).cloned()));
        end
    }
}
