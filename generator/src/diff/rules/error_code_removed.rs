//! A documented error code that is gone.

use super::codes;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "error-code-removed",
    docs: "The docs no longer list an error code. Code that waits for it may never see it.",
    mirror: Mirror::Of("error-code-added"),
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: r#"errors: [{code: "8001"}]"#,
        new: "",
        expect: Some([Risky, Breaking, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let gone = codes(old, new);
    (!gone.is_empty()).then(|| {
        Hit::new(gone, "")
            .wire(Risky, "Code that waits for this error may meet another one.")
            .source(Breaking, "Its constant is gone.")
    })
}
