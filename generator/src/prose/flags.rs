//! Sensitive and deprecated fields, and conditions under which a field is required.

use tablature_ir::Type;

use super::{
    clause,
    cues::{Section, Sections},
    facts::{Found, Text},
    list::Reader,
    marks::skip_blanks,
    patterns::Patterns,
};
use crate::expression::Expression;

/// Whether the field is a password, secret or token, by its name.
pub(super) fn sensitive(text: &Text<'_>, patterns: &Patterns) -> Option<Found<()>> {
    if *text.ty.innermost() != Type::String {
        return None;
    }
    let is = |names: &Option<Expression>, in_: &str| names.as_ref().is_some_and(|names| names.is_match(in_));
    let named = is(&patterns.names, text.name) && !is(&patterns.names_except, text.name);
    (named && !is(&patterns.names_unless, text.description)).then(|| Found::new((), 0..0))
}

/// The words that advise against the field.
pub(super) fn deprecated(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<String>> {
    if !sections.has(Section::Deprecated) {
        return None;
    }
    let description = text.description;
    let found = patterns.deprecated.as_ref()?.find(description)?;
    let void = patterns.deprecated_unless.as_ref().is_some_and(|unless| {
        unless.find_iter(description).any(|void| void.start() < found.end() && void.end() > found.start())
    });
    let edge = |c: char| {
        c.is_whitespace() || patterns.marks.is_comma(c) || matches!(c, ';' | '\u{ff1b}' | '\u{3002}')
    };
    let words = found.as_str().trim_matches(edge);
    (!void && !is_entry(description, found.start(), patterns))
        .then(|| Found::new(words.to_owned(), found.range()))
}

/// The words that advise against an operation: those of the description say more than those of the title.
#[must_use]
pub fn deprecated_operation(title: &str, description: &str, patterns: &Patterns) -> Option<String> {
    let find = |phrases: &Option<Expression>, text: &str| {
        phrases.as_ref().and_then(|phrases| Some(phrases.find(text)?.as_str().trim().to_owned()))
    };
    find(&patterns.deprecated_operations, description).or_else(|| find(&patterns.deprecated_titles, title))
}

/// Whether this line, other than the first, is an entry of a list: then it speaks of a value.
fn is_entry(text: &str, at: usize, patterns: &Patterns) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let Some(line) = before.rfind('\n') else { return false };
    let reader = Reader { patterns, text, end: text.len(), numbers: false };
    reader.is_labelled(skip_blanks(text, line + 1))
}

/// When an optional field is required after all.
pub(super) fn condition(text: &str, patterns: &Patterns) -> Option<Found<String>> {
    patterns.required.as_ref()?.find_iter(text).find_map(|found| {
        let clause = clause_before(text, found.start(), patterns);
        let start = found.start() - clause.len();
        // What leads to the case stands at the beginning, or nowhere.
        let lead = patterns.lead.as_ref().and_then(|lead| lead.find(clause)).map_or(0, |lead| lead.end());
        let words = assignment(clause.get(lead..)?.trim());
        // A condition within another one is only half of it.
        let half = clause::is_conditional(text, start, patterns);
        let rest = text.get(start..)?;
        let stop = rest
            .char_indices()
            .find(|(at, _)| start + at >= found.end() && patterns.marks.is_stop(text, start + at));
        let rest = rest.get(..stop.map_or(rest.len(), |(at, _)| at))?;
        let void = patterns.required_unless.as_ref().is_some_and(|unless| unless.is_match(rest));
        let ends = clause::ends(text, skip_blanks(text, found.end()), patterns);
        (ends && !half && !void && !words.is_empty())
            .then(|| Found::new(words.to_owned(), start..found.end()))
    })
}

/// The case that a text begins with, behind signs and without the words that lead to it.
pub(super) fn case(text: &str, patterns: &Patterns) -> Option<String> {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !patterns.marks.is_quote(c));
    let lead = patterns.lead.as_ref()?.find_iter(text).next()?;
    let case = text.get(lead.end()..)?.trim();
    (!case.is_empty()).then(|| case.to_owned())
}

/// `name=value` at the end of a clause, without the words before it.
fn assignment(clause: &str) -> &str {
    let start = clause.find('=').and_then(|at| {
        let name = clause.get(..at).filter(|name| !name.ends_with(' '))?;
        Some(name.rfind(' ')? + 1)
    });
    start.and_then(|start| clause.get(start..)).unwrap_or(clause)
}

/// The clause that ends here: from the last mark, bracket or gap.
fn clause_before<'t>(text: &'t str, at: usize, patterns: &Patterns) -> &'t str {
    let before = clause::sentence(text, at, patterns);
    let marks = &patterns.marks;
    let mut depth = 0usize;
    let mut start = 0;
    for (index, c) in before.char_indices().rev() {
        if marks.is_close(c) {
            depth += 1;
        } else if marks.is_open(c) {
            if depth == 0 {
                start = index + c.len_utf8();
                break;
            }
            depth -= 1;
        } else if depth == 0 && marks.is_comma(c) && c != '\u{3001}' {
            start = index + c.len_utf8();
            break;
        }
    }
    let clause = before.get(start..).unwrap_or_default();
    let gap = clause.rfind("  ").map_or(0, |gap| gap + 2);
    clause.get(gap..).unwrap_or_default().trim_start()
}
