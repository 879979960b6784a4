//! Inputs are regular files below their root; outputs pass through no link.

use std::fs;

use super::{Workspace, stderr};

#[test]
fn what_is_no_page_is_told_and_the_rest_is_read() {
    let workspace = Workspace::new();
    let docs = "specs/ucloud/docs/uhub";
    workspace.pipe(&format!("{docs}/pipe.md"));
    workspace.link(&format!("{docs}/nowhere.md"), "nothing");
    workspace.link(&format!("{docs}/out.md"), "/etc/passwd");
    workspace.link(&format!("{docs}/endless.md"), "/dev/zero");
    let large = fs::File::create(workspace.path(&format!("{docs}/large.md"))).unwrap();
    large.set_len(20 << 30).unwrap();
    let output = workspace.run(&["generate"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for (file, why) in [
        ("pipe", "it is no regular file"),
        ("nowhere", "the link leads nowhere"),
        ("out", "the link leads out of the folder of pages"),
        ("endless", "the link leads out of the folder of pages"),
        ("large", "it has 20480 MB, and 16 are the most that is read"),
    ] {
        let told = format!("page-not-read]: this page is not read: {why}\n--> {docs}/{file}.md");
        assert!(said.contains(&told), "{told} in:\n{said}");
    }
    assert!(!said.contains("root:"), "what is outside is not shown:\n{said}");
    assert!(workspace.path("generated/ucloud-uhub/src/lib.rs").exists());
}

#[test]
fn what_people_write_is_a_regular_file_as_well() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["generate"]).status.code(), Some(0));
    let refused = |arguments: &[&str], words: &str| {
        let output = workspace.run(arguments);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words) && !said.contains("root:"), "{arguments:?}: {words} in:\n{said}");
    };
    let (pages, pipe, out) = ("specs/ucloud/docs", "it is no regular file", "or out of specs");
    for overlay in ["specs/ucloud/uhub.overlay.yaml", "specs/tablature.lock"] {
        workspace.pipe(overlay);
        refused(&["generate"], pipe);
        workspace.remove(overlay);
        workspace.link(overlay, "/etc/passwd");
        refused(&["generate"], out);
        workspace.remove(overlay);
    }
    fs::create_dir(workspace.path("specs/acme")).unwrap();
    workspace.link("specs/acme/vendor.yaml", "/etc/passwd");
    refused(&["lint"], out);
    workspace.remove("specs/acme/vendor.yaml");
    workspace.pipe("pipe");
    refused(&["lint", "--docs", pages, "--dialect", "pipe"], pipe);
    refused(&["fields", "--docs", pages, "--dialect", "ucloud", "--overlay", "pipe"], pipe);
    refused(&["generate", "--spec", "pipe", "--out", "out"], pipe);
    refused(&["mock", "specs/ucloud/uhub.yaml", "--scenario", "pipe"], pipe);
    workspace.pipe("specs/ucloud/other.yaml");
    refused(&["fields"], pipe);
    workspace.remove("specs/ucloud/other.yaml");
    fs::create_dir_all(workspace.path("specs/ucloud/examples/uhub")).unwrap();
    workspace.link("specs/ucloud/examples/uhub/out.yaml", "/etc/passwd");
    refused(&["generate", "--spec", "specs/ucloud/uhub.yaml", "--out", "out"], "or out of specs/ucloud");
    assert!(!workspace.path("out").exists(), "nothing was written, and no folder left");
}

#[test]
fn nothing_is_written_through_a_link() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["generate"]).status.code(), Some(0));
    for place in
        ["generated", "generated/ucloud-uhub", "generated/ucloud-uhub/Cargo.toml", "specs/ucloud/uhub.yaml"]
    {
        let elsewhere = workspace.path("elsewhere");
        fs::rename(workspace.path(place), &elsewhere).unwrap();
        workspace.link(place, &elsewhere);
        let before = workspace.snapshot();
        workspace.write("specs/ucloud/docs/uhub/other.md", other());
        let output = workspace.run(&["generate"]);
        assert_eq!(output.status.code(), Some(2), "{place}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(&format!("{place}: this is where a file goes")),
            "{}",
            stderr(&output)
        );
        workspace.remove("specs/ucloud/docs/uhub/other.md");
        assert!(before == workspace.snapshot(), "{place}: nothing was written");
        workspace.remove(place);
        fs::rename(&elsewhere, workspace.path(place)).unwrap();
    }
}

/// Another page of the service.
fn other() -> String {
    let page = tablature_tests::root().join("specs/ucloud/docs/uhub/get_repo_image.md");
    fs::read_to_string(page).unwrap().replace("GetRepoImage", "GetOtherImage")
}
