//! The section `prose:` made ready for use: phrases as regular expressions, and the cues that tell where they can match.

use indexmap::IndexMap;
use regex_syntax::hir::Hir;

use super::{
    config::{Bounds, Dependence, FormatPhrase, GroupPhrase, PatternsConfig},
    cues::{Cue, Cues, Phrase, Section, Sections},
    heard::Heard,
    marks::Marks,
};
use crate::expression::{self, Expression};

/// The compiled section `prose:` of a dialect.
#[derive(Debug)]
pub struct Patterns {
    cues: Cues,
    pub(super) ignore: Option<Expression>,
    pub(super) marks: Marks,
    pub(super) conditional: Option<Expression>,
    pub(super) absence: Option<Expression>,
    pub(super) subjects: Option<Expression>,
    pub(super) remarks: Option<Expression>,
    pub(super) examples: Option<Expression>,
    pub(super) introducers: Option<Expression>,
    pub(super) hints: Option<Expression>,
    pub(super) unless_after: Option<Expression>,
    pub(super) endings: Option<Expression>,
    pub(super) default_introducers: Option<Expression>,
    pub(super) default_hints: Option<Expression>,
    pub(super) counters: Option<Expression>,
    pub(super) default_labels: Option<Expression>,
    pub(super) ranges: Vec<(Phrase, bool)>,
    pub(super) lengths: Vec<(Phrase, bool)>,
    pub(super) items: Vec<(Phrase, bool)>,
    pub(super) units: Vec<Phrase>,
    pub(super) unit_names: Option<Expression>,
    pub(super) formats: Vec<(FormatPhrase, Phrase, Option<Expression>)>,
    pub(super) names: Option<Expression>,
    pub(super) names_except: Option<Expression>,
    pub(super) names_unless: Option<Expression>,
    pub(super) deprecated: Option<Expression>,
    pub(super) deprecated_unless: Option<Expression>,
    pub(super) deprecated_titles: Option<Expression>,
    pub(super) deprecated_operations: Option<Expression>,
    pub(super) required: Option<Expression>,
    pub(super) required_unless: Option<Expression>,
    pub(super) lead: Option<Expression>,
    pub(super) expressions: Vec<Phrase>,
    pub(super) groups: Vec<(Dependence, Phrase)>,
    pub(super) groups_both: Option<Expression>,
    pub(super) paging_names: Option<Expression>,
    pub(super) paging_pages: Option<Expression>,
    pub(super) paging_offsets: Option<Expression>,
    pub(super) paging_first: Vec<Expression>,
    pub(super) paging_own: Option<Expression>,
    pub(super) config: PatternsConfig,
    pub(super) heard: Heard,
}

/// Why a phrase of the section `prose:` cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("prose.{key}: {message}")]
pub struct PatternError {
    /// Where in the section: `ranges[3]`.
    pub key: String,
    /// What is the matter with it.
    pub message: String,
}

impl Patterns {
    /// Reads the words of a dialect.
    ///
    /// # Errors
    ///
    /// A phrase is not a regular expression, names an unknown fragment, or lacks a group that it must have.
    pub fn compile(config: &PatternsConfig) -> Result<Self, PatternError> {
        let mut compiler = Compiler::new(&config.fragments)?;
        let c = &mut compiler;
        let mut patterns = Patterns {
            cues: Cues::default(),
            ignore: c.section(Section::Ignore, "ignore", &config.ignore)?,
            marks: Marks::new(&config.marks),
            conditional: c.any("clauses.conditional", "", &config.clauses.conditional, "")?,
            absence: c.any("clauses.absence", "", &config.clauses.absence, "")?,
            subjects: c.any("clauses.subjects", "^", &config.clauses.subjects, "$")?,
            remarks: c.any("clauses.remarks", "^", &config.clauses.remarks, "")?,
            examples: c.any("clauses.examples", "", &config.clauses.examples, "")?,
            introducers: c.section(Section::Enums, "enums.introducers", &config.enums.introducers)?,
            hints: c.section(Section::Enums, "enums.hints", &config.enums.hints)?,
            unless_after: c.any("enums.unless_after", "", &config.enums.unless_after, "$")?,
            endings: c.any("enums.endings", "^", &config.enums.endings, "")?,
            default_introducers: c.section(
                Section::Defaults,
                "defaults.introducers",
                &config.defaults.introducers,
            )?,
            default_hints: c.section(Section::Defaults, "defaults.hints", &config.defaults.hints)?,
            counters: c.any("defaults.counters", "^", &config.defaults.counters, "")?,
            default_labels: c.any("defaults.labels", "", &config.defaults.labels, "")?,
            ranges: c.bounds(Section::Ranges, "ranges", &config.ranges)?,
            lengths: c.bounds(Section::Lengths, "lengths", &config.lengths)?,
            items: c.bounds(Section::Items, "items", &config.items)?,
            units: c.each(Section::Units, "units.phrases", &config.units.phrases, "unit")?,
            unit_names: c.any("units.except_names", "", &config.units.except_names, "")?,
            formats: c.formats(&config.formats)?,
            names: c.any("sensitive.names", "", &config.sensitive.names, "")?,
            names_except: c.any("sensitive.except", "", &config.sensitive.except, "")?,
            names_unless: c.any("sensitive.unless", "", &config.sensitive.unless, "")?,
            deprecated: c.section(Section::Deprecated, "deprecated.phrases", &config.deprecated.phrases)?,
            deprecated_unless: c.any("deprecated.unless", "", &config.deprecated.unless, "")?,
            deprecated_titles: c.any(
                "deprecated_operations.titles",
                "",
                &config.deprecated_operations.titles,
                "",
            )?,
            deprecated_operations: c.any(
                "deprecated_operations.descriptions",
                "",
                &config.deprecated_operations.descriptions,
                "",
            )?,
            required: c.section(Section::Conditions, "conditions.phrases", &config.conditions.phrases)?,
            required_unless: c.any("conditions.unless", "", &config.conditions.unless, "")?,
            lead: c.any("conditions.lead", "^", &config.conditions.lead, "")?,
            expressions: c.each(
                Section::Patterns,
                "patterns.phrases",
                &config.patterns.phrases,
                "pattern",
            )?,
            groups: c.groups(&config.groups.phrases)?,
            groups_both: c.any("groups.both", "", &config.groups.both, "")?,
            paging_names: c.any("paging.names", "^", &config.paging.names, "$")?,
            paging_pages: c.any("paging.pages", "", &config.paging.pages, "")?,
            paging_offsets: c.any("paging.offsets", "", &config.paging.offsets, "")?,
            paging_first: c.firsts(&config.paging.first)?,
            paging_own: c.any("paging.own", "", &config.paging.own, "")?,
            config: config.clone(),
            heard: Heard::default(),
        };
        patterns.cues = Cues::new(compiler.cues, &config.marks.joints);
        Ok(patterns)
    }

