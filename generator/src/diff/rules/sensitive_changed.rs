//! Whether a value is secret changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "sensitive-changed",
    docs: "A field is a password, secret or token now, or no longer. Crates never print such values.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: "{type: string, sensitive: true}",
        request: Some([Level::None, Safe, Level::None]),
        response: Some([Level::None, Safe, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.sensitive == new.sensitive {
        return None;
    }
    let text = |sensitive| if sensitive { "secret" } else { "plain" };
    Some(
        Hit::new(text(old.sensitive), text(new.sensitive))
            .source(Safe, "Whether `Debug` prints the value changes."),
    )
}
