//! Faults in a file, each with its place.

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
