//! Requests in the texts of a page: as lines of their own, behind labels, in sentences.

use super::{
    behind,
    lines::{ADDRESS, BEGINS, LISTED, Line, MARKED, OWN, SENTENCE, block},
    path, sentence, slashless,
    target::{self, Target},
    waiting::Waiting,
};
use crate::{
    dialect::{Dialect, Part as Word},
    load::{Inline, Link, Mark, MarkKind, Span},
};

pub(super) fn text(
    content: &Inline,
    index: usize,
    span: Span,
    dialect: &Dialect,
    waiting: &mut Waiting,
    lines: &mut Vec<Line>,
) {
    let is_code = content.is_all(MarkKind::Code);
    if is_code && content.text.starts_with("curl ") {
        return block(&content.text, index, span, lines);
    }
    let braced = braced(content);
    for line in braced.as_deref().map_or_else(|| parted(content), |text| text.lines().collect()) {
        let line = &*path::unpatterned(line);
        let mut found = target::with_method(line);
        if found.is_empty() && (is_code || content.text.len() == line.len()) {
            found.extend(slashless::loose(line));
        }
        if found.is_empty() {
            let own = behind::trailing(line, dialect);
            if !own.is_empty() {
                let of = |target| Line { target, item: index, span, strength: OWN };
                lines.extend(own.into_iter().map(of));
                continue;
            }
        }
        if let [only] = found.as_slice()
            && points_elsewhere(content, line, only)
        {
            lines.push(Line { target: only.clone(), item: index, span, strength: LISTED });
            continue;
        }
        let whole = line.trim().chars().count();
        if !found.is_empty() {
            let alone = found.len() == 1
                && found
                    .iter()
                    .all(|it| line.get(it.range.clone()).is_some_and(|it| it.chars().count() + 24 >= whole));
            // A link to where a request is described; one to the request itself is how it is written.
            let elsewhere = |link: &Link, path: &str| {
                let text = content.link_text(link);
                (text.contains(path) || path::tidy(text) == path) && !link.target.contains(path)
            };
            let linked =
                content.links.iter().any(|link| found.iter().any(|it| elsewhere(link, it.path.as_str())));
            let coded = content.marks.iter().any(|mark| mark.kind == MarkKind::Code);
            let strength = match (alone, linked, coded) {
                (_, true, _) => 0.3,
                (true, ..) => OWN,
                _ if is_labelled(line, &found, dialect) => OWN,
                _ if begins(content, &found) => BEGINS,
                (_, _, true) => MARKED,
                _ => SENTENCE,
            };
            for target in found {
                lines.push(Line { target, item: index, span, strength });
            }
            continue;
        }
        if let Some(target) = sentence::marked(content) {
            lines.push(Line { target, item: index, span, strength: MARKED });
            return;
        }
        let spoken = target::spoken(line);
        if !spoken.is_empty() {
            let strength = SENTENCE;
            lines.extend(spoken.into_iter().map(|target| Line { target, item: index, span, strength }));
            continue;
        }
        let mut addresses = target::addresses(line);
        let named = waiting.named(line, index, dialect);
        if addresses.is_empty() {
            addresses.extend(named);
        }
        // "Method: GET", "GET"
        let label = line.split_once([':', '\u{ff1a}']).map_or(line, |(_, value)| value);
        let stated = || target::stated(label).or_else(|| target::stated(line));
        if whole <= 80
            && addresses.is_empty()
            && let Some(method) = stated()
        {
            waiting.method = Some((method, index));
            waiting.pair(index, span, lines);
            continue;
        }
        for address in addresses {
            let alone = address.range.len() + 24 >= line.len();
            if alone {
                waiting.path = Some((address.clone(), index));
                waiting.pair(index, span, lines);
            }
            let linked =
                content.links.iter().any(|link| content.link_text(link).contains(address.path.as_str()));
            let strength = ADDRESS * if alone { 1.3 } else { 0.6 } * if linked { 0.5 } else { 1.0 };
            lines.push(Line { target: address, item: index, span, strength });
        }
    }
}

