//! A scalar type that now takes more: integer to number, anything to string.

use tablature_ir::Type;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-widened",
    docs: "Every value of the old type can be spelled in the new one. In a query or form that is harmless; \
           a JSON body now wants quotes; in a response the old client may meet what it cannot read.",
    mirror: Mirror::Of("type-narrowed"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: integer}",
            new: "{type: string}",
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Field {
            old: r#"{type: "list<integer>"}"#,
            new: r#"{type: "list<number>"}"#,
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Body {
            old: "{type: integer}",
            new: "{type: string}",
            expect: Some([Breaking, Breaking, Level::None]),
        },
        Case::Body {
            old: "{type: integer}",
            new: "{type: number}",
            expect: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Widened {
        return None;
    }
    let hit = Hit::new(&old.ty, &new.ty).source(Breaking, "Its Rust type changes.");
    Some(if !pair.site.is_request() {
        hit.wire(Risky, "An old client cannot read a value that the old type does not hold.")
    } else if pair.site.is_text() || *new.ty.innermost() == Type::Number {
        hit.wire(Safe, "What an old client sends is still valid.")
    } else {
        hit.wire(Breaking, "An old client sends JSON of the old type.")
    })
}
