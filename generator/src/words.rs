//! Words of names: how a name is cut into them, and which are plurals.
//!
//! Every phase that compares or makes names cuts them here. Cutting is by case and separators, with rules for what API
//! documentation is full of: acronyms with a plural s (`EIPs`), one letter before a capitalised word (`XHost` is one
//! word), versions (`IPv6`), and a short table of words that are cased in ways of their own.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use serde::Deserialize;

/// What the rules for cutting and for plurals do not cover: `generator/languages/words.yaml`.
#[derive(Debug, Default, Deserialize)]
struct Words {
    /// Words with a case of their own.
    cased: BTreeSet<String>,
    /// Words that end like plurals but are not.
    #[cfg(feature = "pages")]
    singular: BTreeSet<String>,
    /// Plurals with their singulars.
    #[cfg(feature = "pages")]
    plurals: BTreeMap<String, String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../languages/words.yaml")).unwrap_or_default());

/// The text without the white space around it. Most texts have none, which is seen at their first and last bytes: those of
/// signs, or of the characters that most of Chinese is written in.
#[cfg(feature = "pages")]
pub(crate) fn trimmed(text: &str) -> &str {
    let is_seen = |byte: u8| byte.is_ascii_graphic() || matches!(byte, 0xe4..=0xe9);
    let is_bare = match text.as_bytes() {
        [first, .., third, _, last] => {
            is_seen(*first) && (last.is_ascii_graphic() || matches!(third, 0xe4..=0xe9))
        }
        [first, .., last] => is_seen(*first) && last.is_ascii_graphic(),
        _ => false,
    };
    if is_bare { text } else { text.trim() }
}

/// The words with a case of their own, by first letter: they are looked for at every letter of every name.
static CASED: LazyLock<BTreeMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut cased: BTreeMap<char, Vec<&str>> = BTreeMap::new();
    for word in &WORDS.cased {
        if let Some(first) = word.chars().next() {
            cased.entry(first).or_default().push(word);
        }
    }
    cased
});

/// The words of a name, in lower case; none where it has neither letters nor digits.
pub(crate) fn cut(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut chars = Vec::with_capacity(text.len());
    for chunk in text.split(|c: char| !is_letter(c)).filter(|chunk| !chunk.is_empty()) {
        chars.clear();
        chars.extend(chunk.chars());
        cut_chunk(&chars, &mut words);
    }
    words
}

/// The words of a name in snake case.
#[cfg(feature = "pages")]
pub(crate) fn snake(text: &str) -> String {
    cut(text).join("_")
}

/// The singular of an English plural; `None` for any other word.
#[cfg(feature = "pages")]
pub(crate) fn singular(word: &str) -> Option<String> {
    if let Some(one) = WORDS.plurals.get(word) {
        return Some(one.clone());
    }
    let stem = word.strip_suffix('s')?;
    let none = stem.len() < 3
        || WORDS.singular.contains(word)
        || ["s", "u", "si", "xi"].iter().any(|it| stem.ends_with(it));
    if none {
        return None;
    }
    if let Some(stem) = stem.strip_suffix("ie").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    let hissing = ["sse", "she", "che", "xe"].iter().any(|ending| stem.ends_with(ending));
    Some(if hissing { stem.trim_end_matches('e') } else { stem }.to_owned())
}

/// The English plural of a word.
#[cfg(feature = "pages")]
pub(crate) fn plural(word: &str) -> String {
    if let Some((several, _)) = WORDS.plurals.iter().find(|(_, one)| *one == word) {
        return several.clone();
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => {
            format!("{word}es")
        }
        _ => format!("{word}s"),
    }
}

/// The words of a name, each in the singular: what the name speaks of.
#[cfg(feature = "pages")]
pub(crate) fn stems(name: &str) -> Vec<String> {
    cut(name).into_iter().map(|word| singular(&word).unwrap_or(word)).collect()
}

