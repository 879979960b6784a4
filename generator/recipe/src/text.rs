//! Texts with names in braces, each with filters: `{body|sha256|hex}`. A literal brace is written twice.

use crate::model::Digest;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a str),
    /// A name, and the filters of its value in their order.
    Value(&'a str, Vec<Filter>),
}

/// A filter: what is done with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Hash(Digest),
    Hex,
    Base64,
    Base64Url,
    Base64UrlBare,
    /// Decodes base64 of either alphabet.
    Unbase64,
    /// Decodes percent-encoding.
    Decode,
    /// Percent-encodes all but the unreserved characters of RFC 3986.
    Percent,
    /// The same, but `/` is kept.
    PercentPath,
    /// With a slash at its end.
    Slash,
    Upper,
    Lower,
    /// Makes an absent value empty. Stands first.
    OrEmpty,
    /// Makes an empty value absent. Stands first.
    Given,
    /// Puts `?` before a value that is not empty; written `{?name}`.
    Asked,
}

const FILTERS: &[(&str, Filter)] = &[
    ("md5", Filter::Hash(Digest::Md5)),
    ("sha1", Filter::Hash(Digest::Sha1)),
    ("sha256", Filter::Hash(Digest::Sha256)),
    ("sha384", Filter::Hash(Digest::Sha384)),
    ("sha512", Filter::Hash(Digest::Sha512)),
    ("hex", Filter::Hex),
    ("base64", Filter::Base64),
    ("base64url", Filter::Base64Url),
    ("base64url-bare", Filter::Base64UrlBare),
    ("unbase64", Filter::Unbase64),
    ("decode", Filter::Decode),
    ("percent", Filter::Percent),
    ("percent-path", Filter::PercentPath),
    ("slash", Filter::Slash),
    ("upper", Filter::Upper),
    ("lower", Filter::Lower),
    ("or-empty", Filter::OrEmpty),
    ("given", Filter::Given),
];

/// The pieces of a text.
///
/// # Errors
///
/// A brace stays open, holds no name, or has an unknown filter.
pub(crate) fn parse(text: &str) -> Result<Vec<Piece<'_>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, tail) = rest.split_at(at);
        let doubled = tail.starts_with("{{") || tail.starts_with("}}");
        // A doubled brace stands for one.
        let literal = if doubled { rest.get(..=at).unwrap_or(literal) } else { literal };
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        if doubled {
            rest = tail.get(2..).unwrap_or_default();
            continue;
        }
        let Some(tail) = tail.strip_prefix('{') else {
            return Err(format!("a brace closes nothing in `{text}`; `}}}}` is one that is meant"));
        };
        let (inner, tail) = tail.split_once('}').ok_or_else(|| format!("a brace stays open in `{text}`"))?;
        pieces.push(named(inner)?);
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    Ok(pieces)
}

fn named(inner: &str) -> Result<Piece<'_>, String> {
    let mut words = inner.split('|');
    let name = words.next().unwrap_or_default();
    if name.is_empty() || name.contains(['{', ' ']) {
        return Err(format!("`{{{inner}}}` names nothing"));
    }
    let filters = words.map(filter).collect::<Result<Vec<_>, _>>()?;
    let first = |filter: &Filter| matches!(filter, Filter::OrEmpty | Filter::Given);
    if filters.iter().skip(1).any(first) {
        return Err(format!("`or-empty` and `given` stand before other filters, in `{{{inner}}}`"));
    }
    Ok(Piece::Value(name, filters))
}

fn filter(word: &str) -> Result<Filter, String> {
    let found = FILTERS.iter().find(|(known, _)| *known == word).map(|(_, filter)| *filter);
    found.ok_or_else(|| unknown(word, FILTERS.iter().map(|(known, _)| *known)))
}

/// An unknown word, in serde's words; whoever reads the file names the nearest known one.
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
        let json = [Piece::Literal("{"), Piece::Literal("\"a\":"), value("a", &[]), Piece::Literal("}")];
        assert_eq!(parse(r#"{{"a":{a}}}"#).unwrap(), json);
        assert!(parse("a}b").unwrap_err().contains("closes nothing"));
        assert!(parse("{a|hex|given}").unwrap_err().contains("before other filters"));
        assert!(parse("a{b").unwrap_err().contains("stays open"));
        assert!(parse("{}").unwrap_err().contains("names nothing"));
        assert!(parse("{a|hax}").unwrap_err().starts_with("unknown variant `hax`, expected one of `md5`"));
    }
}
