//! The words on a response changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "response-description-changed",
    docs: "The words of the page on a response, on one of its headers, or on a key of a type of its own \
           changed.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: r#"responses: {"200": {doc: a}}"#,
        new: r#"responses: {"200": {doc: b}}"#,
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    new.responses.iter().find_map(|(status, now)| {
        let before = old.responses.get(status)?;
        (before.description != now.description)
            .then(|| Hit::new(&before.description, &now.description).docs("The words changed."))
    })
}
