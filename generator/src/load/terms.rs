//! Lists whose items all begin with a term: `- **name** (string): what it means`. They are recognised by their form
//! alone; whether the terms are names of fields is decided elsewhere.

use std::ops::Range;

use super::{
    document::{Block, Code, Item, List, Paragraph},
    few::Few,
    held,
    inline::{Inline, Mark, MarkKind},
    span::{Span, narrow},
    table::{Cell, Row, Syntax, Table},
};

/// Longer lists tell of no fields.
const MAX_ITEMS: usize = 500;

/// A table without a header of what was found as rows.
pub(super) fn headless(span: Span, caption: Option<Inline>, rows: Vec<Row>) -> Table {
    Table {
        span,
        anchors: Vec::new(),
        syntax: Syntax::List,
        caption,
        head: Vec::new(),
        head_is_marked: false,
        rows,
    }
}

/// A list as a table without a header: the term of each item with any brackets after it, and what the item says about
/// it. Terms of lists within have a `>` for each list around them. `None` where an item has no term.
pub(super) fn table(list: &List) -> Option<Table> {
    if list.items.is_empty() || list.items.len() > MAX_ITEMS {
        return None;
    }
    let mut rows = Vec::new();
    put(list, 0, &mut rows)?;
    Some(Table { anchors: list.anchors.clone(), ..headless(list.span, None, rows) })
}

/// A block of plain text as such a table: each line a name, and behind it what the line says. `None` where a line begins
/// with anything else.
pub(super) fn of_lines(code: &Code) -> Option<Table> {
    const PLAIN: [&str; 5] = ["", "text", "txt", "plain", "plaintext"];
    if !PLAIN.contains(&&*code.language) {
        return None;
    }
    let mut rows = Vec::new();
    let mut start = 0;
    for line in code.text.split_inclusive('\n') {
        let (from, text) = (start, line.trim_end());
        start += line.len();
        if text.is_empty() {
            continue;
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
        let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
        let behind = text.get(end..)?.trim_start_matches([' ', '\t', ':', '-', '\u{2013}', '\u{2014}']);
        let apart = end == text.len() || text.get(end..)?.starts_with([' ', '\t', ':']);
        if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            || !apart
            || rows.len() >= MAX_ITEMS
        {
            return None;
        }
        let cell = |part: Range<usize>| {
            let span = code.place(from + part.start..from + part.end);
            let text = code.text.get(from + part.start..from + part.end).unwrap_or_default().into();
            Cell { span, content: Inline { span, text, ..Inline::default() }, ..Cell::default() }
        };
        let cells = vec![cell(0..end), cell(text.len() - behind.len()..text.len())];
        rows.push(Row { span: code.place(from..from + text.len()), anchors: Few::default(), cells });
    }
    let table = headless(code.span, None, rows);
    (!table.rows.is_empty()).then_some(table)
}

/// A paragraph such as "Parameters: `page` (integer, optional) - the page; `size` - how many": a label, and terms that are
/// set off as code, each with what the text says up to the next.
pub(super) fn of_line(paragraph: &Paragraph) -> Option<Table> {
    let content = &paragraph.content;
    let text = &*content.text;
    if let Some(table) = text.contains("=[").then(|| held::names(paragraph)).flatten() {
        return Some(table);
    }
    let codes = || content.marks.iter().filter(|mark| mark.kind == MarkKind::Code);
    let first = codes().next()?.range.start as usize;
    let label = text.get(..first)?.trim_end().strip_suffix([':', '\u{ff1a}'])?.trim_end();
    if label.is_empty() || label.contains(['.', ':', '\u{ff1a}', '\u{3002}', '\n']) {
        return None;
    }
    // A term within what is said of another does not follow a sign.
    let begins = |start: usize| {
        let before = text.get(..start).unwrap_or_default().trim_end();
        start == first || before.ends_with([',', ';', '\u{3001}', '\u{ff0c}', '\u{ff1b}', '.', '\u{3002}'])
    };
    let starts: Vec<usize> =
        codes().map(|mark| mark.range.start as usize).filter(|start| begins(*start)).collect();
    let mut rows = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        let separators =
            |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\u{3001}' | '\u{ff0c}' | '\u{ff1b}');
        let own = text.get(*start..end)?.trim_end_matches(separators);
        let item = content.slice(*start..start + own.len());
        let term = mark(&item)?;
        let term = term + brackets(own.get(term..)?);
        let behind = skip(own, term);
        let cell = |part: Range<usize>| {
            let content = item.slice(part);
            Cell { span: content.span, content, ..Cell::default() }
        };
        let cells = vec![cell(0..term), cell(behind..own.len())];
        rows.push(Row { span: item.span, anchors: Few::default(), cells });
    }
    Some(headless(paragraph.span, Some(content.slice(0..label.len())), rows))
}

