//! What is written, removed and left alone.

use std::{cell::Cell, fs, path::Path};

use super::*;
use crate::diagnostic::{Diagnostic, Id};

fn files(entries: &[(&str, &str)]) -> Files {
    let mut files: Files =
        entries.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    seal(&mut files);
    files
}

/// A generated Rust file.
fn ours(text: &str) -> String {
    format!("// {NOTICE}\n\n{text}\n")
}

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn crates() -> [Territory; 1] {
    [Territory::Crates("generated".to_owned())]
}

fn ground(root: &Path) -> Ground {
    Ground::take(root, &|| panic!("nobody has it")).unwrap()
}

fn run(root: &Path, files: &Files, prune: bool) -> Changes {
    write(&ground(root), files, &crates(), prune, &|_| {}).unwrap()
}

/// Two crates with a file each beside their manifests, and a fixture that a source names.
fn two() -> Files {
    files(&[
        ("generated/a/Cargo.toml", &format!("# {NOTICE}\n")),
        ("generated/a/src/lib.rs", &ours("mod x;")),
        ("generated/a/src/x.rs", &ours("include_str!(\"../fixtures/x.json\");")),
        ("generated/a/fixtures/x.json", "{}\n"),
        ("generated/b/Cargo.toml", &format!("# {NOTICE}\n")),
        ("generated/b/src/lib.rs", &ours("")),
    ])
}

#[test]
fn equal_files_are_not_touched_and_leftovers_of_ours_go() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    assert_eq!(run(root, &two(), false).written.len(), 6);
    let before = fs::metadata(root.join("generated/a/src/lib.rs")).unwrap().modified().unwrap();
    for mine in [
        "generated/a/CHANGELOG.md",
        "generated/a/examples/a.rs",
        "generated/a/fixtures/mine.json",
        "generated/mine/Cargo.toml",
    ] {
        put(root, mine, "mine");
    }
    let mut fewer = two();
    fewer.retain(|name, _| !name.contains("/x."));
    let changes = run(root, &fewer, false);
    let removed: Vec<_> = changes.removed.iter().map(|path| path.strip_prefix(root).unwrap()).collect();
    assert_eq!(removed, [Path::new("generated/a/fixtures/x.json"), Path::new("generated/a/src/x.rs")]);
    assert_eq!((changes.written.len(), changes.stale.len(), changes.unchanged), (0, 0, 4));
    assert_eq!(fs::metadata(root.join("generated/a/src/lib.rs")).unwrap().modified().unwrap(), before);
    for mine in [
        "generated/a/CHANGELOG.md",
        "generated/a/examples/a.rs",
        "generated/a/fixtures/mine.json",
        "generated/mine/Cargo.toml",
    ] {
        assert_eq!(fs::read_to_string(root.join(mine)).unwrap(), "mine", "{mine}");
    }
}

#[test]
fn a_crate_that_nobody_makes_goes_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    run(root, &two(), false);
    put(root, "generated/b/notes.txt", "mine");
    let mut one = two();
    one.retain(|name, _| !name.starts_with("generated/b/"));
    let kept = run(root, &one, false);
    assert_eq!(kept.stale, [root.join("generated/b")]);
    assert!(root.join("generated/b/src/lib.rs").exists() && !kept.is_empty());
    let pruned = run(root, &one, true);
    assert_eq!((pruned.removed.len(), pruned.stale.len()), (2, 0));
    assert!(!root.join("generated/b/src").exists(), "an empty folder goes with its last file");
    assert!(root.join("generated/b/notes.txt").exists());
}

