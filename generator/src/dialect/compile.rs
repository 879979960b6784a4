//! A dialect made ready for use: regular expressions compiled, words in maps.

use std::borrow::Cow;

use regex::{Regex, RegexBuilder};
use tablature_ir::{Type, WireName};

use super::{
    Source,
    labels::{Labels, Meaning},
    language::{Language, Part, Words},
    parse::Parsed,
    source::{FormKind, PageRule, TableRule},
};
use crate::{
    diagnostic::{Diagnostic, Id, Span, closest},
    hash::HashMap,
    prose,
};

/// A dialect that has been checked and compiled.
#[derive(Debug)]
pub struct Dialect {
    /// What the file says, together with what the packs of its languages say.
    pub source: Source,
    /// The languages it speaks, the main one first.
    pub languages: Vec<Language>,
    /// What headings, captions and labels are made of in these languages.
    pub(crate) words: Words,
    /// The phrases of descriptions.
    pub prose: prose::Patterns,
    pub(crate) captions: Vec<Regex>,
    pub(crate) sections: Labels,
    pub(crate) labels: Labels,
    pub(crate) columns: HashMap<String, Column>,
    pub(crate) tables: Vec<Columned>,
    pub(crate) pages: Vec<CompiledPage>,
    pub(crate) types: HashMap<String, Word>,
    pub(crate) forms: Vec<(Regex, FormKind)>,
    pub(crate) required: Vec<(String, Option<bool>)>,
    pub(crate) titles: Vec<Regex>,
    pub(crate) definitions: Vec<Regex>,
    pub(crate) naming: Vec<Regex>,
    pub(crate) links: Vec<Regex>,
    /// Whether versions stand first in a name that is made from a path: so they do where names that links give end in
    /// them.
    pub(crate) versions_first: bool,
    pub(crate) yes_marks: Vec<Regex>,
    pub(crate) no_marks: Vec<Regex>,
    pub(crate) omit_segments: Option<Regex>,
    /// In the order of `auth_of`.
    pub(crate) auth_of: Vec<Option<Regex>>,
    pub(crate) names: Names,
    pub(crate) at_least_one: Vec<Regex>,
    pub(crate) together: Vec<Regex>,
    pub(crate) table_reference: Vec<Regex>,
    pub(crate) error_fields: Vec<Regex>,
    pub(crate) page_reference: Vec<Regex>,
    pub(crate) map_fields: Vec<Regex>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    Name,
    Type,
    Required,
    Description,
    Location,
    Default,
    Method,
    Uri,
    Status,
    Code,
    Other,
}

/// What a word of a type cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Scalar(Type),
    Object,
    List,
    Map,
    Any,
}

/// A rule on tables, its columns normalised.
#[derive(Debug)]
pub(crate) struct Columned {
    pub(crate) columns: Vec<String>,
    pub(crate) rule: TableRule,
}

/// A rule on pages.
#[derive(Debug)]
pub(crate) struct CompiledPage {
    pub(crate) path: Option<Regex>,
    pub(crate) heading: Option<Regex>,
    pub(crate) columns: Vec<String>,
    pub(crate) why: String,
}

/// How names are written, compiled.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Finds, in one search, whether a name holds anything that the expressions below look for. Few names do.
    pub(crate) special: Option<Regex>,
    pub(crate) strip: Vec<Regex>,
    pub(crate) free: Vec<Regex>,
    pub(crate) ignore: Vec<Regex>,
    pub(crate) header: Option<Regex>,
}

