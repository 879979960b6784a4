//! A fact about a field comes from elsewhere.

use tablature_ir::Origin;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "origin-changed",
    docs: "The field was known from an example and now stands in a table, a person corrected it, or the like.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string, origin: example}",
        new: "{type: string}",
        request: Some([Level::None, Level::None, Safe]),
        response: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.origin == new.origin {
        return None;
    }
    let text = |origin: Origin| match origin {
        Origin::Table => "table",
        Origin::Evidence => "evidence",
        Origin::Prose => "prose",
        Origin::Example => "example",
        Origin::Uri => "uri",
        Origin::Dialect => "dialect",
        Origin::Overlay => "overlay",
    };
    Some(Hit::new(text(old.origin), text(new.origin)).docs("The docs state it elsewhere."))
}
