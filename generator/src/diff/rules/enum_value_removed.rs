//! A documented value that is gone.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "enum-value-removed",
    docs: "The docs no longer list a value. A request with it is refused; a response no longer has it. Its \
           variant is gone from the Rust enum.",
    mirror: Mirror::Of("enum-value-added"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: string, enum: {a: "", b: "", c: ""}}"#,
        new: r#"{type: string, enum: {a: "", b: ""}}"#,
        request: Some([Breaking, Breaking, Level::None]),
        response: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.values.is_empty() || new.values.is_empty() {
        return None;
    }
    let gone: Vec<&str> =
        old.values.keys().filter(|it| !new.values.contains_key(*it)).map(String::as_str).collect();
    if gone.is_empty() {
        return None;
    }
    let hit = Hit::new(gone.join(", "), "").source(Breaking, "Its variant is gone.");
    Some(if pair.site.is_request() {
        hit.wire(Breaking, "A request with it is refused.")
    } else {
        hit.wire(Safe, "An old client waits for a value that does not come.")
    })
}
