//! Parameters that depend on each other: of which one, or exactly one, is to be given.

use super::{
    clause,
    cues::Sections,
    facts::{Found, Stated},
    patterns::Patterns,
};

/// What a description says of several parameters, where it says so of all requests.
pub(super) fn group(text: &str, patterns: &Patterns, sections: Sections) -> Option<Found<Stated>> {
    patterns.groups.iter().find_map(|(is, phrase)| {
        let found = phrase.within(sections)?.captures(text)?;
        let (whole, names) = (found.whole()?, found.name("names")?);
        let before = clause::sentence(text, whole.start(), patterns);
        let after = text.get(whole.end()..)?;
        let stop = after.char_indices().find(|(at, _)| patterns.marks.is_stop(text, whole.end() + at));
        let rest = stop.and_then(|(at, _)| after.get(..at)).unwrap_or(after);
        let both = patterns.groups_both.as_ref().is_some_and(|both| both.is_match(text));
        let is_case = |words: &str| patterns.conditional.as_ref().is_some_and(|it| it.is_match(words));
        // What stands behind a value and a colon is said of that value.
        let void = is_case(before)
            || before.contains([':', '\u{ff1a}'])
            || is_case(names.as_str())
            || (is_case(rest) && !both);
        let stated = Stated { is: *is, both, names: names.as_str().to_owned() };
        (!void).then(|| Found::new(stated, whole.range()))
    })
}
