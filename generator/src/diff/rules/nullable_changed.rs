//! Whether a value may be null changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "nullable-changed",
    docs: "The docs say now that a value may be `null`, or say so no longer. Clients read `null` anywhere and send \
           it nowhere unasked; who sends it by hand may be refused.",
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
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.nullable == new.nullable {
        return None;
    }
    let text = |nullable| if nullable { "may be null" } else { "" };
    let hit = Hit::new(text(old.nullable), text(new.nullable)).docs("Whether it may be `null` is said.");
    Some(if pair.site.is_request() && old.nullable {
        hit.wire(Risky, "A request that sends `null` may be refused.")
    } else {
        hit.wire(Safe, "An old client reads `null` anywhere.")
    })
}
