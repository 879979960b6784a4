//! All naming rules: how a name on the wire becomes a Rust name.
//!
//! A name is cut into words (`crate::words`), and the words are joined again as Rust writes them.
//! The asserts at the end of this file are the specification.

use std::fmt;

use serde::Serialize;

use crate::words;

/// A Rust identifier, raw (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Ident(String);

impl Ident {
    /// The identifier as it stands in source text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier without `r#`.
    #[must_use]
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// A name in camel case with a word behind it: `Self_` and `Response` make `SelfResponse`.
    #[must_use]
    pub fn followed_by(&self, word: &str) -> Self {
        Ident::new(&format!("{}{word}", self.bare().trim_end_matches('_')))
    }

    /// An identifier of this text. A keyword becomes raw, or gets a `_` where it may not be raw.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if NEVER_RAW.contains(&text) {
            Ident(format!("{text}_"))
        } else if KEYWORDS.binary_search(&text).is_ok() {
            Ident(format!("r#{text}"))
        } else {
            Ident(text.to_owned())
        }
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Keywords that may be raw identifiers, sorted. Weak keywords are left out: they may be identifiers as they are.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that may not even be raw, and `_`.
const NEVER_RAW: &[&str] = &["Self", "_", "crate", "self", "super"];

/// What signs are called, for names that consist of nothing else.
const SIGNS: &[(char, &str)] = &[
    ('!', "not"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    (' ', "space"),
    ('(', "parenthesis"),
    (')', "parenthesis"),
    ('[', "bracket"),
    (']', "bracket"),
    ('<', "less"),
    ('=', "equal"),
    ('>', "greater"),
    ('?', "question"),
    ('@', "at"),
    ('\\', "backslash"),
    ('^', "caret"),
    ('_', "underscore"),
    ('|', "or"),
    ('~', "tilde"),
];

/// `EIPIds` → `eip_ids`: for fields, functions and modules.
#[must_use]
pub fn snake(text: &str) -> Ident {
    let joined = words(text).join("_");
    Ident::new(&digit_first(joined, 'n'))
}

/// `vpc_peering` → `VpcPeering`: for types. A name that is already in upper camel case stays as the docs have it, since
/// that is what people search for.
#[must_use]
pub fn camel(text: &str) -> Ident {
    if is_camel(text) {
        return Ident::new(text);
    }
    Ident::new(&digit_first(join_camel(&words(text)), 'N'))
}

/// `cn-bj2` → `CnBj2`, `-1` → `Minus1`, `1.5` → `V1_5`: for variants of enums.
#[must_use]
pub fn variant(value: &str) -> Ident {
    if value.is_empty() {
        return Ident::new("Empty");
    }
    let negative = value.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let (prefix, rest) = negative.map_or(("", value), |rest| ("Minus", rest));
    let name = if prefix.is_empty() && is_camel(rest) { rest.to_owned() } else { join_camel(&words(rest)) };
    Ident::new(&digit_first(format!("{prefix}{name}"), 'V'))
}

/// `8003` → `CODE_8003`, `SWR.4001` → `SWR_4001`: for constants.
#[must_use]
pub fn constant(text: &str) -> Ident {
    let joined = words(text).join("_").to_uppercase();
    let leading_digit = joined.starts_with(|c: char| c.is_ascii_digit());
    Ident::new(&if leading_digit { format!("CODE_{joined}") } else { joined })
}

/// A name qualified by its owner's: `Repo` and `Kind` → `RepoKind`, but `Image` and `ImageType` → `ImageType`.
#[must_use]
pub fn qualified(owner: &str, name: &str) -> Ident {
    let (owner_words, words) = (words(owner), words(name));
    let overlap = (1..=owner_words.len().min(words.len()))
        .rev()
        .find(|&n| owner_words.ends_with(words.get(..n).unwrap_or_default()))
        .unwrap_or(0);
    let rest = join_camel(words.get(overlap..).unwrap_or_default());
    Ident::new(&format!("{}{rest}", camel(owner).bare()))
}

/// A word for how a name is written: it tells `type`, `Type` and `TYPE` apart when all three occur. Signs are spelled
/// out: `name~` is written with a `tilde`.
#[must_use]
pub fn style(text: &str) -> (u8, String) {
    let upper = text.contains(|c: char| c.is_uppercase());
    let lower = text.contains(|c: char| c.is_lowercase());
    let only = |signs: &str| text.chars().all(|c| c.is_alphanumeric() || signs.contains(c));
    let (rank, word) = if only("_") && !upper {
        (0, "snake")
    } else if only("") && text.starts_with(|c: char| c.is_lowercase()) {
        (1, "camel")
    } else if only("") && lower {
        (2, "pascal")
    } else if only("_") && !lower {
        (3, "upper")
    } else if only("_") {
        (4, "mixed")
    } else {
        let mut signs: Vec<&str> =
            text.chars().filter(|c| !c.is_alphanumeric() && *c != '_').map(sign).collect();
        signs.dedup();
        return (5, signs.join("_"));
    };
    (rank, word.to_owned())
}

/// The words of a name, in lower case.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = words::cut(text);
    if words.is_empty() {
        words.extend(text.chars().map(|c| sign(c).to_owned()));
    }
    if words.is_empty() {
        words.push("unnamed".to_owned());
    }
    words
}

/// Whether the word is a keyword, raw or not.
pub(super) fn is_keyword(word: &str) -> bool {
    NEVER_RAW.contains(&word) || KEYWORDS.binary_search(&word).is_ok()
}

fn sign(c: char) -> &'static str {
    SIGNS.iter().find(|(sign, _)| *sign == c).map_or("sign", |(_, name)| name)
}

/// Whether the name is already in upper camel case. A name all in capitals is not (clippy agrees).
fn is_camel(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_lowercase())
}

/// Joins words; digits that would meet are kept apart.
fn join_camel(words: &[String]) -> String {
    let mut joined = String::new();
    for word in words {
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digits(joined.chars().last()) && digits(word.chars().next()) {
            joined.push('_');
        }
        let mut chars = word.chars();
        joined.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        joined.extend(chars);
    }
    joined
}

/// Puts a letter before a leading digit, which cannot begin an identifier.
fn digit_first(text: String, letter: char) -> String {
    if text.starts_with(|c: char| c.is_numeric()) { format!("{letter}{text}") } else { text }
}

#[cfg(test)]
mod tests;
