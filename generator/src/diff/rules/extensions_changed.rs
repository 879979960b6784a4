//! A key that begins with `x-` changed on a field.

use super::extensions;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "extensions-changed",
    docs: "A key that begins with `x-` came, went or changed on a field. No client knows such keys.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string, x-owner: a}",
        new: "{type: string, x-owner: [a, b]}",
        request: Some([Level::None, Level::None, Safe]),
        response: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let (old, new) = extensions(&old.extensions, &new.extensions)?;
    Some(Hit::new(old, new).docs("What people noted for tools of their own changed."))
}
