//! Cues: the literal words of phrases. Most descriptions state nothing; one pass that looks for cues shows it before
//! any regular expression is tried.

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
    pub(super) fn new(section: Section, phrase: Option<&Hir>) -> Self {
        Cue { section, words: phrase.and_then(literals) }
    }
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