fn put(list: &List, depth: usize, rows: &mut Vec<Row>) -> Option<()> {
    for item in &list.items {
        let mut within: Vec<&List> = Vec::new();
        let row = row(item, depth, &mut within)?;
        rows.push(row);
        for list in within {
            put(list, depth + 1, rows)?;
        }
    }
    Some(())
}

/// The row of an item. Lists of terms within it are handed out.
fn row<'l>(item: &'l Item, depth: usize, within: &mut Vec<&'l List>) -> Option<Row> {
    let (first, rest) = item.blocks.split_first()?;
    let Block::Paragraph(first) = first else { return None };
    let held = mark(&first.content).and_then(|end| held::stated(first.content.text.get(..end)?));
    let (term, behind) = match &held {
        Some((name, inner)) => (*name, inner.end + 1),
        None => parts(&first.content, !rest.is_empty())?,
    };
    let mut name = Inline { span: first.span, ..Inline::default() };
    name.append(&"> ".repeat(depth), first.content.slice(0..term));
    let mut behind = behind;
    if let Some((_, inner)) = held {
        name.append(" (", first.content.slice(inner.clone()));
        // What follows within the same mark is a few words: `[integer] required`.
        let end = mark(&first.content).unwrap_or_default();
        let from = first.content.text.get(inner.end..end).and_then(|rest| rest.rfind(']'));
        if let Some(from) = from {
            name.append(", ", first.content.slice(inner.end + from + 1..end));
            behind = end;
        }
    }
    let mut text = first.content.slice(behind..first.content.text.len());
    let mut blocks = Vec::new();
    for block in rest {
        match block {
            Block::Paragraph(paragraph) => text.append("\n", paragraph.content.clone()),
            Block::List(list) if list.start.is_none() && is_like(list, &first.content) => within.push(list),
            Block::List(list) => items(list, &mut text),
            other => blocks.push(other.clone()),
        }
    }
    let name =
        Cell { span: first.span, content: name, anchors: item.anchors.clone().into(), ..Cell::default() };
    let text = Cell { span: item.span, content: text, blocks: blocks.into(), ..Cell::default() };
    Some(Row { span: first.span, anchors: Few::default(), cells: vec![name, text] })
}

/// Whether a list within an item is one of terms like the item itself: if the item sets its term off by a mark, the
/// list must, too.
fn is_like(list: &List, outer: &Inline) -> bool {
    let first = list.items.first().and_then(|item| item.blocks.first());
    let inner = match first {
        Some(Block::Paragraph(paragraph)) => mark(&paragraph.content).is_some(),
        _ => false,
    };
    (inner || mark(outer).is_none()) && list.terms().is_some()
}

/// The end of what is marked at the start of a text.
fn mark(content: &Inline) -> Option<usize> {
    let stressed = |mark: &&Mark| matches!(mark.kind, MarkKind::Strong | MarkKind::Emphasis | MarkKind::Code);
    let ends = |start: u32| {
        let marks = content.marks.iter().filter(stressed).filter(move |mark| mark.range.start == start);
        marks.map(|mark| mark.range.end as usize).max().filter(|end| *end > 0)
    };
    // A term in brackets may be left out.
    let bracketed = || {
        let end = ends(1).filter(|_| content.text.starts_with('('))?;
        content.text.get(end..)?.starts_with(')').then_some(end + 1)
    };
    ends(0).or_else(bracketed)
}

/// Adds the items of a list as lines, marked as those of lists in cells are.
fn items(list: &List, text: &mut Inline) {
    for item in &list.items {
        for block in &item.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            text.append("\n", paragraph.content.clone());
            let end = narrow(text.text.len());
            let start = end.saturating_sub(narrow(paragraph.content.text.len()));
            text.marks.push(Mark { range: start..end, kind: MarkKind::Item, span: item.span });
        }
    }
}