/// A word as it is compared: lower case, no blanks around it, no final colon.
pub(crate) fn normal(text: &str) -> String {
    let text = text.trim().trim_end_matches([':', '\u{ff1a}']).trim_end();
    // Chinese and Japanese characters have no case, and are asked about most.
    let is_easy = |c: char| c.is_ascii() || matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff01}'..='\u{ff20}');
    if text.chars().all(is_easy) { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

impl Dialect {
    pub(super) fn compile(file: &str, text: &str, parsed: Parsed) -> Result<Self, Vec<Diagnostic>> {
        let Parsed { own, whole: source, languages } = parsed;
        let mut faults = Faults { file, text, list: Vec::new() };
        let prose = prose::Patterns::compile(&source.prose).unwrap_or_else(|error| {
            faults.add(&error.key, &error.message);
            prose::Patterns::default()
        });
        let dialect = Dialect {
            prose,
            captions: faults.regexes(&source.captions),
            sections: faults.labels(&source.sections),
            labels: faults.labels(&source.labels),
            columns: columns(&source),
            tables: tables(&source),
            pages: source.pages.ignore.iter().map(|rule| faults.page(rule)).collect(),
            types: types(&source),
            forms: forms(&source, &mut faults),
            required: required(&source),
            titles: faults.regexes(&source.naming.title),
            definitions: faults.regexes(&source.pages.definitions),
            naming: faults.regexes(&source.naming.text),
            links: faults.regexes(&source.naming.link),
            versions_first: source.naming.link.iter().any(|link| link.contains("(?<version>")),
            yes_marks: faults.regexes(&source.required.yes_marks),
            no_marks: faults.regexes(&source.required.no_marks),
            auth_of: source.service.auth_of.iter().map(|of| faults.regex(&of.pattern)).collect(),
            omit_segments: source.naming.omit_segments.as_ref().and_then(|regex| faults.regex(regex)),
            names: Names {
                special: special(&source),
                strip: faults.regexes(&source.names.strip),
                free: faults.regexes(&source.names.free),
                ignore: faults.regexes(&source.names.ignore),
                header: source.names.header.as_ref().and_then(|regex| faults.regex(regex)),
            },
            at_least_one: faults.regexes(&source.rules.at_least_one),
            together: faults.regexes(&source.rules.together),
            table_reference: faults.regexes(&source.rules.table_reference),
            map_fields: faults.regexes(&source.rules.map_fields),
            page_reference: faults.regexes(&source.rules.page_reference),
            error_fields: faults.regexes(&source.rules.error_fields),
            words: Words::new(&languages),
            languages,
            source,
        };
        faults.twice(&own);
        faults.ways(&own);
        if faults.list.is_empty() { Ok(dialect) } else { Err(faults.list) }
    }

    /// What a heading says of what is below it, by the first rule that fits, else by the words that it is made of.
    pub(crate) fn section(&self, text: &str) -> Option<Meaning> {
        self.sections.find(text).or_else(|| Meaning::of_heading(&self.words.read_short(text)?))
    }

    /// What a caption, a label or an item says of what is below it, in the same way. A text of such words alone is
    /// not the name of something, except where the page has a row of that name: `is_row` tells.
    pub(crate) fn label(&self, text: &str, is_row: impl Fn(&str) -> bool) -> Option<Meaning> {
        let ruled = self.labels.find(text);
        if let Some(name) = ruled.is_none().then(|| self.row_named(text, &is_row)).flatten() {
            return Some(Meaning { name: Some(name), ..Meaning::default() });
        }
        let said = || self.words.read_short(text).filter(|_| !is_row(text.trim()));
        match ruled {
            Some(ruled) if ruled.name.as_ref().is_none_or(|name| is_row(name)) => Some(ruled),
            ruled => said()
                .and_then(|said| Meaning::of_label(&said))
                .or(ruled)
                .or_else(|| Meaning::of_announcement(&self.words.read_line(text)?)),
        }
    }

    /// The row that a heading, caption or label is about: all its other words are known and say only that the fields
    /// of something follow. A name that is no word of a language need not be in a row.
    pub(crate) fn row_named(&self, text: &str, is_row: impl Fn(&str) -> bool) -> Option<String> {
        let text = text.trim().trim_end_matches([':', '\u{ff1a}']).trim_end();
        let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']');
        let names = text.split(|c| !of_name(c)).filter(|name| !name.is_empty());
        names.map(|name| (name, element_of(name))).find_map(|(name, base)| {
            if text == base {
                return None;
            }
            let last = base.rsplit('.').next().unwrap_or_default();
            let row = [&*base, last].into_iter().find(|name| !name.is_empty() && is_row(name));
            // What is neither is no name, whatever stands around it.
            if row.is_none() && !base.contains('_') {
                return None;
            }
            let (before, after) = text.split_once(name)?;
            let said = self.words.read_short(&format!("{before} {after}"))?;
            let plain = |part: &Part| matches!(part, Part::Fields | Part::Definition | Part::Description);
            if !said.rest.is_empty() || !said.parts.iter().all(plain) {
                return None;
            }
            let strange = base.contains('_') && !said.parts.is_empty();
            row.map(ToOwned::to_owned).or_else(|| strange.then(|| base.into_owned()))
        })
    }

    /// Whether the client supplies this parameter or header itself.
    pub(crate) fn supplies(&self, name: &str) -> bool {
        self.source.service.supplied.iter().any(|supplied| supplied.eq_ignore_ascii_case(name))
    }

    /// Whether a parameter says how many items or which page to return: a number, whatever a page says.
    pub(crate) fn counts(&self, name: &str) -> bool {
        self.source.pagination.iter().any(|way| {
            [&way.offset, &way.limit, &way.page, &way.size]
                .into_iter()
                .flatten()
                .any(|known| known.as_str() == name)
        })
    }

    /// Whether this key belongs to the envelope.
    pub(crate) fn is_envelope(&self, name: &str) -> bool {
        self.source.service.envelope.as_ref().is_some_and(|envelope| {
            let is = |key: &WireName| key.as_str() == name;
            is(&envelope.code) || is(&envelope.message) || envelope.other.iter().any(is)
        })
    }
}

