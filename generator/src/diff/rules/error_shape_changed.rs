//! Error bodies keep code and message elsewhere.

use tablature_ir::ErrorShape;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "error-shape-changed",
    docs: "Where an error body has its code, message or request id changed.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "errors: [{code: a, message: b}]",
        new: "errors: [{code: c, message: b}]",
        expect: Some([Risky, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |shapes: &[ErrorShape]| {
        shapes.iter().map(|it| format!("{}, {}", it.code, it.message)).collect::<Vec<_>>().join("; ")
    };
    // Each shape is tried in turn, so that their order is not a fact.
    let lacks = |a: &[ErrorShape], b: &[ErrorShape]| a.iter().any(|it| !b.contains(it));
    let differ = lacks(&pair.old.errors, &pair.new.errors) || lacks(&pair.new.errors, &pair.old.errors);
    differ.then(|| {
        Hit::new(text(&pair.old.errors), text(&pair.new.errors))
            .wire(Risky, "An old client may not find code and message of an error.")
    })
}
