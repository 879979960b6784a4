//! One operation: its parameters, its body, what is said of it.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use tablature_ir::{
    Encoding, Example, ExampleKind, Field, Location, Operation, Protocol, Type, WireName, recipe,
};

use super::{
    document::{Export, server},
    paths::Place,
    responses,
    schema::{self, Side, insert_some},
};

pub(super) fn operation(
    export: &Export<'_>,
    place: &Place<'_>,
    components: &mut Map<String, Value>,
) -> Value {
    let Place { id, operation, path: _, renamed: _ } = place;
    let mut out = Map::new();
    out.insert("operationId".into(), export.names.of_operation(id).into());
    insert_some(&mut out, "summary", operation.title.clone());
    let description = schema::with_deprecation(&operation.description, operation.deprecated.as_ref());
    insert_some(&mut out, "description", description);
    if operation.deprecated.is_some() {
        out.insert("deprecated".into(), true.into());
    }
    if let Some(page) = crate::plan::address(export.service, operation) {
        out.insert("externalDocs".into(), json!({"url": page}));
    }
    out.insert("x-tablature-page".into(), operation.page.as_str().into());
    out.insert("x-tablature-retry".into(), json!(operation.retry));
    if let Some(security) = super::security::of_operation(operation) {
        out.insert("security".into(), security);
    }
    if !operation.errors.is_empty() {
        out.insert("x-tablature-errors".into(), json!(operation.errors));
    }
    if let Some(endpoint) = &operation.endpoint {
        out.insert("servers".into(), json!([server(endpoint)]));
    }
    if !operation.alternatives.is_empty() {
        out.insert("x-tablature-alternatives".into(), json!(operation.alternatives));
    }
    if !operation.groups.is_empty() {
        out.insert("x-tablature-groups".into(), json!(operation.groups));
    }
    if let Some(pagination) = &operation.pagination {
        out.insert("x-tablature-pagination".into(), json!(pagination));
    }
    let samples: Vec<Value> = operation
        .examples
        .iter()
        .filter(|example| example.of == ExampleKind::Request)
        .map(|example| json!({"lang": "http", "source": example.text}))
        .collect();
    if !samples.is_empty() {
        out.insert("x-codeSamples".into(), samples.into());
    }
    let parameters = parameters(export, place);
    if !parameters.is_empty() {
        out.insert("parameters".into(), parameters.into());
    }
    if let Some(body) = request_body(export, place, components) {
        out.insert("requestBody".into(), body);
    }
    out.insert("responses".into(), responses::responses(export, id, operation, components));
    schema::extend(&mut out, &operation.extensions);
    out.into()
}

/// Parameters in path, query and headers.
fn parameters(export: &Export<'_>, place: &Place<'_>) -> Vec<Value> {
    let Operation { path, query, header, .. } = place.operation;
    let mut out = Vec::new();
    let mut described = HashSet::new();
    for name in crate::spec::validate::placeholders(&place.operation.uri) {
        // A path may name a parameter twice.
        if !described.insert(name) {
            continue;
        }
        // A placeholder that the docs do not describe is text.
        let text = Field::new(Type::String);
        let field = path.get(name).unwrap_or(&text);
        let shared = place.renamed.get(name).map_or(name, String::as_str);
        out.push(parameter(export, shared, Location::Path, field));
    }
    if let Some(action) = action(export, place, Location::Query) {
        let only = json!({"name": action, "in": "query", "required": true, "schema": only(place)});
        out.push(only);
    }
    out.extend(query.iter().map(|(name, field)| parameter(export, name, Location::Query, field)));
    let headers = header.iter().filter(|(name, _)| !is_reserved(export, name));
    out.extend(headers.map(|(name, field)| parameter(export, name, Location::Header, field)));
    out
}

/// Whether OpenAPI states the header elsewhere: the media types accepted and sent, and credentials.
fn is_reserved(export: &Export<'_>, name: &str) -> bool {
    ["Accept", "Content-Type", "Authorization"].iter().any(|reserved| name.eq_ignore_ascii_case(reserved))
        || export
            .service
            .auth
            .iter()
            .flat_map(recipe::Recipe::puts)
            .any(|(place, put)| place == recipe::Place::Header && put.eq_ignore_ascii_case(name))
}

