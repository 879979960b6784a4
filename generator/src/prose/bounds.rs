//! Ranges, lengths and numbers of elements.

use tablature_ir::{Interval, Type};

use super::{
    clause,
    cues::{Phrase, Section, Sections},
    facts::{Found, Text},
    marks::tail,
    patterns::Patterns,
};
use crate::expression::Groups;

/// The range of a number.
pub(super) fn range(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let whole = *text.ty.innermost() == Type::Integer;
    let fits = whole || *text.ty.innermost() == Type::Number;
    (fits && sections.has(Section::Ranges))
        .then(|| bounds(text, &patterns.ranges, patterns, sections, whole))?
        .map(|range| range.found)
}

/// The length of a string in characters.
pub(super) fn length(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let fits = *text.ty.innermost() == Type::String;
    let length = (fits && sections.has(Section::Lengths))
        .then(|| bounds(text, &patterns.lengths, patterns, sections, true))?
        .filter(|length| length.found.value.is_of_counts())?;
    // The length may be that of a list or of the keys of a map, unless a line of its own speaks of the strings.
    let own = !matches!(text.ty, Type::List(_) | Type::Map(_)) || length.decided;
    own.then_some(length.found)
}

/// The number of elements of a list.
pub(super) fn items(text: &Text<'_>, patterns: &Patterns, sections: Sections) -> Option<Found<Interval>> {
    let fits = matches!(text.ty, Type::List(_));
    (fits && sections.has(Section::Items))
        .then(|| bounds(text, &patterns.items, patterns, sections, true))?
        .map(|items| items.found)
        .filter(|items| items.value.is_of_counts())
}

/// Bounds, and whether a phrase that decides gave them.
struct Bounded {
    found: Found<Interval>,
    decided: bool,
}

/// What the phrases of one kind amount to. Where they differ, the field has bounds in some cases only, and there are
/// none for all.
fn bounds(
    text: &Text<'_>,
    phrases: &[(Phrase, bool)],
    patterns: &Patterns,
    sections: Sections,
    whole: bool,
) -> Option<Bounded> {
    for decides in [true, false] {
        let mut interval = Interval::default();
        let mut at: Option<std::ops::Range<usize>> = None;
        let phrases = phrases.iter().filter(|(_, phrase)| *phrase == decides);
        for phrase in phrases.filter_map(|(phrase, _)| phrase.within(sections)) {
            for captures in phrase.captures_iter(text.description) {
                let found = captures.whole()?.range();
                let own = decides || speaks_of_field(text.description, &captures, patterns);
                if !own || captures.name("void").is_some() {
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
            return is_interval(&interval)
                .then(|| Bounded { found: Found::new(interval, at), decided: decides });
        }
    }
    None
}

fn speaks_of_field(text: &str, captures: &Groups<'_>, patterns: &Patterns) -> bool {
    captures.whole().is_some_and(|found| {
        clause::is_own(text, found.start(), patterns)
            && !clause::is_conditional(text, found.start(), patterns)
            && !is_case(text, found.end(), patterns)
    })
}

/// Whether a colon follows the bounds, with or without a bracket between: `[1,60] (minutes): for TCP`.
fn is_case(text: &str, at: usize, patterns: &Patterns) -> bool {
    let mut rest = tail(text, at);
    if rest.starts_with(|c| patterns.marks.is_open(c))
        && let Some(close) = patterns.marks.closing(text, at)
    {
        rest = tail(text, close);
    }
    rest.trim_start_matches(' ').starts_with([':', '\u{ff1a}'])
}

/// The bounds that one statement gives, closed.
fn stated(captures: &Groups<'_>, whole: bool) -> Option<Interval> {
    let number = |name: &str| captures.name(name).map(|found| found.as_str().trim());
    let is_round = |name: &str, brackets: &[char]| {
        captures.name(name).is_some_and(|found| found.as_str().contains(brackets))
    };
    if let Some(exact) = number("exact") {
        let exact = close(Some(exact), false, 0, whole)?;
        return Some(Interval { min: exact.clone(), max: exact, ..Interval::default() });
    }
    let min = close(number("min"), is_round("open", &['(', '\u{ff08}', '>', '<']), 1, whole)?;
    let max = close(number("max"), is_round("close", &[')', '\u{ff09}', '>', '<']), -1, whole)?;
    Some(Interval { min, max, ..Interval::default() })
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

/// Puts a bound in place. Returns `false` when there is another one already.
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
    !interval.is_empty() && (interval.min.is_some() || interval.max.is_some())
}
