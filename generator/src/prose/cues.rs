//! Cues: the literal words of phrases. Most descriptions state nothing; one pass that looks for cues shows it before
//! any regular expression is tried.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use regex_syntax::hir::{
    Hir, HirKind,
    literal::{ExtractKind, Extractor, Seq},
};

use crate::expression::Expression;

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

/// The sections and phrases that can be in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sections {
    found: Leads,
    joints: u16,
}

/// What a cue leads to: sections, a bit for each, and the phrases of them that are looked for one by one, a bit for some
/// of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Leads {
    sections: u16,
    phrases: u128,
}

impl Leads {
    fn add(&mut self, other: Leads) {
        self.sections |= other.sections;
        self.phrases |= other.phrases;
    }
}

impl Sections {
    pub(super) fn has(self, section: Section) -> bool {
        self.found.sections & section as u16 != 0
    }

    /// Whether there are enough joints for a list of labelled values.
    pub(super) fn joins(self) -> bool {
        self.joints > 1
    }
}

/// A phrase that is looked for by itself, where its cue stands: to compile it and to look for it in vain costs more than
/// all else that is asked of a text.
#[derive(Debug)]
pub(super) struct Phrase {
    expression: Expression,
    bit: u128,
}

impl Phrase {
    /// The `number`th phrase. Bits are given out again, so that a cue may lead to some phrases in vain.
    pub(super) fn new(expression: Expression, number: usize) -> Self {
        Phrase { expression, bit: 1 << (number % 128) }
    }

    /// The phrase, if it can be in the text of these sections.
    pub(super) fn within(&self, sections: Sections) -> Option<&Expression> {
        (sections.found.phrases & self.bit != 0).then_some(&self.expression)
    }
}

/// The cue of a phrase.
#[derive(Debug)]
pub(super) struct Cue {
    leads: Leads,
    /// Words of which every match has one, if there are some that are telling enough.
    words: Option<Vec<Vec<u8>>>,
}

impl Cue {
    /// The cue of a phrase of this section.
    pub(super) fn of(section: Section, phrase: &str) -> Self {
        let parsed = regex_syntax::parse(&uncased(phrase).unwrap_or(Cow::Borrowed(phrase))).ok();
        Cue::to(section, parsed.as_ref().and_then(literals))
    }

    /// The same of a phrase that is parsed already.
    pub(super) fn new(section: Section, phrase: &str, parsed: &Hir) -> Self {
        match uncased(phrase) {
            Some(Cow::Owned(_)) => Self::of(section, phrase),
            Some(Cow::Borrowed(_)) | None => Cue::to(section, literals(parsed)),
        }
    }

    fn to(section: Section, words: Option<Vec<Vec<u8>>>) -> Self {
        Cue { leads: Leads { sections: section as u16, phrases: 0 }, words }
    }

    /// The cue of a phrase that is looked for by itself.
    pub(super) fn of_one(self, phrase: &Phrase) -> Self {
        Cue { leads: Leads { phrases: phrase.bit, ..self.leads }, ..self }
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
    /// For each word what it leads to; nothing for a joint.
    leads: Vec<Leads>,
    /// What has a phrase without a cue.
    always: Leads,
}

impl Cues {
    pub(super) fn new(cues: Vec<Cue>, joints: &[String]) -> Self {
        let mut words: Vec<(Vec<u8>, Leads)> = Vec::new();
        let mut always = Leads::default();
        for Cue { leads, words: of_phrase } in cues {
            match of_phrase {
                Some(literals) => words.extend(literals.into_iter().map(|word| (word, leads))),
                None => always.add(leads),
            }
        }
        words.extend(joints.iter().map(|joint| (joint.as_bytes().to_ascii_lowercase(), Leads::default())));
        words.sort();
        words.dedup_by(|next, word| {
            let same = next.0 == word.0 && (next.1.sections == 0) == (word.1.sections == 0);
            if same {
                word.1.add(next.1);
            }
            same
        });
        let (words, leads): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        let words = AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok();
        let all = Leads { sections: u16::MAX, phrases: u128::MAX };
        let always = if words.is_some() { always } else { all };
        Cues { words, leads, always }
    }

    /// The sections and phrases that can be in this text.
    pub(super) fn sections(&self, text: &str) -> Sections {
        let mut sections = Sections { found: self.always, joints: 0 };
        for word in self.words.iter().flat_map(|words| words.find_overlapping_iter(text)) {
            match self.leads.get(word.pattern().as_usize()) {
                Some(Leads { sections: 0, .. }) | None => {
                    sections.joints = sections.joints.saturating_add(1);
                }
                Some(leads) => sections.found.add(*leads),
            }
        }
        sections
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
    fn a_cue_leads_to_its_phrase_alone() {
        let texts = ["at least (?<min>1)", "at most (?<max>1)", "(?<min>.)+"];
        let phrases: Vec<(Phrase, Cue)> = (0..)
            .zip(texts)
            .map(|(number, text)| {
                let (expression, parsed) = Expression::read(text).expect(text);
                let phrase = Phrase::new(expression, number);
                let cue = Cue::new(Section::Ranges, text, &parsed).of_one(&phrase);
                (phrase, cue)
            })
            .collect();
        let (phrases, cues): (Vec<Phrase>, Vec<Cue>) = phrases.into_iter().unzip();
        let cues = Cues::new(cues, &[]);
        for (text, found) in [
            ("At Least 1", [true, false, true]),
            ("at most 1, at least 1", [true, true, true]),
            ("1", [false, false, true]),
        ] {
            let sections = cues.sections(text);
            let is: Vec<bool> = phrases.iter().map(|phrase| phrase.within(sections).is_some()).collect();
            assert_eq!(is, found, "{text}");
        }
    }

    #[test]
    fn cues_are_found_in_either_case() {
        let cues = Cues::new(vec![Cue::of(Section::Defaults, "(?i)default")], &[]);
        assert!(cues.sections("The DeFault is 1").has(Section::Defaults));
        assert!(!cues.sections("The value is 1").has(Section::Defaults));
    }
}