#[test]
fn examples_come_and_go_with_their_ir() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let head = format!("# {NOTICE}\n");
    let (disk, get, list) =
        ("specs/v/disk.yaml", "specs/v/examples/disk/Get.yaml", "specs/v/examples/disk/List.yaml");
    let (net, of_net) = ("specs/v/net.yaml", "specs/v/examples/net/Get.yaml");
    let named = |names: &[&str]| files(&names.iter().map(|name| (*name, &*head)).collect::<Vec<_>>());
    let run = |files: &Files, territory: Territory, prune| {
        write(&ground(root), files, &[territory], prune, &|_| {}).unwrap()
    };
    let all = || Territory::Specs("specs/v".to_owned());
    run(&named(&[disk, get, list, net, of_net]), all(), false);
    put(root, "specs/v/examples/disk/mine.yaml", "mine");
    put(root, "specs/v/examples/net/mine.yaml", "mine");
    // One service alone: its own examples only.
    let one = Territory::Folder("specs/v/examples/disk".to_owned());
    assert_eq!(run(&named(&[disk, get]), one, false).removed, [root.join(list)]);
    let changes = run(&named(&[disk, get]), all(), false);
    assert_eq!(changes.stale, [root.join(net), root.join("specs/v/examples/net")]);
    // The whole vendor, in which each service is looked through for itself as well.
    run(&named(&[disk, get, list, net, of_net]), all(), false);
    let both = ["specs/v/examples/disk", "specs/v/examples/net"].map(|it| Territory::Folder(it.to_owned()));
    let both = [all(), both[0].clone(), both[1].clone()];
    let changes = write(&ground(root), &named(&[disk, get, net, of_net]), &both, false, &|_| {}).unwrap();
    assert_eq!(changes.removed, [root.join(list)]);
    run(&named(&[disk, get]), all(), true);
    let there = |name: &str| root.join(name).exists();
    assert!(there(disk) && there(get) && !there(list) && !there(net) && !there(of_net));
    assert!(there("specs/v/examples/disk/mine.yaml") && there("specs/v/examples/net/mine.yaml"));
}

#[test]
fn a_hand_edit_is_told_before_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    run(root, &two(), false);
    let path = root.join("generated/a/src/lib.rs");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}// by hand\n")).unwrap();
    let told = Cell::new(0);
    let tell = |edited: &Path| {
        assert!(
            fs::read_to_string(edited).unwrap().ends_with("// by hand\n"),
            "told before it is overwritten"
        );
        told.set(told.get() + 1);
    };
    let changes = write(&ground(root), &two(), &crates(), false, &tell).unwrap();
    assert_eq!((told.get(), changes.edited, changes.written.len()), (1, vec![path.clone()], 1));
    // What another version of the tool wrote does not count as edited.
    let mut other = files(&[("generated/a/src/lib.rs", &ours("another version"))]);
    put(root, "generated/a/src/lib.rs", &String::from_utf8(other.pop_first().unwrap().1).unwrap());
    assert_eq!(run(root, &two(), false).edited.len(), 0);
}

#[test]
fn nothing_takes_the_place_of_a_file_of_somebody_else() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "generated/a/Cargo.toml", "[package]\nname = \"mine\"\n");
    let error = write(&ground(root), &two(), &crates(), false, &|_| {}).unwrap_err().to_string();
    assert!(
        error.contains("generated/a/Cargo.toml: ") && error.contains("not written by this tool"),
        "{error}"
    );
    assert!(!root.join("generated/b").exists(), "nothing is written");
}

#[cfg(unix)]
#[test]
fn a_fixture_of_somebody_else_stays() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut first = two();
    first.remove("generated/a/fixtures/x.json");
    first.insert("generated/a/src/x.rs".to_owned(), ours("").into_bytes());
    run(root, &first, false);
    let path = "generated/a/fixtures/x.json";
    put(root, path, "mine");
    let error = write(&ground(root), &two(), &crates(), false, &|_| {}).unwrap_err().to_string();
    assert!(error.contains("x.json") && error.contains("was not written by this tool"), "{error}");
    assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "mine");
    // One that a source of ours names is ours, whatever it says by now.
    fs::remove_file(root.join(path)).unwrap();
    run(root, &two(), false);
    put(root, path, "edited");
    run(root, &two(), false);
    assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "{}\n");
}

/// A crate called `a` of a vendor's service, with a file of its own.
fn of(vendor: &str, service: &str) -> Files {
    let manifest = format!(
        "# {NOTICE}\n[package.metadata.tablature]\nvendor = \"{vendor}\"\nservice = \"{service}\"\n\n[lib]\n"
    );
    files(&[("generated/a/Cargo.toml", &manifest), (&format!("generated/a/src/{vendor}.rs"), &ours(""))])
}

