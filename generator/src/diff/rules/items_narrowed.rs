//! The documented number of elements of a list allows less.

use super::interval;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "items-narrowed",
    docs: "The number of elements of a list that the docs allow is smaller, or stated for the first time. \
           Requests outside it are refused; responses are never checked against it.",
    mirror: Mirror::Of("items-widened"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: r#"{type: "list<string>", items: 1..100}"#,
            new: r#"{type: "list<string>", items: 1..50}"#,
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: r#"{type: "list<string>"}"#,
            new: r#"{type: "list<string>", items: 1..}"#,
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: r#"{type: "list<string>", items: 5..}"#,
            new: r#"{type: "list<string>", items: 10..}"#,
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if !interval::narrowed(old.items.as_deref(), new.items.as_deref()) {
        return None;
    }
    let hit = Hit::new(interval::text(old.items.as_deref()), interval::text(new.items.as_deref()));
    Some(if pair.site.is_request() {
        hit.wire(Risky, "A request outside the new limits may be refused.")
    } else {
        hit.wire(Safe, "Responses are never checked against documented limits.")
    })
}
