//! Languages: the words and phrases that all documentation in one language shares, as data.
//!
//! A pack is a file of `generator/languages`. Its keys are those of a dialect, which adds to them, and two of its
//! own: `keys`, and `roles`, the words of which headings, captions and labels are made.

use std::{
    collections::HashSet,
    ops::Range,
    sync::{Arc, Mutex},
};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tablature_ir::Location;

use super::source::{Columns, Required, Types};
use crate::{hash::HashMap, prose};

/// The languages there are packs of: name and text.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../languages/en.yaml")),
    ("zh", include_str!("../../languages/zh.yaml")),
    ("zh-Hant", include_str!("../../languages/zh-Hant.yaml")),
    ("ja", include_str!("../../languages/ja.yaml")),
    ("ru", include_str!("../../languages/ru.yaml")),
    ("de", include_str!("../../languages/de.yaml")),
    ("fr", include_str!("../../languages/fr.yaml")),
    ("es", include_str!("../../languages/es.yaml")),
    ("pt", include_str!("../../languages/pt.yaml")),
    ("it", include_str!("../../languages/it.yaml")),
    ("nl", include_str!("../../languages/nl.yaml")),
    ("pl", include_str!("../../languages/pl.yaml")),
    ("tr", include_str!("../../languages/tr.yaml")),
    ("ko", include_str!("../../languages/ko.yaml")),
    ("vi", include_str!("../../languages/vi.yaml")),
    ("id", include_str!("../../languages/id.yaml")),
    ("uk", include_str!("../../languages/uk.yaml")),
    ("sv", include_str!("../../languages/sv.yaml")),
    ("ar", include_str!("../../languages/ar.yaml")),
    ("fa", include_str!("../../languages/fa.yaml")),
    ("th", include_str!("../../languages/th.yaml")),
];

/// What documentation in one language shares.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// The words that headings, captions and labels are made of.
    pub roles: IndexMap<Part, Vec<String>>,
    /// How keys and headers of a kind end, in lower case.
    pub keys: Keys,
    /// The words for the locations of parameters.
    pub locations: IndexMap<Location, Vec<String>>,
    /// What the columns of tables are called.
    pub columns: Columns,
    /// The words for types.
    pub types: Types,
    /// The words for yes and no.
    pub required: Required,
    /// The phrases by which descriptions state facts.
    pub prose: prose::PatternsConfig,
}

/// How keys end that wrap responses, and headers that say who asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Keys {
    /// How the key of the code ends.
    pub code: Vec<String>,
    /// How the key of the message ends.
    pub message: Vec<String>,
    /// That of headers with a secret.
    pub secret: Vec<String>,
    /// That of headers with a signature.
    pub signature: Vec<String>,
}

/// What a word of a heading, caption or label means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What the client sends.
    Request,
    /// What the service answers.
    Response,
    /// A sample of something.
    Example,
    /// What went wrong.
    Error,
    /// HTTP statuses.
    Status,
    /// Codes of errors.
    Code,
    /// Method and path.
    Address,
    /// What all addresses begin with.
    Base,
    /// Parameters, fields, properties.
    Fields,
    /// Those of `fields` that only a client sends: parameters, arguments, options.
    Asked,
    /// Those that say that several things have something: common, shared.
    Common,
    /// A type, an object, a structure.
    Definition,
    /// What an operation is for.
    Description,
    /// Values to choose from, an order to sort by: no fields.
    Values,
    /// A word that changes nothing.
    Filler,
    /// A location of parameters.
    #[serde(skip)]
    Place(Location),
}

/// How many bytes a label may have; a longer text is a sentence.
const MAX_LABEL: usize = 96;

/// How many headings and labels are kept once they are taken apart.
const MOST: usize = 4000;

/// The words of some languages for what headings, captions and labels are made of.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Finds what words begin with. A regular expression with some hundred alternatives would be many times slower.
    begins: Option<AhoCorasick>,
    /// For each of these beginnings the indices of its words in `known`.
    beginning: Vec<Vec<usize>>,
    /// The words, the longest first.
    known: Vec<Word>,
    /// The short texts that were taken apart before: the headings and labels of most pages of a vendor are the same.
    heard: Mutex<HashMap<Box<str>, Arc<Said>>>,
}

