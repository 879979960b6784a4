//! How an operation is called page by page changed.

use super::paging;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "pagination-changed",
    docs: "Other parameters, another place of the items or of the next marker, or another way of paging \
           altogether.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
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
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let (before, now) = (old.pagination.as_ref()?, new.pagination.as_ref()?);
    if before == now {
        return None;
    }
    Some(
        Hit::new(paging(before), paging(now))
            .wire(Breaking, "An old client pages in the old way.")
            .source(Breaking, "What `items` yields may be another type."),
    )
}
