//! Bodies that all examples wrap in one more object than their table tells of: `{"volume": {…}}`.

use serde_json::Value;
use tablature_ir::{Origin, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody, LocalType, Spot},
    examples,
    page::Page,
    ty::Type,
};
use crate::{diagnostic::Diagnostics, dialect::Dialect, raw::Role};

/// Wraps the bodies of the request and of success.
pub(super) fn wrapped(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    for role in [Role::RequestExample, Role::ResponseExample] {
        let of_role = page.examples.iter().filter(|it| it.role == role && examples::succeeds(it.status));
        let values: Vec<&Value> = of_role.map(|example| &example.value).collect();
        let body = match role {
            Role::RequestExample => draft.body.as_mut(),
            _ => draft.responses.values_mut().next().and_then(|response| response.body.as_mut()),
        };
        let Some(LocalBody::Fields(fields)) = body else { continue };
        let Some((key, lists)) = wrapper(&values, fields, page.dialect) else { continue };
        let at = fields.values().find_map(|field| field.at).and_then(|at| {
            let table = page.book.table(at.table())?;
            Some(Spot { page: at.page, line: table.line, span: table.span })
        });
        let required = fields.values().any(|field| field.ir.required == Some(true)).then_some(true);
        let index = draft.types.push(LocalType {
            name: key.clone(),
            fields: std::mem::take(fields),
            at,
            table: None,
            named: None,
        });
        let ty = if lists { Type::list(Type::Local(index)) } else { Type::Local(index) };
        let mut field = DraftField::new(ty, Origin::Example);
        field.ir.required = required;
        fields.insert(WireName(key), field);
    }
}

/// The only key in every example, apart from those of the envelope, if it holds the fields of the table; with whether
/// it holds a list of them.
fn wrapper(examples: &[&Value], fields: &DraftFields, dialect: &Dialect) -> Option<(String, bool)> {
    let lone = |value| lone(value, dialect);
    let pairs: Vec<(&String, &Value)> = examples.iter().copied().map(lone).collect::<Option<_>>()?;
    let (key, _) = *pairs.first()?;
    if fields.contains_key(key.as_str()) || pairs.iter().any(|(other, _)| *other != key) {
        return None;
    }
    let lists = pairs.iter().all(|(_, value)| value.is_array());
    let items = pairs.iter().flat_map(|(_, value)| match value {
        Value::Array(items) => items.iter().collect(),
        other => vec![*other],
    });
    let items: Vec<_> = items.map(Value::as_object).collect::<Option<_>>()?;
    let keys: Vec<&String> = items.iter().flat_map(|item| item.keys()).collect();
    let known = keys.iter().filter(|key| fields.contains_key(key.as_str())).count();
    (known * 2 > keys.len()).then(|| (key.clone(), lists))
}

/// The only key of an object that is not the envelope's, and its value.
fn lone<'v>(value: &'v Value, dialect: &Dialect) -> Option<(&'v String, &'v Value)> {
    let mut own = value.as_object()?.iter().filter(|(key, _)| !dialect.is_envelope(key));
    let only = own.next()?;
    own.next().is_none().then_some(only)
}