#[derive(Debug)]
struct Word {
    /// The pieces between its blanks.
    pieces: Vec<String>,
    part: Part,
    /// Whether it is one for fields that only a client sends.
    asked: bool,
    /// Whether it is one for what several have.
    common: bool,
}

/// What a heading, caption or label is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The known words, in their order, without those that change nothing.
    pub(crate) parts: Vec<Part>,
    /// What is left of the text without the known words; empty if it has no others.
    pub(crate) rest: String,
    /// Whether it has a word for fields that only a client sends.
    pub(crate) asked: bool,
    /// Whether it has a word for what several have.
    pub(crate) common: bool,
}

impl Words {
    pub(super) fn new(languages: &[Language]) -> Self {
        let roles = languages.iter().flat_map(|language| &language.roles);
        let marked = |mark: Part| {
            let words = roles.clone().filter(move |(part, _)| **part == mark).flat_map(|(_, words)| words);
            words.map(String::as_str).collect::<HashSet<&str>>()
        };
        let (asked, common) = (marked(Part::Asked), marked(Part::Common));
        let roles = roles.clone().filter(|(part, _)| !matches!(part, Part::Asked | Part::Common));
        let places = languages.iter().flat_map(|language| &language.locations);
        let words = (roles.map(|(part, words)| (*part, words)))
            .chain(places.map(|(location, words)| (Part::Place(*location), words)));
        let mut by_part: IndexMap<Part, Vec<&str>> = IndexMap::new();
        for (part, words) in words {
            by_part.entry(part).or_default().extend(words.iter().map(String::as_str));
        }
        let words = by_part.iter().flat_map(|(part, words)| words.iter().map(|word| (*word, *part)));
        let mut words: Vec<(&str, Part)> = words.filter(|(word, _)| !word.trim().is_empty()).collect();
        // The longest word counts, whichever part it is.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        let pieces = |word: &str| word.split_whitespace().map(str::to_owned).collect();
        let words: Vec<Word> = words
            .into_iter()
            .map(|(word, part)| Word {
                pieces: pieces(word),
                part,
                asked: asked.contains(word),
                common: common.contains(word),
            })
            .collect();
        let mut begins: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (index, word) in words.iter().enumerate() {
            for begin in word.pieces.first().into_iter().flat_map(|piece| cases(piece)) {
                begins.entry(begin).or_default().push(index);
            }
        }
        let (begins, beginning): (Vec<_>, Vec<_>) = begins.into_iter().unzip();
        // Most headings and lines above tables are looked through once (`heard`): a faster machine takes more to build.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let begins = AhoCorasick::builder().kind(kind).ascii_case_insensitive(true).build(begins).ok();
        Words {
            begins: begins.filter(|_| !words.is_empty()),
            beginning,
            known: words,
            heard: Mutex::default(),
        }
    }

    /// Takes apart a text that is short enough to be a heading, caption or label, and does not end as sentences do.
    pub(crate) fn read_short(&self, text: &str) -> Option<Arc<Said>> {
        let sentence = text.trim_end().ends_with(['.', '!', '?', '\u{3002}', '\u{ff01}', '\u{ff1f}']);
        (text.len() <= MAX_LABEL && !sentence).then(|| self.again(text))
    }

    /// What a text says, taken apart once.
    fn again(&self, text: &str) -> Arc<Said> {
        if let Ok(heard) = self.heard.lock()
            && let Some(said) = heard.get(text)
        {
            return Arc::clone(said);
        }
        let said = Arc::new(self.read(text));
        if let Ok(mut heard) = self.heard.lock()
            && heard.len() < MOST
        {
            heard.insert(text.into(), Arc::clone(&said));
        }
        said
    }

    /// Takes apart a line that announces something: it ends with a colon.
    pub(crate) fn read_line(&self, text: &str) -> Option<Said> {
        let announces = text.trim_end().ends_with([':', '\u{ff1a}']) && text.len() <= 3 * MAX_LABEL;
        announces.then(|| self.read(text))
    }

