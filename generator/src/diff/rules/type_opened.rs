//! A type that the docs no longer state.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-opened",
    docs: "The docs gave a type and no longer do, so the crate has a plain JSON value.",
    mirror: Mirror::Of("type-closed"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: "{type: any}",
        request: Some([Safe, Breaking, Level::None]),
        response: Some([Risky, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Opened {
        return None;
    }
    let hit = Hit::new(&old.ty, &new.ty).source(Breaking, "Its Rust type changes.");
    Some(if pair.site.is_request() {
        hit.wire(Safe, "What an old client sends is still a JSON value.")
    } else {
        hit.wire(Risky, "An old client cannot read a value of another type.")
    })
}
