//! Faults in a file, each with its place.

use tablature_ir::{Status, Value};

use super::sample::images;
use crate::{
    diagnostic::Id,
    spec::{read, write},
};

/// Reads the sample with a change, and gives `line:column id message (hint)` and the words underlined.
fn fault(old: &str, new: &str) -> (String, String) {
    let text = write(&images());
    assert!(text.contains(old), "{old}");
    let text = text.replacen(old, new, 1);
    let diagnostic = read("uhub.yaml", &text).expect_err(new);
    let span = diagnostic.span.unwrap();
    assert_eq!(&*span.file, "uhub.yaml");
    let before = &text[..span.range.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let hint = diagnostic.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
    (format!("{line}:{column} {}: {}{hint}", diagnostic.id, diagnostic.message), text[span.range].to_owned())
}

#[test]
fn faults_name_their_place() {
    let faults = [
        fault("required: true", "requird: true"),
        fault("required: true", "required: maybe"),
        fault("required: true", "description: true"),
        fault("type: string", "type: list<string"),
        fault("    uri: /\n", "    uri: /\n    uri: /x\n"),
        fault("      Offset: ", "      RepoName: "),
        fault("retry: safe", "retry: saf"),
        fault("protocol: {rpc: Action}", "protocol: {rcp: Action}"),
        fault("range: 1..100", "range: 1-100"),
        fault("body: TotalCount", "bdy: TotalCount"),
        fault("endpoint:", "endpoint"),
        fault("    page: uhub-api/get_repo_image.md\n", ""),
        fault("{All: 全部, ", "{All: 全部, All: x, "),
        fault("enum: {All: 全部, User: \"自建, 私有\"}", "enum: [All, User, All]"),
        fault("json: |-", "text: a\n        json: |-"),
    ];
    let lines: Vec<String> = faults.into_iter().map(|(fault, at)| format!("{fault}\n    {at}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn another_version_is_told_before_anything_else() {
    let error = read("a.yaml", "# x\ntablature: 3\nnews: 1\n").unwrap_err();
    assert_eq!(error.id, Id::SpecVersion);
    assert_eq!(error.span.unwrap().range, 4..13);
    let error = read("a.yaml", "tablature: 1\n").unwrap_err();
    assert!(error.hint.unwrap().contains("`tablature extract`"));
    assert_eq!(read("a.yaml", "").unwrap_err().id, Id::SpecSyntax);
}

const EXTENDED: &str = "tablature: 2
vendor: v
service: s
protocol: rest
endpoint: https://a.example
operations:
  show:
    page: p.md
    method: GET
    uri: /
    header:
      x-id: {type: string, x-owner: [a, {b: 1.5}]}
    responses:
      '200':
        x-size: 5
        body:
          x-y: {type: T}
    x-note: null
types:
  T:
    fields:
      x-z: {type: string}
    x-deep: {a: {b: true}}
x-team: disks
";

#[test]
fn keys_of_peoples_own_are_kept_where_they_stand() {
    let service = read("x.yaml", EXTENDED).unwrap();
    assert_eq!(service.extensions.get("x-team"), Some(&Value::Text("disks".into())));
    let operation = &service.operations["show"];
    let header = &operation.header["x-id"];
    let owner = format!("{:?}", header.extensions.get("x-owner").expect("a key"));
    assert_eq!(owner, r#"List([Text("a"), Map({"b": Number(1.5)})])"#);
    assert_eq!(operation.extensions.get("x-note"), Some(&Value::Null));
    assert_eq!(operation.responses[&Status("200".into())].extensions.get("x-size"), Some(&Value::Integer(5)));
    assert!(service.types["T"].extensions.get("x-deep").is_some());
    // Names on the wire that look like extensions are not extensions.
    assert!(service.types["T"].fields.contains_key("x-z"));
    let body = operation.responses[&Status("200".into())].body.as_ref().unwrap();
    assert!(body.fields().unwrap().contains_key("x-y"));
    let written = write(&service);
    assert_eq!(read("x.yaml", &written).unwrap(), service);
    assert!(EXTENDED.lines().all(|line| written.contains(&line.replace('\'', "\""))), "{written}");
}

#[test]
fn a_fault_beside_or_in_a_key_of_peoples_own_keeps_its_place() {
    let place = |text: &str| {
        let fault = read("x.yaml", text).unwrap_err();
        (text[fault.span.unwrap().range].to_owned(), fault.message, fault.hint)
    };
    let (at, message, hint) = place(&EXTENDED.replace("    x-note: null", "    x-note: 1\n    pge: p"));
    assert_eq!((at.as_str(), hint.as_deref()), ("pge", Some("did you mean `page`?")), "{message}");
    let (at, message, _) = place(&EXTENDED.replace("x-size: 5", "x-size: .nan"));
    assert_eq!(at, ".nan", "{message}");
    let (at, message, _) = place(&EXTENDED.replace("x-team: disks", "x-team: 1\nx-team: 2"));
    assert_eq!(at, "x-team", "{message}");
    // A struct that keeps no extensions refuses them.
    let (at, message, _) = place(&EXTENDED.replace("protocol: rest", "protocol: rest\nenvelope: {x-a: 1}"));
    assert_eq!(at, "x-a", "{message}");
}
