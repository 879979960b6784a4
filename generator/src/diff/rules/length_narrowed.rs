//! The documented length of a text allows less.

use super::interval;
use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "length-narrowed",
    docs: "The length of a text that the docs allow is smaller, or stated for the first time. Requests \
           outside it are refused; responses are never checked against it.",
    mirror: Mirror::Of("length-widened"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, length: 1..100}",
            new: "{type: string, length: 1..50}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, length: 1..}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, length: 5..}",
            new: "{type: string, length: 10..}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if !interval::narrowed(old.length.as_deref(), new.length.as_deref()) || reread(old, new) {
        return None;
    }
    let hit = Hit::new(interval::text(old.length.as_deref()), interval::text(new.length.as_deref()));
    Some(if pair.site.is_request() {
        hit.wire(Risky, "A request outside the new limits may be refused.")
    } else {
        hit.wire(Safe, "Responses are never checked against documented limits.")
    })
}
