//! Which side alone sends a field changed.

use tablature_ir::Access;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "access-changed",
    docs: "A field is now sent by the service alone, by clients alone, or by both. What the other side still \
           sends is ignored or refused.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: "{type: string, access: read-only}",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, access: read-only}",
            new: "{type: string}",
            request: Some([Safe, Safe, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, access: write-only}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: string, access: write-only}",
            new: "{type: string}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Safe, Level::None]),
        },
    ],
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
    // Whoever never sends it has no place for it in the API.
    let never = if pair.site.is_request() { Access::ReadOnly } else { Access::WriteOnly };
    Some(match (old.access == Some(never), new.access == Some(never)) {
        (false, true) if pair.site.is_request() => hit
            .wire(Risky, "The service may refuse or ignore what an old client sends.")
            .source(Breaking, "Its setter is gone."),
        (false, true) => hit
            .wire(Risky, "An old client reads nothing where there was a value.")
            .source(Breaking, "Its field is gone."),
        (true, false) if pair.site.is_request() => {
            hit.wire(Safe, "An old client does as it did.").source(Safe, "A setter is new.")
        }
        (true, false) => hit.wire(Safe, "An old client does as it did.").source(Safe, "A field is new."),
        _ => hit.wire(Safe, "An old client does as it did."),
    })
}
