//! Types and fields as schemas.

use serde::Serialize;
use serde_json::{Map, Number, Value, json};
use tablature_ir::{Access, Body, Deprecation, Extensions, Field, Fields, Format, Interval, Type, TypeDef};

use super::{Version, document::Export};

/// Who sends a value. What a service sends is never checked against documented limits, and may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

/// The schema of a type alone, without what is known of a field.
pub(super) fn of_type(export: &Export<'_>, ty: &Type) -> Map<String, Value> {
    let schema = match ty {
        Type::String => json!({"type": "string"}),
        Type::Integer => json!({"type": "integer", "format": "int64"}),
        Type::Number => json!({"type": "number", "format": "double"}),
        Type::Boolean => json!({"type": "boolean"}),
        Type::Any => json!({}),
        Type::List(inner) => json!({"type": "array", "items": of_type(export, inner)}),
        Type::Map(inner) => json!({"type": "object", "additionalProperties": of_type(export, inner)}),
        Type::Named(name) => match export.service.types.get(name) {
            Some(_) => json!({"$ref": format!("#/components/schemas/{}", export.names.of_type(name))}),
            // A type that nobody defines may hold anything.
            None => json!({}),
        },
    };
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// A named type.
pub(super) fn type_def(export: &Export<'_>, def: &TypeDef, side: Side) -> Value {
    let TypeDef { description, deprecated, origin: _, fields, extensions } = def;
    let mut schema = object(export, fields, side);
    let text = with_deprecation(description, deprecated.as_ref());
    insert_some(&mut schema, "description", text);
    if deprecated.is_some() {
        schema.insert("deprecated".into(), true.into());
    }
    extend(&mut schema, extensions);
    schema.into()
}

/// A JSON body.
pub(super) fn body(export: &Export<'_>, body: &Body, side: Side) -> Value {
    match body {
        Body::Type(ty) => of_type(export, ty).into(),
        Body::OneOf(types) => {
            let types: Vec<Value> = types.iter().map(|ty| of_type(export, ty).into()).collect();
            json!({"oneOf": types})
        }
        Body::Fields(fields) => object(export, fields, side).into(),
    }
}

/// An object with these fields.
pub(super) fn object(export: &Export<'_>, fields: &Fields, side: Side) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    let required: Vec<&str> = fields
        .iter()
        .filter(|(_, field)| field.required == Some(true))
        .map(|(name, _)| name.as_str())
        .collect();
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    let properties: Map<String, Value> = fields
        .iter()
        .map(|(name, field)| (name.to_string(), self::field(export, field, side).into()))
        .collect();
    if !properties.is_empty() {
        schema.insert("properties".into(), properties.into());
    }
    schema
}

/// A field of an object, with its description.
fn field(export: &Export<'_>, field: &Field, side: Side) -> Map<String, Value> {
    let mut schema = of_field(export, field, side);
    let has_facts =
        !field.description.is_empty() || field.deprecated.is_some() || !field.extensions.is_empty();
    if has_facts && export.version == Version::V30 && schema.contains_key("$ref") {
        // 3.0 does not read what stands beside a `$ref`.
        schema = Map::from_iter([("allOf".to_owned(), json!([schema]))]);
    }
    insert_some(&mut schema, "description", description(field));
    if field.deprecated.is_some() {
        schema.insert("deprecated".into(), true.into());
    }
    if field.nullable || side == Side::Response && field.required != Some(true) {
        schema = or_null(schema, export.version);
    }
    extend(&mut schema, &field.extensions);
    schema
}

fn or_null(mut schema: Map<String, Value>, version: Version) -> Map<String, Value> {
    // A schema without a type already takes null.
    let is_reference = schema.contains_key("$ref") || schema.contains_key("allOf");
    match version {
        Version::V30 if schema.contains_key("$ref") => {
            Map::from_iter([("allOf".to_owned(), json!([schema])), ("nullable".to_owned(), true.into())])
        }
        Version::V30 if is_reference || schema.contains_key("type") => {
            schema.insert("nullable".into(), true.into());
            schema
        }
        Version::V31 if is_reference => {
            let reference = schema.remove("$ref");
            let choices = json!([{"$ref": reference}, {"type": "null"}]);
            schema.insert("anyOf".into(), choices);
            schema
        }
        Version::V31 => {
            if let Some(ty) = schema.get_mut("type") {
                *ty = json!([ty.take(), "null"]);
            }
            schema
        }
        Version::V30 => schema,
    }
}

/// The schema of a field: its type and what is known of its values, without any prose.
pub(super) fn of_field(export: &Export<'_>, field: &Field, side: Side) -> Map<String, Value> {
    let Field {
        ty,
        required: _,
        condition: _,
        default,
        fixed,
        access,
        omit_empty,
        nullable: _,
        // These belong to the elements of a list and are added below.
        values: _,
        range: _,
        length: _,
        items,
        pattern: _,
        unit: _,
        format: _,
        sensitive: _,
        deprecated: _,
        encoding,
        composite,
        origin: _,
        description: _,
        extensions: _,
    } = field;
    let mut schema = of_type(export, ty);
    if matches!(ty, Type::Named(_)) {
        return schema;
    }
    if side == Side::Request {
        limit(&mut schema, items.as_deref(), "minItems", "maxItems", "array");
    }
    if let Some(encoding) = encoding {
        schema.insert("x-tablature-encoding".into(), json!(encoding));
    }
    if *omit_empty {
        schema.insert("x-tablature-omit-empty".into(), true.into());
    }
    match access {
        Some(Access::ReadOnly) => schema.insert("readOnly".into(), true.into()),
        Some(Access::WriteOnly) => schema.insert("writeOnly".into(), true.into()),
        None => None,
    };
    if let Some(composite) = composite {
        schema.insert("x-tablature-composite".into(), as_written(composite));
    }
    with_innermost(&mut schema, |inner| of_elements(inner, field, side, export.version));
    if let Some(text) = fixed {
        let value = typed(ty, text).unwrap_or_else(|| text.as_str().into());
        match export.version {
            Version::V30 => schema.insert("enum".into(), json!([value])),
            Version::V31 => schema.insert("const".into(), value),
        };
    }
    if let Some(text) = default {
        match typed(ty, text).filter(|default| fits(&schema, default)) {
            Some(default) => schema.insert("default".into(), default),
            None => schema.insert("x-tablature-default".into(), text.as_str().into()),
        };
    }
    schema
}

/// Whether a default keeps to the documented limits. Where it does not, the docs contradict themselves.
fn fits(schema: &Map<String, Value>, default: &Value) -> bool {
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let within = |value: f64, min: &str, max: &str| {
        limit(min).is_none_or(|min| value >= min) && limit(max).is_none_or(|max| value <= max)
    };
    let inside = |value: f64| {
        limit("exclusiveMinimum").is_none_or(|min| value > min)
            && limit("exclusiveMaximum").is_none_or(|max| value < max)
    };
    match default {
        Value::Number(number) => {
            number.as_f64().is_none_or(|value| within(value, "minimum", "maximum") && inside(value))
        }
        Value::String(text) => {
            let pattern = schema.get("pattern").and_then(Value::as_str);
            let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
            within(length.into(), "minLength", "maxLength")
                && pattern
                    .and_then(|pattern| regex::Regex::new(pattern).ok())
                    .is_none_or(|it| it.is_match(text))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => true,
    }
}

/// Adds what is known of a value, or of the elements of a list.
fn of_elements(schema: &mut Map<String, Value>, field: &Field, side: Side, version: Version) {
    if side == Side::Request {
        limit(schema, field.range.as_deref(), "minimum", "maximum", "integer");
        limit(schema, field.range.as_deref(), "minimum", "maximum", "number");
        exclude(schema, field.range.as_deref(), version);
        limit(schema, field.length.as_deref(), "minLength", "maxLength", "string");
        if let Some(pattern) = field.pattern.as_ref().filter(|pattern| regex::Regex::new(pattern).is_ok()) {
            schema.insert("pattern".into(), pattern.as_str().into());
        }
    }
    if !field.values.is_empty() {
        let ty = field.ty.innermost();
        let value = |text: &String| typed(ty, text).unwrap_or_else(|| text.as_str().into());
        // The open form of `enum`, which tools know by this name.
        schema.insert("x-extensible-enum".into(), field.values.keys().map(value).collect());
    }
    if let Some(name) = &field.values.name {
        schema.insert("x-tablature-enum".into(), name.as_str().into());
    }
    if let Some(unit) = &field.unit {
        schema.insert("x-tablature-unit".into(), unit.as_str().into());
    }
    let is_text = schema.get("type").is_some_and(|ty| ty == "string");
    if let Some(format) = field.format {
        schema.insert("x-tablature-format".into(), json!(format));
        // A service may send a value that breaks its format, so only requests are given one.
        let word = match format {
            Format::Rfc3339 => Some("date-time"),
            Format::Base64 => Some("byte"),
            Format::Int64 => Some("int64"),
            Format::Uint64 => Some("uint64"),
            Format::Decimal => Some("decimal"),
            Format::Int32 => Some("int32"),
            Format::UnixSeconds | Format::UnixMillis => None,
        };
        let is_width = matches!(format, Format::Int32 | Format::Int64 | Format::Uint64);
        let is_whole = schema.get("type").is_some_and(|ty| ty == "integer");
        if let Some(word) = word.filter(|_| (is_text || is_width && is_whole) && side == Side::Request) {
            schema.insert("format".into(), word.into());
        }
    }
    if field.sensitive && is_text {
        schema.insert("format".into(), "password".into());
    }
}

/// Adds to the schema inside all lists and maps.
fn with_innermost(schema: &mut Map<String, Value>, add: impl FnOnce(&mut Map<String, Value>)) {
    let key = ["items", "additionalProperties"].into_iter().find(|key| schema.contains_key(*key));
    match key.and_then(|key| schema.get_mut(key)).and_then(Value::as_object_mut) {
        Some(inner) => with_innermost(inner, add),
        None => add(schema),
    }
}

fn limit(schema: &mut Map<String, Value>, interval: Option<&Interval>, min: &str, max: &str, ty: &str) {
    let Some(interval) = interval.filter(|_| schema.get("type").is_some_and(|is| is == ty)) else { return };
    // Lengths and counts are whole and not negative.
    let is_count = !matches!(ty, "integer" | "number");
    for (key, text) in [(min, &interval.min), (max, &interval.max)] {
        let Some(number) = text.as_deref().and_then(number) else { continue };
        if !is_count || number.is_u64() {
            schema.insert(key.to_owned(), number.into());
        }
    }
}

/// Excludes the bounds of a range that does not contain them.
fn exclude(schema: &mut Map<String, Value>, range: Option<&Interval>, version: Version) {
    let Some(Interval { min: _, max: _, above, below }) = range else { return };
    for (is_out, bound, key) in
        [(above, "minimum", "exclusiveMinimum"), (below, "maximum", "exclusiveMaximum")]
    {
        let Some(number) = schema.get(bound).filter(|_| *is_out).cloned() else { continue };
        match version {
            Version::V30 => schema.insert(key.to_owned(), true.into()),
            Version::V31 => {
                schema.shift_remove(bound);
                schema.insert(key.to_owned(), number)
            }
        };
    }
}

fn number(text: &str) -> Option<Number> {
    text.parse::<i64>().map(Number::from).ok().or_else(|| Number::from_f64(text.parse().ok()?))
}

/// A text of the wire as a value of this type.
fn typed(ty: &Type, text: &str) -> Option<Value> {
    match ty {
        Type::String => Some(text.into()),
        Type::Integer => text.parse::<i64>().ok().map(Value::from),
        Type::Number => number(text).map(Value::from),
        Type::Boolean => text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from),
        Type::Any | Type::List(_) | Type::Map(_) | Type::Named(_) => None,
    }
}

/// Everything that is said of a field in words.
pub(super) fn description(field: &Field) -> String {
    let mut parts = vec![with_deprecation(&field.description, field.deprecated.as_ref())];
    if let Some(condition) = &field.condition {
        parts.push(format!("Required when: {condition}"));
    }
    if field.values.values().any(|label| !label.is_empty()) {
        let values = field.values.iter().map(|(value, label)| match label.as_str() {
            "" => format!("- `{value}`"),
            label => format!("- `{value}`: {label}"),
        });
        parts.push(values.collect::<Vec<_>>().join("\n"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// A description, and the words in which the docs advise against it.
pub(super) fn with_deprecation(description: &str, deprecated: Option<&Deprecation>) -> String {
    match deprecated {
        Some(told) if !told.note().is_empty() && !description.contains(&told.note()) => {
            [description, &told.note()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n")
        }
        _ => description.to_owned(),
    }
}

/// Adds the extensions that people wrote; where a key is one of ours, ours stays.
pub(super) fn extend(map: &mut Map<String, Value>, extensions: &Extensions) {
    for (key, value) in extensions.iter() {
        map.entry(key.clone()).or_insert_with(|| json!(value));
    }
}

/// A part of the IR as the IR writes it: keys that people added stand among the others.
pub(super) fn as_written(value: &impl Serialize) -> Value {
    // What the writer makes is JSON.
    serde_json::from_str(&crate::spec::yaml::json(value)).unwrap_or_default()
}

/// Adds a text unless it is empty.
pub(super) fn insert_some(map: &mut Map<String, Value>, key: &str, text: String) {
    if !text.is_empty() {
        map.insert(key.to_owned(), text.into());
    }
}
