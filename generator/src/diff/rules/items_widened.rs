//! The documented number of elements of a list allows more.

use super::interval;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "items-widened",
    docs: "The number of elements of a list that the docs allow is larger, or no longer stated.",
    mirror: Mirror::Of("items-narrowed"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: r#"{type: "list<string>", items: 1..50}"#,
            new: r#"{type: "list<string>", items: 1..100}"#,
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: r#"{type: "list<string>", items: ..9}"#,
            new: r#"{type: "list<string>"}"#,
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    // Narrower seen from the other side.
    if !interval::narrowed(new.items.as_deref(), old.items.as_deref()) {
        return None;
    }
    Some(
        Hit::new(interval::text(old.items.as_deref()), interval::text(new.items.as_deref()))
            .wire(Safe, "What was inside the limits still is."),
    )
}
