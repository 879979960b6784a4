//! What is wrong with a dialect, each fault at its place in the file.

use std::cell::OnceCell;

use super::{
    Source,
    compile::{CompiledPage, normal},
    labels::Labels,
    source::{PageRule, Section},
};
use crate::{
    diagnostic::{Diagnostic, Id, Span, closest},
    expression::{self, Expression},
    hash::HashMap,
    spec::{
        validate,
        yaml::{Spanned, spanned},
    },
};

/// Where what a dialect says stands in its file, by keys and indexes joined by dots: `columns.name.0`.
#[derive(Debug)]
pub(crate) struct Places<'a> {
    file: &'a str,
    tree: Option<Spanned>,
}

impl<'a> Places<'a> {
    pub(crate) fn new(file: &'a str, text: &str) -> Self {
        Places { file, tree: spanned(text) }
    }

    /// The place of a value; none where the file does not have it: it is another dialect's, or a language's.
    pub(crate) fn of(&self, path: &str) -> Option<Span> {
        let mut at = self.tree.as_ref()?;
        for key in path.split('.') {
            at = at.entry(key)?.1;
        }
        Some(Span { file: self.file.into(), range: at.at.clone() })
    }
}

/// Collects what is wrong with a dialect, so that one run tells all of it.
pub(super) struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    /// Looked for where there is a fault.
    places: OnceCell<Places<'a>>,
    pub(super) list: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Faults { file, text, places: OnceCell::new(), list: Vec::new() }
    }

    fn add(&mut self, path: &str, mut fault: Diagnostic) {
        let places = self.places.get_or_init(|| Places::new(self.file, self.text));
        fault.span = places.of(path);
        self.list.push(fault);
    }

    /// A fault of a key of `prose`, such as `ranges[0].phrase`.
    pub(super) fn prose(&mut self, key: &str, message: &str) {
        let fault = Diagnostic::new(Id::InvalidDialect, format!("`prose.{key}`: {message}"))
            .hint("a phrase is a regular expression; `{name}` in it is a fragment");
        self.add(&format!("prose.{}", key.replace('[', ".").replace(']', "")), fault);
    }

    /// Reports words that stand in two lists of one section: only one can be meant.
    pub(super) fn twice(&mut self, source: &Source) {
        for (section, lists) in source.words() {
            let mut seen: HashMap<String, &str> = HashMap::default();
            let words = lists
                .iter()
                .flat_map(|(key, words)| words.iter().enumerate().map(move |(at, word)| (*key, at, word)));
            for (key, at, word) in words {
                let first = *seen.entry(normal(word).into_owned()).or_insert(key);
                if first != key {
                    let message = format!("`{word}` stands in `{section}.{first}` and in `{section}.{key}`");
                    let fault = Diagnostic::new(Id::InvalidDialect, message)
                        .hint("a word has one meaning: leave it in one list");
                    self.add(&format!("{section}.{key}.{at}"), fault);
                }
            }
        }
    }

    /// Reports an endpoint to which nothing could be sent.
    pub(super) fn endpoint(&mut self, own: &Source) {
        let endpoint = &own.service.endpoint;
        if let Some(why) = validate::unfit(endpoint) {
            let message = format!("`{endpoint}` is no endpoint: {why}");
            self.add("service.endpoint", Diagnostic::new(Id::InvalidDialect, message).hint(validate::LIKE));
        }
    }

    /// Reports ways to authenticate that `auth_of` names and `auth` lacks.
    pub(super) fn ways(&mut self, own: &Source) {
        let known = || own.service.auth.iter().map(|recipe| recipe.name.as_str());
        for (rule, of) in own.service.auth_of.iter().enumerate() {
            let ways = of.auth.iter().enumerate();
            let names = ways.flat_map(|(way, names)| {
                names.iter().enumerate().map(move |(at, name)| (format!("{way}.{at}"), name))
            });
            for (at, name) in names.filter(|(_, name)| known().all(|known| known != name.as_str())) {
                let message =
                    format!("`auth_of` names `{name}`, and `auth` has no way of that name to authenticate");
                let hint = match closest(name, known()) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "an empty list says that nobody has to be known".to_owned(),
                };
                self.add(
                    &format!("service.auth_of.{rule}.auth.{at}"),
                    Diagnostic::new(Id::InvalidDialect, message).hint(hint),
                );
            }
        }
    }

    /// Reads an expression that may have these groups. A group of another name would be read by nothing.
    pub(super) fn regex(&mut self, path: &str, pattern: &str, groups: &[&str]) -> Option<Expression> {
        match Expression::read(pattern) {
            Ok((expression, parsed)) => {
                for name in expression::groups(&parsed).into_iter().filter(|name| !groups.contains(name)) {
                    let fault =
                        Diagnostic::new(Id::InvalidDialect, format!("nothing reads the group `{name}`"));
                    let hint = match groups {
                        [] => "there is no group to name here: `(?:…)` groups without a name".to_owned(),
                        groups => format!("the groups that are read here: {}", groups.join(", ")),
                    };
                    self.add(path, fault.hint(hint));
                }
                Some(expression)
            }
            Err(error) => {
                let fault =
                    Diagnostic::new(Id::InvalidDialect, format!("`{pattern}` is no regular expression"))
                        .hint(error.lines().last().unwrap_or_default().trim().to_owned());
                self.add(path, fault);
                None
            }
        }
    }

    pub(super) fn optional(&mut self, path: &str, pattern: Option<&String>) -> Option<Expression> {
        pattern.and_then(|pattern| self.regex(path, pattern, &[]))
    }

    pub(super) fn regexes(&mut self, path: &str, patterns: &[String], groups: &[&str]) -> Vec<Expression> {
        let patterns = patterns.iter().enumerate();
        patterns.filter_map(|(at, pattern)| self.regex(&format!("{path}.{at}"), pattern, groups)).collect()
    }

    pub(super) fn labels(&mut self, path: &str, rules: &[Section]) -> Labels {
        let compiled = |(at, rule): (usize, &Section)| {
            let pattern = rule.pattern.as_ref()?;
            Some((at, self.regex(&format!("{path}.{at}.match"), pattern, &["status", "name"])?))
        };
        let patterns = rules.iter().enumerate().filter_map(compiled).collect();
        Labels::new(rules, patterns)
    }

    pub(super) fn page(&mut self, at: usize, rule: &PageRule) -> CompiledPage {
        CompiledPage {
            path: self.optional(&format!("pages.ignore.{at}.path"), rule.path.as_ref()),
            heading: self.optional(&format!("pages.ignore.{at}.heading"), rule.heading.as_ref()),
            columns: rule.columns.iter().map(|column| normal(column).into_owned()).collect(),
            why: rule.why.clone(),
        }
    }
}
