//! An operation that can be called page by page now.

use super::paging;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "pagination-added",
    docs: "The crate can walk over all pages of the operation now.",
    mirror: Mirror::Of("pagination-removed"),
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: concat!(
            "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
            "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}"
        ),
        new: concat!(
            "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
            "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}\n",
            "pagination: {offset: {offset: Offset, limit: Limit, items: Set}}"
        ),
        expect: Some([Safe, Safe, Level::None]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.pagination.is_some() {
        return None;
    }
    Some(
        Hit::new("", paging(new.pagination.as_ref()?))
            .wire(Safe, "An old client asks for one page, as before.")
            .source(Safe, "`items` and `pages` are new."),
    )
}
