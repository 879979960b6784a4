//! Units, formats and regular expressions: what a number or a text means.

use tablature_ir::{Format, Type};

use super::{
    clause,
    config::Scalar,
    cues::{Section, Sections},
    facts::{Found, Text},
    marks::{is_letter, tail},
    patterns::Patterns,
};

/// The unit of a number. Where two differ, there is none.
pub(super) fn unit(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<String>> {
    let number = matches!(text.ty.innermost(), Type::Integer | Type::Number);
    if !number && *text.ty.innermost() != Type::String || !sections.has(Section::Units) {
        return None;
    }
    if patterns.unit_names.as_ref().is_some_and(|names| names.is_match(text.name)) {
        return None;
    }
    let mut unit: Option<Found<String>> = None;
    let phrases = patterns.units.iter().filter_map(|phrase| phrase.within(sections));
    for captures in phrases.flat_map(|phrase| phrase.captures_iter(text.description)) {
        let (Some(whole), Some(found)) = (captures.whole(), captures.name("unit")) else { continue };
        if goes_on(text.description, whole.end(), found.as_str())
            || !number && is_of_part(text, whole.start(), patterns)
        {
            continue;
        }
        match &unit {
            Some(before) if before.value != found.as_str() => return None,
            Some(_) => {}
            None => unit = Some(Found::new(found.as_str().to_owned(), whole.range())),
        }
    }
    unit
}

/// Whether the word that ends here goes on: `GB` of `GB per day`.
fn goes_on(text: &str, at: usize, unit: &str) -> bool {
    let next = tail(text, at).chars().next();
    let letter = next.is_some_and(|c| {
        is_letter(c) && !text.get(..at).is_some_and(|text| text.ends_with(['"', '\u{201d}', ')', '\u{ff09}']))
    });
    letter || next.is_some_and(|c| c == '/' || c.is_ascii_alphanumeric()) && unit.is_ascii()
}

/// Whether a unit in the description of a text is that of a part of it: a bracket behind some word, or one of
/// the fields of a format.
fn is_of_part(text: &Text<'_>, at: usize, patterns: &Patterns) -> bool {
    let before = text.description.get(..at).unwrap_or_default();
    let bracket = tail(text.description, at).starts_with(|c| patterns.marks.is_open(c));
    bracket
        || before.contains('{')
        || patterns.examples.as_ref().is_some_and(|examples| examples.is_match(before))
}

/// What a text or number means: a time, an encoding.
pub(super) fn format(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Format>> {
    if !sections.has(Section::Formats) {
        return None;
    }
    let scalar = match text.ty.innermost() {
        Type::String => Scalar::String,
        Type::Integer => Scalar::Integer,
        Type::Number => Scalar::Number,
        Type::Boolean | Type::Any | Type::Named(_) | Type::List(_) | Type::Map(_) => return None,
    };
    patterns.formats.iter().find_map(|(config, phrase, unless)| {
        if !config.types.is_empty() && !config.types.contains(&scalar) {
            return None;
        }
        let found = phrase.within(sections)?.find(text.description)?;
        let void = unless.as_ref().is_some_and(|unless| unless.is_match(text.description));
        (!void && !clause::is_sample(text.description, found.start()))
            .then(|| Found::new(config.format, found.range()))
    })
}

/// A regular expression that the docs give.
pub(super) fn pattern(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<String>> {
    if !sections.has(Section::Patterns) || *text.ty.innermost() != Type::String {
        return None;
    }
    let mut phrases = patterns.expressions.iter().filter_map(|phrase| phrase.within(sections));
    let found = phrases.find_map(|phrase| phrase.captures(text.description)?.name("pattern"))?;
    let expression = found.as_str().trim();
    regex::Regex::new(expression).is_ok().then(|| Found::new(expression.to_owned(), found.range()))
}
