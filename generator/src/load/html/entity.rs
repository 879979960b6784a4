//! Character references: `&lt;`, `&#20013;`.

use std::{borrow::Cow, ops::Range};

use scraper::Html;

/// Resolves the character references of a text.
pub(in crate::load) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    pieces(text, |piece, _| decoded.push_str(piece));
    Cow::Owned(decoded)
}

/// Splits a text into pieces and passes each to `each` with its byte range in `text`. A piece is text as it stands or
/// one resolved reference.
pub(in crate::load) fn pieces(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('&')) {
        let at = from + found;
        from = at + 1;
        let Some((resolved, end)) = reference(text, at) else { continue };
        if let Some(before) = text.get(start..at).filter(|before| !before.is_empty()) {
            each(before, start..at);
        }
        each(&resolved, at..end);
        (start, from) = (end, end);
    }
    if let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        each(rest, start..text.len());
    }
}

/// The reference that begins at `at`, and where it ends. One without `;` is text, as Markdown has it: in a
/// query such as `?a=1&region=2` nothing is meant.
fn reference(text: &str, at: usize) -> Option<(Cow<'static, str>, usize)> {
    let rest = text.get(at + 1..)?;
    let len = rest.bytes().take(32).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    let name = rest.get(..len).filter(|_| rest[len..].starts_with(';'))?;
    let resolved = match name {
        "lt" => Cow::Borrowed("<"),
        "gt" => Cow::Borrowed(">"),
        "amp" => Cow::Borrowed("&"),
        "quot" => Cow::Borrowed("\""),
        "apos" | "#39" => Cow::Borrowed("'"),
        "nbsp" | "#160" => Cow::Borrowed("\u{a0}"),
        "" => return None,
        // The parser knows the other two thousand.
        _ => Cow::Owned(by_parser(text.get(at..at + len + 2)?)?),
    };
    Some((resolved, at + len + 2))
}

fn by_parser(reference: &str) -> Option<String> {
    let text: String = Html::parse_fragment(reference).root_element().text().collect();
    (text != reference).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve() {
        assert_eq!(decode("a&lt;b&gt;&amp;&quot;&#39;c"), "a<b>&\"'c");
        assert_eq!(decode("&#20013;&#x6587;&hellip;"), "中文…");
        assert_eq!(decode("?a=1&region=2&copy=3"), "?a=1&region=2&copy=3");
        assert_eq!(decode("&nosuch; & &; &#; R&D"), "&nosuch; & &; &#; R&D");
    }

    #[test]
    fn pieces_know_their_bytes() {
        let mut all = Vec::new();
        pieces("a&lt;镜", |piece, range| all.push((piece.to_owned(), range)));
        assert_eq!(all, [("a".into(), 0..1), ("<".into(), 1..5), ("镜".into(), 5..8)]);
    }
}
