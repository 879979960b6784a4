//! A dialect made ready for use: regular expressions checked, words in maps.

use std::{borrow::Cow, sync::Arc};

use tablature_ir::{Type, WireName};

use super::{
    Source,
    faults::Faults,
    labels::{Labels, Meaning},
    language::{Language, Part, Words},
    parse::Parsed,
    source::{Form, FormKind, TableRule},
};
use crate::{diagnostic::Diagnostic, expression::Expression, hash::HashMap, prose, words::trimmed};

/// A dialect that has been checked and compiled.
#[derive(Debug)]
pub struct Dialect {
    /// How messages name the file.
    #[cfg(feature = "cli")]
    pub(crate) file: String,
    /// The text of the file.
    pub(crate) text: String,
    /// What the file says, together with what the packs of its languages say.
    pub source: Source,
    /// The languages it speaks, the main one first.
    pub languages: Vec<Language>,
    /// What headings, captions and labels are made of in these languages.
    pub(crate) words: Arc<Words>,
    /// The phrases of descriptions.
    pub prose: Arc<prose::Patterns>,
    pub(crate) captions: Vec<Expression>,
    pub(crate) sections: Labels,
    pub(crate) labels: Labels,
    pub(crate) columns: HashMap<String, Column>,
    pub(crate) tables: Vec<Columned>,
    pub(crate) pages: Vec<CompiledPage>,
    pub(crate) types: HashMap<String, Word>,
    pub(crate) forms: Vec<(Expression, FormKind)>,
    pub(crate) required: Vec<(String, Option<bool>)>,
    pub(crate) titles: Vec<Expression>,
    pub(crate) definitions: Vec<Expression>,
    pub(crate) naming: Vec<Expression>,
    pub(crate) links: Vec<Expression>,
    /// Whether versions stand first in a name that is made from a path: so they do where names that links give end in
    /// them.
    pub(crate) versions_first: bool,
    pub(crate) yes_marks: Vec<Expression>,
    pub(crate) no_marks: Vec<Expression>,
    pub(crate) omit_segments: Option<Expression>,
    /// In the order of `auth_of`.
    pub(crate) auth_of: Vec<Option<Expression>>,
    pub(crate) names: Names,
    pub(crate) at_least_one: Vec<Expression>,
    pub(crate) together: Vec<Expression>,
    pub(crate) table_reference: Vec<Expression>,
    pub(crate) error_fields: Vec<Expression>,
    pub(crate) page_reference: Vec<Expression>,
    pub(crate) map_fields: Vec<Expression>,
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
    Value,
    Other,
}

/// What a word of a type cell means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Scalar(Type),
    /// Text where JSON carries it.
    File,
    Object,
    List,
    Map,
    Any,
}

impl Word {
    pub(crate) const fn is_scalar(&self) -> bool {
        matches!(self, Word::Scalar(_) | Word::File)
    }
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
    pub(crate) path: Option<Expression>,
    pub(crate) heading: Option<Expression>,
    pub(crate) columns: Vec<String>,
    pub(crate) why: String,
}

/// How names are written, compiled.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Finds, in one search, whether a name holds anything that the expressions below look for. Few names do.
    pub(crate) special: Option<Expression>,
    pub(crate) strip: Vec<Expression>,
    pub(crate) free: Vec<Expression>,
    pub(crate) ignore: Vec<Expression>,
    pub(crate) header: Option<Expression>,
}

/// A word as it is compared: lower case, no blanks around it, no final colon.
pub(crate) fn normal(text: &str) -> Cow<'_, str> {
    let text = trimmed(text);
    let text = if text.ends_with([':', '\u{ff1a}']) {
        text.trim_end_matches([':', '\u{ff1a}']).trim_end()
    } else {
        text
    };
    // Chinese and Japanese characters have no case, and are asked about most.
    let is_easy = |c: char| c.is_ascii() || matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff01}'..='\u{ff20}');
    if !text.is_ascii() && !text.chars().all(is_easy) {
        Cow::Owned(text.to_lowercase())
    } else if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

