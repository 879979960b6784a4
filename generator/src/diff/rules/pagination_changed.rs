//! How an operation is called page by page changed.

use tablature_ir::Pagination;

use super::paging;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "pagination-changed",
    docs: "Paging takes other parameters, finds the items or the next marker elsewhere, or works in another \
           way.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: concat!(
                "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
                "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}\n",
                "pagination: {offset: {offset: Offset, limit: Limit, items: Set}}"
            ),
            new: concat!(
                "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
                "responses: {'200': {body: {Set: {type: list<string>}, List: {type: list<integer>}}}}\n",
                "pagination: {offset: {offset: Offset, limit: Limit, items: List}}"
            ),
            expect: Some([Breaking, Breaking, Level::None]),
        },
        Case::Operation {
            old: concat!(
                "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
                "responses: {'200': {body: {Set: {type: list<string>}, Total: {type: integer}}}}\n",
                "pagination: {offset: {offset: Offset, limit: Limit, items: Set}}"
            ),
            new: concat!(
                "form: {Offset: {type: integer}, Limit: {type: integer}}\n",
                "responses: {'200': {body: {Set: {type: list<string>}, Total: {type: integer}}}}\n",
                "pagination: {offset: {offset: Offset, limit: Limit, items: Set, total: {body: Total}}}"
            ),
            expect: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let (before, now) = (old.pagination.as_ref()?, new.pagination.as_ref()?);
    if before == now {
        return None;
    }
    let hit = Hit::new(paging(before), paging(now));
    if without_total(before) == without_total(now) {
        return Some(hit.wire(Safe, "An old client that finds no total goes on to a short page."));
    }
    Some(
        hit.wire(Breaking, "An old client pages in the old way.")
            .source(Breaking, "What `items` yields may be another type."),
    )
}

fn without_total(pagination: &Pagination) -> Pagination {
    let mut pagination = pagination.clone();
    if let Pagination::Offset { total, .. } | Pagination::Page { total, .. } = &mut pagination {
        *total = None;
    }
    pagination
}
