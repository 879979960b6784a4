//! One more documented value.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "enum-value-added",
    docs: "The docs list one more value. Old clients do not send it, and read it as an unknown one, because \
           enums are open.",
    mirror: Mirror::Of("enum-value-removed"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: string, enum: {a: "", b: ""}}"#,
        new: r#"{type: string, enum: {a: "", b: "", c: ""}}"#,
        request: Some([Safe, Safe, Level::None]),
        response: Some([Safe, Safe, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.values.is_empty() || new.values.is_empty() {
        return None;
    }
    let added: Vec<&str> =
        new.values.keys().filter(|it| !old.values.contains_key(*it)).map(String::as_str).collect();
    if added.is_empty() {
        return None;
    }
    Some(
        Hit::new("", added.join(", "))
            .wire(
                Safe,
                if pair.site.is_request() {
                    "What an old client sends is still valid."
                } else {
                    "An old client keeps it as an unknown value: enums are open."
                },
            )
            .source(Safe, "A variant of an enum that is not exhaustive is new."),
    )
}
