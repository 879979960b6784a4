//! A field whose named type has another name.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "type-renamed",
    docs: "A field holds another named type. What differs between the two types is reported field by field; \
           this says only that the name of the Rust type moves.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: T}",
        new: "{type: U}",
        request: Some([Safe, Breaking, Level::None]),
        response: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::Named {
        return None;
    }
    Some(
        Hit::new(&old.ty, &new.ty)
            .wire(Safe, "Names of types do not go over the wire.")
            .source(Breaking, "The Rust type has another name."),
    )
}
