//! A documented status that is gone.

use super::prelude::*;
use super::statuses;

pub(super) static RULE: Rule = Rule {
    id: "response-removed",
    docs: "The docs no longer describe the response to a status.",
    mirror: Mirror::Of("response-added"),
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: r#"responses: {"200": {}, "404": {}}"#,
            new: r#"responses: {"200": {}}"#,
            expect: Some([Safe, Level::None, Level::None]),
        },
        Case::Operation {
            old: r#"responses: {"200": {}}"#,
            new: "",
            expect: Some([Risky, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let gone = statuses(old, new);
    if gone.is_empty() {
        return None;
    }
    let hit = Hit::new(gone, "");
    Some(if old.success().is_some() && new.success().is_none() {
        hit.wire(Risky, "The docs no longer say what a call that succeeds returns.")
    } else {
        hit.wire(Safe, "The docs say less than before of errors.")
    })
}