/// A name without the index of the list that it is an element of: `hosts[n]`.
fn element_of(name: &str) -> Cow<'_, str> {
    if !name.contains('[') {
        return Cow::Borrowed(name);
    }
    let mut rest = name;
    let mut plain = String::new();
    while let Some((before, inner)) = rest.split_once('[') {
        plain.push_str(before);
        rest = inner.split_once(']').map_or("", |(_, after)| after);
    }
    Cow::Owned(plain + rest)
}

/// How many bytes of memory an expression may take.
const COMPILED: usize = 2 << 20;

/// Collects what is wrong with a dialect, so that one run tells all of it.
struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    list: Vec<Diagnostic>,
}

impl Faults<'_> {
    /// A fault of a key of `prose`, at the last segment of the key if the file has it.
    fn add(&mut self, key: &str, message: &str) {
        let fault = Diagnostic::new(Id::InvalidDialect, format!("`prose.{key}`: {message}"))
            .hint("a phrase is a regular expression; `{name}` in it is a fragment");
        let last = key.split(['.', '[']).find(|part| !part.is_empty()).unwrap_or(key);
        let prose = self.text.find("\nprose:").unwrap_or_default();
        let at = self.text.get(prose..).and_then(|text| text.find(&format!("{last}:"))).map(|at| prose + at);
        self.list.push(match at {
            Some(at) => fault.at(Span { file: self.file.into(), range: at..at + last.len() }),
            None => fault,
        });
    }

    /// Reports words that stand in two lists of one section: only one can be meant.
    fn twice(&mut self, source: &Source) {
        type Lists<'s> = Vec<(&'s str, &'s Vec<String>)>;
        let (columns, types, required) = (&source.columns, &source.types, &source.required);
        let sections: [(&str, Lists<'_>); 3] = [
            (
                "columns",
                vec![
                    ("name", &columns.name),
                    ("type", &columns.ty),
                    ("required", &columns.required),
                    ("description", &columns.description),
                    ("location", &columns.location),
                    ("default", &columns.default),
                    ("method", &columns.method),
                    ("uri", &columns.uri),
                    ("status", &columns.status),
                    ("code", &columns.code),
                    ("other", &columns.other),
                ],
            ),
            (
                "types",
                vec![
                    ("string", &types.string),
                    ("integer", &types.integer),
                    ("number", &types.number),
                    ("boolean", &types.boolean),
                    ("object", &types.object),
                    ("list", &types.list),
                    ("map", &types.map),
                    ("any", &types.any),
                ],
            ),
            ("required", vec![("yes", &required.yes), ("no", &required.no), ("unknown", &required.unknown)]),
        ];
        for (section, lists) in sections {
            let mut seen: HashMap<String, &str> = HashMap::default();
            for (key, word) in
                lists.into_iter().flat_map(|(key, words)| words.iter().map(move |word| (key, word)))
            {
                if let Some(first) = seen.insert(normal(word), key)
                    && first != key
                {
                    let fault = Diagnostic::new(
                        Id::InvalidDialect,
                        format!("`{word}` stands in `{section}.{first}` and in `{section}.{key}`"),
                    )
                    .hint("a word has one meaning: leave it in one list");
                    let place = self
                        .text
                        .rfind(word.as_str())
                        .map(|at| Span { file: self.file.into(), range: at..at + word.len() });
                    self.list.push(match place {
                        Some(place) => fault.at(place),
                        None => fault,
                    });
                }
            }
        }
    }

    /// Reports ways to authenticate that `auth_of` names and `auth` lacks.
    fn ways(&mut self, own: &Source) {
        let known = || own.service.auth.iter().map(|recipe| recipe.name.as_str());
        for name in own.service.auth_of.iter().flat_map(|of| of.auth.iter().flatten()) {
            if known().any(|known| known == name) {
                continue;
            }
            let mut fault = Diagnostic::new(
                Id::InvalidDialect,
                format!("`auth_of` names `{name}`, and `auth` has no way of that name to authenticate"),
            );
            fault.hint = Some(match closest(name, known()) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "an empty list says that nobody has to be known".to_owned(),
            });
            let from = self.text.find("auth_of").unwrap_or_default();
            let rest = self.text.get(from..).unwrap_or_default();
            let is_word = |at: usize| {
                let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
                let (before, behind) = (rest.get(..at), rest.get(at + name.len()..));
                !before.unwrap_or_default().ends_with(part) && !behind.unwrap_or_default().starts_with(part)
            };
            let found = rest.match_indices(name.as_str()).map(|(at, _)| at).find(|at| is_word(*at));
            self.list.push(match found {
                Some(at) => {
                    let start = from + at;
                    fault.at(Span { file: self.file.into(), range: start..start + name.len() })
                }
                None => fault,
            });
        }
    }

    fn regex(&mut self, pattern: &str) -> Option<Regex> {
        match RegexBuilder::new(pattern).size_limit(COMPILED).build() {
            Ok(regex) => Some(regex),
            Err(error) => {
                let fault =
                    Diagnostic::new(Id::InvalidDialect, format!("`{pattern}` is no regular expression"))
                        .hint(error.to_string().lines().last().unwrap_or_default().trim().to_owned());
                // The pattern stands in the file literally, unless the file quotes it in an unusual way.
                self.list.push(match self.text.find(pattern) {
                    Some(start) => {
                        fault.at(Span { file: self.file.into(), range: start..start + pattern.len() })
                    }
                    None => fault,
                });
                None
            }
        }
    }

    fn regexes(&mut self, patterns: &[String]) -> Vec<Regex> {
        patterns.iter().filter_map(|pattern| self.regex(pattern)).collect()
    }

    fn labels(&mut self, rules: &[super::source::Section]) -> Labels {
        let patterns = rules.iter().enumerate();
        let patterns =
            patterns.filter_map(|(index, rule)| Some((index, self.regex(rule.pattern.as_ref()?)?)));
        let patterns = patterns.collect();
        Labels::new(rules, patterns)
    }

    fn page(&mut self, rule: &PageRule) -> CompiledPage {
        CompiledPage {
            path: rule.path.as_ref().and_then(|regex| self.regex(regex)),
            heading: rule.heading.as_ref().and_then(|regex| self.regex(regex)),
            columns: rule.columns.iter().map(|column| normal(column)).collect(),
            why: rule.why.clone(),
        }
    }
}

