//! Foreign text on its way out: whatever it says, nothing hides in what this tool prints or writes, no item gets into
//! the Rust that was not planned, and no line into what is read line by line.

use std::{fs, process::Output};

use tablature_tests::{
    hostile::{PAYLOADS, SLOTS, is_hidden, page},
    snapshot,
};

use super::{Workspace, stderr};

/// A workspace with pages for some payloads, one page for each slot that can bear the payload.
fn poisoned() -> Workspace {
    let workspace = Workspace::new();
    let hidden = PAYLOADS.iter().filter(|payload| payload.contains(is_hidden));
    let others = ["a`b``c```d", "::error::a", "cargo::rustc-env=A=B", "<script>alert(1)</script>", "a: b"];
    let mut number = 0;
    for payload in hidden.chain(&others) {
        for slot in SLOTS {
            number += 1;
            workspace.write(
                &format!("specs/ucloud/docs/uhub/p{number}.md"),
                page(number, payload, slot).replace("- Get", &format!("- Get{number}n")),
            );
        }
    }
    // Names of folders and files are foreign as well.
    for (number, name) in ["a\u{202e}b", "a\nb", "a\u{1b}[2J", "a\n::error::b"].iter().enumerate() {
        let text = page(10_000 + number, "plain", "title");
        workspace.write(&format!("specs/ucloud/docs/{name}/{name}.md"), text);
    }
    workspace
}

fn hidden_in(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.contains(is_hidden))?;
    Some(line.escape_debug().to_string().chars().take(300).collect())
}

fn check(what: &str, output: &Output) {
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8_lossy(bytes);
        assert_eq!(hidden_in(&text), None, "{what}");
        let command = text.lines().find(|line| line.starts_with("::error::"));
        assert_eq!(command, None, "{what}: a workflow command of a stranger");
    }
}

#[test]
fn nothing_hides_in_what_is_printed_or_written() {
    let workspace = poisoned();
    let generated = workspace.run(&["generate", "-v"]);
    check("generate", &generated);
    assert!(matches!(generated.status.code(), Some(0 | 1)), "{}", stderr(&generated));
    let mut files = snapshot(&workspace.path("generated"));
    files.extend(snapshot(&workspace.path("specs/ucloud")));
    let mut found = Vec::new();
    for (path, bytes) in &files {
        if path.strip_prefix(workspace.path("specs/ucloud/docs")).is_ok() {
            continue;
        }
        assert!(!path.to_string_lossy().contains(is_hidden), "{}", path.display());
        let text = String::from_utf8_lossy(bytes);
        found.extend(hidden_in(&text).map(|line| format!("{}: {line}", path.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(files.len() > 500, "{}", files.len());
    fs::create_dir(workspace.path("before")).unwrap();
    let docs = "specs/ucloud/docs";
    workspace.write("before/uhub/p1.md", page(1, "plain", "title").replace("- Get", "- Get1n"));
    workspace.write("before/uhub/p9.md", page(9, "other\u{9b}", "value").replace("- Get", "- Get9n"));
    let mut commands: Vec<Vec<&str>> = vec![vec!["check"], vec!["fields"], vec!["fields", "--format", "csv"]];
    commands.extend(["text", "json", "sarif", "github"].map(|format| vec!["lint", "-v", "--format", format]));
    commands
        .extend(["yaml", "json"].map(|format| vec!["export", "openapi", "ucloud/uhub", "--format", format]));
    commands.extend(
        ["text", "json", "sarif", "github", "markdown", "html"]
            .map(|format| vec!["diff", "before", docs, "--dialect", "ucloud", "-v", "--format", format]),
    );
    commands.push(vec!["diff", "before", docs, "--dialect", "ucloud", "--summary"]);
    commands.extend(
        ["lower", "emit"].map(|after| vec!["show", "specs/ucloud/docs/uhub/p1.md", "--after", after]),
    );
    commands.push(vec!["init", "acme", "--from", docs]);
    commands.push(vec!["report", "--out", "site"]);
    for command in commands {
        let output = workspace.run(&command);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{command:?}: {}", stderr(&output));
        assert!(!output.stdout.is_empty() || !output.stderr.is_empty(), "{command:?} says nothing");
        check(&format!("{command:?}"), &output);
    }
    let site = snapshot(&workspace.path("site"));
    assert!(site.len() > 100, "{}", site.len());
    for (path, bytes) in site {
        assert_eq!(hidden_in(&String::from_utf8_lossy(&bytes)), None, "{}", path.display());
    }
}

#[test]
fn errors_show_what_they_are_about_with_nothing_hidden() {
    let workspace = Workspace::new();
    workspace.write("a\u{202e}\u{1b}[2J\n::error::x.yaml", "tablature: 1\n");
    for command in [
        &["fields", "a\u{202e}\u{1b}[2J\n::error::x.yaml"][..],
        &["fields", "none\u{9b}\n::error::x"],
        &["lint", "none\u{202e}"],
        &["explain", "none\u{202e}\n::error::x"],
        &["generate", "none/\u{202e}"],
    ] {
        let output = workspace.run(command);
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = stderr(&output);
        assert!(!said.contains(is_hidden), "{command:?}: {}", said.escape_debug());
    }
}
