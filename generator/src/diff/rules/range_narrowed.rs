//! The documented range of a number allows less.

use super::interval;
use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "range-narrowed",
    docs: "The range of a number that the docs allow is smaller, or stated for the first time. Requests \
           outside it are refused; responses are never checked against it.",
    mirror: Mirror::Of("range-widened"),
    check: Check::Field(check),
    cases: &[
        // The same words: only the type moved.
        Case::Field {
            old: "{type: string, doc: from 1 to 9}",
            new: "{type: integer, range: 1..9, doc: from 1 to 9}",
            request: None,
            response: None,
        },
        Case::Field {
            old: "{type: integer, range: 1..100}",
            new: "{type: integer, range: 1..50}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: number, range: 0..1}",
            new: "{type: number, range: 0<..1}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: integer}",
            new: "{type: integer, range: 1..}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: integer, range: 5..}",
            new: "{type: integer, range: 10..}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if !interval::narrowed(old.range.as_deref(), new.range.as_deref()) || reread(old, new) {
        return None;
    }
    let hit = Hit::new(interval::text(old.range.as_deref()), interval::text(new.range.as_deref()));
    Some(if pair.site.is_request() {
        hit.wire(Risky, "A request outside the new limits may be refused.")
    } else {
        hit.wire(Safe, "Responses are never checked against documented limits.")
    })
}
