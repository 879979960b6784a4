//! The section `prose:` compiled: phrases as regular expressions, one set that tells which of them can match.

use indexmap::IndexMap;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

use super::config::{Bounds, FormatPhrase, PatternsConfig};
use super::marks::Marks;

/// The compiled section `prose:` of a dialect.
#[derive(Debug)]
pub struct Patterns {
    /// Tells in one pass which sections have a phrase in a text.
    set: RegexSet,
    /// The section of each phrase of the set.
    sections: Vec<Section>,
    pub(super) ignore: Option<Regex>,
    pub(super) marks: Marks,
    pub(super) conditional: Option<Regex>,
    pub(super) absence: Option<Regex>,
    pub(super) subjects: Option<Regex>,
    pub(super) remarks: Option<Regex>,
    pub(super) examples: Option<Regex>,
    pub(super) introducers: Option<Regex>,
    pub(super) hints: Option<Regex>,
    pub(super) unless_after: Option<Regex>,
    pub(super) endings: Option<Regex>,
    pub(super) default_introducers: Option<Regex>,
    pub(super) default_hints: Option<Regex>,
    pub(super) counters: Option<Regex>,
    pub(super) default_labels: Option<Regex>,
    pub(super) ranges: Vec<(Regex, bool)>,
    pub(super) lengths: Vec<(Regex, bool)>,
    pub(super) items: Vec<(Regex, bool)>,
    pub(super) units: Vec<Regex>,
    pub(super) unit_names: Option<Regex>,
    pub(super) formats: Vec<(FormatPhrase, Regex, Option<Regex>)>,
    pub(super) names: Option<Regex>,
    pub(super) names_except: Option<Regex>,
    pub(super) names_unless: Option<Regex>,
    pub(super) deprecated: Option<Regex>,
    pub(super) deprecated_unless: Option<Regex>,
    pub(super) required: Option<Regex>,
    pub(super) required_unless: Option<Regex>,
    pub(super) lead: Option<Regex>,
    pub(super) patterns: Vec<Regex>,
    pub(super) config: PatternsConfig,
}

/// A phrase of the section `prose:` cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("prose.{key}: {message}")]
pub struct PatternError {
    /// Where in the section: `ranges[3]`.
    pub key: String,
    /// What is the matter with it.
    pub message: String,
}

/// A part of the section whose phrases are looked for in descriptions.
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
}

/// The sections that have a phrase in a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sections(u16);

impl Sections {
    pub(super) fn has(self, section: Section) -> bool {
        self.0 & section as u16 != 0
    }
}

impl Patterns {
    /// Compiles the words of a dialect.
    ///
    /// # Errors
    ///
    /// A phrase is not a regular expression, names an unknown fragment, or lacks a group that it must have.
    pub fn compile(config: &PatternsConfig) -> Result<Self, PatternError> {
        let mut compiler = Compiler::new(&config.fragments)?;
        let c = &mut compiler;
        let mut patterns = Patterns {
            set: RegexSet::empty(),
            sections: Vec::new(),
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
            required: c.section(Section::Conditions, "conditions.phrases", &config.conditions.phrases)?,
            required_unless: c.any("conditions.unless", "", &config.conditions.unless, "")?,
            lead: c.any("conditions.lead", "^", &config.conditions.lead, "")?,
            patterns: c.each(Section::Patterns, "patterns.phrases", &config.patterns.phrases, "pattern")?,
            config: config.clone(),
        };
        (patterns.set, patterns.sections) = compiler.finish()?;
        Ok(patterns)
    }

    /// The sections that have a phrase in this text.
    pub(super) fn sections(&self, text: &str) -> Sections {
        let bits = self.set.matches(text).into_iter().filter_map(|index| self.sections.get(index));
        Sections(bits.fold(0, |bits, section| bits | *section as u16))
    }
}

impl Default for Patterns {
    fn default() -> Self {
        Patterns::compile(&PatternsConfig::default()).unwrap_or_else(|_| unreachable!("it has no phrase"))
    }
}

/// Expands fragments, compiles, and collects the phrases of the set.
struct Compiler {
    fragments: Vec<(String, String)>,
    phrases: Vec<String>,
    sections: Vec<Section>,
}

impl Compiler {
    fn new(fragments: &IndexMap<String, String>) -> Result<Self, PatternError> {
        let mut compiler = Compiler { fragments: Vec::new(), phrases: Vec::new(), sections: Vec::new() };
        for (name, text) in fragments {
            let text = compiler.expand(&format!("fragments.{name}"), text)?;
            compiler.fragments.push((format!("{{{name}}}"), format!("(?:{text})")));
        }
        Ok(compiler)
    }

