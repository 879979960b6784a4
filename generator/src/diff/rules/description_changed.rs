//! The description of a field changed.

use tablature_ir::Field;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "description-changed",
    docs: "The words changed and nothing that a program can read from them did. They may still say \
           something new: read them. Names and numbers that came or went are named.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, doc: a}",
            new: "{type: string, doc: b}",
            request: Some([Level::None, Level::None, Safe]),
            response: Some([Level::None, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string, doc: paid by Year}",
            new: "{type: string, doc: paid by Year or Dynamic}",
            request: Some([Level::None, Level::None, Safe]),
            response: Some([Level::None, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string, deprecated: a}",
            new: "{type: string, deprecated: b}",
            request: Some([Level::None, Level::None, Safe]),
            response: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let words = |it: &Field| match &it.deprecated {
        Some(deprecated) if deprecated.words != it.description => {
            format!("{} ({})", it.description, deprecated.note())
        }
        _ => it.description.clone(),
    };
    let deprecation =
        old.deprecated.is_some() && new.deprecated.is_some() && old.deprecated != new.deprecated;
    if old.description == new.description && !deprecation {
        return None;
    }
    let (before, now) = (words(old), words(new));
    let known = [old, new].map(|it| it.values.keys().cloned().chain(it.default.clone()));
    let known: Vec<String> = known.into_iter().flatten().collect();
    let only = |of: &str, other: &str| named(of, other, &known);
    let told = match (only(&now, &before), only(&before, &now)) {
        (come, gone) if come.is_empty() && gone.is_empty() => "The words changed.".to_owned(),
        (come, gone) if gone.is_empty() => format!("The words changed; they speak of {come} now."),
        (come, gone) if come.is_empty() => format!("The words changed; they no longer speak of {gone}."),
        (come, gone) => format!("The words changed; they speak of {come} now, and no longer of {gone}."),
    };
    Some(Hit::new(before, now).docs(told))
}

/// The values that only one of two texts speaks of: names and numbers spelled as on the wire, except those that other
/// rules know.
fn named(of: &str, other: &str, known: &[String]) -> String {
    const MOST: usize = 6;
    let values = |text: &'_ str| -> Vec<String> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let words = text.split(|c: char| !is_part(c)).map(|word| word.trim_matches(['-', '.']));
        // A dash between numbers makes a range of them, not a name.
        let is_range = |word: &str| word.bytes().all(|it| it.is_ascii_digit() || it == b'-');
        let pieces = words.flat_map(|word| word.split(if is_range(word) { '-' } else { '\0' }));
        pieces.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let others = values(other);
    let mut found: Vec<String> = Vec::new();
    for value in values(of) {
        if !others.contains(&value) && !known.contains(&value) && !found.contains(&value) {
            found.push(value);
        }
    }
    let more = if found.len() > MOST { " and others" } else { "" };
    let shown: Vec<String> = found.iter().take(MOST).map(|value| format!("`{value}`")).collect();
    format!("{}{more}", shown.join(", "))
}
