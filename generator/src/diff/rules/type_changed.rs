//! A type that became another altogether.

use tablature_ir::Type;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-changed",
    docs: "The type became one that has no values in common with the old one, or only by accident: boolean \
           and integer, an object and a scalar, an object and a map.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: boolean}",
            new: "{type: integer}",
            request: Some([Breaking, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: T}",
            new: "{type: string}",
            request: Some([Breaking, Breaking, Level::None]),
            response: Some([Breaking, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: T}",
            new: r#"{type: "map<string>"}"#,
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Other {
        return None;
    }
    let hit = Hit::new(&old.ty, &new.ty).source(Breaking, "Its Rust type changes.");
    let scalars = old.ty.innermost().is_scalar() && new.ty.innermost().is_scalar();
    let objects = [&old.ty, &new.ty].iter().all(|ty| matches!(ty, Type::Named(_) | Type::Map(_)));
    Some(match (pair.site.is_request(), scalars, objects) {
        (_, _, true) => hit.wire(Risky, "Both are objects on the wire, but keys may differ."),
        (true, ..) => hit.wire(Breaking, "An old client sends a value of the old type."),
        (false, true, _) => hit.wire(Risky, "An old client reads another scalar only where its text fits."),
        (false, false, _) => hit.wire(Breaking, "An old client cannot read the new type."),
    })
}
