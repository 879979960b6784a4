//! Types of which each refers three times to the next: what would explode is cut, and says so.

use std::fmt::Write;

use super::{Workspace, stderr};

/// An IR whose types stand `levels` deep in one another.
fn deep(levels: usize, refers: usize, last: &str) -> String {
    let mut text = "tablature: 2\nvendor: acme\nservice: deep\ntitle: Deep\nprotocol: rest\n\
                    endpoint: https://api.example.com\n\noperations:\n  get_deep:\n    title: Deep\n    page: deep.md\n    \
                    method: POST\n    uri: /deep\n    body: M0\n    responses:\n      \"200\":\n        body: M0\n\ntypes:\n"
        .to_owned();
    for level in 0..levels {
        let _ = writeln!(text, "  M{level}:\n    fields:");
        for field in ["a", "b", "c"].iter().take(refers) {
            let _ = writeln!(text, "      {field}: {{type: M{}}}", level + 1);
        }
    }
    let _ = writeln!(text, "  M{levels}:\n    fields:\n      {last}: {{type: string}}");
    text
}

#[test]
fn types_that_share_or_stand_deep_are_cut() {
    let workspace = Workspace::new();
    for (levels, refers) in [(14, 3), (40, 3), (1_000, 1), (100, 3)] {
        workspace.write("deep.yaml", deep(levels, refers, "x"));
        workspace.write("other.yaml", deep(levels, refers, "y"));
        let rows = workspace.run(&["fields", "deep.yaml"]);
        let text = String::from_utf8_lossy(&rows.stdout).into_owned();
        assert!(text.lines().count() < 25_000, "{levels}: {} rows", text.lines().count());
        assert!(text.contains("\"cut\":true"), "{levels}: the rows say where they are cut");
        let csv = workspace.run(&["fields", "deep.yaml", "--format", "csv"]);
        assert!(String::from_utf8_lossy(&csv.stdout).contains(",…\n"));
        for command in [
            &["export", "openapi", "deep.yaml"][..],
            &["diff", "deep.yaml", "other.yaml"],
            &["generate", "-v", "--spec", "deep.yaml", "--out", "out"],
        ] {
            let output = workspace.run(command);
            assert!(
                output.status.code().is_some_and(|code| code < 2),
                "{levels} {command:?}: {}",
                stderr(&output)
            );
            if command[0] == "generate" {
                assert!(stderr(&output).contains("fixture-mended") || refers == 1, "{}", stderr(&output));
            }
            if command[0] == "diff" {
                let said = String::from_utf8_lossy(&output.stdout).into_owned();
                assert!(said.contains("field-added") || said.contains("renamed"), "{levels}: {said}");
            }
        }
    }
}
