//! What a text holds that is set off as code: data at its end, names with what each holds.

use std::{ops::Range, sync::OnceLock};

use super::{
    document::{Code, Paragraph},
    few::Few,
    inline::MarkKind,
    span::narrow,
    table::{Cell, Row, Table},
    terms::headless,
};

/// The data at the end of a paragraph, as a block of code: what is set off, and looks like JSON.
pub(super) fn data(paragraph: &Paragraph) -> Option<Code> {
    let content = &paragraph.content;
    let end = narrow(content.text.len());
    let mark = content.marks.iter().find(|mark| mark.kind == MarkKind::Code && mark.range.end == end);
    // Nobody writes a quote behind a brace in a sentence.
    let start = match mark {
        Some(mark) => mark.range.start as usize,
        None => content.text.find("{ \"").or_else(|| content.text.find("{\n\""))?,
    };
    let (before, text) = content.text.split_at_checked(start)?;
    // A label may stand before it, a request may not: there the data is what somebody sent once.
    if mark.is_none() && (before.len() > 40 || before.contains(['/', '%', '{'])) {
        return None;
    }
    let is_data = text.starts_with('{') && text.contains(':') || text.starts_with("[{");
    let own = content.slice(start..content.text.len());
    is_data.then(|| Code {
        span: mark.map_or(own.span, |mark| mark.span),
        language: "".into(),
        text: text.into(),
        anchors: Vec::new(),
        origin: own.origin,
        terms: OnceLock::new(),
    })
}

/// The offset of what brackets say behind the name and a sign of equality: `id=[integer]`, and the end of it.
/// Data in brackets says nothing of the kind.
pub(super) fn stated(text: &str) -> Option<(usize, Range<usize>)> {
    if let Some((name, rest)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
        // `"id":int`
        let ty = rest.trim_start().strip_prefix(':')?.trim_start();
        let is_word = !ty.is_empty() && ty.chars().all(|c| c.is_ascii_alphanumeric() || "[]<>".contains(c));
        return (is_word && !name.is_empty()).then_some((name.len() + 2, text.len() - ty.len()..text.len()));
    }
    let (name, rest) = text.split_once("=[")?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    let inner = rest.split(']').next()?;
    let start = name.len() + "=[".len();
    let is_data = inner.contains(['{', '"']);
    is_name.then_some((name.len(), start..if is_data { start } else { start + inner.len() }))
}

/// A paragraph that begins with names and what they hold, set off as code or strong: `id=[integer]`, `a=[float]&b=[float]`.
/// Sentences may follow.
pub(super) fn names(paragraph: &Paragraph) -> Option<Table> {
    let content = &paragraph.content;
    let mut rows = Vec::new();
    let mut done = 0;
    let is_set_off = |kind: &MarkKind| matches!(kind, MarkKind::Code | MarkKind::Strong);
    for mark in content.marks.iter().filter(|mark| is_set_off(&mark.kind)) {
        let (start, end) = (mark.range.start as usize, mark.range.end as usize);
        let between = content.text.get(done..start)?;
        if between.contains(char::is_alphanumeric) {
            break;
        }
        let mut from = start;
        let mut depth = 0;
        let parts = content.text.get(start..end)?.split_inclusive(|c| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            depth == 0 && matches!(c, ' ' | '&')
        });
        for part in parts {
            let Some((name, inner)) = stated(part) else {
                // `[integer] required`
                let last: &mut Row = rows.last_mut().filter(|_| from > start)?;
                last.cells.first_mut()?.content.append(", ", content.slice(from..from + part.len()));
                from += part.len();
                continue;
            };
            let mut term = content.slice(from..from + name);
            term.append(" (", content.slice(from + inner.start..from + inner.end));
            let cells = vec![Cell { span: mark.span, content: term, ..Cell::default() }, Cell::default()];
            rows.push(Row { span: mark.span, anchors: Few::default(), cells });
            from += part.len();
        }
        done = end;
    }
    // What goes on in lower case belongs to a sentence that the name begins.
    let rest = content.text.get(done..)?.trim_start().chars().next();
    (!rows.is_empty() && !rest.is_some_and(char::is_lowercase)).then(|| headless(paragraph.span, None, rows))
}
