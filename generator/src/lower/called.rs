//! What stands around the parameters of calls by JSON-RPC, and around their results.

use tablature_ir::{Origin, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody, LocalType},
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    raw::{Call, Id, Params},
};

/// Puts the parameters of a call and its result where the protocol has them, with the members that are the same in every
/// call of this procedure.
pub(super) fn called(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    let Some(call) = &page.candidate.request.call else { return };
    let given = match draft.body.take() {
        Some(LocalBody::Fields(fields)) => fields,
        Some(LocalBody::Type(ty, _)) => {
            [(WireName::from("params"), DraftField::new(ty, Origin::Table))].into_iter().collect()
        }
        None => DraftFields::default(),
    };
    let mut body = DraftFields::default();
    let mut fixed = |name: &str, ty: Type, value: &str| {
        let mut field = DraftField::new(ty, Origin::Example);
        field.ir.required = Some(true);
        field.ir.fixed = Some(value.to_owned());
        body.insert(WireName::from(name), field);
    };
    if let Some(version) = &call.version {
        fixed("jsonrpc", Type::String, version);
    }
    match &call.id {
        Id::Number(number) => fixed("id", Type::Integer, &number.to_string()),
        Id::Text(text) => fixed("id", Type::String, text),
    }
    fixed("method", Type::String, &call.procedure);
    let own = |name: &WireName| !["jsonrpc", "id", "method"].contains(&name.as_str());
    let given: DraftFields = given.into_iter().filter(|(name, _)| own(name)).collect();
    if let Some(params) = params(draft, call, given) {
        body.insert(WireName::from("params"), params);
    }
    draft.body = Some(LocalBody::Fields(body));
    result(draft);
}

/// Puts what the page tells of an answer under the key for results, unless examples show it there.
fn result(draft: &mut Draft) {
    let answer = draft.responses.iter_mut().find(|(status, _)| status.has_body());
    let Some((_, response)) = answer else { return };
    let ty = match response.body.take() {
        None => return,
        Some(LocalBody::Fields(fields)) if fields.contains_key("result") || fields.contains_key("error") => {
            response.body = Some(LocalBody::Fields(fields));
            return;
        }
        Some(LocalBody::Fields(fields)) => {
            let name = "result".to_owned();
            Type::Local(draft.types.push(LocalType { name, fields, ..LocalType::default() }))
        }
        Some(LocalBody::Type(ty, _)) => ty,
    };
    let result = DraftField::new(ty, Origin::Example);
    response.body = Some(LocalBody::Fields([(WireName::from("result"), result)].into_iter().collect()));
}

/// The parameters of a call: those that the page tells of, in an object; or a list, where they are given by their order
/// and what each is stands in words.
fn params(draft: &mut Draft, call: &Call, mut given: DraftFields) -> Option<DraftField> {
    // Where examples show them, they stand in their place already.
    if given.len() == 1
        && let Some(mut found) = given.shift_remove("params")
    {
        let fields = found.ty.local().and_then(|index| draft.types.get(index)).map(|own| &own.fields);
        found.ir.required = found.ir.required.or(fields.and_then(must));
        return Some(found);
    }
    if call.params == Some(Params::Ordered) {
        let mut field = DraftField::new(Type::list(Type::Any), Origin::Example);
        let told = given.iter().map(|(name, field)| format!("{}: {}", name.as_str(), field.ir.description));
        field.ir.description = told.collect::<Vec<_>>().join("\n");
        field.ir.required = Some(true);
        return Some(field);
    }
    if given.is_empty() && call.params.is_none() {
        return None;
    }
    let required = must(&given);
    let name = "params".to_owned();
    let index = draft.types.push(LocalType { name, fields: given, ..LocalType::default() });
    let mut field = DraftField::new(Type::Local(index), Origin::Example);
    field.ir.required = required;
    Some(field)
}

/// Whether an object must be given: any of its fields must.
fn must(fields: &DraftFields) -> Option<bool> {
    fields.values().any(|field| field.ir.required == Some(true)).then_some(true)
}
