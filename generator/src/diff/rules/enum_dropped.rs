//! A field whose values are no longer documented.

use super::prelude::*;
use super::values;

pub(super) static RULE: Rule = Rule {
    id: "enum-dropped",
    docs: "The docs gave a list of values and no longer do. The Rust type is no enum any more.",
    mirror: Mirror::Of("enum-introduced"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: string, enum: {a: "", b: ""}}"#,
        new: "{type: string}",
        request: Some([Safe, Breaking, Level::None]),
        response: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.values.is_empty() || !new.values.is_empty() {
        return None;
    }
    Some(
        Hit::new(values(old), "")
            .wire(
                Safe,
                if pair.site.is_request() {
                    "What an old client sends is still valid."
                } else {
                    "An old client keeps unknown values: enums are open."
                },
            )
            .source(Breaking, "Its Rust type is no enum any more."),
    )
}
