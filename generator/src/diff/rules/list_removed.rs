//! A list that became a single value.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "list-removed",
    docs: "A field that held a list now holds one value.",
    mirror: Mirror::Of("list-added"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: "list<string>"}"#,
        new: "{type: string}",
        request: Some([Breaking, Breaking, Level::None]),
        response: Some([Breaking, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::OutOfList {
        return None;
    }
    Some(
        Hit::new(&old.ty, &new.ty)
            .wire(
                Breaking,
                if pair.site.is_request() {
                    "An old client sends a list where one value is expected."
                } else {
                    "An old client cannot read one value as a list."
                },
            )
            .source(Breaking, "Its Rust type changes."),
    )
}
