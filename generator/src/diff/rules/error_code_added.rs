//! One more documented error code.

use super::codes;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "error-code-added",
    docs: "The docs list one more error code. Clients hand on codes that they do not know.",
    mirror: Mirror::Of("error-code-removed"),
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "",
        new: r#"errors: [{code: "8001"}]"#,
        expect: Some([Safe, Safe, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let added = codes(new, old);
    (!added.is_empty()).then(|| {
        Hit::new("", added)
            .wire(Safe, "Clients hand on codes that they do not know.")
            .source(Safe, "Its constant is new.")
    })
}
