//! Names in cells: what belongs to the name, how far it is set in, and the keys that its dots and marks mean.

use crate::raw::Segment;

/// A name cell, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// How many marks set it in.
    pub(super) depth: usize,
    /// The name as it is written, without what is around it.
    pub(super) key: String,
    /// What follows it: "required", a type.
    pub(super) rest: String,
    /// Whether an asterisk behind it says that it must be there, as in forms.
    pub(super) is_starred: bool,
    /// Whether brackets around it say that it may be left out.
    pub(super) is_bracketed: bool,
}

/// The marks that set a name in.
const INDENTS: [char; 13] = ['>', '»', '└', '├', '─', '+', '↳', '→', '∟', '┗', '┣', '╰', '⌊'];

/// How many signs of indentation a cell begins with, and what is behind them.
pub(super) fn indents(cell: &str) -> (usize, &str) {
    let (mut depth, mut text) = (0, cell);
    loop {
        let before = text.len();
        if let Some(first) = text.chars().next().filter(|c| INDENTS.contains(c)) {
            depth += usize::from(!matches!(first, '─'));
            text = text.get(first.len_utf8()..).unwrap_or_default().trim_start();
        } else if let Some(rest) = text.strip_prefix("- ").or_else(|| text.strip_prefix("-\u{a0}")) {
            depth += 1;
            text = rest.trim_start();
        } else if let Some(rest) = text.strip_prefix("--") {
            depth += 1;
            text = rest.trim_start();
        } else if text.starts_with(['-', '—', '–', '&', '?', '*', '\u{200b}']) && text.chars().count() > 1
        {
            let signs = text.trim_start_matches(['-', '—', '–', '&', '?', '*', '\u{200b}']);
            depth += usize::from(text.starts_with(['-', '—', '–']));
            text = signs.trim_start();
        }
        if text.len() == before {
            break;
        }
    }
    (depth, text)
}

/// Takes a name cell apart; nothing where it holds none.
pub(super) fn clean(cell: &str) -> Option<Name> {
    let text = cell.trim();
    // Words of a language in brackets say what the elements of a list are that has no name.
    let words = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    if words
        .is_some_and(|words| !words.is_empty() && words.chars().all(|c| c.is_alphabetic() && !c.is_ascii()))
    {
        return Some(Name { key: "[]".to_owned(), ..Name::default() });
    }
    let mut depth = cell.chars().take_while(|c| matches!(c, '\u{2000}'..='\u{200a}')).count();
    // A mark alone is the row of the elements of the list above it.
    if text.chars().any(|c| matches!(c, '└' | '├')) && text.chars().all(|c| INDENTS.contains(&c)) {
        return Some(Name { depth: depth + 1, key: "[]".to_owned(), ..Name::default() });
    }
    let (signs, text) = indents(text);
    depth += signs;
    let bracketed = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let bracketed = bracketed.filter(|inner| is_name(inner.trim_matches('`')));
    let text = bracketed.unwrap_or(text);
    let is_starred = text.ends_with('*') && !text.starts_with('*') && !text.ends_with("**");
    let text = text.trim_matches(['`', '"', '\'', '“', '”', '*']).trim();
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let head = head.trim_end_matches(['.', ':', '=', ',']).trim_matches(['`', '"', '\'', '*']);
    // `name=VALUE`
    let head = head.split('=').next().unwrap_or_default();
    let mut rest = rest.trim().trim_matches(['`', '*', '_']).trim();
    let closed = rest.starts_with(['(', '\u{ff08}', '[', '*', '=', ',', '/', '|', '{', '<']);
    let few = rest.split_whitespace().count() <= 3 && rest.is_ascii();
    if head.is_empty() || !(rest.is_empty() || closed || few) || !head.chars().any(char::is_alphanumeric) {
        return None;
    }
    rest = rest.trim_matches(['(', ')', '\u{ff08}', '\u{ff09}', '[', ']']);
    Some(Name {
        depth,
        key: head.to_owned(),
        rest: rest.to_owned(),
        is_starred,
        is_bracketed: bracketed.is_some(),
    })
}

