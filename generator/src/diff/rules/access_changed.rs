//! Which side alone sends a field changed.

use tablature_ir::Access;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "access-changed",
    docs: "A field is sent by the service alone now, by clients alone, or by both. What the other side still sends is ignored or refused.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: "{type: string, access: read-only}",
        request: Some([Risky, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.access == new.access {
        return None;
    }
    let text = |access: Option<Access>| match access {
        None => "both sides",
        Some(Access::ReadOnly) => "the service alone",
        Some(Access::WriteOnly) => "requests alone",
    };
    let hit = Hit::new(text(old.access), text(new.access));
    Some(match (pair.site.is_request(), new.access) {
        (true, Some(Access::ReadOnly)) => {
            hit.wire(Risky, "The service may refuse or ignore what an old client sends.")
        }
        (false, Some(Access::WriteOnly)) => {
            hit.wire(Risky, "An old client reads nothing where there was a value.")
        }
        _ => hit.wire(Safe, "An old client does as it did."),
    })
}
