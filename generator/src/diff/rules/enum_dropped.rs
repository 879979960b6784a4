//! A field whose values are no longer documented.

use super::prelude::*;
use super::{says, values};

pub(super) static RULE: Rule = Rule {
    id: "enum-dropped",
    docs: "The docs gave a list of values and no longer do. The Rust type is no longer an enum.",
    mirror: Mirror::Of("enum-introduced"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: r#"{type: string, enum: {a: "", b: ""}}"#,
            new: "{type: string}",
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Safe, Breaking, Level::None]),
        },
        Case::Field {
            old: r#"{type: string, enum: {"4": "", "6": ""}, doc: "4, 6"}"#,
            new: "{type: string, doc: only 4}",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.values.is_empty() || !new.values.is_empty() {
        return None;
    }
    let hit = Hit::new(values(old), "").source(Breaking, "Its Rust type is no longer an enum.");
    // Words that name some of the values and no longer the others are no list, but they say which ones stay.
    let (said, unsaid): (Vec<&String>, Vec<&String>) =
        old.values.keys().partition(|value| says(&new.description, value));
    Some(if !pair.site.is_request() {
        hit.wire(Safe, "An old client keeps unknown values: enums are open.")
    } else if said.is_empty() || unsaid.is_empty() {
        hit.wire(Safe, "What an old client sends is still valid, as far as the docs tell.")
    } else {
        hit.wire(Risky, "The words speak of some of the values only; the others may be refused.")
    })
}
