//! A single value that became a list.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "list-added",
    docs: "A field that held one value now holds a list of them.",
    mirror: Mirror::Of("list-removed"),
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: r#"{type: "list<string>"}"#,
        request: Some([Breaking, Breaking, Level::None]),
        response: Some([Breaking, Breaking, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if shape(&old.ty, &new.ty) != Shape::IntoList {
        return None;
    }
    Some(
        Hit::new(&old.ty, &new.ty)
            .wire(
                Breaking,
                if pair.site.is_request() {
                    "An old client sends one value where a list is expected."
                } else {
                    "An old client cannot read a list as one value."
                },
            )
            .source(Breaking, "Its Rust type changes."),
    )
}