    /// A phrase with its fragments in place, as it is to be looked for in a whole text: what it wants at the beginning
    /// or end of a sentence, it may find anywhere.
    #[cfg(feature = "cli")]
    pub(crate) fn phrase(&self, phrase: &str) -> Option<regex::Regex> {
        let phrase = phrase.trim_start_matches('^').trim_end_matches('$');
        let text = Compiler::new(&self.config.fragments).and_then(|it| it.expand("", phrase)).ok()?;
        regex::RegexBuilder::new(&text).size_limit(expression::LARGEST).multi_line(true).build().ok()
    }

    /// Lets go of the descriptions that were read.
    pub(crate) fn forget(&self) {
        self.heard.forget();
    }

    /// The sections and phrases that can be in this text.
    pub(super) fn sections(&self, text: &str) -> Sections {
        self.cues.sections(text)
    }
}

impl Default for Patterns {
    fn default() -> Self {
        Patterns::compile(&PatternsConfig::default()).unwrap_or_else(|_| unreachable!("it has no phrase"))
    }
}

/// How many bytes a phrase may have with its fragments in place. Fragments of fragments grow as powers do.
const LARGEST: usize = 20_000;

/// Expands fragments, reads expressions, and collects the cues of the phrases.
struct Compiler {
    fragments: Vec<(String, String)>,
    cues: Vec<Cue>,
    /// How many phrases are looked for one by one.
    phrases: usize,
}

impl Compiler {
    fn new(fragments: &IndexMap<String, String>) -> Result<Self, PatternError> {
        let mut compiler = Compiler { fragments: Vec::new(), cues: Vec::new(), phrases: 0 };
        for (name, text) in fragments {
            let text = compiler.expand(&format!("fragments.{name}"), text)?;
            compiler.fragments.push((format!("{{{name}}}"), format!("(?:{text})")));
        }
        Ok(compiler)
    }

    /// The phrase with its fragments in place.
    fn expand(&self, key: &str, phrase: &str) -> Result<String, PatternError> {
        // Classes for all scripts keep the engine off its fast paths; the words and digits meant here are ASCII.
        let mut text = phrase.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
        for (name, fragment) in &self.fragments {
            text = text.replace(name, fragment);
            if text.len() > LARGEST {
                return Err(fault(key, format!("with its fragments it has more than {LARGEST} bytes")));
            }
        }
        let unknown = text.match_indices('{').find_map(|(at, _)| {
            let name = text.get(at + 1..)?.split('}').next()?;
            let escaped = text.get(..at)?.ends_with(['\\', 'p', 'x', 'u']);
            (!escaped && name.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| name.to_owned())
        });
        match unknown {
            Some(name) => Err(fault(key, format!("there is no fragment `{name}`"))),
            None => Ok(text),
        }
    }

    fn compile(key: &str, text: &str) -> Result<(Expression, Hir), PatternError> {
        Expression::read(text).map_err(|error| fault(key, error))
    }

    /// A phrase that is looked for by itself; its cue leads to it.
    fn phrase(&mut self, section: Section, text: &str, (expression, parsed): (Expression, &Hir)) -> Phrase {
        let phrase = Phrase::new(expression, self.phrases);
        self.phrases += 1;
        self.cues.push(Cue::new(section, text, parsed).of_one(&phrase));
        phrase
    }