fn parameter(export: &Export<'_>, name: &str, location: Location, field: &Field) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), name.into());
    out.insert("in".into(), json!(location));
    insert_some(&mut out, "description", schema::description(field));
    if location == Location::Path || field.required == Some(true) {
        out.insert("required".into(), true.into());
    }
    if field.deprecated.is_some() {
        out.insert("deprecated".into(), true.into());
    }
    schema::extend(&mut out, &field.extensions);
    let mut schema = schema::of_field(export, field, Side::Request);
    match field.encoding {
        Some(Encoding::Json) => {
            schema.remove("x-tablature-encoding");
            out.insert("content".into(), json!({"application/json": {"schema": schema}}));
            return out.into();
        }
        Some(Encoding::Comma) if location == Location::Query => {
            schema.remove("x-tablature-encoding");
            out.insert("explode".into(), false.into());
        }
        // What OpenAPI calls members in brackets.
        Some(Encoding::Brackets) if !matches!(field.ty, Type::List(_)) => {
            schema.remove("x-tablature-encoding");
            out.insert("style".into(), "deepObject".into());
            out.insert("explode".into(), true.into());
        }
        Some(Encoding::Brackets) => {
            schema.remove("x-tablature-encoding");
            out.insert("name".into(), format!("{name}[]").into());
        }
        Some(
            Encoding::Comma
            | Encoding::Indexed
            | Encoding::IndexedBrackets
            | Encoding::MemberNumbered
            | Encoding::Numbered
            | Encoding::Repeated
            | Encoding::Slashes,
        )
        | None => {}
    }
    out.insert("schema".into(), schema.into());
    out.into()
}

/// The parameter that names the operation, if it stands at this location.
fn action<'a>(export: &Export<'a>, place: &Place<'_>, location: Location) -> Option<&'a WireName> {
    let has_form = !place.operation.form.is_empty() || place.operation.query.is_empty();
    let stands_in = if has_form { Location::Form } else { Location::Query };
    match &export.service.protocol {
        Protocol::Rpc(action) => Some(action).filter(|_| stands_in == location),
        Protocol::Rest => None,
    }
}

/// The schema of the one text that names the operation.
fn only(place: &Place<'_>) -> Value {
    json!({"type": "string", "enum": [place.id]})
}

fn request_body(
    export: &Export<'_>,
    place: &Place<'_>,
    components: &mut Map<String, Value>,
) -> Option<Value> {
    let Place { id, operation, .. } = place;
    let action = action(export, place, Location::Form);
    let (usual, schema) = if let Some(body) = &operation.body {
        ("application/json", schema::body(export, body, Side::Request))
    } else if action.is_some() || !operation.form.is_empty() {
        let mut schema = schema::object(export, &operation.form, Side::Request);
        if let Some(action) = action {
            with_action(&mut schema, action, only(place));
        }
        ("application/x-www-form-urlencoded", schema.into())
    } else {
        return None;
    };
    let media_type = operation.media.as_deref().unwrap_or(usual);
    let mut media = json!({"schema": component(components, schema, || export.names.of_body(id, "Request"))});
    let examples = examples(operation.examples.iter().filter(|example| example.of == ExampleKind::Body));
    if !examples.is_empty() && usual == "application/json" {
        media["examples"] = examples.into();
    }
    Some(json!({"required": true, "content": {media_type: media}}))
}

/// Puts the parameter that names the operation before all others.
fn with_action(schema: &mut Map<String, Value>, action: &str, only: Value) {
    let rest = schema.remove("properties");
    let mut properties = Map::from_iter([(action.to_owned(), only)]);
    if let Some(Value::Object(rest)) = rest {
        properties.extend(rest);
    }
    let mut required = vec![Value::from(action)];
    if let Some(Value::Array(rest)) = schema.remove("required") {
        required.extend(rest);
    }
    schema.insert("required".into(), required.into());
    schema.insert("properties".into(), properties.into());
}

/// An object becomes a component, since generators name types after those; any other schema stays as it is.
pub(super) fn component(
    components: &mut Map<String, Value>,
    schema: Value,
    name: impl Fn() -> String,
) -> Value {
    if schema.get("properties").is_none() && schema.get("allOf").is_none() {
        return schema;
    }
    let name = name();
    let reference = json!({"$ref": format!("#/components/schemas/{name}")});
    components.insert(name, schema);
    reference
}

/// Examples that are JSON, by name.
pub(super) fn examples<'a>(examples: impl Iterator<Item = &'a Example>) -> Map<String, Value> {
    let values = examples.filter_map(|example| {
        let value: Value = serde_json::from_str(&example.text).ok()?;
        Some((&example.title, value))
    });
    values
        .enumerate()
        .map(|(at, (title, value))| {
            let mut out = Map::new();
            insert_some(&mut out, "summary", title.clone());
            out.insert("value".into(), value);
            (format!("example{}", at + 1), out.into())
        })
        .collect()
}
