//! A parameter that is sent in another place.

use super::location;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "field-moved",
    docs: "A parameter went from the query to the body, from the form to a header, and so on. An old client \
           sends it where the service no longer looks.",
    mirror: Mirror::Itself,
    check: Check::LoneField(check),
    cases: &[
        Case::Operation {
            old: "query: {X: {type: string}}",
            new: "header: {X: {type: string}}",
            expect: Some([Breaking, Level::None, Level::None]),
        },
        Case::Operation {
            old: "query: {X: {type: string}}",
            new: "body: {X: {type: string}}",
            expect: Some([Breaking, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let from = pair.from?;
    Some(Hit::new(location(from), location(pair.site.location)).wire(
        Breaking,
        if pair.site.is_request() {
            "An old client sends it where the service no longer looks."
        } else {
            "An old client looks for it where it no longer is."
        },
    ))
}