/// Whether a sign can stand in a name.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '-' | '.' | '[' | ']' | ':' | '@' | '$' | '{' | '}' | '<' | '>' | '=' | '#')
}

/// Whether a text can be the name of a field: Latin letters, digits and joining signs.
pub(super) fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '@', ':', '{', '<', '_', '[']);
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:[]@${}<>#".contains(c))
}

/// A name that stands for a value of the caller's: `{key}`, `<name>`.
pub(super) fn is_free(text: &str) -> bool {
    let inner = |open: char, close: char| {
        text.strip_prefix(open).and_then(|text| text.strip_suffix(close)).is_some_and(|it| !it.is_empty())
    };
    inner('{', '}') || inner('<', '>')
}

/// The keys of a name with dots, `[]`, `[n]`, and the letters that stand for an index.
pub(super) fn segments(key: &str, dots: bool) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let parts: Vec<&str> = if dots { key.split('.').collect() } else { vec![key] };
    for part in parts {
        let part = part.trim();
        let is_index = matches!(part, "N" | "n" | "i" | "M" | "*") && !segments.is_empty()
            || !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()) && !segments.is_empty();
        if is_index {
            if let Some(last) = segments.last_mut() {
                last.lists += 1;
            }
            continue;
        }
        let mut rest = part;
        let mut first = true;
        while !rest.is_empty() {
            let (name, after) = rest.split_once('[').map_or((rest, ""), |(name, after)| (name, after));
            if !name.is_empty() && (first || !name.starts_with(']')) {
                segments.push(Segment {
                    key: name.trim_matches(']').to_owned(),
                    lists: 0,
                    ..Segment::default()
                });
            }
            let Some((inner, following)) = after.split_once(']') else { break };
            first = false;
            let indexed = inner.is_empty() || inner.len() <= 2 || inner.bytes().all(|b| b.is_ascii_digit());
            match segments.last_mut() {
                Some(last) if indexed => last.lists += 1,
                // `a[b]` is `b` within `a`.
                Some(_) => segments.push(Segment { key: inner.to_owned(), lists: 0, ..Segment::default() }),
                None => {}
            }
            rest = following.trim_start_matches('.');
        }
    }
    segments.retain(|segment| !segment.key.is_empty());
    segments
}

/// Whether names of this form nest by an index: `Disks.N.Size`.
pub(super) fn has_index(key: &str) -> bool {
    key.split('.').skip(1).any(|part| matches!(part, "N" | "n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(cell: &str, depth: usize, key: &str, rest: &str) {
        let expected = (depth, key.to_owned(), rest.to_owned());
        let found = clean(cell).map(|name| (name.depth, name.key, name.rest));
        assert_eq!(found, Some(expected), "{cell}");
    }

    #[test]
    fn names_lose_what_is_around_them() {
        check("`name`", 0, "name", "");
        check("> > price", 2, "price", "");
        check("»» size", 2, "size", "");
        check("-- id", 1, "id", "");
        check("\u{2003}\u{2003}id", 2, "id", "");
        check("\u{2003}├─ id", 2, "id", "");
        check("├─", 1, "[]", "");
        check("∟∟port", 2, "port", "");
        check("limit (optional)", 0, "limit", "optional");
        check("type=VALUE", 0, "type", "");
        check(":account", 0, ":account", "");
        assert!(clean("speed*").is_some_and(|name| name.is_starred && name.key == "speed"));
        assert_eq!(clean("This is a sentence about it"), None);
        assert_eq!(clean("-"), None);
    }

    #[test]
    fn dots_and_brackets_are_keys() {
        let read = |key: &str| -> Vec<String> {
            let marks = |segment: &Segment| format!("{}{}", segment.key, "[]".repeat(segment.lists));
            segments(key, true).iter().map(marks).collect()
        };
        assert_eq!(read("Disks.N.Size"), ["Disks[]", "Size"]);
        assert_eq!(read("items[].id"), ["items[]", "id"]);
        assert_eq!(read("filter[name]"), ["filter", "name"]);
        assert_eq!(read("ids[]"), ["ids[]"]);
        assert_eq!(read("a.b"), ["a", "b"]);
    }
}