    /// Takes a text apart into the words that are known and the rest.
    pub(crate) fn read(&self, text: &str) -> Said {
        let mut said = Said { rest: String::with_capacity(text.len()), ..Said::default() };
        let mut done = numbering(text);
        for (found, word) in self.find(text) {
            // Of words that overlap the first one counts, and of those that begin together the longest.
            if found.start < done {
                continue;
            }
            said.rest.push_str(text.get(done..found.start).unwrap_or_default());
            done = found.end;
            said.parts.extend(Some(word.part).filter(|part| *part != Part::Filler));
            said.asked |= word.asked;
            said.common |= word.common;
        }
        said.rest.push_str(text.get(done..).unwrap_or_default());
        let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '[' | ']' | '{' | '}' | '<' | '>');
        let rest = said.rest.trim_matches(edge);
        if rest.len() < said.rest.len() {
            said.rest = rest.to_owned();
        }
        said
    }

    /// All known words in a text, by where they begin, the longest first.
    fn find(&self, text: &str) -> Vec<(Range<usize>, &Word)> {
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for begin in self.begins.iter().flat_map(|begins| begins.find_overlapping_iter(text)) {
            for index in self.beginning.get(begin.pattern().as_usize()).into_iter().flatten() {
                let end = self.known.get(*index).and_then(|word| word.ends(text, begin.range()));
                found.extend(end.map(|end| (begin.start(), *index, end)));
            }
        }
        found.sort_unstable();
        found
            .into_iter()
            .filter_map(|(start, index, end)| Some((start..end, self.known.get(index)?)))
            .collect()
    }
}

impl Word {
    /// Where the word ends whose first piece stands at `first`, if its other pieces follow and it is not part of a
    /// longer word.
    fn ends(&self, text: &str, first: Range<usize>) -> Option<usize> {
        let mut end = first.end;
        for piece in self.pieces.iter().skip(1) {
            let rest = text.get(end..)?;
            let next = rest.trim_start();
            let begin = next.get(..piece.len()).filter(|_| next.len() < rest.len())?;
            if !begin.eq_ignore_ascii_case(piece) && begin.to_lowercase() != piece.to_lowercase() {
                return None;
            }
            end += rest.len() - next.len() + piece.len();
        }
        let bytes = text.as_bytes();
        let of_word =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let before = first.start.checked_sub(1).and_then(|at| bytes.get(at));
        let goes_on = is_letter(bytes.get(first.start)) && of_word(before)
            || is_letter(end.checked_sub(1).and_then(|at| bytes.get(at))) && of_word(bytes.get(end));
        (!goes_on).then_some(end)
    }
}

/// The bytes of the number of a section at the beginning of a text: `2.1 `, `3.`. A word, or something in another
/// script, follows it; a status is no such number.
fn numbering(text: &str) -> usize {
    let number = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (own, rest) = text.split_at(number);
    let parts = own.strip_suffix('.').unwrap_or(own).split('.');
    let is_number = parts.clone().all(|part| matches!(part.len(), 1 | 2));
    let gap = rest.len() - rest.trim_start_matches([' ', '\u{3001}', ')']).len();
    let follows = rest.get(gap..).and_then(|rest| rest.chars().next());
    let is_apart = gap > 0 || own.contains('.') || follows.is_some_and(|c| !c.is_ascii());
    let is_word = follows.is_some_and(|c| c.is_alphabetic() || matches!(c, '*' | '`'));
    if is_number && is_apart && is_word { number + gap } else { 0 }
}

/// The ways to write a piece of a word, for the case of its letters. That of ASCII letters is ignored anyway.
fn cases(piece: &str) -> Vec<String> {
    if piece.is_ascii() {
        return vec![piece.to_lowercase()];
    }
    let (lower, upper) = (piece.to_lowercase(), piece.to_uppercase());
    let mut chars = lower.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    let mut cases = vec![first + chars.as_str(), lower, upper];
    cases.sort();
    cases.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    cases
}

impl Said {
    /// Whether the text has this part.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The place that the text names, if it names only one.
    pub(crate) fn location(&self) -> Option<Location> {
        let mut places = self.parts.iter().filter_map(|part| match part {
            Part::Place(location) => Some(*location),
            _ => None,
        });
        let first = places.next()?;
        places.all(|other| other == first).then_some(first)
    }

    /// Whether it speaks of an example, and not of the fields that one has: "parameters of the example".
    pub(crate) fn is_example(&self) -> bool {
        let last = |part: Part| self.parts.iter().rposition(|other| *other == part);
        // In some languages the thing itself stands first: "example of the parameters".
        last(Part::Example).is_some_and(|example| last(Part::Fields).is_none_or(|fields| fields < example))
    }
}
