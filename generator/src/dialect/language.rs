//! Languages: the words and phrases that all documentation in one language shares, as data.
//!
//! A pack is a file of `generator/languages`. Its keys are those of a dialect, which adds to them, and `letters` and
//! `roles`, of which headings, captions and labels are made.

use std::collections::HashMap;

use indexmap::IndexMap;
use regex::Regex;
use serde::{Deserialize, Serialize};
use tablature_ir::Location;

use super::source::{Columns, Required, Types};
use crate::prose;

/// The languages there are packs of: name and text.
pub const LANGUAGES: &[(&str, &str)] =
    &[("en", include_str!("../../languages/en.yaml")), ("zh", include_str!("../../languages/zh.yaml"))];

/// What documentation in one language shares.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// By these letters a page in the language is seen: a regular expression on one of them.
    pub letters: String,
    /// The words that headings, captions and labels are made of.
    pub roles: IndexMap<Part, Vec<String>>,
    /// The words for the places of parameters.
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
    /// Parameters, fields, properties.
    Fields,
    /// A type, an object, a structure.
    Definition,
    /// What an operation is for.
    Description,
    /// A word that changes nothing.
    Filler,
    /// A place of parameters.
    #[serde(skip)]
    Place(Location),
}

/// A text of more bytes is a sentence.
const MAX_LABEL: usize = 96;

/// The words of some languages for what headings, captions and labels are made of.
#[derive(Debug, Default)]
pub(crate) struct Words {
    regex: Option<Regex>,
    /// What each word means, by the word as [`plain`] has it.
    parts: HashMap<String, Part>,
}

/// What a heading, caption or label is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The words that are known, in their order, without the ones that change nothing.
    pub(crate) parts: Vec<Part>,
    /// What is left of the text without them; nothing if all of it is known.
    pub(crate) rest: String,
}

impl Words {
    pub(super) fn new(languages: &[Language]) -> Self {
        let roles = languages.iter().flat_map(|language| &language.roles);
        let places = languages.iter().flat_map(|language| &language.locations);
        let words = (roles.map(|(part, words)| (*part, words)))
            .chain(places.map(|(location, words)| (Part::Place(*location), words)));
        let mut by_part: IndexMap<Part, Vec<&str>> = IndexMap::new();
        for (part, words) in words {
            by_part.entry(part).or_default().extend(words.iter().map(String::as_str));
        }
        // The longest word counts, of whatever part, so each word is an alternative of its own.
        let mut all: Vec<(&str, Part)> =
            by_part.iter().flat_map(|(part, words)| words.iter().map(|word| (*word, *part))).collect();
        all.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
        let bounded = |word: &str| {
            let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let blanks = word.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"\s+");
            let before = if letter(word.chars().next()) { r"(?-u:\b)" } else { "" };
            let after = if letter(word.chars().next_back()) { r"(?-u:\b)" } else { "" };
            format!("{before}{blanks}{after}")
        };
        let alternatives: Vec<String> = all.iter().map(|(word, _)| bounded(word)).collect();
        let regex = Regex::new(&format!("(?i){}", alternatives.join("|"))).ok();
        let mut parts = HashMap::new();
        for (word, part) in &all {
            parts.entry(plain(word)).or_insert(*part);
        }
        Words { regex: regex.filter(|_| !all.is_empty()), parts }
    }

    /// Takes apart a text that is short enough to be a heading, caption or label, and does not end as sentences do.
    pub(crate) fn read_short(&self, text: &str) -> Option<Said> {
        let sentence = text.trim_end().ends_with(['.', '!', '?', '\u{3002}', '\u{ff01}', '\u{ff1f}']);
        (text.len() <= MAX_LABEL && !sentence).then(|| self.read(text))
    }

    /// Takes apart a line that announces something: it ends with a colon.
    pub(crate) fn read_line(&self, text: &str) -> Option<Said> {
        let announces = text.trim_end().ends_with([':', '\u{ff1a}']) && text.len() <= 3 * MAX_LABEL;
        announces.then(|| self.read(text))
    }

    /// Takes a text apart into the words that are known and the rest.
    pub(crate) fn read(&self, text: &str) -> Said {
        let mut said = Said::default();
        let Some(regex) = &self.regex else { return Said { rest: text.trim().to_owned(), ..said } };
        let mut done = 0;
        // No groups: where an expression has some hundred of them, finding out which one matched is what costs.
        for found in regex.find_iter(text) {
            let Some(part) = self.parts.get(&plain(found.as_str())) else { continue };
            said.rest.push_str(text.get(done..found.start()).unwrap_or_default());
            done = found.end();
            said.parts.extend(Some(*part).filter(|part| *part != Part::Filler));
        }
        said.rest.push_str(text.get(done..).unwrap_or_default());
        let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '[' | ']' | '{' | '}' | '<' | '>');
        said.rest = said.rest.trim_matches(edge).to_owned();
        said
    }
}

/// A word as it is looked up: lower case, one blank between its parts.
fn plain(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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
        // In some languages what a thing is stands first: "example of the parameters".
        last(Part::Example).is_some_and(|example| last(Part::Fields).is_none_or(|fields| fields < example))
    }
}

/// Parses a pack.
///
/// # Errors
///
/// What is wrong with the file.
pub fn language(text: &str) -> Result<Language, serde_yaml::Error> {
    serde_yaml::from_str(text)
}