/// Whether two names have most of their words in common, in the singular.
#[cfg(feature = "pages")]
pub(crate) fn are_alike(a: &str, b: &str) -> bool {
    let (a, b) = (BTreeSet::from_iter(stems(a)), BTreeSet::from_iter(stems(b)));
    2 * a.intersection(&b).count() > a.len().max(b.len())
}

/// Whether a name may keep the letter: ASCII, and letters of scripts that no lint of rustc takes for a
/// mistake (accented Latin, kana, Han, Hangul).
pub(crate) fn is_letter(c: char) -> bool {
    let known = matches!(c, '\u{c0}'..='\u{24f}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    c.is_ascii_alphanumeric() || (known && c.is_alphabetic())
}

/// Cuts a chunk without separators.
fn cut_chunk(chars: &[char], words: &mut Vec<String>) {
    let mut rest = chars;
    let mut single = String::new();
    while !rest.is_empty() {
        let length = next_word(rest);
        let (word, tail) = rest.split_at(length.clamp(1, rest.len()));
        rest = tail;
        let mut lower = String::with_capacity(word.len());
        lower.extend(word.iter().flat_map(|c| c.to_lowercase()));
        // A single letter and the word after it are one word: `XHost`, `vCPU`.
        if lower.len() == 1 && lower.is_ascii() && !rest.is_empty() && single.is_empty() {
            single = lower;
        } else if single.is_empty() {
            words.push(lower);
        } else {
            words.push(std::mem::take(&mut single) + &lower);
        }
    }
}

/// The length of the word at the beginning.
fn next_word(chars: &[char]) -> usize {
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let known = CASED.get(&at(0)).into_iter().flatten().find(|word| {
        let length = word.len();
        word.chars().enumerate().all(|(i, c)| at(i) == c) && !at(length).is_lowercase()
    });
    if let Some(word) = known {
        return word.len();
    }
    let lower = |c: char| c.is_lowercase() || c.is_ascii_digit();
    let until = |from: usize, test: &dyn Fn(char) -> bool| {
        from + chars[from..].iter().take_while(|c| test(**c)).count()
    };
    let first = at(0);
    if !first.is_ascii() && !first.is_uppercase() && !first.is_lowercase() {
        // A word in a script without case goes as far as the script does.
        return until(0, &|c| !c.is_ascii());
    }
    if !first.is_uppercase() {
        return until(0, &lower);
    }
    let run = until(0, &|c| c.is_uppercase() || c.is_ascii_digit());
    let letters = until(0, &char::is_uppercase);
    if letters == 1 && at(1).is_lowercase() {
        return until(1, &lower);
    }
    let (next, after) = (at(run), at(run + 1));
    if !next.is_lowercase() {
        run
    } else if next == 's' && !after.is_lowercase() {
        run + 1
    } else if (next == 'v' && after.is_ascii_digit()) || at(run - 1).is_ascii_digit() {
        until(run, &lower)
    } else {
        run - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_by_case_and_signs() {
        assert_eq!(cut("EIPIds"), ["eip", "ids"]);
        assert_eq!(cut("/v2.1/os-server_groups"), ["v2", "1", "os", "server", "groups"]);
        assert!(cut("--").is_empty());
    }

    #[test]
    fn the_file_of_words_is_read() {
        assert!(
            WORDS.cased.contains("IPv6")
                && WORDS.singular.contains("dns")
                && WORDS.plurals.contains_key("people")
        );
    }

    #[test]
    fn plurals_have_a_singular_and_other_words_none() {
        let pairs = [
            ("policies", "policy"),
            ("addresses", "address"),
            ("rules", "rule"),
            ("branches", "branch"),
            ("databases", "database"),
            ("boxes", "box"),
            ("apis", "api"),
            ("indices", "index"),
        ];
        for (several, one) in pairs {
            assert_eq!(singular(several).as_deref(), Some(one));
        }
        for word in ["status", "address", "metadata", "analysis", "dns", "series", "s"] {
            assert_eq!(singular(word), None, "{word}");
        }
        for (several, one) in pairs.iter().filter(|(several, _)| *several != "databases") {
            assert_eq!(plural(one), *several);
        }
    }
}
