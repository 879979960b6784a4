//! Requests of one operation go to another address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-endpoint-changed",
    docs: "The requests of one operation go to another host.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "",
        new: "endpoint: https://b",
        expect: Some([Breaking, Level::None, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.endpoint == new.endpoint {
        return None;
    }
    let text =
        |endpoint: &Option<String>| endpoint.clone().unwrap_or_else(|| "that of the service".to_owned());
    Some(
        Hit::new(text(&old.endpoint), text(&new.endpoint))
            .wire(Breaking, "An old client sends its requests to the old address."),
    )
}