#[test]
fn no_crate_takes_the_place_of_one_of_a_service_that_the_run_does_not_see() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let folder_of = |vendor: &str| Territory::CratesOf("generated".to_owned(), vendor.to_owned());
    let part = || Territory::Folder("generated/a".to_owned());
    let run = |files: &Files, territories: &[Territory]| {
        write(&ground(root), files, territories, false, &|_| {}).map_err(|error| error.to_string())
    };
    run(&of("v", "x"), &[]).unwrap();
    for territories in [vec![], vec![part()], vec![part(), folder_of("w")]] {
        let error = run(&of("w", "y"), &territories).unwrap_err();
        assert!(error.contains("generated/a/Cargo.toml") && error.contains("of another service"), "{error}");
    }
    assert!(root.join("generated/a/src/v.rs").exists() && !root.join("generated/a/src/w.rs").exists());
    // Who sees all services of the other vendor, or of all, knows that it has no such service any more.
    run(&of("v", "y"), &[part(), folder_of("v")]).unwrap();
    let changes = run(&of("w", "y"), &crates()).unwrap();
    assert_eq!(changes.removed, [root.join("generated/a/src/v.rs")]);
}

#[test]
fn crates_of_a_vendor_are_stale_apart_from_those_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let named = |files: Files, name: &str| -> Files {
        files.into_iter().map(|(path, text)| (path.replace("/a/", &format!("/{name}/")), text)).collect()
    };
    let mut all = named(of("v", "x"), "v-x");
    all.extend(named(of("v", "y"), "v-y"));
    all.extend(named(of("w", "z"), "w-z"));
    run(root, &all, false);
    let territory = || Territory::CratesOf("generated".to_owned(), "v".to_owned());
    let of_v = named(of("v", "x"), "v-x");
    let kept = write(&ground(root), &of_v, &[territory()], false, &|_| {}).unwrap();
    assert_eq!((kept.stale, kept.removed), (vec![root.join("generated/v-y")], vec![]));
    write(&ground(root), &of_v, &[territory()], true, &|_| {}).unwrap();
    assert!(root.join("generated/w-z/Cargo.toml").exists() && !root.join("generated/v-y").exists());
}

#[test]
fn specs_of_a_vendor_that_has_nothing_else_are_stale() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let head = format!("# {NOTICE}\n");
    let all = files(&[("specs/v/disk.yaml", &head), ("specs/w/net.yaml", &head)]);
    let territory = || [Territory::Vendors("specs".to_owned())];
    write(&ground(root), &all, &territory(), false, &|_| {}).unwrap();
    put(root, "specs/w/mine.yaml", "mine");
    let one = files(&[("specs/v/disk.yaml", &head)]);
    let changes = write(&ground(root), &one, &territory(), false, &|_| {}).unwrap();
    assert_eq!(changes.stale, [root.join("specs/w/net.yaml")]);
    write(&ground(root), &one, &territory(), true, &|_| {}).unwrap();
    assert!(root.join("specs/w/mine.yaml").exists() && !root.join("specs/w/net.yaml").exists());
}

#[test]
fn nothing_passes_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (root, elsewhere) = (folder.path().join("here"), folder.path().join("elsewhere"));
    fs::create_dir_all(root.join("generated")).unwrap();
    put(&elsewhere, "src/old.rs", &ours("not to be removed"));
    put(&elsewhere, "Cargo.toml", &format!("# {NOTICE}\n"));
    std::os::unix::fs::symlink(&elsewhere, root.join("generated/linked")).unwrap();
    run(&root, &two(), true);
    assert!(elsewhere.join("src/old.rs").exists() && elsewhere.join("Cargo.toml").exists());
    let through = files(&[("generated/linked/src/lib.rs", &ours(""))]);
    let error = write(&ground(&root), &through, &[], false, &|_| {}).unwrap_err().to_string();
    assert!(error.contains("generated/linked: ") && error.contains("is a link"), "{error}");
    assert!(!elsewhere.join("src/lib.rs").exists());
}

#[test]
fn compare_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let changes = compare(folder.path(), &two(), &crates(), false).unwrap();
    assert_eq!(changes.written.len(), 6);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn half_written_files_of_killed_runs_go() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "generated/a/src/.lib.rs.4711.new", "half");
    put(root, "generated/a/src/.lib.rs.mine.new", "mine");
    put(root, "generated/.Cargo.toml.4711.new", "half");
    let beside = files(&[("generated/Cargo.toml", &format!("# {NOTICE}\n"))]);
    write(&ground(root), &beside, &[], false, &|_| {}).unwrap();
    assert!(!root.join("generated/.Cargo.toml.4711.new").exists(), "beside what is written");
    run(root, &two(), false);
    assert!(!root.join("generated/a/src/.lib.rs.4711.new").exists());
    assert!(root.join("generated/a/src/.lib.rs.mine.new").exists());
}

