//! Where the entries of an overlay stand in its file.
//!
//! The YAML reader gives places of faults only. But in a list in block form, each entry begins on a line with a
//! dash in the column of the first, and no other line can: text of several lines stands further right.

use std::{ops::Range, sync::Arc};

use super::Places;
use crate::diagnostic::Span;

/// The places of the entries; the whole file for each when the list is not in block form.
pub(super) fn places(file: &str, text: &str, count: usize) -> Vec<Places> {
    let file: Arc<str> = file.into();
    let mut ranges = entries(text);
    if ranges.len() != count {
        ranges = vec![0..text.trim_end().len(); count];
    }
    ranges.into_iter().map(|entry| entry_places(&file, text, entry)).collect()
}

fn entries(text: &str) -> Vec<Range<usize>> {
    let indent = text.lines().find_map(|line| {
        let trimmed = line.trim_start();
        (trimmed == "-" || trimmed.starts_with("- ")).then(|| line.len() - trimmed.len())
    });
    let Some(indent) = indent else { return Vec::new() };
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start_matches(' ');
        if line.len() - trimmed.len() == indent && (trimmed.trim_end() == "-" || trimmed.starts_with("- ")) {
            starts.push(at + indent);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn entry_places(file: &Arc<str>, text: &str, entry: Range<usize>) -> Places {
    let body = text.get(entry.clone()).unwrap_or_default();
    let span = |range: Range<usize>| Span { file: Arc::clone(file), range };
    // A key at the level of the entry: behind the dash or indented as the first key is.
    let key = |name: &str| {
        let mut at = entry.start;
        for line in body.split_inclusive('\n') {
            let trimmed = line.trim_start_matches(['-', ' ']);
            let is_key = trimmed.strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
            if is_key {
                let start = at + line.len() - trimmed.len();
                return Some(span(start..start + trimmed.trim_end().len()));
            }
            at += line.len();
        }
        None
    };
    let first_line = entry.start..entry.start + body.lines().next().unwrap_or_default().trim_end().len();
    let at = key("at").unwrap_or_else(|| span(first_line));
    let action = ["set", "add", "remove", "rename"].into_iter().find_map(key);
    Places {
        expect: key("expect").unwrap_or_else(|| at.clone()),
        action: action.unwrap_or_else(|| at.clone()),
        at,
        entry: span(entry.clone()),
        text: body.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_begin_at_the_dash_of_the_first() {
        let text = "# x\n- at: a\n  set:\n    - b\n  why: |\n    text\n    - at: c\n-\n  at: d\n  expect: 1\n  why: e\n";
        let found = places("o.yaml", text, 2);
        let shown = |span: &Span| text[span.range.clone()].to_owned();
        assert_eq!(found.iter().map(|places| shown(&places.at)).collect::<Vec<_>>(), ["at: a", "at: d"]);
        assert_eq!(shown(&found[1].expect), "expect: 1");
        assert_eq!(shown(&found[0].action), "set:");
        assert_eq!(places("o.yaml", "[{at: a}, {at: b}]\n", 2)[1].at.range, 0..18);
    }
}
