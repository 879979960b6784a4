//! What comes back.

use serde_json::{Map, Value, json};
use tablature_ir::{
    Body, Envelope, ErrorShape, Example, ExampleKind, Operation, OperationId, Response, Status, Type,
};

use super::{
    Version,
    document::Export,
    operation::{component, examples},
    schema::{self, Side, insert_some},
};

pub(super) fn responses(
    export: &Export<'_>,
    id: &OperationId,
    operation: &Operation,
    components: &mut Map<String, Value>,
) -> Value {
    let mut out = Map::new();
    let success = operation.success().map(|(status, _)| status);
    let mut errors = Vec::new();
    for (status, response) in &operation.responses {
        if export.version == Version::V30 && status.is_success() && Some(status) != success {
            // A reader of 3.0 knows one kind of success.
            continue;
        }
        let is_error = Some(status) != success && !status.is_success();
        let mut one = head(export, operation, status, response);
        let schema = match &response.body {
            Some(body) if is_error => {
                errors.push((status.0.clone(), schema::body(export, body, Side::Response)));
                None
            }
            Some(body) => Some(with_envelope(export, body)),
            None if Some(status) == success && export.service.envelope.is_some() => {
                Some(reference(&export.names.envelope))
            }
            None => None,
        };
        if let Some(schema) = schema {
            let what =
                if Some(status) == success { "Response".to_owned() } else { format!("Response{}", status.0) };
            let schema = component(components, schema, || export.names.of_body(id, &what));
            one.insert("content".into(), content(&schema, operation, status, Some(status) == success));
        }
        out.insert(status.0.clone(), one.into());
    }
    if out.is_empty()
        || success.is_none() && !operation.responses.keys().any(|Status(status)| status == "default")
    {
        let mut one = json!({"description": "Success"});
        if export.service.envelope.is_some() {
            one["content"] = json!({"application/json": {"schema": reference(&export.names.envelope)}});
        }
        out.insert("200".to_owned(), one);
    }
    error_bodies(export, id, operation, &errors, &mut out, components);
    out.into()
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The description and the headers.
fn head(
    export: &Export<'_>,
    operation: &Operation,
    status: &Status,
    response: &Response,
) -> Map<String, Value> {
    let mut out = Map::new();
    let said = match (&response.description, status.is_success()) {
        (text, _) if !text.is_empty() => text.clone(),
        (_, true) => "Success".to_owned(),
        (_, false) => "Error".to_owned(),
    };
    let codes: Vec<String> = operation
        .errors
        .iter()
        .filter(|error| error.status.is_some_and(|code| code.to_string() == status.0))
        .map(|error| format!("- `{}`: {}", error.code, error.description))
        .collect();
    let text = if codes.is_empty() { said } else { format!("{said}\n\n{}", codes.join("\n")) };
    out.insert("description".into(), text.into());
    let headers: Map<String, Value> = response
        .headers
        .iter()
        .filter(|(name, _)| !name.eq_ignore_ascii_case("Content-Type"))
        .map(|(name, field)| {
            let mut header = Map::new();
            insert_some(&mut header, "description", schema::description(field));
            for (key, is_so) in
                [("required", field.required == Some(true)), ("deprecated", field.deprecated.is_some())]
            {
                if is_so {
                    header.insert(key.into(), true.into());
                }
            }
            schema::extend(&mut header, &field.extensions);
            header.insert("schema".into(), schema::of_field(export, field, Side::Response).into());
            (name.to_string(), header.into())
        })
        .collect();
    if !headers.is_empty() {
        out.insert("headers".into(), headers.into());
    }
    schema::extend(&mut out, &response.extensions);
    out
}

/// A body with its examples. An example without a status counts as one of success.
fn content(schema: &Value, operation: &Operation, status: &Status, is_success: bool) -> Value {
    let belongs = |example: &&Example| {
        example.of == ExampleKind::Response && example.status.as_ref().map_or(is_success, |of| of == status)
    };
    let mut media = json!({"schema": schema});
    let examples = examples(operation.examples.iter().filter(belongs));
    if !examples.is_empty() {
        media["examples"] = examples.into();
    }
    let named = operation.responses.get(status).and_then(|response| response.media.as_deref());
    json!({named.unwrap_or("application/json"): media})
}

/// The body of success, inside the envelope where there is one.
fn with_envelope(export: &Export<'_>, body: &Body) -> Value {
    let mut schema = schema::body(export, body, Side::Response);
    let payload = export.service.envelope.as_ref().and_then(|envelope| envelope.payload.as_deref());
    for key in payload.into_iter().flat_map(|path| path.rsplit('.')) {
        schema = json!({"type": "object", "properties": {key: schema}});
    }
    let is_object = match body {
        Body::Fields(_) => true,
        body => {
            payload.is_some() || body.types().iter().all(|ty| matches!(ty, Type::Named(_) | Type::Map(_)))
        }
    };
    if export.service.envelope.is_some() && is_object {
        json!({"allOf": [reference(&export.names.envelope), schema]})
    } else {
        schema
    }
}

/// The keys that every response has, as a schema.
pub(super) fn envelope(envelope: &Envelope) -> Value {
    let Envelope { code, ok, message, payload: _, other } = envelope;
    let code_type = if ok.parse::<i64>().is_ok() { "integer" } else { "string" };
    let description = format!("`{ok}` when the call succeeded.");
    let mut properties =
        Map::from_iter([(code.to_string(), json!({"type": code_type, "description": description}))]);
    for name in std::iter::once(message).chain(other) {
        properties.insert(name.to_string(), json!({"type": "string"}));
    }
    json!({"type": "object", "required": [code], "properties": properties})
}

/// Puts the error bodies into their responses. A reader of 3.0 knows one kind of error for an operation, so several
/// kinds become one schema that may have the keys of any.
fn error_bodies(
    export: &Export<'_>,
    id: &OperationId,
    operation: &Operation,
    errors: &[(String, Value)],
    out: &mut Map<String, Value>,
    components: &mut Map<String, Value>,
) {
    let shared = (!export.service.errors.is_empty()).then(|| reference(&export.names.error));
    let is_one = errors.windows(2).all(|pair| matches!(pair, [(_, a), (_, b)] if a == b));
    let united = match (errors, export.version) {
        ([], _) => None,
        ([(_, first), ..], _) if is_one => Some(first.clone()),
        (_, Version::V30) => Some(union(errors.iter().map(|(_, schema)| schema))),
        (_, Version::V31) => None,
    };
    let united = united.map(|schema| component(components, schema, || export.names.of_body(id, "Error")));
    let all_statuses: Vec<String> = out.keys().filter(|status| !status.starts_with('2')).cloned().collect();
    for status in all_statuses {
        let own = errors.iter().find(|(of, _)| *of == status).map(|(_, schema)| schema.clone());
        let is_success = operation.success().is_some_and(|(Status(of), _)| *of == status);
        let schema = match (&united, own) {
            _ if is_success => None,
            (Some(united), _) => Some(united.clone()),
            (None, Some(own)) => {
                Some(component(components, own, || export.names.of_body(id, &format!("Error{status}"))))
            }
            (None, None) => shared.clone(),
        };
        if let (Some(schema), Some(Value::Object(response))) = (schema, out.get_mut(&status)) {
            let content = content(&schema, operation, &Status(status), false);
            response.insert("content".into(), content);
        }
    }
    let general = united.or(shared);
    if let Some(schema) = general {
        for (range, text) in [("4XX", "The request is refused."), ("5XX", "The service fails.")] {
            if !out.contains_key(range) && !out.contains_key("default") {
                let content = json!({"application/json": {"schema": schema}});
                out.insert(range.to_owned(), json!({"description": text, "content": content}));
            }
        }
    }
}

/// An object that may have any key of the schemas.
fn union<'a>(schemas: impl Iterator<Item = &'a Value>) -> Value {
    let mut properties = Map::new();
    for schema in schemas {
        for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            properties.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    if properties.is_empty() { json!({}) } else { json!({"type": "object", "properties": properties}) }
}

/// The schema of the service's error bodies, made from the paths of their shapes.
pub(super) fn error(shapes: &[ErrorShape]) -> Value {
    let mut root = json!({});
    for ErrorShape { code, message, request_id } in shapes {
        for (path, text) in [
            (Some(code), "The code."),
            (Some(message), "What went wrong."),
            (request_id.as_ref(), "The request's id."),
        ] {
            let Some(path) = path else { continue };
            let mut at = &mut root;
            for segment in path.split('.').filter(|segment| !segment.is_empty()) {
                let key = segment.trim_end_matches("[]");
                at["type"] = "object".into();
                at = &mut at["properties"][key];
                if segment.ends_with("[]") {
                    at["type"] = "array".into();
                    at = &mut at["items"];
                }
            }
            if at.is_null() {
                // A code is a number in some shapes and a text in others.
                *at = json!({"description": text});
            }
        }
    }
    root
}
