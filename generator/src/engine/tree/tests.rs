//! What is found in a folder, and what is refused.

use std::fs;

use super::*;

fn put(root: &Path, name: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, name).unwrap();
}

fn found(root: &Path) -> Vec<(String, Option<String>)> {
    let pages = Tree::disk(root).unwrap().pages().unwrap();
    let why = |page: &Page| page.bytes.as_ref().err().map(ToString::to_string);
    pages.iter().map(|page| (page.path.to_string(), why(page))).collect()
}

#[test]
fn pages_come_sorted_with_slashes_whatever_the_case_of_their_endings() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b/z.MD", "b/a.HTML", "a.md", "c/x.markdown", "c/y.mdx", "b/picture.png", ".git/x.md"] {
        put(folder.path(), name);
    }
    let paths: Vec<String> = found(folder.path()).into_iter().map(|page| page.0).collect();
    assert_eq!(paths, ["a.md", "b/a.HTML", "b/z.MD", "c/x.markdown", "c/y.mdx"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_below_the_root_only() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("docs");
    put(&root, "v2/a.md");
    put(folder.path(), "secret.txt");
    put(folder.path(), "other/p.md");
    symlink("v2", root.join("latest")).unwrap();
    symlink("../secret.txt", root.join("out.md")).unwrap();
    symlink("../secret.txt", root.join("out.txt")).unwrap();
    symlink("nowhere.md", root.join("gone.md")).unwrap();
    symlink("..", root.join("v2/up")).unwrap();
    symlink("../../docs", root.join("v2/back")).unwrap();
    symlink("../other", root.join("other")).unwrap();
    let said = |path: &str| {
        let found = found(&root).into_iter().find(|page| page.0 == path);
        found.unwrap_or_else(|| panic!("{path} is not found")).1.unwrap_or_default()
    };
    assert_eq!(said("latest/a.md"), "");
    assert_eq!(said("out.md"), "the link leads out of the folder of pages");
    assert_eq!(said("other"), "the link leads out of the folder of pages");
    assert_eq!(said("gone.md"), "the link leads nowhere");
    assert_eq!(said("v2/back"), "the link leads back to a folder that it stands in");
    assert_eq!(said("v2/up"), "the link leads back to a folder that it stands in");
    assert!(!found(&root).iter().any(|page| page.0 == "out.txt"), "nobody asked for it");

    // The root itself may be a link.
    symlink("docs", folder.path().join("linked")).unwrap();
    assert_eq!(found(&folder.path().join("linked")).len(), found(&root).len());
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("p.md")).status();
    assert!(made.is_ok_and(|status| status.success()));
    assert_eq!(found(folder.path()), [("p.md".to_owned(), Some("it is no regular file".to_owned()))]);
}

#[test]
fn a_path_written_in_a_file_is_joined_without_steps_back() {
    let joined = |folder: &str, path: &str| slashes(&joined(Path::new(folder), Path::new(path)));
    assert_eq!(joined("specs/acme", "docs"), "specs/acme/docs");
    assert_eq!(joined("specs/acme", "../../pages"), "pages");
    assert_eq!(joined("specs/acme", "../.."), ".");
    assert_eq!(joined("specs/acme", "../../../pages"), "../pages");
    assert_eq!(joined("../specs/acme", "../../../pages"), "../../pages");
    assert_eq!(joined("specs/acme", "./docs/../more"), "specs/acme/more");
    assert_eq!(joined("specs/acme", "/pages"), "/pages");
}

#[cfg(unix)]
#[test]
fn no_step_back_out_of_a_link_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "real/deep/a.md");
    put(folder.path(), "real/pages/b.md");
    std::os::unix::fs::symlink("real/deep", folder.path().join("link")).unwrap();
    let pages = joined(&folder.path().join("link"), Path::new("../pages"));
    assert!(pages.ends_with("link/../pages") && pages.join("b.md").is_file(), "{pages:?}");
}
