//! Responses that no table describes: what the examples show is their body.

use std::collections::HashSet;

use serde_json::{Map, Value};
use tablature_ir::{Method, Origin};

use super::shown::shape;
use super::{
    draft::{Draft, LocalBody, Spot},
    examples::{self, Parsed},
    fields::ELEMENT,
    page::Page,
    ty::Type,
};
use crate::{diagnostic::Diagnostics, dialect::Dialect, raw::Role};

/// Gives the response of success the body that its examples show, if no table gives it one. All examples are one
/// type: keys become fields, and nothing is required. What the envelope holds is left out. Where HTTP allows no
/// body, the example is of something else.
pub(super) fn answered(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    let first = draft.responses.iter().next();
    let bare = page.method() != Method::Head
        && first.is_some_and(|(status, response)| response.body.is_none() && status.has_body());
    let shown = |it: &&Parsed| it.role == Role::ResponseExample && examples::succeeds(it.status);
    let Some(first) = page.examples.iter().find(shown).filter(|_| bare) else { return };
    let span = page.entry.raw.examples.get(first.index).map(|example| (example.line, example.span));
    let at = span.map(|(line, span)| Spot { page: page.id, line, span });
    let values: Vec<Value> =
        page.examples.iter().filter(shown).map(|it| opened(page.dialect, &it.value)).collect();
    let values = alike(values);
    let values: Vec<&Value> = values.iter().collect();
    let Some(body) = body_of(draft, &values, Origin::Example, at) else { return };
    if let Some(response) = draft.responses.values_mut().next() {
        response.body = Some(body);
    }
}

/// The values as the first one is. A page may show the whole list once, and then what else an element may have; what
/// shares too few keys with the first is about something else.
fn alike(values: Vec<Value>) -> Vec<Value> {
    let Some(first) = values.first() else { return values };
    let known: HashSet<String> = elements(first).flat_map(|it| it.keys().cloned()).collect();
    let is_part = |members: &&Map<String, Value>| {
        let shared = members.keys().filter(|key| known.contains(*key)).count();
        shared > 0 && shared * 2 >= members.len()
    };
    let is_list = first.is_array();
    let same = |value: &Value| is_list == value.is_array() && value.is_object() == first.is_object();
    let mut alike = Vec::new();
    for value in &values {
        if same(value) {
            alike.push(value.clone());
            continue;
        }
        let parts: Vec<Value> = elements(value).filter(is_part).cloned().map(Value::Object).collect();
        match is_list {
            true if !parts.is_empty() => alike.push(Value::Array(parts)),
            true => {}
            false => alike.extend(parts),
        }
    }
    alike
}

/// A value that is an object, or the objects of a list.
fn elements(value: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let items = value.as_array().into_iter().flatten();
    items.chain(Some(value)).filter_map(Value::as_object)
}

/// The body that some values are.
pub(super) fn body_of(
    draft: &mut Draft,
    values: &[&Value],
    origin: Origin,
    at: Option<Spot>,
) -> Option<LocalBody> {
    match shape(&mut draft.types, ELEMENT, values, origin, at) {
        Type::Local(index) => {
            let local = draft.types.get_mut(index)?;
            // The body is no type of its own.
            local.name.clear();
            Some(LocalBody::Fields(std::mem::take(&mut local.fields)))
        }
        Type::Any => None,
        ty => Some(LocalBody::Type(ty, at)),
    }
}

/// A body without what belongs to the envelope.
fn opened(dialect: &Dialect, value: &Value) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let own = members.iter().filter(|(key, _)| !dialect.is_envelope(key));
    Value::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect())
}
