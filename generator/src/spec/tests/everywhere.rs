//! What is known of a field shows in the diff and in the OpenAPI export wherever the field stands: `shape` is content with
//! one place, and a property may well be told there and lost elsewhere.

use std::collections::BTreeSet;

use tablature_ir::Service;

use crate::{
    diff::{self, Side},
    emit::openapi,
    spec::{read, schema},
};

/// Where a field can stand; `{F}` is the field.
const PLACES: &[(&str, &str)] = &[
    ("path", "    path: {id: {F}}"),
    ("query", "    query: {a: {F}}"),
    ("header", "    header: {A: {F}}"),
    ("form", "    form: {a: {F}}"),
    ("body", "    body: {a: {F}}"),
    ("part", "    query: {f: {type: string, composite: {separator: '|', assign: ':', parts: {a: {F}}}}}"),
    ("answered header", "    responses: {'200': {headers: {A: {F}}}}"),
    ("answer", "    responses: {'200': {body: {a: {F}}}}"),
    ("type of a request", "    body: T\ntypes: {T: {fields: {a: {F}}}}"),
    ("type of an answer", "    responses: {'200': {body: T}}\ntypes: {T: {fields: {a: {F}}}}"),
];

/// What can be known of a field, each with a type that it can be known of.
const KNOWN: &[(&str, &str)] = &[
    ("string", "required: true"),
    ("string", "nullable: true"),
    ("string", "condition: sometimes"),
    ("string", "default: x"),
    ("string", "fixed: x"),
    ("string", "enum: [a, b]"),
    ("integer", "range: 1..2"),
    ("string", "length: 1..2"),
    ("list<string>", "items: 1..2"),
    ("string", "pattern: a"),
    ("integer", "unit: GB"),
    ("string", "format: rfc3339"),
    ("string", "sensitive: true"),
    ("string", "access: read-only"),
    ("string", "deprecated: true"),
    ("list<string>", "encoding: comma"),
    ("string", "omit_empty: true"),
    ("string", "composite: {separator: '|', assign: ':', parts: {b: {type: string}}}"),
    ("string", "origin: prose"),
    ("string", "doc: Words"),
    ("string", "x-a: 1"),
];

const ANSWERS: &[&str] = &["answered header", "answer", "type of an answer"];
const PARAMETERS: &[&str] = &["path", "query", "header"];
const EVERYWHERE: &[&str] = &[
    "path",
    "query",
    "header",
    "form",
    "body",
    "answered header",
    "answer",
    "type of a request",
    "type of an answer",
];
const NO_LIMIT: &str = "no documented limit is put on what a service sends";

/// What is not exported, where, and why.
const NOT_EXPORTED: &[(&str, &[&str], &str)] = &[
    ("required", &["path"], "what stands in the path has to be there"),
    ("nullable", PARAMETERS, "no `null` can be written there"),
    ("nullable", ANSWERS, "what is not required of an answer may be `null` in any case"),
    ("range", ANSWERS, NO_LIMIT),
    ("length", ANSWERS, NO_LIMIT),
    ("items", ANSWERS, NO_LIMIT),
    ("pattern", ANSWERS, NO_LIMIT),
    ("origin", EVERYWHERE, "it tells what is known, not from where"),
];

fn service(place: &str, field: &str) -> Service {
    let text = format!(
        "tablature: 2\nvendor: v\nservice: s\nprotocol: rest\nendpoint: https://a.example\noperations:\n  op:\n    \
         page: p.md\n    method: POST\n    uri: {}\n{}\n",
        if place.contains("path:") { "/p/{id}" } else { "/p" },
        place.replace("{F}", &format!("{{{field}}}"))
    );
    read("s.yaml", &text).unwrap_or_else(|fault| panic!("{}\n{text}", fault.message))
}

#[test]
fn what_is_known_of_a_field_is_told_everywhere() {
    let (mut silent, mut excused) = (Vec::new(), BTreeSet::new());
    for (place, line) in PLACES {
        for (ty, known) in KNOWN {
            // A part has no parts.
            if *place == "part" && known.starts_with("composite") {
                continue;
            }
            let (old, new) =
                (service(line, &format!("type: {ty}")), service(line, &format!("type: {ty}, {known}")));
            let side = |service: &Service| Side::of([service.clone()]);
            if diff::services(&side(&old), &side(&new)).changes.is_empty() {
                silent.push(format!("the diff does not tell `{known}` in {place}"));
            }
            let document = |service: &Service| openapi::document(service, openapi::Version::V31);
            let key = known.split(':').next().unwrap();
            let excuse = NOT_EXPORTED.iter().position(|(of, places, _)| *of == key && places.contains(place));
            match (document(&old) == document(&new), excuse) {
                (true, None) => silent.push(format!("the export does not tell `{known}` in {place}")),
                (false, Some(_)) => silent.push(format!("the export tells `{known}` in {place} after all")),
                (true, Some(index)) => {
                    excused.insert(index);
                }
                (false, None) => {}
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert_eq!(excused.len(), NOT_EXPORTED.len());
}

#[test]
fn all_that_can_be_known_of_a_field_is_in_the_list() {
    let schema: serde_json::Value = serde_json::from_str(&schema::ir()).unwrap();
    let properties = schema["$defs"]["Field"]["properties"].as_object().unwrap();
    let listed: BTreeSet<&str> = KNOWN.iter().filter_map(|(_, known)| known.split(':').next()).collect();
    let missing: Vec<_> =
        properties.keys().filter(|key| *key != "type" && !listed.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "show these in KNOWN: {missing:?}");
}
