//! Ranges, lengths and numbers of elements.

use regex::{Captures, Regex};
use tablature_ir::{Interval, Type};

use super::{
    clause,
    cues::{Section, Sections},
    facts::{Found, Text},
    patterns::Patterns,
};

/// The range of a number.
pub(super) fn range(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let whole = *text.ty.innermost() == Type::Integer;
    let fits = whole || *text.ty.innermost() == Type::Number;
    (fits && sections.has(Section::Ranges)).then(|| bounds(text, &patterns.ranges, patterns, whole))?
}

/// The length of a string in characters.
pub(super) fn length(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let fits = *text.ty.innermost() == Type::String;
    (fits && sections.has(Section::Lengths)).then(|| bounds(text, &patterns.lengths, patterns, true))?
}

/// The number of elements of a list.
pub(super) fn items(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let fits = matches!(text.ty, Type::List(_));
    (fits && sections.has(Section::Items)).then(|| bounds(text, &patterns.items, patterns, true))?
}

/// What the statements of one kind amount to. Where they differ, the field has bounds in some cases only, and
/// none is taken.
fn bounds(
    text: &Text<'_>,
    phrases: &[(Regex, bool)],
    patterns: &Patterns,
    whole: bool,
) -> Option<Found<Interval>> {
    for decides in [true, false] {
        let mut interval = Interval::default();
        let mut at: Option<std::ops::Range<usize>> = None;
        for (phrase, _) in phrases.iter().filter(|(_, phrase)| *phrase == decides) {
            for captures in phrase.captures_iter(text.description) {
                let found = captures.get(0)?.range();
                if !decides && !speaks_of_field(text.description, &captures, patterns) {
                    return None;
                }
                let stated = stated(&captures, whole)?;
                if !merge(&mut interval.min, stated.min) || !merge(&mut interval.max, stated.max) {
                    return None;
                }
                let before = at.unwrap_or_else(|| found.clone());
                at = Some(before.start.min(found.start)..before.end.max(found.end));
            }
        }
        if let Some(at) = at {
            return is_interval(&interval).then(|| Found::new(interval, at));
        }
    }
    None
}

fn speaks_of_field(text: &str, captures: &Captures<'_>, patterns: &Patterns) -> bool {
    captures.get(0).is_some_and(|found| {
        clause::is_own(text, found.start(), patterns)
            && !clause::is_conditional(text, found.start(), patterns)
    })
}

/// The bounds that one statement gives, closed.
fn stated(captures: &Captures<'_>, whole: bool) -> Option<Interval> {
    let number = |name: &str| captures.name(name).map(|found| found.as_str().trim());
    let is_round = |name: &str, brackets: &[char]| {
        captures.name(name).is_some_and(|found| found.as_str().contains(brackets))
    };
    let min = close(number("min"), is_round("open", &['(', '\u{ff08}', '>', '<']), 1, whole)?;
    let max = close(number("max"), is_round("close", &[')', '\u{ff09}', '>', '<']), -1, whole)?;
    Some(Interval { min, max })
}

/// A bound as decimal text; one that is excluded moves by one, which only whole numbers can.
#[expect(clippy::option_option, reason = "outside: cannot be stated; inside: not given")]
fn close(number: Option<&str>, excluded: bool, step: i128, whole: bool) -> Option<Option<String>> {
    let Some(text) = number else { return Some(None) };
    if whole {
        let number: i128 = text.parse().ok()?;
        return Some(Some((number + if excluded { step } else { 0 }).to_string()));
    }
    (!excluded && text.parse::<f64>().is_ok()).then(|| Some(text.to_owned()))
}

/// Puts a bound in place; `false` when there is another one already.
fn merge(bound: &mut Option<String>, stated: Option<String>) -> bool {
    match (&bound, stated) {
        (_, None) => true,
        (Some(before), Some(stated)) => *before == stated,
        (None, stated) => {
            *bound = stated;
            true
        }
    }
}

fn is_interval(interval: &Interval) -> bool {
    let number = |bound: &Option<String>| bound.as_ref().and_then(|bound| bound.parse::<f64>().ok());
    match (number(&interval.min), number(&interval.max)) {
        (Some(min), Some(max)) => min <= max,
        (min, max) => min.is_some() || max.is_some(),
    }
}
