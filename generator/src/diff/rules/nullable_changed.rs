//! Whether a value may be null changed.

use tablature_ir::Location;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "nullable-changed",
    docs: "The docs now say that a value may be `null`, or no longer say so. Clients read `null` anywhere and \
           send it nowhere unasked; a caller who sends it by hand may be refused.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: "{type: string, nullable: true}",
            request: Some([Safe, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string, nullable: true}",
            new: "{type: string}",
            request: Some([Risky, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
        Case::Operation {
            old: "body: {A: {type: string}}",
            new: "body: {A: {type: string, nullable: true}}",
            expect: Some([Safe, Safe, Safe]),
        },
        Case::Operation {
            old: "body: {A: {type: string, nullable: true}}",
            new: "body: {A: {type: string}}",
            expect: Some([Risky, Breaking, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.nullable == new.nullable {
        return None;
    }
    let text = |nullable| if nullable { "may be null" } else { "" };
    let hit = Hit::new(text(old.nullable), text(new.nullable)).docs("Whether it may be `null` is said.");
    // Only a member of a JSON body has a setter for it: nothing else has a spelling of `null`.
    let is_member = pair.site.location == Location::Body && pair.site.role == Role::Argument;
    let hit = match (pair.site.is_request() && is_member, old.nullable) {
        (true, true) => hit.source(Breaking, "The setter that sends `null` is gone."),
        (true, false) => hit.source(Safe, "A setter that sends `null` is new."),
        (false, _) => hit,
    };
    Some(if pair.site.is_request() && old.nullable {
        hit.wire(Risky, "A request that sends `null` may be refused.")
    } else {
        hit.wire(Safe, "An old client reads `null` anywhere.")
    })
}
