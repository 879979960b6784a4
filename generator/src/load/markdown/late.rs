//! Tables that readers see and Markdown does not: directly under a line of text, or with a line of dashes that does not
//! fit the header or is not there. They are read from a corrected copy of the text.

use super::shape::{Shape, dashes};
use crate::load::{
    source::Source,
    span::{Span, narrow},
};

/// A paragraph, as it would have to be written.
#[derive(Debug, Default)]
pub(super) struct Mended {
    pub(super) text: String,
    /// Where its lines begin in the text and in the file.
    pub(super) lines: Vec<(u32, u32)>,
    /// Headers whose line of dashes is missing or has another number of columns, in the file.
    pub(super) malformed: Vec<Span>,
}

/// Looks for tables in a paragraph.
pub(super) fn mend(source: Source<'_>, range: std::ops::Range<usize>, in_quote: bool) -> Option<Mended> {
    let text = source.text.get(range.clone())?;
    // Most paragraphs are out already: they have no such sign.
    if !text.contains('|') || !text.contains('\n') {
        return None;
    }
    let mut at = range.start;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let indent =
            line.len() - line.trim_start_matches(|c| c == ' ' || c == '\t' || in_quote && c == '>').len();
        lines.push((at + indent, line.get(indent..).unwrap_or_default().trim_end()));
        at += line.len();
    }
    let is_head = |index: usize| {
        let next = lines.get(index + 1).and_then(|(_, line)| dashes(line));
        lines
            .get(index)
            .is_some_and(|(_, line)| line.contains('|') && dashes(line).is_none())
            .then_some(next)?
    };
    let Some(first) = (0..lines.len()).find(|index| is_head(*index).is_some()) else {
        return undivided(source, &lines);
    };
    let mut mended = Mended::default();
    let mut dashes_of: Option<String> = None;
    for (index, (start, line)) in lines.iter().enumerate() {
        if index == first && first > 0 {
            mended.push("", source.at(*start));
        }
        match dashes_of.take() {
            Some(dashes) => mended.push(&dashes, source.at(*start)),
            None => mended.push(line, source.at(*start)),
        }
        if let Some(columns) = is_head(index).filter(|_| index == first) {
            let wanted = Shape::of(line).cells();
            if wanted != columns {
                mended.malformed.push(source.span(*start..*start + line.len()));
                dashes_of = Some(format!("{}|", "|--".repeat(wanted)));
            }
        }
    }
    Some(mended)
}

/// A table without any line of dashes: all lines have the same number of cells and begin with a bar. The first is the
/// header, unless the first cell of each is stressed and other cells are not.
fn undivided(source: Source<'_>, lines: &[(usize, &str)]) -> Option<Mended> {
    let (start, head) = lines.first()?;
    let cells = Shape::of(head).cells();
    let is_row = |line: &str| Shape::of(line).opens && Shape::of(line).cells() == cells;
    if cells < 2 || lines.len() < 2 || !lines.iter().all(|(_, line)| is_row(line)) {
        return None;
    }
    let stressed = |cell: &str| cell.trim().starts_with("**") && cell.trim().ends_with("**");
    let all = |line: &str| line.trim_matches('|').split('|').all(stressed);
    let leads = |line: &str| line.trim_matches('|').split('|').next().is_some_and(stressed);
    let mut mended = Mended::default();
    let is_headless = !all(head) && lines.iter().all(|(_, line)| leads(line));
    let divider = format!("{}|", "|--".repeat(cells));
    if is_headless {
        mended.push(&"|".repeat(cells + 1), source.at(*start));
        mended.push(&divider, source.at(*start));
    }
    for (index, (at, line)) in lines.iter().enumerate() {
        mended.push(line, source.at(*at));
        if index == 0 && !is_headless {
            mended.push(&divider, source.at(*at));
        }
    }
    mended.malformed.push(source.span(*start..*start + head.len()));
    Some(mended)
}

impl Mended {
    fn push(&mut self, line: &str, file: u32) {
        self.lines.push((narrow(self.text.len()), file));
        self.text.push_str(line);
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let mended = mend(Source::new(text, 0), 0..text.len(), false);
        assert_eq!(mended.as_ref().map(|mended| mended.text.as_str()), expected, "{text}");
    }

    #[test]
    fn tables_are_found() {
        check("text\n|a|b|\n|--|--|\n|c|d|", Some("text\n\n|a|b|\n|--|--|\n|c|d|\n"));
        check("  text\n  a | b\n  :-: | -\n", Some("text\n\na | b\n:-: | -\n"));
        check("|a|b|\n|--|\n|c|d|", Some("|a|b|\n|--|--|\n|c|d|\n"));
    }

    #[test]
    fn tables_need_no_dashes() {
        check("|a|b\n|c|d", Some("|a|b\n|--|--|\n|c|d\n"));
        check("|**a**|**b**\n|**c**|d", Some("|**a**|**b**\n|--|--|\n|**c**|d\n"));
        check("|**a**|b\n|**c**|d", Some("|||\n|--|--|\n|**a**|b\n|**c**|d\n"));
    }

    #[test]
    fn text_is_left_alone() {
        check("a | b - c\nd", None);
        check("|--|\n|--|\n", None);
        check("| a | b |\n| c |\n", None);
        check("a|b\n- c\n", None);
        check("a\n---|---", None);
    }
}
