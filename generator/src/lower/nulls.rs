//! Fields of which all examples of an operation show `null`: they have the type that the service's other examples
//! give the same key.

use std::collections::BTreeMap;

use tablature_ir::{Origin, Type, WireName};

use super::draft::{Draft, Drafts, LocalBody, Operation};

/// Fills the types of fields that only examples show and that are `null` there, if all others of the name agree.
pub(super) fn nulls(operations: &mut [&mut Operation]) {
    let mut known: BTreeMap<WireName, Option<Type>> = BTreeMap::new();
    for operation in operations.iter_mut() {
        each(operation, &mut |name, draft| {
            let ty = &draft.field.ty;
            if *ty == Type::Any || !ty.innermost().is_scalar() {
                return;
            }
            let slot = known.entry(name.clone()).or_insert_with(|| Some(ty.clone()));
            if slot.as_ref().is_some_and(|other| other != ty) {
                *slot = None;
            }
        });
    }
    for operation in operations.iter_mut() {
        each(operation, &mut |name, draft| {
            let open = draft.field.origin == Origin::Example && draft.field.ty == Type::Any;
            if open && let Some(Some(ty)) = known.get(name) {
                draft.field.ty = ty.clone();
            }
        });
    }
}

fn each(operation: &mut Operation, work: &mut impl FnMut(&WireName, &mut Draft)) {
    let mut all = |drafts: &mut Drafts| drafts.iter_mut().for_each(|(name, draft)| work(name, draft));
    for local in &mut operation.types {
        all(&mut local.fields);
    }
    for response in operation.responses.values_mut() {
        if let Some(LocalBody::Fields(drafts)) = &mut response.body {
            all(drafts);
        }
    }
}
