//! A default is no longer documented.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "default-removed",
    docs: "The docs no longer say what the service assumes when the field is left out.",
    mirror: Mirror::Of("default-added"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: integer, default: "20"}"#,
        new: "{type: integer}",
        request: Some([Risky, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if new.default.is_some() {
        return None;
    }
    let hit = Hit::new(old.default.as_ref()?, "");
    Some(if pair.site.is_request() {
        hit.wire(Risky, "A call that leaves it out may mean something else now.")
    } else {
        hit.wire(Safe, "A response says what it says.")
    })
}
