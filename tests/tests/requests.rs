//! Requests that a file beside the pages says: every door reads them, and a change of the file is one of the pages.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tablature_tests::binary;

const PAGE: &str = "# Ring a bell\n\n## Request parameters\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n\
                    | bell | integer | yes | Which bell |\n| times | integer | no | How often |\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(binary()).args(arguments).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
    let done = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Pages in a folder, and beside it what says where they go.
fn pages(folder: &Path) {
    fs::create_dir_all(folder.join("docs/bells")).unwrap();
    fs::write(folder.join("docs/bells/ring-bell.md"), PAGE).unwrap();
    fs::write(
        folder.join("docs/gateway.yaml"),
        "bells/ring_bell: {method: POST, path: '/bells/{bell}/ring'}\n",
    )
    .unwrap();
    fs::write(folder.join("dialect.yaml"), "speaks: [en]\n").unwrap();
}

#[test]
fn a_file_beside_the_pages_says_their_requests() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    pages(folder);
    for dialect in ["auto", "dialect.yaml"] {
        let fields = stdout(&run(folder, &["fields", "--docs", "docs", "--dialect", dialect]));
        assert!(fields.contains("\"method\":\"POST\",\"uri\":\"/bells/{bell}/ring\""), "{dialect}: {fields}");
        assert!(
            fields.contains("\"in\":\"path\",\"path\":\"bell\"") && fields.contains("\"path\":\"times\""),
            "{fields}"
        );
        let shown =
            run(folder, &["show", "docs/bells/ring-bell.md", "--dialect", dialect, "--after", "lower"]);
        assert!(!stdout(&shown).contains("uri:"), "a page alone has nothing beside it");
    }
    // What the page says itself counts.
    fs::write(folder.join("docs/bells/ring-bell.md"), format!("{PAGE}\n`PUT /rings`\n")).unwrap();
    let fields = stdout(&run(folder, &["fields", "--docs", "docs", "--dialect", "auto"]));
    assert!(fields.contains("\"uri\":\"/rings\"") && !fields.contains("/bells/{bell}/ring"), "{fields}");
}

#[test]
fn a_change_of_that_file_is_seen_although_no_page_changed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    pages(folder);
    git(folder, &["init", "--quiet", "--initial-branch=main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "First"]);
    let moved = "bells/ring_bell: {method: POST, path: '/chimes/{bell}/ring'}\n";
    fs::write(folder.join("docs/gateway.yaml"), moved).unwrap();
    git(folder, &["commit", "--quiet", "--all", "--message", "Moved"]);
    for sides in [["git:HEAD~1:docs", "git:HEAD:docs"], ["git:HEAD~1:docs", "docs"]] {
        let told = stdout(&run(folder, &["diff", sides[0], sides[1], "--dialect", "dialect.yaml"]));
        assert!(told.contains("/chimes/{bell}/ring"), "{sides:?}: {told}");
    }
}
