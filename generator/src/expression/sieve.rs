//! Bytes of which whatever an expression finds has one. Most texts lack them, and to see that costs a fraction of a search,
//! and nothing of what it takes to compile the expression.

use std::ops::RangeInclusive;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Lets texts pass in which an expression may find something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sieve {
    bytes: [u64; 4],
    /// How common the bytes are in texts, taken together.
    weight: u32,
    /// How long a text may be that is looked at.
    longest: usize,
}

impl Sieve {
    /// The sieve of an expression; none where it may find what has no byte that tells.
    pub(super) fn new(parsed: &Hir) -> Option<Self> {
        // A search for what can only be at the start of a text is over sooner than the text is looked through.
        const START: usize = 32;
        // A longer text has most bytes.
        const ANYWHERE: usize = 512;
        // Bytes of which nearly every text has one.
        const COMMON: u32 = 400;
        let begins = parsed.properties().look_set_prefix().contains(Look::Start);
        let sieve = Self::of(parsed).filter(|sieve| sieve.weight < COMMON)?;
        Some(Sieve { longest: if begins { START } else { ANYWHERE }, ..sieve })
    }

    fn of(parsed: &Hir) -> Option<Self> {
        match parsed.kind() {
            HirKind::Empty | HirKind::Look(_) => None,
            HirKind::Literal(literal) => {
                literal.0.iter().map(|byte| Self::bytes(*byte..=*byte)).min_by_key(|sieve| sieve.weight)
            }
            HirKind::Class(class) => Self::of_class(class),
            HirKind::Repetition(repeated) => (repeated.min > 0).then(|| Self::of(&repeated.sub))?,
            HirKind::Capture(group) => Self::of(&group.sub),
            HirKind::Concat(parts) => parts.iter().filter_map(Self::of).min_by_key(|sieve| sieve.weight),
            HirKind::Alternation(parts) => parts.iter().map(Self::of).reduce(|a, b| Some(a?.or(b?)))?,
        }
    }

    /// The first bytes of the characters of a class.
    fn of_class(class: &Class) -> Option<Self> {
        // One of more ranges is in most texts.
        const MOST: usize = 12;
        let first = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes().first().copied().unwrap_or_default();
        match class {
            Class::Unicode(class) if class.ranges().len() <= MOST => {
                let ranges =
                    class.ranges().iter().map(|range| Self::bytes(first(range.start())..=first(range.end())));
                ranges.reduce(Self::or)
            }
            Class::Bytes(class) if class.ranges().len() <= MOST => {
                let ranges = class.ranges().iter().map(|range| Self::bytes(range.start()..=range.end()));
                ranges.reduce(Self::or)
            }
            Class::Unicode(_) | Class::Bytes(_) => None,
        }
    }

    fn bytes(bytes: RangeInclusive<u8>) -> Self {
        let mut sieve = Sieve { bytes: [0; 4], weight: 0, longest: 0 };
        for byte in bytes {
            sieve.bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
            sieve.weight += weight(byte);
        }
        sieve
    }

    fn or(self, other: Self) -> Self {
        let bytes = std::array::from_fn(|at| self.bytes[at] | other.bytes[at]);
        Sieve { bytes, weight: self.weight.saturating_add(other.weight), longest: 0 }
    }

    /// Whether the text may have one of the bytes.
    pub(super) fn passes(&self, text: &str) -> bool {
        text.len() > self.longest
            || text.bytes().any(|byte| self.bytes[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1)
    }
}

/// How common a byte is in texts: roughly, of a thousand.
fn weight(byte: u8) -> u32 {
    match byte {
        b' ' | b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 70,
        b'a'..=b'z' => 20,
        b'A'..=b'Z' | b'0'..=b'9' => 10,
        0x80..=0xbf => 30,
        // Most of the characters of Chinese begin with these.
        0xe3..=0xe9 | 0xef => 100,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<Sieve> {
        Sieve::new(&regex_syntax::parse(pattern).expect(pattern))
    }

    #[test]
    fn what_is_found_passes() {
        for (pattern, found) in [
            (r"^(?i)(?:array|list)\s*<(?<of>.*)>$", "LIST <x>"),
            (r"(?i)\boptional\s*[.:,]", "Optional:"),
            ("(?i)k", "\u{212a}"),
            ("\u{6570}\u{7ec4}(?:\u{957f}\u{5ea6})?", "\u{6570}\u{7ec4}"),
            (r"(?<min>[0-9]+)\s*(?:-|\u{ff5e})", "1\u{ff5e}"),
            (r"[^a-z]\s", "!\u{3000}"),
            (r"(?:a|b?c){2,}", "cc"),
            (r"\x{10ffff}+", "\u{10ffff}"),
        ] {
            let sieve = of(pattern).expect(pattern);
            assert!(regex::Regex::new(pattern).expect(pattern).is_match(found), "{pattern}");
            assert!(sieve.passes(found), "{pattern}");
            assert!(!sieve.passes(""), "{pattern}");
        }
    }

    #[test]
    fn the_rarest_bytes_tell() {
        for (pattern, rarest) in
            [(r"^list\s*<.*", "<"), (r"\s(?:GET|PUT)\s/", "/"), ("a|x", "ax"), ("(?i)unix", "uU")]
        {
            let sieve = of(pattern).expect(pattern);
            let bytes: String = ('\0'..='\u{7f}').filter(|c| sieve.passes(&c.to_string())).collect();
            let mut expected: Vec<char> = rarest.chars().collect();
            expected.sort_unstable();
            assert_eq!(bytes, expected.into_iter().collect::<String>(), "{pattern}");
        }
    }

    #[test]
    fn long_texts_are_not_looked_through() {
        for (pattern, passes) in [("^<", 33), ("<", 513)] {
            let sieve = of(pattern).expect(pattern);
            assert!(!sieve.passes(&"x".repeat(passes - 1)), "{pattern}");
            assert!(sieve.passes(&"x".repeat(passes)), "{pattern}");
        }
    }

    #[test]
    fn what_may_find_nothing_lets_all_pass() {
        for pattern in ["", "x*", "^$", r"\b", "a|", "(?:ab)?", r"\w"] {
            assert_eq!(of(pattern), None, "{pattern}");
        }
    }
}
