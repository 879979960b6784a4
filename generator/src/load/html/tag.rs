//! Tags: where they begin and end, what they are called, their attributes.

use std::{borrow::Cow, ops::Range};

/// A tag in a text. What begins with `<` and is no complete tag is text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct Tag<'a> {
    /// As written: `TD`.
    pub(in crate::load) name: &'a str,
    /// Whether it is an end tag.
    pub(in crate::load) closes: bool,
    /// What stands between the name and `>`.
    pub(in crate::load) attributes: &'a str,
    /// One past `>`.
    pub(in crate::load) end: usize,
}

/// What a `<` begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) enum Markup<'a> {
    Tag(Tag<'a>),
    /// A comment, a document type, a processing instruction; ends at this offset.
    Other(usize),
    /// Text.
    None,
}

/// Looks at the `<` at `at`.
pub(in crate::load) fn markup(text: &str, at: usize) -> Markup<'_> {
    let bytes = text.as_bytes();
    match bytes.get(at + 1) {
        Some(b'!' | b'?') => other(text, at),
        Some(b'/') if bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => tag(text, at + 2, true),
        Some(byte) if byte.is_ascii_alphabetic() => tag(text, at + 1, false),
        _ => Markup::None,
    }
}

fn other(text: &str, at: usize) -> Markup<'_> {
    let rest = text.get(at..).unwrap_or_default();
    let (close, from) = if rest.starts_with("<!--") { ("-->", 4) } else { (">", 2) };
    // A comment that is never closed is text, lest the rest of the page vanish in it.
    let end = rest.get(from..).and_then(|inner| inner.find(close));
    end.map_or(Markup::None, |end| Markup::Other(at + from + end + close.len()))
}

fn tag(text: &str, name_start: usize, closes: bool) -> Markup<'_> {
    let bytes = text.as_bytes();
    let mut at = name_start;
    while bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
    {
        at += 1;
    }
    let name_end = at;
    if !bytes.get(at).is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace()) {
        return Markup::None;
    }
    loop {
        match bytes.get(at) {
            Some(b'>') => break,
            // Quotes count only where a value can begin.
            Some(b'=') => at = value_end(text, at + 1).map_or(bytes.len(), |(_, end)| end),
            Some(b'<') | None => return Markup::None,
            Some(_) => at += 1,
        }
    }
    let (Some(name), Some(attributes)) = (text.get(name_start..name_end), text.get(name_end..at)) else {
        return Markup::None;
    };
    Markup::Tag(Tag { name, closes, attributes, end: at + 1 })
}

/// The value after the `=` before `at`: its bytes, and where what follows it begins.
fn value_end(text: &str, mut at: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    let first = *bytes.get(at)?;
    if matches!(first, b'"' | b'\'') {
        let len = text.get(at + 1..)?.bytes().position(|byte| byte == first)?;
        return Some((at + 1..at + 1 + len, at + len + 2));
    }
    let len = bytes.get(at..)?.iter().position(|byte| *byte == b'>' || byte.is_ascii_whitespace());
    let end = len.map_or(bytes.len(), |len| at + len);
    Some((at..end, end))
}

/// The attributes of a tag with the bytes of their values (within `attributes`).
pub(in crate::load) fn attributes(attributes: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = attributes.as_bytes();
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'=')) {
            at += 1;
        }
        let start = at;
        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'=')) {
            at += 1;
        }
        let name = attributes.get(start..at).filter(|name| !name.is_empty())?;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let mut value = at..at;
        if bytes.get(at) == Some(&b'=') {
            let (range, end) = value_end(attributes, at + 1).unwrap_or((at + 1..at + 1, bytes.len()));
            (value, at) = (range, end);
        }
        Some((name, value))
    })
}

/// The value of an attribute, its entities resolved.
pub(in crate::load) fn attribute<'a>(all: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let (_, range) = attributes(all).find(|(found, _)| found.eq_ignore_ascii_case(name))?;
    Some(super::entity::decode(all.get(range)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str, usize)>) {
        let found = match markup(text, 0) {
            Markup::Tag(tag) => Some((tag.name, tag.attributes, tag.end)),
            Markup::Other(end) => Some(("!", "", end)),
            Markup::None => None,
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn tags_end_where_they_end() {
        check("<td>x", Some(("td", "", 4)));
        check("<a href=\"a>b\" x>y", Some(("a", " href=\"a>b\" x", 16)));
        check("<a href=a/b>y", Some(("a", " href=a/b", 12)));
        check("<br/>", Some(("br", "/", 5)));
        check("</P >", Some(("P", " ", 5)));
        check("<!-- > -->x", Some(("!", "", 10)));
        check("<!doctype html>x", Some(("!", "", 15)));
    }

    #[test]
    fn what_is_no_tag_is_text() {
        check("<", None);
        check("<3", None);
        check("< td>", None);
        check("<td", None);
        check("<a b <td>", None);
        check("<!-- x", None);
        check("<镜像>", None);
        check("<a href=\"x", None);
    }

    #[test]
    fn attributes_have_values() {
        let all = r#" ID=x class="a b"  checked title = '1 &lt; 2' / z"#;
        assert_eq!(attribute(all, "id").as_deref(), Some("x"));
        assert_eq!(attribute(all, "class").as_deref(), Some("a b"));
        assert_eq!(attribute(all, "checked").as_deref(), Some(""));
        assert_eq!(attribute(all, "title").as_deref(), Some("1 < 2"));
        assert_eq!(attribute(all, "z").as_deref(), Some(""));
        assert_eq!(attribute(all, "a"), None);
    }
}
