//! The page of an operation is published at another address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "page-address-changed",
    docs: "The page of the operation is published at another address, and so is the link in its documentation.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "url: https://docs.example/a",
        new: "url: https://docs.example/b",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    // Where all pages move, or this one does, that is told already.
    let moved = pair.services.0.docs != pair.services.1.docs || old.page != new.page;
    let text = |url: &Option<String>| url.clone().unwrap_or_default();
    (!moved && old.url != new.url).then(|| Hit::new(text(&old.url), text(&new.url)).docs("The link moves."))
}
