//! A free value whose values are documented now.

use super::prelude::*;
use super::{says, values};

pub(super) static RULE: Rule = Rule {
    id: "enum-introduced",
    docs: "The docs gave no list of values and now do. A request with another value may be refused; the \
           Rust type becomes an enum.",
    mirror: Mirror::Of("enum-dropped"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: r#"{type: string, enum: {a: "", b: ""}}"#,
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Safe, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: string, doc: a or b}",
            new: r#"{type: string, enum: {a: "", b: ""}, doc: "One of: a, b"}"#,
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if !old.values.is_empty() || new.values.is_empty() {
        return None;
    }
    let hit = Hit::new("", values(new)).source(Breaking, "Its Rust type becomes an enum.");
    Some(if new.values.keys().all(|value| says(&old.description, value)) {
        hit.wire(Safe, "The words spoke of the same values before.")
    } else if pair.site.is_request() {
        hit.wire(Risky, "Values that are not on the list may be refused.")
    } else {
        hit.wire(Safe, "An old client reads any value.")
    })
}