    /// The phrase with its fragments in place.
    fn expand(&self, key: &str, phrase: &str) -> Result<String, PatternError> {
        // A word boundary that knows all scripts keeps the engine from its fast path; words that need one are ASCII.
        let mut text = phrase.replace(r"\b", r"(?-u:\b)");
        for (name, fragment) in &self.fragments {
            text = text.replace(name, fragment);
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

    fn compile(key: &str, text: &str) -> Result<Regex, PatternError> {
        RegexBuilder::new(text).build().map_err(|error| fault(key, error.to_string()))
    }

    /// One expression out of several, or none out of none; not looked for by the set.
    fn any(
        &mut self,
        key: &str,
        before: &str,
        phrases: &[String],
        after: &str,
    ) -> Result<Option<Regex>, PatternError> {
        let mut parts = Vec::with_capacity(phrases.len());
        for (index, phrase) in phrases.iter().enumerate() {
            let key = format!("{key}[{index}]");
            let part = self.expand(&key, phrase)?;
            Self::compile(&key, &part)?;
            parts.push(part);
        }
        if parts.is_empty() {
            return Ok(None);
        }
        Self::compile(key, &format!("{before}(?:{}){after}", parts.join("|"))).map(Some)
    }

    /// As [`any`](Self::any), and the set looks for each phrase.
    fn section(
        &mut self,
        section: Section,
        key: &str,
        phrases: &[String],
    ) -> Result<Option<Regex>, PatternError> {
        let regex = self.any(key, "", phrases, "")?;
        for phrase in phrases {
            let text = self.expand(key, phrase)?;
            self.watch(section, text);
        }
        Ok(regex)
    }

    fn watch(&mut self, section: Section, text: String) {
        self.phrases.push(text);
        self.sections.push(section);
    }

    /// Each phrase for itself; all must have the group.
    fn each(
        &mut self,
        section: Section,
        key: &str,
        phrases: &[String],
        group: &str,
    ) -> Result<Vec<Regex>, PatternError> {
        let mut regexes = Vec::with_capacity(phrases.len());
        for (index, phrase) in phrases.iter().enumerate() {
            let key = format!("{key}[{index}]");
            let text = self.expand(&key, phrase)?;
            let regex = Self::compile(&key, &text)?;
            if !regex.capture_names().flatten().any(|name| name == group) {
                return Err(fault(&key, format!("it has no group `(?P<{group}>…)`")));
            }
            self.watch(section, text);
            regexes.push(regex);
        }
        Ok(regexes)
    }

    fn bounds(
        &mut self,
        section: Section,
        key: &str,
        bounds: &[Bounds],
    ) -> Result<Vec<(Regex, bool)>, PatternError> {
        let mut regexes = Vec::with_capacity(bounds.len());
        for (index, bound) in bounds.iter().enumerate() {
            let key = format!("{key}[{index}].phrase");
            let text = self.expand(&key, &bound.phrase)?;
            let regex = Self::compile(&key, &text)?;
            if !regex.capture_names().flatten().any(|name| name == "min" || name == "max") {
                return Err(fault(&key, "it has neither group `(?P<min>…)` nor `(?P<max>…)`".to_owned()));
            }
            self.watch(section, text);
            regexes.push((regex, bound.decides));
        }
        Ok(regexes)
    }

    #[expect(clippy::type_complexity, reason = "a phrase, its expression, and what voids it")]
    fn formats(
        &mut self,
        formats: &[FormatPhrase],
    ) -> Result<Vec<(FormatPhrase, Regex, Option<Regex>)>, PatternError> {
        let mut compiled = Vec::with_capacity(formats.len());
        for (index, format) in formats.iter().enumerate() {
            let key = format!("formats[{index}].phrase");
            let text = self.expand(&key, &format.phrase)?;
            let regex = Self::compile(&key, &text)?;
            let unless = self.any(&format!("formats[{index}].unless"), "", &format.unless, "")?;
            self.watch(Section::Formats, text);
            compiled.push((format.clone(), regex, unless));
        }
        Ok(compiled)
    }

    fn finish(self) -> Result<(RegexSet, Vec<Section>), PatternError> {
        let set = RegexSetBuilder::new(&self.phrases)
            .size_limit(64 << 20)
            .dfa_size_limit(16 << 20)
            .build()
            .map_err(|error| fault("fragments", error.to_string()))?;
        Ok((set, self.sections))
    }
}

fn fault(key: &str, message: String) -> PatternError {
    PatternError { key: key.to_owned(), message }
}