#[cfg(unix)]
#[test]
fn nothing_is_written_into_what_lies_where_a_file_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    put(root, "secret", "kept");
    let half = root.join(format!(".file.{}.new", std::process::id()));
    std::os::unix::fs::symlink(root.join("secret"), &half).unwrap();
    super::put(&root.join("file"), b"new").unwrap();
    std::os::unix::fs::symlink(root.join("secret"), root.join("link")).unwrap();
    super::put(&root.join("link"), b"new").unwrap();
    let text = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    assert_eq!(
        (text("file").as_str(), text("link").as_str(), text("secret").as_str()),
        ("new", "new", "kept")
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_manifest_is_nothing_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("generated/x")).unwrap();
    let made =
        std::process::Command::new("mkfifo").arg(root.join("generated/x/Cargo.toml")).status().unwrap();
    assert!(made.success());
    assert_eq!(run(root, &two(), true).written.len(), 6);
}

#[test]
fn who_comes_second_waits_and_a_folder_that_nothing_came_into_goes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("new/below");
    drop(ground(&root));
    assert!(!folder.path().join("new").exists());
    let first = ground(&root);
    let (tell, told) = std::sync::mpsc::channel();
    let second = std::thread::spawn({
        let root = root.clone();
        move || Ground::take(&root, &|| tell.send(()).unwrap()).unwrap()
    });
    told.recv().unwrap();
    // The folder goes with the first, which wrote nothing; the second has one all the same.
    drop(first);
    let second = second.join().unwrap();
    assert!(root.is_dir());
    second.replace(&root.join("a"), b"a").unwrap();
    drop(second);
    assert!(root.join("a").exists());
}

#[test]
fn a_record_holds_as_long_as_everything_is_as_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let made = files(&[("a/src/lib.rs", &ours("mod x;")), ("a/fixtures/x.json", "{}\n")]);
    write(&ground(root), &made, &[], false, &|_| {}).unwrap();
    let (mut key, mut other) = (Key::default(), Key::default());
    for (one, two) in [("ab", "a"), ("c", "bc")] {
        key.add(one.as_bytes());
        other.add(two.as_bytes());
    }
    let found = [Diagnostic::new(Id::FixtureMended, "mended").hint("look")];
    let all = || made.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let found_as = |key: &Key| made_of(root, "a", key);
    assert_eq!(found_as(&key), None);
    record(&ground(root), root, "a", &key, all(), &found).unwrap();
    let expected = Some((made.clone(), found.to_vec()));
    assert_eq!(found_as(&key), expected);
    assert_eq!(found_as(&other), None);
    assert_eq!(made_of(root, "b", &key), None);
    // What was sealed stays as it is.
    let mut again = made.clone();
    seal(&mut again);
    assert_eq!(again, made);
    let record = "target/tablature/a.json";
    for path in ["a/src/lib.rs", "a/fixtures/x.json", record] {
        let whole = fs::read_to_string(root.join(path)).unwrap();
        put(root, path, &format!("{whole}x"));
        assert_eq!(found_as(&key), None, "{path} changed");
        fs::remove_file(root.join(path)).unwrap();
        assert_eq!(found_as(&key), None, "{path} removed");
        fs::create_dir(root.join(path)).unwrap();
        assert_eq!(found_as(&key), None, "{path} is a folder");
        fs::remove_dir(root.join(path)).unwrap();
        put(root, path, &whole);
        assert_eq!(found_as(&key), expected);
    }
}

#[cfg(unix)]
#[test]
fn no_record_passes_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (root, elsewhere) = (folder.path().join("here"), folder.path().join("elsewhere"));
    fs::create_dir_all(&root).unwrap();
    fs::create_dir_all(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, root.join("target")).unwrap();
    record(&ground(&root), &root, "a", &Key::default(), std::iter::empty(), &[]).unwrap();
    assert!(!elsewhere.join("tablature").exists());
}
