//! An operation that cannot be called page by page any more.

use super::paging;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "pagination-removed",
    docs: "The crate can no longer walk over all pages of the operation.",
    mirror: Mirror::Of("pagination-added"),
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: concat!(
            "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
            "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}\n",
            "pagination: {offset: {offset: Offset, limit: Limit, items: Set}}"
        ),
        new: concat!(
            "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
            "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}"
        ),
        expect: Some([Risky, Breaking, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if new.pagination.is_some() {
        return None;
    }
    Some(
        Hit::new(paging(old.pagination.as_ref()?), "")
            .wire(Risky, "An old client that asks for the next page may get the first again.")
            .source(Breaking, "`items` and `pages` are gone."),
    )
}
