//! Values that the docs define once, under another name.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "enum-name-changed",
    docs: "The docs define the values once and refer to them, under another name than before, or one side lists \
           them at the field. The Rust enum is called after that name.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, enum: E}",
            new: "{type: string, enum: F}",
            request: Some([Level::None, Breaking, Safe]),
            response: Some([Level::None, Breaking, Safe]),
        },
        Case::Field {
            old: "{type: string, enum: [a, b]}",
            new: "{type: string, enum: E}",
            request: Some([Level::None, Breaking, Safe]),
            response: Some([Level::None, Breaking, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let both = !old.values.is_empty() && !new.values.is_empty();
    if !both || old.values.name == new.values.name {
        return None;
    }
    let name =
        |values: &tablature_ir::Values| values.name.as_ref().map_or("", |name| name.as_str()).to_owned();
    let hit = Hit::new(name(&old.values), name(&new.values));
    Some(hit.source(Breaking, "Its Rust enum has another name.").docs("The values have another name."))
}
