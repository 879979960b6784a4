//! Cues: the literal words of phrases. Most descriptions state nothing; one pass that looks for cues shows it before
//! any regular expression is tried.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use regex_syntax::hir::{
    Hir, HirKind,
    literal::{ExtractKind, Extractor, Seq},
};

/// A part of the section `prose:` whose phrases are looked for in descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Section {
    Ignore = 1,
    Enums = 1 << 1,
    Defaults = 1 << 2,
    Ranges = 1 << 3,
    Lengths = 1 << 4,
    Items = 1 << 5,
    Units = 1 << 6,
    Formats = 1 << 7,
    Deprecated = 1 << 8,
    Conditions = 1 << 9,
    Patterns = 1 << 10,
    Groups = 1 << 11,
}

/// The sections that can have a phrase in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sections {
    bits: u16,
    joints: u16,
}

impl Sections {
    pub(super) fn has(self, section: Section) -> bool {
        self.bits & section as u16 != 0
    }

    /// Whether there are enough joints for a list of labelled values.
    pub(super) fn joins(self) -> bool {
        self.joints > 1
    }
}

/// The cue of a phrase.
#[derive(Debug)]
pub(super) struct Cue {
    section: Section,
    /// Words of which every match has one, if there are some that are telling enough.
    words: Option<Vec<Vec<u8>>>,
}

impl Cue {
    /// The cue of a phrase of this section.
    pub(super) fn of(section: Section, phrase: &str) -> Self {
        let parsed = regex_syntax::parse(&uncased(phrase).unwrap_or(Cow::Borrowed(phrase))).ok();
        Cue { section, words: parsed.as_ref().and_then(literals) }
    }

    /// The same of a phrase that is parsed already.
    pub(super) fn new(section: Section, phrase: &str, parsed: &Hir) -> Self {
        match uncased(phrase) {
            Some(Cow::Owned(_)) => Self::of(section, phrase),
            Some(Cow::Borrowed(_)) | None => Cue { section, words: literals(parsed) },
        }
    }
}

/// The phrase without the words that letters may be of either case, which cues need not say: they are found in either
/// case of ASCII. With them each word is as many words as there are ways to write it. None where letters of other scripts
/// have a case.
fn uncased(phrase: &str) -> Option<Cow<'_, str>> {
    let has_case = |char: char| !char.is_ascii() && (char.is_lowercase() || char.is_uppercase());
    // `\(?i` is a bracket that may be missing.
    if phrase.contains(has_case) || phrase.contains(r"\(?i") {
        return None;
    }
    if !phrase.contains("(?i") {
        return Some(Cow::Borrowed(phrase));
    }
    Some(Cow::Owned(phrase.replace("(?i)", "").replace("(?i:", "(?:")))
}

/// Finds the cues of all sections in one pass.
#[derive(Debug, Default)]
pub(super) struct Cues {
    words: Option<AhoCorasick>,
    /// For each word: the sections that it leads to; none for a joint.
    sections: Vec<u16>,
    /// Sections with a phrase that has no cue.
    always: u16,
}

impl Cues {
    pub(super) fn new(cues: Vec<Cue>, joints: &[String]) -> Self {
        let mut words: Vec<(Vec<u8>, u16)> = Vec::new();
        let mut always = 0;
        for Cue { section, words: of_phrase } in cues {
            match of_phrase {
                Some(literals) => words.extend(literals.into_iter().map(|word| (word, section as u16))),
                None => always |= section as u16,
            }
        }
        words.extend(joints.iter().map(|joint| (joint.as_bytes().to_ascii_lowercase(), 0)));
        words.sort();
        words.dedup_by(|next, word| {
            let same = next.0 == word.0 && (next.1 == 0) == (word.1 == 0);
            if same {
                word.1 |= next.1;
            }
            same
        });
        let (words, sections): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok();
        let always = if words.is_some() { always } else { u16::MAX };
        Cues { words, sections, always }
    }

    /// The sections that can have a phrase in this text.
    pub(super) fn sections(&self, text: &str) -> Sections {
        let mut found = Sections { bits: self.always, joints: 0 };
        for word in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
            match self.sections.get(word.pattern().as_usize()) {
                Some(0) | None => found.joints = found.joints.saturating_add(1),
                Some(bits) => found.bits |= bits,
            }
        }
        found
    }
}

/// How many bytes a literal has that is telling: two characters of Chinese, or a word.
const TELLING: usize = 4;

/// Literals of which every match of the phrase has one, if there are some that are telling enough.
fn literals(parsed: &Hir) -> Option<Vec<Vec<u8>>> {
    let of = |kind: ExtractKind, part: &Hir| {
        let sequence = Extractor::new().kind(kind).limit_total(256).extract(part);
        sequence.literals().is_some().then_some(sequence)
    };
    let length = |sequence: &Seq| sequence.min_literal_len().unwrap_or_default();
    let (prefix, suffix) = (of(ExtractKind::Prefix, parsed), of(ExtractKind::Suffix, parsed));
    let ends = match (prefix, suffix) {
        (Some(prefix), Some(suffix)) if length(&suffix) > length(&prefix) => Some(suffix),
        (Some(prefix), _) => Some(prefix),
        (None, suffix) => suffix,
    };
    // Each of the pieces between the ends has to be there as well.
    let inner = || match parsed.kind() {
        HirKind::Concat(pieces) => {
            pieces.iter().filter_map(|piece| of(ExtractKind::Prefix, piece)).max_by_key(length)
        }
        _ => None,
    };
    // A sign stands in too many texts to be telling, and so does what an end may be that is anything.
    let best = match ends {
        Some(ends) if length(&ends) >= TELLING => ends,
        ends => inner().into_iter().chain(ends).max_by_key(length)?,
    };
    let mut words: Vec<Vec<u8>> =
        best.literals()?.iter().map(|literal| literal.as_bytes().to_ascii_lowercase()).collect();
    words.sort();
    words.dedup();
    (!words.is_empty() && words.iter().all(|word| !word.is_empty())).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_either_case_is_one_cue() {
        for (phrase, words) in
            [("(?i)default skips", vec!["default skips"]), ("(?i:Ask|TASK)s", vec!["asks", "tasks"])]
        {
            let words: Vec<_> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
            let parsed = regex_syntax::parse(phrase).expect(phrase);
            assert_eq!(Cue::new(Section::Enums, phrase, &parsed).words.as_ref(), Some(&words), "{phrase}");
            assert_eq!(Cue::of(Section::Enums, phrase).words, Some(words), "{phrase}");
        }
    }

    #[test]
    fn letters_of_other_scripts_keep_their_cases() {
        for phrase in ["(?i)\u{fc}ber", r"\(?i: it"] {
            assert!(uncased(phrase).is_none(), "{phrase}");
        }
    }

    #[test]
    fn cues_are_found_in_either_case() {
        let cues = Cues::new(vec![Cue::of(Section::Defaults, "(?i)default")], &[]);
        assert!(cues.sections("The DeFault is 1").has(Section::Defaults));
        assert!(!cues.sections("The value is 1").has(Section::Defaults));
    }
}
