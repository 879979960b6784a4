//! The contract of `fields`, bullet by bullet.

use std::sync::Arc;

use tablature_ir::{Address, Location, Service};

use super::sample::images;
use crate::spec::{
    fields::{CSV_HEADER, csv, jsonl, rows},
    places::{Place, Places},
    read,
};

/// The rows of a service without operation and service: `side in path: type required {parts}`.
fn brief(service: &Service) -> Vec<String> {
    rows(service, None)
        .iter()
        .map(|row| {
            let side = serde_json::to_value(row.side).unwrap();
            let location = serde_json::to_value(row.location).unwrap();
            let required = row.required.map(|required| format!(" {required}")).unwrap_or_default();
            let parts = if row.parts.is_empty() { String::new() } else { format!(" {:?}", row.parts) };
            format!(
                "{} {} {}: {}{required}{parts}",
                side.as_str().unwrap(),
                location.as_str().unwrap(),
                row.path,
                row.ty
            )
        })
        .collect()
}

/// The rows of one operation, given as YAML behind `method` and `uri`, and types.
fn check(protocol: &str, operation: &str, types: &str, expected: &[&str]) {
    let indented = operation.trim_matches('\n').replace('\n', "\n    ");
    let types = types.trim_matches('\n').replace('\n', "\n  ");
    let text = format!(
        "tablature: 2\nvendor: v\nservice: s\n{protocol}\nendpoint: https://a.b\noperations:\n  Op:\n    page: s/a.md\n    method: GET\n    uri: /a/{{id}}\n    {indented}\ntypes:\n  {types}\n"
    );
    let service = read("s.yaml", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
    assert_eq!(brief(&service), expected, "{text}");
}

const REST: &str = "protocol: rest\nauth: [{name: token, credentials: {token: secret}, put: {header: {X-Auth-Token: '{token}'}}, vectors: [{credentials: {token: t}, method: GET, url: 'https://x/', gives: {X-Auth-Token: t}}]}]";
const RPC: &str = "protocol: {rpc: Action}\nauth: [{name: v1, credentials: {public_key: public, private_key: secret}, put: {params: {PublicKey: '{public_key}'}}, sign: {hash: sha1, text: '{private_key}'}, then: {params: {Signature: '{signature}'}}, vectors: [{credentials: {public_key: p, private_key: a}, method: GET, url: 'https://x/', gives: {Signature: 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8}}]}]\nenvelope: {code: RetCode, ok: '0', message: Message, other: [Action]}";

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let service = images();
    let mut places = Places::default();
    let place = |line| Place { file: Arc::from("uhub-api/get_repo_image.md"), line, range: 0..0 };
    places.add(Address::Field("ImageSet".into(), "PullCount".into()), place(57));
    places.add(Address::Parameter("GetRepoImage".into(), Location::Form, "RepoName".into()), place(20));
    let rows = rows(&service, Some(&places));
    let line = |path: &str| {
        let row = rows.iter().find(|row| row.path == path).unwrap();
        let mut out = Vec::new();
        jsonl(&mut out, row).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert_eq!(
        line("ImageSet[].PullCount"),
        "{\"vendor\":\"ucloud\",\"service\":\"uhub\",\"operation\":\"GetRepoImage\",\"method\":\"POST\",\"uri\":\"/\",\
         \"side\":\"response\",\"in\":\"body\",\"path\":\"ImageSet[].PullCount\",\"type\":\"integer\",\"required\":true,\
         \"origin\":\"table\",\"page\":\"uhub-api/get_repo_image.md\",\"source\":\"uhub-api/get_repo_image.md\",\"line\":57}\n"
    );
    assert_eq!(
        line("Offset"),
        "{\"vendor\":\"ucloud\",\"service\":\"uhub\",\"operation\":\"GetRepoImage\",\"method\":\"POST\",\"uri\":\"/\",\
         \"side\":\"request\",\"in\":\"form\",\"path\":\"Offset\",\"type\":\"integer\",\"required\":null,\
         \"origin\":\"table\",\"page\":\"uhub-api/get_repo_image.md\",\"source\":null,\"line\":null}\n"
    );
    assert!(line("ImageSet[].UpdateTime").contains("\"origin\":\"prose\""));
}

#[test]
fn every_node_has_a_row() {
    check(
        REST,
        "body:\n  server:\n    type: Server\nresponses:\n  '200':\n    headers:\n      X-Id: {type: string}\n    body:\n      servers: {type: list<Server>}\n      labels: {type: map<list<Label>>, required: false}\n      ips: {type: list<string>}\n      grid: {type: list<list<Label>>}",
        "Server: {fields: {name: {type: string, required: true}, label: {type: Label}}}\nLabel: {fields: {key: {type: any}}}",
        &[
            "request body : object",
            "request body server: object",
            "request body server.name: string true",
            "request body server.label: object",
            "request body server.label.key: any",
            "response header X-Id: string",
            "response body servers: list<object>",
            "response body servers[].name: string true",
            "response body servers[].label: object",
            "response body servers[].label.key: any",
            "response body labels: map<list<object>> false",
            "response body labels{}[].key: any",
            "response body ips: list<string>",
            "response body grid: list<list<object>>",
            "response body grid[][].key: any",
        ],
    );
}

#[test]
fn a_recursive_type_stops_at_its_second_visit() {
    check(
        REST,
        "responses:\n  '200':\n    body:\n      root: {type: Node}\n      other: {type: Node}",
        "Node: {fields: {children: {type: list<Node>}, leaf: {type: Leaf}}}\nLeaf: {fields: {parent: {type: Node}}}",
        &[
            "request body : object",
            "response body root: object",
            "response body root.children: list<object>",
            "response body root.leaf: object",
            "response body root.leaf.parent: object",
            "response body other: object",
            "response body other.children: list<object>",
            "response body other.leaf: object",
            "response body other.leaf.parent: object",
        ],
    );
}

#[test]
fn a_top_level_array_starts_with_brackets() {
    let types = "Repo: {fields: {name: {type: string}}}";
    check(
        REST,
        "responses:\n  '200': {body: list<Repo>}",
        types,
        &["request body : object", "response body : list<object>", "response body [].name: string"],
    );
    check(
        REST,
        "body: list<Repo>\nresponses:\n  '200': {body: Repo}",
        types,
        &["request body : object", "request body [].name: string", "response body name: string"],
    );
    check(
        REST,
        "responses:\n  '200': {body: map<Repo>}",
        types,
        &["request body : object", "response body : map<object>", "response body {}.name: string"],
    );
}

#[test]
fn only_the_response_of_success_has_rows() {
    let body = "body: {a: {type: string}}";
    let none = ["request body : object"];
    let one = ["request body : object", "response body a: string"];
    check(
        REST,
        &format!("responses:\n  '400': {{body: {{b: {{type: string}}}}}}\n  '202': {{{body}}}"),
        "{}",
        &one,
    );
    check(REST, &format!("responses:\n  default: {{{body}}}"), "{}", &one);
    check(REST, &format!("responses:\n  '400': {{{body}}}\n  '500': {{{body}}}"), "{}", &none);
    check(REST, "retry: safe", "{}", &none);
}

#[test]
fn what_the_client_supplies_has_no_row() {
    check(
        RPC,
        "form:\n  Action: {type: string}\n  PublicKey: {type: string}\n  Signature: {type: string}\n  Region: {type: string}\n  ProjectId: {type: string}\nresponses:\n  '200':\n    body:\n      RetCode: {type: integer}\n      Action: {type: string}\n      Message: {type: string}\n      Data: {type: Data}",
        "Data: {fields: {Message: {type: string}}}",
        &[
            "request form : object",
            "request form Region: string",
            "request form ProjectId: string",
            "response body Data: object",
            "response body Data.Message: string",
        ],
    );
    check(
        REST,
        "path:\n  id: {type: string, required: true}\nquery:\n  Action: {type: string}\nheader:\n  x-auth-token: {type: string}\n  X-Id: {type: string}",
        "{}",
        &[
            "request body : object",
            "request path id: string true",
            "request query Action: string",
            "request header X-Id: string",
        ],
    );
}

#[test]
fn a_composite_parameter_is_one_row() {
    check(
        REST,
        "query:\n  filter:\n    type: string\n    required: true\n    composite:\n      separator: '|'\n      assign: '::'\n      parts:\n        center: {type: string}\n        offset: {type: integer}",
        "{}",
        &["request body : object", "request query filter: string true [\"center\", \"offset\"]"],
    );
}

#[test]
fn a_fact_on_another_page_names_that_page() {
    let service = images();
    let mut places = Places::default();
    let fact = Address::Field("ImageSet".into(), "ImageName".into());
    places.add(fact.clone(), Place { file: Arc::from("other.md"), line: 3, range: 0..0 });
    let found = |places: &Places| {
        let rows = rows(&service, Some(places));
        let row = rows.iter().find(|row| row.path == "ImageSet[].ImageName").unwrap();
        (row.page.to_owned(), row.source.map(str::to_owned), row.line)
    };
    let page = "uhub-api/get_repo_image.md".to_owned();
    assert_eq!(found(&places), (page.clone(), Some("other.md".into()), Some(3)));
    places.add(fact, Place { file: Arc::from(page.as_str()), line: 9, range: 0..0 });
    assert_eq!(found(&places), (page.clone(), Some(page), Some(9)));
}

#[test]
fn csv_has_a_column_for_every_key() {
    let mut service = images();
    service.operations["GetRepoImage"].uri = "/a,\"b".into();
    let rows = rows(&service, None);
    let mut out = CSV_HEADER.as_bytes().to_vec();
    for row in &rows {
        csv(&mut out, row).unwrap();
    }
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[2],
        "ucloud,uhub,GetRepoImage,POST,\"/a,\"\"b\",request,form,RepoName,string,true,table,uhub-api/get_repo_image.md,,,"
    );
    let mut json = Vec::new();
    jsonl(&mut json, &rows[1]).unwrap();
    let keys: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&json).unwrap();
    assert_eq!(format!("{},parts\n", keys.keys().cloned().collect::<Vec<_>>().join(",")), CSV_HEADER);
}

#[test]
fn a_payload_has_a_row_and_stands_in_every_path_below() {
    let mut service = super::sample::images();
    service.envelope.as_mut().unwrap().payload = Some("result.data".into());
    let mut whole = service.clone();
    let shown = |service: &tablature_ir::Service| {
        let rows = crate::spec::fields::rows(service, None).into_iter();
        let rows = rows.filter(|row| row.side == crate::spec::fields::Side::Response);
        rows.map(|row| format!("{} {}", row.path, row.ty)).collect::<Vec<_>>()
    };
    assert_eq!(
        shown(&service)[..5],
        [
            "result object",
            "result.data object",
            "result.data.TotalCount integer",
            "result.data.ImageSet list<object>",
            "result.data.ImageSet[].ImageName string",
        ]
    );
    let operation = whole.operations.get_mut("GetRepoImage").unwrap();
    operation.responses[0].body = Some(tablature_ir::Body::Type("list<ImageSet>".parse().unwrap()));
    assert_eq!(
        shown(&whole)[..3],
        ["result object", "result.data list<object>", "result.data[].ImageName string"]
    );
}
