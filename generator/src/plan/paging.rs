//! Pagination: the way from the response to the items, in Rust.

use tablature_ir::{self as ir, OperationId};

use super::{
    model::{Field, Paging, Response, ResponseBody, Type},
    types::Structs,
};
use crate::diagnostic::{Diagnostic, Id};

/// Finds the items.
pub(super) fn plan(
    facts: &ir::Pagination,
    response: &Response,
    structs: &Structs<'_>,
) -> Result<Paging, String> {
    let items = facts.items();
    let mut steps = Vec::new();
    let (mut ty, mut fields): (Option<&Type>, Option<&[Field]>) = match &response.body {
        ResponseBody::None => return Err("the response has no body".to_owned()),
        ResponseBody::Own(own) => (None, Some(&own.fields)),
        ResponseBody::Value(value) => (Some(value), struct_fields(value, structs)),
    };
    for key in items.split('.').filter(|key| !key.is_empty()) {
        let field = fields.into_iter().flatten().find(|field| field.wire == key && !field.header);
        let Some(field) = field else {
            return Err(format!("the response has no `{key}` on the way to `{items}`"));
        };
        steps.push(field.name.clone());
        ty = Some(&field.ty);
        fields = struct_fields(&field.ty, structs);
    }
    match ty {
        Some(Type::List(item)) => Ok(Paging { facts: facts.clone(), items: steps, item: (**item).clone() }),
        _ => Err(format!("`{items}` is no list")),
    }
}

fn struct_fields<'s>(ty: &Type, structs: &Structs<'s>) -> Option<&'s [Field]> {
    match ty {
        Type::Struct(name) => structs.get(name).map(|item| item.fields.as_slice()),
        _ => None,
    }
}

/// Reports that an operation gets no `items()`, and why.
pub(super) fn unusable(id: &OperationId, why: &str) -> Diagnostic {
    Diagnostic::new(Id::PagingUnusable, format!("`{id}` is not called page by page: {why}"))
        .hint("correct `pagination` of the operation in an overlay")
}
