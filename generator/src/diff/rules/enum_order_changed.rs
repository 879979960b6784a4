//! The documented values stand in another order.

use super::prelude::*;
use super::values;

pub(super) static RULE: Rule = Rule {
    id: "enum-order-changed",
    docs: "The same values, in another order on the page.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: r#"{type: string, enum: {a: "", b: ""}}"#,
        new: r#"{type: string, enum: {b: "", a: ""}}"#,
        request: Some([Level::None, Level::None, Safe]),
        response: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    let kept: Vec<&String> = old.values.keys().filter(|it| new.values.contains_key(*it)).collect();
    let now: Vec<&String> = new.values.keys().filter(|it| old.values.contains_key(*it)).collect();
    if kept == now {
        return None;
    }
    Some(Hit::new(values(old), values(new)).docs("The values stand in another order."))
}
