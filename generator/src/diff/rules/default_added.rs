//! A default is documented now.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "default-added",
    docs: "The docs now say what the service assumes when the field is left out.",
    mirror: Mirror::Of("default-removed"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: integer}",
        new: r#"{type: integer, default: "20"}"#,
        request: Some([Safe, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.default.is_some() {
        return None;
    }
    Some(
        Hit::new("", new.default.as_ref()?)
            .wire(Safe, "The docs say what is assumed; clients never send it unasked."),
    )
}