/// The lines of a text. A label in bold type begins one of its own, though the page only breaks the line before it in its
/// source: "**URL:** /boats **Method:** GET".
fn parted(content: &Inline) -> Vec<&str> {
    let text = &*content.text;
    let label = |mark: &&Mark| {
        let (start, end) = (mark.range.start as usize, mark.range.end as usize);
        let colon = |text: &str| text.ends_with([':', '\u{ff1a}']);
        let word = text.get(start..end).unwrap_or_default().trim_end();
        let behind = text.get(end..).unwrap_or_default().starts_with([':', '\u{ff1a}']);
        mark.kind == MarkKind::Strong && start > 0 && !word.is_empty() && (colon(word) || behind)
    };
    let mut starts: Vec<usize> =
        content.marks.iter().filter(label).map(|mark| mark.range.start as usize).collect();
    starts.push(text.len());
    let mut from = 0;
    let parts = starts.into_iter().filter_map(|to| {
        let part = text.get(from..to);
        from = to;
        part
    });
    parts.flat_map(str::lines).filter(|line| !line.is_empty()).collect()
}

/// A text in which parts of addresses are placeholders that alone are set off, as code or as variables: "/boats/`id`",
/// "/boats?sail=*sail*".
fn braced(content: &Inline) -> Option<String> {
    let sets_off = |kind: MarkKind| matches!(kind, MarkKind::Code | MarkKind::Emphasis);
    let own = content.marks.iter().filter(|mark| sets_off(mark.kind));
    let mut text = String::new();
    let mut done = 0;
    for mark in own {
        let (start, end) = (mark.range.start as usize, mark.range.end as usize);
        let word = content.text.get(start..end)?;
        let before = content.text.get(..start)?;
        let after = content.text.get(end..)?;
        let is_name =
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let alone = |at: usize| {
            let around = |it: &Mark| it.range.start as usize <= at && at < it.range.end as usize;
            !content.marks.iter().any(|it| it.kind == mark.kind && around(it))
        };
        let is_whole = after.is_empty()
            || after.starts_with(|c: char| matches!(c, '/' | '&' | '?') || c.is_whitespace());
        let is_value = before.ends_with('=') && before.contains('?') && mark.kind == MarkKind::Emphasis;
        if is_name && is_whole && (before.ends_with('/') || is_value) && alone(start - 1) && start >= done {
            text.push_str(content.text.get(done..start)?);
            text.push('{');
            text.push_str(word);
            text.push('}');
            done = end;
        }
    }
    text.push_str(content.text.get(done..)?);
    (done > 0).then_some(text)
}

/// Whether a label for addresses stands right before the only request of a line, whatever else is on it.
fn is_labelled(line: &str, found: &[Target], dialect: &Dialect) -> bool {
    let [only] = found else { return false };
    let before = line.get(..only.range.start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '`', '*']);
    let label = before.strip_suffix([':', '\u{ff1a}']);
    label.is_some_and(|label| dialect.words.read(label).parts.last() == Some(&Word::Address))
}

/// Whether a text begins with its only request, which is set off: "`GET /boats` lists boats", "GET /boats - all boats".
fn begins(content: &Inline, found: &[Target]) -> bool {
    let [only] = found else { return false };
    let is_set_off = content.marks.iter().any(|mark| {
        mark.range.start == 0
            && matches!(mark.kind, MarkKind::Code | MarkKind::Strong)
            && !mark.range.is_empty()
    });
    let behind = content.text.get(only.range.end..).unwrap_or_default();
    let dash = || [" - ", " \u{2013} ", " \u{2014} "].iter().any(|dash| behind.starts_with(dash));
    only.range.start <= 1 && (is_set_off || only.range.start == 0 && dash())
}

/// Whether a line is a request and a link to where it is described, with nothing else but signs: an entry of a list.
fn points_elsewhere(content: &Inline, line: &str, target: &Target) -> bool {
    let mut links = content.links.iter().map(|link| (content.link_text(link), link));
    let Some((text, _)) = links.find(|(text, link)| {
        !text.is_empty()
            && line.contains(text)
            && !text.contains(target.path.as_str())
            && !link.target.contains(target.path.as_str())
            && !link.target.contains("://")
    }) else {
        return false;
    };
    let request = line.get(target.range.clone()).unwrap_or_default();
    let rest = line.replacen(request, "", 1).replacen(text, "", 1);
    !request.contains(text) && !rest.contains(char::is_alphanumeric)
}