    /// Phrases that say where counting begins. They are looked for in descriptions of paging alone, so that no cue is
    /// needed.
    fn firsts(&mut self, phrases: &[String]) -> Result<Vec<Expression>, PatternError> {
        let each = phrases.iter().enumerate().map(|(index, phrase)| {
            let key = format!("paging.first[{index}]");
            let (regex, parsed) = Self::compile(&key, &self.expand(&key, phrase)?)?;
            if !expression::groups(&parsed).contains(&"first") {
                return Err(PatternError { key, message: "it has no group `first`".to_owned() });
            }
            Ok(regex)
        });
        each.collect()
    }

    /// One expression for several, or none for none; no cue leads to it.
    fn any(
        &mut self,
        key: &str,
        before: &str,
        phrases: &[String],
        after: &str,
    ) -> Result<Option<Expression>, PatternError> {
        let mut parts = Vec::with_capacity(phrases.len());
        for (index, phrase) in phrases.iter().enumerate() {
            parts.push(self.expand(&format!("{key}[{index}]"), phrase)?);
        }
        if parts.is_empty() {
            return Ok(None);
        }
        // A fault is better reported of the one phrase than of all of them.
        let whole = Self::compile(key, &format!("{before}(?:{}){after}", parts.join("|")));
        whole.map(|(expression, _)| Some(expression)).map_err(|error| {
            let each = parts.iter().enumerate();
            let mut told =
                each.filter_map(|(index, part)| Self::compile(&format!("{key}[{index}]"), part).err());
            told.next().unwrap_or(error)
        })
    }

    /// As [`any`](Self::any), and the cues lead to each phrase.
    fn section(
        &mut self,
        section: Section,
        key: &str,
        phrases: &[String],
    ) -> Result<Option<Expression>, PatternError> {
        let regex = self.any(key, "", phrases, "")?;
        for phrase in phrases {
            let text = self.expand(key, phrase)?;
            self.cues.push(Cue::of(section, &text));
        }
        Ok(regex)
    }

    /// Each phrase compiled for itself; all must have the group.
    fn each(
        &mut self,
        section: Section,
        key: &str,
        phrases: &[String],
        group: &str,
    ) -> Result<Vec<Phrase>, PatternError> {
        let mut compiled = Vec::with_capacity(phrases.len());
        for (index, phrase) in phrases.iter().enumerate() {
            let key = format!("{key}[{index}]");
            let text = self.expand(&key, phrase)?;
            let (regex, parsed) = Self::compile(&key, &text)?;
            if !expression::groups(&parsed).contains(&group) {
                return Err(fault(&key, format!("it has no group `(?P<{group}>…)`")));
            }
            compiled.push(self.phrase(section, &text, (regex, &parsed)));
        }
        Ok(compiled)
    }

    fn bounds(
        &mut self,
        section: Section,
        key: &str,
        bounds: &[Bounds],
    ) -> Result<Vec<(Phrase, bool)>, PatternError> {
        let mut compiled = Vec::with_capacity(bounds.len());
        for (index, bound) in bounds.iter().enumerate() {
            let key = format!("{key}[{index}].phrase");
            let text = self.expand(&key, &bound.phrase)?;
            let (regex, parsed) = Self::compile(&key, &text)?;
            if !expression::groups(&parsed).iter().any(|name| matches!(*name, "min" | "max" | "exact")) {
                return Err(fault(
                    &key,
                    "it has no group `(?P<min>…)`, `(?P<max>…)` or `(?P<exact>…)`".to_owned(),
                ));
            }
            compiled.push((self.phrase(section, &text, (regex, &parsed)), bound.decides));
        }
        Ok(compiled)
    }

    fn groups(&mut self, groups: &[GroupPhrase]) -> Result<Vec<(Dependence, Phrase)>, PatternError> {
        let mut compiled = Vec::with_capacity(groups.len());
        for (index, group) in groups.iter().enumerate() {
            let key = format!("groups.phrases[{index}].phrase");
            let text = self.expand(&key, &group.phrase)?;
            let (regex, parsed) = Self::compile(&key, &text)?;
            if !expression::groups(&parsed).contains(&"names") {
                return Err(fault(&key, "it has no group `(?P<names>…)`".to_owned()));
            }
            compiled.push((group.is, self.phrase(Section::Groups, &text, (regex, &parsed))));
        }
        Ok(compiled)
    }

    fn formats(
        &mut self,
        formats: &[FormatPhrase],
    ) -> Result<Vec<(FormatPhrase, Phrase, Option<Expression>)>, PatternError> {
        let mut compiled = Vec::with_capacity(formats.len());
        for (index, format) in formats.iter().enumerate() {
            let key = format!("formats[{index}].phrase");
            let text = self.expand(&key, &format.phrase)?;
            let (regex, parsed) = Self::compile(&key, &text)?;
            let unless = self.any(&format!("formats[{index}].unless"), "", &format.unless, "")?;
            let phrase = self.phrase(Section::Formats, &text, (regex, &parsed));
            compiled.push((format.clone(), phrase, unless));
        }
        Ok(compiled)
    }
}

fn fault(key: &str, message: String) -> PatternError {
    PatternError { key: key.to_owned(), message }
}
