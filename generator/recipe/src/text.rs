//! Texts with names in braces, each with filters: `{body|sha256|hex}`.

use crate::model::Digest;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a str),
    /// A name and what is done with its value, in order.
    Value(&'a str, Vec<Filter>),
}

/// What is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Hash(Digest),
    Hex,
    Base64,
    /// Percent-decoded.
    Decode,
    /// Percent-encoded but for the unreserved characters of RFC 3986.
    Percent,
    /// The same, `/` kept.
    PercentPath,
    /// With a slash at its end.
    Slash,
    Upper,
    Lower,
}

const FILTERS: &[(&str, Filter)] = &[
    ("sha1", Filter::Hash(Digest::Sha1)),
    ("sha256", Filter::Hash(Digest::Sha256)),
    ("sha512", Filter::Hash(Digest::Sha512)),
    ("hex", Filter::Hex),
    ("base64", Filter::Base64),
    ("decode", Filter::Decode),
    ("percent", Filter::Percent),
    ("percent-path", Filter::PercentPath),
    ("slash", Filter::Slash),
    ("upper", Filter::Upper),
    ("lower", Filter::Lower),
];

/// The pieces of a text.
///
/// # Errors
///
/// A brace stays open, has no name in it, or has a filter that is none.
pub(crate) fn parse(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((literal, tail)) = rest.split_once('{') {
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        let (inner, tail) = tail.split_once('}').ok_or_else(|| format!("a brace stays open in `{text}`"))?;
        let mut words = inner.split('|');
        let name = words.next().unwrap_or_default();
        if name.is_empty() || name.contains(['{', ' ']) {
            return Err(format!("`{{{inner}}}` names nothing"));
        }
        pieces.push(Piece::Value(name, words.map(filter).collect::<Result<_, _>>()?));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    Ok(pieces)
}

fn filter(word: &str) -> Result<Filter, String> {
    let found = FILTERS.iter().find(|(known, _)| *known == word).map(|(_, filter)| *filter);
    found.ok_or_else(|| unknown(word, FILTERS.iter().map(|(known, _)| *known)))
}

/// A word that is none of those that may stand there, in serde's words: whoever reads the file tells the nearest.
pub(crate) fn unknown<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<String> = known.map(|known| format!("`{known}`")).collect();
    format!("unknown variant `{word}`, expected one of {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces_and_filters_behind_bars() {
        let value = |name, filters: &[Filter]| Piece::Value(name, filters.to_vec());
        assert_eq!(
            parse("a{b}{c|sha256|hex}d").unwrap(),
            [
                Piece::Literal("a"),
                value("b", &[]),
                value("c", &[Filter::Hash(Digest::Sha256), Filter::Hex]),
                Piece::Literal("d")
            ]
        );
        assert!(parse("a{b").unwrap_err().contains("stays open"));
        assert!(parse("{}").unwrap_err().contains("names nothing"));
        assert!(parse("{a|hax}").unwrap_err().starts_with("unknown variant `hax`, expected one of `sha1`"));
    }
}
