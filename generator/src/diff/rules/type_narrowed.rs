//! A scalar type that now takes less: number to integer, string to anything.

use tablature_ir::Type;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-narrowed",
    docs: "Only some values of the old type can be spelled in the new one. In a JSON body others are refused now, as \
           is the old spelling; a query or form has text for either, and may refuse some. In a response the value \
           comes spelled in another way.",
    mirror: Mirror::Of("type-widened"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: "{type: integer}",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: number}",
            new: "{type: integer}",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Safe, Breaking, Level::None]),
        },
        Case::Body {
            old: "{type: string}",
            new: "{type: boolean}",
            expect: Some([Breaking, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Narrowed {
        return None;
    }
    let hit = Hit::new(&old.ty, &new.ty).source(Breaking, "Its Rust type changes.");
    Some(if pair.site.is_request() && pair.site.is_text() {
        hit.wire(
            Risky,
            "It goes over the wire as text as before; what is no value of the new type may be refused.",
        )
    } else if pair.site.is_request() {
        hit.wire(Breaking, "Values that the old type allows are refused.")
    } else if *new.ty.innermost() == Type::Integer && *old.ty.innermost() == Type::Number {
        hit.wire(Safe, "An integer is a number, too.")
    } else {
        hit.wire(Risky, "An old client reads the value, but its spelling may differ from what it was.")
    })
}
