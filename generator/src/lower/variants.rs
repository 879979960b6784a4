//! One request that several parts of a page tell, "for users" and "for administrators": the tables of all of them are its
//! parameters, and what only some of them have may be left out.

use super::{
    draft::{Draft, LocalBody},
    ids::TableAt,
    page::Page,
};
use crate::raw;

/// Makes optional what only some of the parts have that tell the request.
pub(super) fn optional(draft: &mut Draft, page: &Page<'_>, roots: &[TableAt]) {
    if page.candidate.also.is_empty() {
        return;
    }
    let parts = || page.candidate.also.iter().chain([&page.id]);
    let everywhere = |name: &str| {
        let has = |table: &raw::Table| table.rows.iter().any(|row| row.name.joined().trim() == name);
        parts().all(|part| {
            let of_part = roots.iter().filter(|at| at.page == *part);
            of_part.filter_map(|at| page.book.table(*at)).any(has)
        })
    };
    let body = match &mut draft.body {
        Some(LocalBody::Fields(fields)) => Some(fields),
        Some(LocalBody::Type(..)) | None => None,
    };
    let sides = [&mut draft.query, &mut draft.header, &mut draft.form].into_iter().chain(body);
    for (name, field) in sides.flatten() {
        if !everywhere(name) {
            field.ir.required = field.ir.required.map(|_| false);
        }
    }
}
