//! The description of a field changed.

use tablature_ir::Field;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "description-changed",
    docs: "The words changed and nothing that a program can read from them did. They may still say \
           something new: read them.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, doc: a}",
            new: "{type: string, doc: b}",
            request: Some([Level::None, Level::None, Safe]),
            response: Some([Level::None, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: string, deprecated: a}",
            new: "{type: string, deprecated: b}",
            request: Some([Level::None, Level::None, Safe]),
            response: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let words = |it: &Field| match &it.deprecated {
        Some(deprecated) if deprecated.words != it.description => {
            format!("{} ({})", it.description, deprecated.note())
        }
        _ => it.description.clone(),
    };
    let deprecation =
        old.deprecated.is_some() && new.deprecated.is_some() && old.deprecated != new.deprecated;
    if old.description == new.description && !deprecation {
        return None;
    }
    Some(Hit::new(words(old), words(new)).docs("The words changed."))
}
