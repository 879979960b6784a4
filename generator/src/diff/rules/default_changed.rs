//! The documented default is another one.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "default-changed",
    docs: "What the service assumes when the field is left out changed. Calls that leave it out succeed and \
           mean something else.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: integer, default: "20"}"#,
        new: r#"{type: integer, default: "60"}"#,
        request: Some([Risky, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let (before, now) = (old.default.as_ref()?, new.default.as_ref()?);
    if before == now {
        return None;
    }
    let hit = Hit::new(before, now);
    Some(if pair.site.is_request() {
        hit.wire(Risky, "A call that leaves it out means something else now.")
    } else {
        hit.wire(Safe, "A response says what it says.")
    })
}
