//! The pages are published at another address.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "docs-address-changed",
    docs: "The address that the pages are published under changed, and with it every link in the crate's \
           documentation.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "docs: https://a",
        new: "docs: https://b",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    (pair.old.docs != pair.new.docs)
        .then(|| Hit::new(&pair.old.docs, &pair.new.docs).docs("Links to the pages move."))
}
