//! The label of a documented value changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "enum-label-changed",
    docs: "The words beside a documented value changed, not the value.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string, enum: {a: on}}",
        new: "{type: string, enum: {a: off}}",
        request: Some([Level::None, Level::None, Safe]),
        response: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let changed: Vec<(&String, &String, &String)> = old
        .values
        .iter()
        .filter_map(|(value, label)| Some((value, label, new.values.get(value)?)))
        .filter(|(_, old, new)| old != new)
        .collect();
    if changed.is_empty() {
        return None;
    }
    let text = |pick: fn(&(&String, &String, &String)) -> String| {
        changed.iter().map(pick).collect::<Vec<_>>().join(", ")
    };
    Some(
        Hit::new(text(|it| format!("{}: {}", it.0, it.1)), text(|it| format!("{}: {}", it.0, it.2)))
            .docs("The label of a value changed; it may mean something else now."),
    )
}
