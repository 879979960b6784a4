//! The documented length of a text allows more.

use super::interval;
use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "length-widened",
    docs: "The length of a text that the docs allow is larger, or no longer stated.",
    mirror: Mirror::Of("length-narrowed"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, length: 1..50}",
            new: "{type: string, length: 1..100}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, length: ..9}",
            new: "{type: string}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    // Narrower seen from the other side.
    if !interval::narrowed(new.length.as_deref(), old.length.as_deref()) || reread(old, new) {
        return None;
    }
    Some(
        Hit::new(interval::text(old.length.as_deref()), interval::text(new.length.as_deref()))
            .wire(Safe, "What was inside the limits still is."),
    )
}