fn columns(source: &Source) -> HashMap<String, Column> {
    let columns = &source.columns;
    let lists = [
        (&columns.name, Column::Name),
        (&columns.ty, Column::Type),
        (&columns.required, Column::Required),
        (&columns.description, Column::Description),
        (&columns.location, Column::Location),
        (&columns.default, Column::Default),
        (&columns.method, Column::Method),
        (&columns.uri, Column::Uri),
        (&columns.status, Column::Status),
        (&columns.code, Column::Code),
        (&columns.other, Column::Other),
    ];
    lists
        .into_iter()
        .flat_map(|(words, column)| words.iter().map(move |word| (normal(word), column)))
        .collect()
}

fn tables(source: &Source) -> Vec<Columned> {
    let columned = |rule: &TableRule| Columned {
        columns: rule.columns.iter().map(|column| normal(column)).collect(),
        rule: rule.clone(),
    };
    source.tables.iter().map(columned).collect()
}

fn types(source: &Source) -> HashMap<String, Word> {
    let types = &source.types;
    let lists = [
        (&types.string, Word::Scalar(Type::String)),
        (&types.integer, Word::Scalar(Type::Integer)),
        (&types.number, Word::Scalar(Type::Number)),
        (&types.boolean, Word::Scalar(Type::Boolean)),
        (&types.object, Word::Object),
        (&types.list, Word::List),
        (&types.map, Word::Map),
        (&types.any, Word::Any),
    ];
    lists
        .into_iter()
        .flat_map(|(words, is)| words.iter().map(move |word| (normal(word), is.clone())))
        .collect()
}

/// One expression for all that are looked for in every name. A fault in one of them is reported elsewhere.
fn special(source: &Source) -> Option<Regex> {
    let (names, required) = (&source.names, &source.required);
    let lists = [&required.yes_marks, &required.no_marks, &names.strip, &names.ignore, &names.free];
    let all: Vec<String> = lists.into_iter().flatten().map(|pattern| format!("(?:{pattern})")).collect();
    Regex::new(&all.join("|")).ok()
}

fn forms(source: &Source, faults: &mut Faults<'_>) -> Vec<(Regex, FormKind)> {
    let forms = &source.types.forms;
    forms.iter().filter_map(|form| Some((faults.regex(&form.pattern)?, form.is))).collect()
}

/// Longer words first, so that the longest beginning counts.
fn required(source: &Source) -> Vec<(String, Option<bool>)> {
    let required = &source.required;
    let lists = [(&required.yes, Some(true)), (&required.no, Some(false)), (&required.unknown, None)];
    let mut words: Vec<_> =
        lists.into_iter().flat_map(|(words, is)| words.iter().map(move |word| (normal(word), is))).collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
}