/// Where the term of a text ends, including any brackets after it, and where the text about it begins. `more` says
/// whether something other than this text may describe the term.
fn parts(content: &Inline, more: bool) -> Option<(usize, usize)> {
    let text = &*content.text;
    let marked = mark(content);
    let end = marked.or_else(|| word(text))?;
    let rest = text.get(end..)?;
    let bracket = brackets(rest);
    let term = end + bracket;
    let behind = skip(text, term);
    let is_joined = bracket > 0 || text.get(term..behind).is_some_and(|sign| !sign.trim().is_empty());
    let is_whole = behind == text.len();
    if is_whole && !more && bracket == 0 || marked.is_none() && !is_joined && !is_whole {
        return None;
    }
    Some((term, behind))
}

/// The end of a word that can be a term without a mark.
fn word(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.[]{}<>$@#".contains(c);
    let start = text.len() - text.trim_start_matches(':').len();
    let rest = text.get(start..)?;
    let len = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let first = rest.chars().next().filter(|c| c.is_ascii_alphabetic() || "_$@<{[".contains(*c));
    (first.is_some() && len > 0).then_some(start + len)
}

/// How much of a text is brackets at its start, with the blanks before them.
fn brackets(text: &str) -> usize {
    let open = text.len() - text.trim_start_matches([' ', '\n']).len();
    let rest = text.get(open..).unwrap_or_default();
    let mut depth = 0_usize;
    for (at, c) in rest.char_indices() {
        match c {
            '(' | '\u{ff08}' | '[' => depth += 1,
            ')' | '\u{ff09}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return if at == 0 { 0 } else { open + at + c.len_utf8() };
        }
    }
    0
}

/// The offset after the sign that separates a term from what is said about it.
fn skip(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let blank = rest.trim_start_matches([' ', '\n']);
    let spaced = blank.len() < rest.len();
    let signs: &[&str] = if spaced {
        &["- ", "-- ", "\u{2013}", "\u{2014}", "=", ":", "\u{ff1a}"]
    } else {
        &[": ", ":\n", "\u{ff1a}", "\u{2013} ", "\u{2014} "]
    };
    let found = signs.iter().find_map(|sign| blank.strip_prefix(sign));
    let found = found.or_else(|| (blank == ":").then_some(""));
    match found {
        Some(behind) => text.len() - behind.trim_start_matches([' ', '\n']).len(),
        None => text.len() - blank.len(),
    }
}

#[cfg(test)]
mod tests {
    use crate::load::Block;

    #[track_caller]
    fn check(text: &str, expected: Option<&[[&str; 2]]>) {
        let document = crate::load::page("a.md".into(), text.as_bytes()).expect("UTF-8");
        let table = document.all().find_map(|block| match block {
            Block::List(list) => Some(list.terms().cloned()),
            _ => None,
        });
        let rows: Option<Vec<Vec<String>>> = table.flatten().map(|table| {
            let cells = |row: &crate::load::Row| -> Vec<String> {
                row.cells.iter().map(|cell| cell.content.text.to_string()).collect()
            };
            table.rows.iter().map(cells).collect()
        });
        let expected = expected.map(|rows| {
            rows.iter()
                .map(|row| row.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        });
        assert_eq!(rows, expected, "{text}");
    }

    #[test]
    fn items_begin_with_terms() {
        check(
            "- `a` (string: <required>) – first\n- **b**: second",
            Some(&[["a (string: <required>)", "first"], ["b", "second"]]),
        );
        check(
            "- **a** (integer, required)\n- **b** some words (string)",
            Some(&[["a (integer, required)", ""], ["b", "some words (string)"]]),
        );
        check(
            "- a - one\n- b (int): two\n- :c: three",
            Some(&[["a", "one"], ["b (int)", "two"], [":c", "three"]]),
        );
        check("* `<a>`\n\n    first\n\n* `<b>`\n\n    second", Some(&[["<a>", "first"], ["<b>", "second"]]));
        check("a\n: first\n\nb\n: second\n", Some(&[["a", "first"], ["b", "second"]]));
    }

    #[test]
    fn lists_nest() {
        check(
            "- `a`: one\n  - `b`: two\n- `c`: three",
            Some(&[["a", "one"], ["> b", "two"], ["c", "three"]]),
        );
        check("- `a`: one\n  - Format: x", Some(&[["a", "one\nFormat: x"]]));
        check("- `a`: one of\n  1. x\n  2. y", Some(&[["a", "one of\nx\ny"]]));
    }

    #[test]
    fn other_lists_are_text() {
        check("- one thing\n- another thing", None);
        check("- `a`: one\n- then this", None);
        check("- see https://example.com", None);
        check("- `a`\n- `b`", None);
    }
}
