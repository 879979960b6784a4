//! Fields that are `null` in all examples of an operation. They get the type that the other examples of their page give
//! the same key. What other pages say does not count: an operation is what its own page says.

use std::collections::BTreeMap;

use tablature_ir::{Origin, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody},
    ids::PageId,
    service::{Pages, ServiceDraft},
    ty::Type,
};
use crate::diagnostic::Diagnostics;

/// Fills the types of fields that only examples show and that are `null` there, if all others of the name agree.
pub(super) fn nulls(service: &mut ServiceDraft<'_>, _: &Pages<'_>, _: &mut Diagnostics) {
    let mut known: BTreeMap<PageId, BTreeMap<WireName, Option<Type>>> = BTreeMap::new();
    for operation in &mut service.drafts {
        let known = known.entry(operation.page).or_default();
        each(operation, &mut |name, field| {
            let ty = &field.ty;
            if *ty == Type::Any || !ty.innermost().is_scalar() {
                return;
            }
            let slot = known.entry(name.clone()).or_insert_with(|| Some(ty.clone()));
            if slot.as_ref().is_some_and(|other| other != ty) {
                *slot = None;
            }
        });
    }
    for operation in &mut service.drafts {
        let Some(known) = known.get(&operation.page) else { continue };
        each(operation, &mut |name, field| {
            let open = field.ir.origin == Origin::Example && field.ty == Type::Any;
            if open && let Some(Some(ty)) = known.get(name) {
                field.ty = ty.clone();
            }
        });
    }
}

fn each(operation: &mut Draft, work: &mut impl FnMut(&WireName, &mut DraftField)) {
    let mut all = |fields: &mut DraftFields| fields.iter_mut().for_each(|(name, field)| work(name, field));
    for local in operation.types.values_mut() {
        all(&mut local.fields);
    }
    for response in operation.responses.values_mut() {
        if let Some(LocalBody::Fields(fields)) = &mut response.body {
            all(fields);
        }
    }
}
