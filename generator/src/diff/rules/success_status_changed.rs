//! Success has another status.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "success-status-changed",
    docs: "A call that succeeds comes back with another status. Clients take every status from 200 to 299 \
           for success.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: r#"responses: {"200": {}}"#,
            new: r#"responses: {"201": {}}"#,
            expect: Some([Safe, Level::None, Level::None]),
        },
        Case::Operation {
            old: r#"responses: {"200": {}}"#,
            new: r#"responses: {"302": {}}"#,
            expect: Some([Breaking, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let ((before, _), (now, _)) = (old.success()?, new.success()?);
    if before == now {
        return None;
    }
    let hit = Hit::new(&before.0, &now.0);
    Some(if before.is_success() && !now.is_success() {
        hit.wire(Breaking, "An old client takes the new status for an error.")
    } else {
        hit.wire(Safe, "Clients take every status from 200 to 299 for success.")
    })
}
