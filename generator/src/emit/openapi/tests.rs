//! Documents of a small service, and rules that hold for any.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{Version, document, json, yaml};
use crate::spec::{
    read,
    tests::sample::{Random, images},
};

#[test]
fn an_rpc_service_reads_well() {
    insta::assert_snapshot!("rpc", yaml(&document(&images(), Version::V31)));
}

const REST: &str = r#"
tablature: 2
vendor: v
service: s
title: Things
docs: https://docs.example.com/
protocol: rest
endpoint: https://s.{region}.example.com
auth: [{name: token, credentials: {token: secret}, put: {header: {X-Auth-Token: '{token}'}}, vectors: [{credentials: {token: t}, method: GET, url: 'https://x/', gives: {X-Auth-Token: t}}]}, {name: signed, credentials: {id: public, key: secret}, sign: {hmac: sha256, key: '{key}', text: '{method}'}, then: {header: {Authorization: '{id} {signature}'}}, vectors: [{credentials: {id: i, key: k}, method: GET, url: 'https://x/', gives: {Authorization: 'i c03a549e36757c43fbfdf7792c94e15d5bbecd1a87cfcbbf53e47e0acf0567cc'}}]}]
errors:
  - {code: "errors[].errorCode", message: "errors[].errorMessage"}
  - {code: error_code, message: error_msg, request_id: request_id}
operations:
  ShowThing:
    title: Show
    page: s/show.md
    method: GET
    uri: /v1/things/{thing_id}
    path:
      thing_id: {type: string, required: true, length: 1..64}
    query:
      fields: {type: list<string>, encoding: comma, enum: {a: first, b: ""}}
      filter:
        type: string
        composite: {separator: "|", assign: "::", parts: {name: {type: string}}}
    header:
      X-Auth-Token: {type: string, required: true}
      X-Language: {type: string, default: en-us}
    responses:
      "200":
        headers:
          X-Id: {type: string}
        body:
          thing: {type: Thing, doc: The thing}
          count: {type: integer, range: 0..10}
      "404":
        doc: Not there
        body: {error_code: {type: string, required: true}}
      "409":
        body: {reason: {type: string}}
    errors:
      - {code: T.404, status: 404, doc: no such thing}
    examples:
      - {of: response, json: '{"thing": {"name": "a"}}'}
      - {of: response, status: "404", json: '{"error_code": "T.404"}'}
  UpdateThing:
    page: s/update.md
    method: PUT
    uri: /v1/things/{id}
    deprecated: use v2
    path:
      id: {type: string, required: true}
    body:
      name: {type: string, required: true, sensitive: true, pattern: "^[a-z]+$"}
      until: {type: string, format: rfc3339}
      least: {type: integer, range: 5..10, default: "0"}
      word: {type: string, default: ab, length: 3..}
      size: {type: integer, range: 1..10, default: "5", unit: GB, doc: Size}
      options: {type: Options, doc: More}
    responses:
      "200": {body: Thing}
      "202": {body: list<Thing>}
      "204": {}
  UpdateThingAgain:
    page: s/again.md
    method: PUT
    uri: /v1/things/{name}
    path:
      name: {type: string, required: true}
types:
  Options:
    fields:
      count: {type: integer, range: 1..5}
  Thing:
    fields:
      name: {type: string, required: true, length: 1..10}
      parent: {type: Thing}
      tags: {type: map<list<string>>}
      多: {type: any, deprecated: true}
  事物:
    fields:
      a: {type: string}
"#;

fn rest(version: Version) -> Value {
    document(&read("s.yaml", REST).unwrap(), version)
}

#[test]
fn a_rest_service_reads_well() {
    insta::assert_snapshot!("rest-3.1", yaml(&rest(Version::V31)));
}

#[test]
fn readers_of_3_0_get_one_body_of_success_and_of_error() {
    let document = rest(Version::V30);
    insta::assert_snapshot!(
        "rest-3.0",
        yaml(&json!({"paths": document["paths"], "components": document["components"]}))
    );
}

/// Whatever holds for any document: references lead somewhere, ids are unique, parameters of the path are there.
fn check(document: &Value) {
    let mut ids = HashSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()));
            assert!(!operation["responses"].as_object().unwrap().is_empty());
            let parameters = operation["parameters"].as_array();
            let in_path: HashSet<&str> = parameters
                .into_iter()
                .flatten()
                .filter(|parameter| parameter["in"] == "path")
                .map(|parameter| parameter["name"].as_str().unwrap())
                .collect();
            let placeholders: HashSet<&str> =
                crate::spec::validate::placeholders(path.split('#').next().unwrap()).into_iter().collect();
            assert_eq!(in_path, placeholders, "{path}");
        }
    }
    let text = document.to_string();
    assert!(!text.contains("\"x-\":"), "keys that people added stand among the others: {text}");
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

/// Each place that people may add keys to has one of its own.
const EXTENDED: &str = r#"
tablature: 2
vendor: v
service: s
protocol: rest
endpoint: https://s.example.com
operations:
  AddThing:
    page: p.md
    method: POST
    uri: /p/{id}
    path: {id: {type: string, x-path: 1}}
    query:
      q: {type: string, x-query: 1}
      f:
        type: string
        composite: {separator: "|", assign: ":", parts: {a: {type: string, x-part: 1}}}
        x-whole: 1
    header: {h: {type: string, x-header: 1}}
    body:
      b: {type: string, x-body: 1}
      t: {type: T, x-typed: 1}
      e: {type: string, enum: E, x-named: 1}
      n: {type: list<T>, nullable: true, x-list: 1}
    responses:
      "200": {headers: {rh: {type: string, x-told: 1}}, body: {c: {type: T, x-answer: 1}}, x-response: 1}
    x-operation: 1
  SendForm: {page: p.md, method: POST, uri: /f, form: {a: {type: string, x-form: 1}}}
enums: {E: {enum: [a, b], x-enum: 1}}
types: {T: {fields: {a: {type: string, x-field: 1}}, x-type: 1}}
x-service: 1
"#;

#[test]
fn keys_that_people_added_are_exported_as_they_stand() {
    let service = read("s.yaml", EXTENDED).unwrap();
    let keys = || EXTENDED.split([' ', '{', '\n']).filter(|word| word.starts_with("x-"));
    assert_eq!(keys().count(), 18);
    for version in [Version::V30, Version::V31] {
        let text = document(&service, version).to_string();
        for key in keys() {
            assert!(text.contains(&format!("\"{}\":1", key.trim_end_matches(':'))), "{key} is not in {text}");
        }
    }
}

#[test]
fn documents_hold_together() {
    for version in [Version::V30, Version::V31] {
        check(&rest(version));
        for seed in 0..100 {
            let mut service = Random(seed).service();
            // Paths of hundreds of keys would nest deeper than a reader goes.
            service.errors.clear();
            for operation in service.operations.values_mut() {
                operation.uri = "/a/{b}".into();
            }
            let document = document(&service, version);
            check(&document);
            let back: Value = serde_yaml::from_str(&yaml(&document)).unwrap();
            assert_eq!(back, document);
            assert_eq!(serde_json::from_str::<Value>(&json(&document)).unwrap(), document);
        }
    }
}
