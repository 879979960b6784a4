//! The documented range of a number allows more.

use super::interval;
use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "range-widened",
    docs: "The range of a number that the docs allow is larger, or no longer stated.",
    mirror: Mirror::Of("range-narrowed"),
    check: Check::Field(check),
    cases: &[
        // The same words: only the type moved.
        Case::Field {
            old: "{type: integer, range: 1..9, doc: from 1 to 9}",
            new: "{type: string, doc: from 1 to 9}",
            request: None,
            response: None,
        },
        Case::Field {
            old: "{type: integer, range: 1..50}",
            new: "{type: integer, range: 1..100}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: integer, range: ..9}",
            new: "{type: integer}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    // Narrower seen from the other side.
    if !interval::narrowed(new.range.as_deref(), old.range.as_deref()) || reread(old, new) {
        return None;
    }
    Some(
        Hit::new(interval::text(old.range.as_deref()), interval::text(new.range.as_deref()))
            .wire(Safe, "What was inside the limits still is."),
    )
}
