//! `tablature report`: a site of the committed pages, and of pages in a repository of their own.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tablature_tests::{binary, root};

const PAGE: &str = "uhub/get_repo_image.md";

fn report(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new(binary()).arg("report").args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_field_stands_beside_its_row() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    report(&root(), &["ucloud", "--out", out.to_str().unwrap()]);
    let page = fs::read_to_string(out.join("ucloud/pages/uhub_get_repo_image_md.html")).unwrap();
    let row = page.split("<tr ").find(|row| row.contains("<td data-label=\"参数名\">Limit</td>")).unwrap();
    for part in [
        "operations.GetRepoImage.form.Limit",
        "{type: integer, required: false, default: 20}",
        ".limit(i64)",
        "Limit=6",
    ] {
        assert!(row.contains(part), "{part} is not in\n{row}");
    }
    // A contradiction between example and table stands in the row.
    let row = page.split("<tr ").find(|row| row.contains(">CreateTime</td>")).unwrap();
    assert!(row.contains("example-contradicts-table"), "{row}");

    // A second run writes the same, and what was edited by hand or is in the way is not lost without a word.
    let said = report(&root(), &["ucloud", "--out", out.to_str().unwrap()]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.starts_with("0 files written"), "{said}");
    fs::write(out.join("mine.html"), "<p>mine</p>").unwrap();
    fs::write(out.join("ucloud/pages/gone.html"), fs::read(out.join("style.css")).unwrap()).unwrap();
    let said = report(&root(), &["ucloud", "--out", out.to_str().unwrap()]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(said.contains("1 removed"), "{said}");
    assert!(out.join("index.html").is_file() && out.join("ucloud/services/uhub.html").is_file());
    assert!(out.join("mine.html").is_file() && !out.join("ucloud/pages/gone.html").exists());
}

#[test]
fn commits_make_a_timeline() {
    let folder = tempfile::tempdir().unwrap();
    let docs = folder.path().join("docs");
    fs::create_dir_all(docs.join("uhub")).unwrap();
    let page = fs::read_to_string(root().join("specs/ucloud/docs").join(PAGE)).unwrap();
    let commit = |text: &str, message: &str| {
        fs::write(docs.join(PAGE), text).unwrap();
        git(&docs, &["add", "."]);
        git(&docs, &["commit", "--quiet", "--message", message]);
    };
    git(&docs, &["init", "--quiet", "--initial-branch=main"]);
    commit(&page, "First");
    commit(&page.replace("| **Limit** | int |", "| **Limit** | string |"), "A <limit> of text");
    commit(&format!("{page}\n"), "And back");
    let command = ["--docs", "docs", "--dialect", "ucloud", "--since", "HEAD~2", "--out", "site"];
    report(folder.path(), &command);
    let timeline = fs::read_to_string(folder.path().join("site/ucloud/changes.html")).unwrap();
    let (back, first) =
        (timeline.find("And back").unwrap(), timeline.find("A &#60;limit&#62; of text").unwrap());
    assert!(back < first, "the latest comes first");
    assert!(timeline.contains("GetRepoImage Limit"), "{timeline}");
    assert!(!timeline.contains(">First<"), "{timeline}");
}
