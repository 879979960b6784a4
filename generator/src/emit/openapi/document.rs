//! The document: what it says of the service, its operations, its types.

use serde_json::{Map, Value, json};
use tablature_ir::{Service, VERSION};

use super::{
    Version,
    names::Names,
    paths::{Place, places},
    responses, schema,
    schema::Side,
    security,
};

/// What all parts of a document need to know.
pub(super) struct Export<'a> {
    pub service: &'a Service,
    pub version: Version,
    pub names: Names<'a>,
}

/// The service as an OpenAPI document.
#[must_use]
pub fn document(service: &Service, version: Version) -> Value {
    let export = Export { service, version, names: Names::new(service) };
    let mut root = Map::new();
    root.insert(
        "openapi".into(),
        match version {
            Version::V30 => "3.0.3".into(),
            Version::V31 => "3.1.0".into(),
        },
    );
    root.insert("info".into(), info(service));
    if !service.docs.is_empty() {
        root.insert("externalDocs".into(), json!({"url": service.docs}));
    }
    root.insert("servers".into(), json!([server(&service.endpoint)]));
    let (schemes, security) = security::schemes(service);
    if !schemes.is_empty() {
        root.insert("security".into(), security);
    }
    let mut components = schemas(&export);
    root.insert("paths".into(), paths(&export, &mut components));
    let mut parts = Map::new();
    if !components.is_empty() {
        parts.insert("schemas".into(), components.into());
    }
    if !schemes.is_empty() {
        parts.insert("securitySchemes".into(), schemes.into());
    }
    if !parts.is_empty() {
        root.insert("components".into(), parts.into());
    }
    schema::extend(&mut root, &service.extensions);
    root.into()
}

fn info(service: &Service) -> Value {
    let title = if service.title.is_empty() { &service.service } else { &service.title };
    let mut info = json!({
        "title": title,
        // The docs have no version of their own; this is the one of the format that the facts come from.
        "version": VERSION.to_string(),
        "x-tablature-vendor": service.vendor,
        "x-tablature-service": service.service,
    });
    if service.global {
        info["x-tablature-global"] = json!(true);
    }
    if !service.transient.is_empty() {
        info["x-tablature-transient"] = json!(service.transient);
    }
    if !service.codes.is_empty() {
        info["x-tablature-codes"] = json!(service.codes);
    }
    if !service.context.is_empty() {
        info["x-tablature-context"] = json!(service.context);
    }
    if let Some(envelope) = &service.envelope {
        info["x-tablature-envelope"] = json!(envelope);
    }
    if !service.enums.is_empty() {
        info["x-tablature-enums"] = schema::as_written(&service.enums);
    }
    if let Some(refusals) = &service.refusals {
        info["x-tablature-refusals"] = json!(refusals);
    }
    info
}

/// The endpoint; its placeholders become variables.
pub(super) fn server(endpoint: &str) -> Value {
    let variables: Map<String, Value> = crate::spec::validate::placeholders(endpoint)
        .into_iter()
        .map(|name| (name.to_owned(), json!({"default": name})))
        .collect();
    let mut server = json!({"url": endpoint});
    if !variables.is_empty() {
        server["variables"] = variables.into();
    }
    server
}

/// The named types, and the schemas that all responses share.
fn schemas(export: &Export<'_>) -> Map<String, Value> {
    let mut schemas = Map::new();
    for (name, def) in &export.service.types {
        let side = if export.names.is_in_response(name) { Side::Response } else { Side::Request };
        schemas.insert(export.names.of_type(name).to_owned(), schema::type_def(export, def, side));
    }
    if let Some(envelope) = &export.service.envelope {
        schemas.insert(export.names.envelope.clone(), responses::envelope(envelope));
    }
    if !export.service.errors.is_empty() {
        schemas.insert(export.names.error.clone(), responses::error(&export.service.errors));
    }
    schemas
}

fn paths(export: &Export<'_>, components: &mut Map<String, Value>) -> Value {
    let mut paths = Map::new();
    for place in places(export.service) {
        let Place { path, operation, .. } = &place;
        let item = paths.entry(path.clone()).or_insert_with(|| json!({}));
        item[operation.method.as_str().to_lowercase()] =
            super::operation::operation(export, &place, components);
    }
    paths.into()
}
