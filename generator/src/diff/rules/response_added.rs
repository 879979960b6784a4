//! One more documented status.

use super::prelude::*;
use super::statuses;

pub(super) static RULE: Rule = Rule {
    id: "response-added",
    docs: "The docs describe the response to a status that they did not mention before.",
    mirror: Mirror::Of("response-removed"),
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: r#"responses: {"200": {}}"#,
        new: r#"responses: {"200": {}, "404": {}}"#,
        expect: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let added = statuses(new, old);
    (!added.is_empty())
        .then(|| Hit::new("", added).wire(Safe, "Clients take every status that is no success for an error."))
}