impl Dialect {
    /// Compiles a dialect. Words and phrases that are those of `like` are shared with it.
    pub(super) fn compile(
        file: &str,
        text: &str,
        parsed: Parsed,
        like: Option<&Dialect>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let Parsed { own, whole: source, languages } = parsed;
        let mut faults = Faults::new(file, text);
        let spoken = like.filter(|like| like.languages == languages);
        let words = spoken.map(|like| Arc::clone(&like.words));
        let phrased = like.filter(|like| like.source.prose == source.prose);
        let prose = if let Some(like) = phrased {
            Arc::clone(&like.prose)
        } else {
            Arc::new(prose::Patterns::compile(&source.prose).unwrap_or_else(|error| {
                faults.prose(&error.key, &error.message);
                prose::Patterns::default()
            }))
        };
        let dialect = Dialect {
            #[cfg(feature = "cli")]
            file: file.to_owned(),
            text: text.to_owned(),
            prose,
            captions: faults.regexes("captions", &source.captions, &["number", "text"]),
            sections: faults.labels("sections", &source.sections),
            labels: faults.labels("labels", &source.labels),
            columns: columns(&source),
            tables: tables(&source),
            pages: source.pages.ignore.iter().enumerate().map(|(at, rule)| faults.page(at, rule)).collect(),
            types: types(&source),
            forms: forms(&source, &mut faults),
            required: required(&source),
            titles: faults.regexes("naming.title", &source.naming.title, &["name", "title"]),
            definitions: faults.regexes("pages.definitions", &source.pages.definitions, &[]),
            naming: faults.regexes("naming.text", &source.naming.text, &["name"]),
            links: faults.regexes("naming.link", &source.naming.link, &["name", "version"]),
            versions_first: source.naming.link.iter().any(|link| link.contains("(?<version>")),
            yes_marks: faults.regexes("required.yes_marks", &source.required.yes_marks, &[]),
            no_marks: faults.regexes("required.no_marks", &source.required.no_marks, &[]),
            auth_of: {
                let of = source.service.auth_of.iter().enumerate();
                of.map(|(at, of)| faults.regex(&format!("service.auth_of.{at}.match"), &of.pattern, &[]))
                    .collect()
            },
            omit_segments: faults.optional("naming.omit_segments", source.naming.omit_segments.as_ref()),
            names: Names {
                special: special(&source),
                strip: faults.regexes("names.strip", &source.names.strip, &[]),
                free: faults.regexes("names.free", &source.names.free, &[]),
                ignore: faults.regexes("names.ignore", &source.names.ignore, &[]),
                header: faults.optional("names.header", source.names.header.as_ref()),
            },
            at_least_one: faults.regexes("rules.at_least_one", &source.rules.at_least_one, &["name"]),
            together: faults.regexes("rules.together", &source.rules.together, &["a", "b"]),
            table_reference: faults.regexes(
                "rules.table_reference",
                &source.rules.table_reference,
                &["number"],
            ),
            map_fields: faults.regexes("rules.map_fields", &source.rules.map_fields, &[]),
            page_reference: faults.regexes("rules.page_reference", &source.rules.page_reference, &["title"]),
            error_fields: faults.regexes("rules.error_fields", &source.rules.error_fields, &[]),
            words: words.unwrap_or_else(|| Arc::new(Words::new(&languages))),
            languages,
            source,
        };
        faults.twice(&own);
        faults.ways(&own);
        faults.endpoint(&own);
        if faults.list.is_empty() { Ok(dialect) } else { Err(faults.list) }
    }

    /// What a heading says of what is below it, by the first rule that fits, else by the words that it is made of.
    pub(crate) fn section(&self, text: &str) -> Option<Meaning> {
        let said = || self.words.read_short(text).and_then(|said| Meaning::of_heading(&said));
        self.sections.find(text).or_else(said)
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
        let text = trimmed(trimmed(text).trim_end_matches([':', '\u{ff1a}']));
        let of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '[' | ']');
        let names = text.split(|c| !of_name(c)).filter(|name| !name.is_empty());
        names.map(|name| (name, element_of(name))).find_map(|(name, base)| {
            if text == base {
                return None;
            }
            let last = base.rsplit('.').next().unwrap_or_default();
            let last = Some(last).filter(|last| last.len() < base.len());
            let row =
                [Some(&*base), last].into_iter().flatten().find(|name| !name.is_empty() && is_row(name));
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
        (&columns.value, Column::Value),
        (&columns.other, Column::Other),
    ];
    lists
        .into_iter()
        .flat_map(|(words, column)| words.iter().map(move |word| (normal(word).into_owned(), column)))
        .collect()
}

fn tables(source: &Source) -> Vec<Columned> {
    let columned = |rule: &TableRule| Columned {
        columns: rule.columns.iter().map(|column| normal(column).into_owned()).collect(),
        rule: rule.clone(),
    };
    source.tables.iter().map(columned).collect()
}

fn types(source: &Source) -> HashMap<String, Word> {
    let types = &source.types;
    let lists = [
        (&types.string, Word::Scalar(Type::String)),
        (&types.file, Word::File),
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
        .flat_map(|(words, is)| words.iter().map(move |word| (normal(word).into_owned(), is.clone())))
        .collect()
}

/// One expression for all that are looked for in every name. A fault in one of them is reported elsewhere.
fn special(source: &Source) -> Option<Expression> {
    let (names, required) = (&source.names, &source.required);
    let lists = [&required.yes_marks, &required.no_marks, &names.strip, &names.ignore, &names.free];
    let all: Vec<String> = lists.into_iter().flatten().map(|pattern| format!("(?:{pattern})")).collect();
    Expression::read(&all.join("|")).ok().map(|(expression, _)| expression)
}

fn forms(source: &Source, faults: &mut Faults<'_>) -> Vec<(Expression, FormKind)> {
    let forms = &source.types.forms;
    let mut compiled = |(at, form): (usize, &Form)| {
        Some((faults.regex(&format!("types.forms.{at}.match"), &form.pattern, &["of", "or"])?, form.is))
    };
    forms.iter().enumerate().filter_map(&mut compiled).collect()
}

/// Longer words first, so that the longest beginning counts.
fn required(source: &Source) -> Vec<(String, Option<bool>)> {
    let required = &source.required;
    let lists = [(&required.yes, Some(true)), (&required.no, Some(false)), (&required.unknown, None)];
    let mut words: Vec<_> = lists
        .into_iter()
        .flat_map(|(words, is)| words.iter().map(move |word| (normal(word).into_owned(), is)))
        .collect();
    words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    words
}
