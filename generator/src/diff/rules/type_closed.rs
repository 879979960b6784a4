//! A type that the docs now state.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-closed",
    docs: "The docs gave no type and now do.",
    mirror: Mirror::Of("type-opened"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: any}",
        new: "{type: string}",
        request: Some([Risky, Breaking, Level::None]),
        response: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Closed {
        return None;
    }
    let hit = Hit::new(&old.ty, &new.ty).source(Breaking, "Its Rust type changes.");
    Some(if pair.site.is_request() {
        hit.wire(Risky, "An old client may send a value of another type.")
    } else {
        hit.wire(Safe, "An old client reads any JSON value.")
    })
}
