//! The same bytes from any thread count, directory order, locale or absolute path.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tablature_tests::{binary, root};

/// The pages to read: those of the repository, and a sample of the real ones where these are at hand.
fn pages(vendor: &str) -> Vec<(PathBuf, Vec<u8>)> {
    fn walk(root: &Path, folder: &Path, pages: &mut Vec<(PathBuf, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, pages);
            } else {
                pages.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    let mut pages = Vec::new();
    let docs = root().join("specs").join(vendor).join("docs");
    walk(&docs, &docs, &mut pages);
    let shared = std::env::var_os("TABLATURE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let corpus = shared.join("corpora").join(vendor);
    if corpus.is_dir() {
        let mut all = Vec::new();
        walk(&corpus, &corpus, &mut all);
        all.sort();
        pages.extend(all.into_iter().step_by(12).map(|(path, bytes)| (Path::new("real").join(path), bytes)));
    } else {
        println!("no pages at {}: those of the repository only", corpus.display());
    }
    pages.sort();
    pages
}

/// Another order, the same each time.
fn shuffle<T>(items: &mut [T]) {
    let mut state: usize = 0x2545_F491;
    for index in (1..items.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        items.swap(index, (state >> 33) % (index + 1));
    }
}

/// All files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(folder, folder, &mut found);
    found
}

/// Everything that a run writes and prints.
fn run(
    folder: &str,
    vendor: &str,
    pages: &[(PathBuf, Vec<u8>)],
    env: &[(&str, &str)],
) -> (BTreeMap<PathBuf, Vec<u8>>, String) {
    let temporary = tempfile::Builder::new().prefix(folder).tempdir().unwrap();
    let docs = temporary.path().join("docs");
    for (path, bytes) in pages {
        let path = docs.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let tablature = |arguments: &[&str]| {
        let mut command = Command::new(binary());
        command.args(arguments).args(["--docs", "docs", "--dialect", vendor]).current_dir(temporary.path());
        let output = command.envs(env.iter().copied()).output().unwrap();
        assert!(
            output.status.code().is_some_and(|code| code < 2),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let mut said = tablature(&["fields"]);
    said += &tablature(&["lint", "--format", "json"]);
    tablature(&["generate", "--out", "out", "--runtime", "1"]);
    (files(&temporary.path().join("out")), said)
}

#[test]
fn the_same_bytes_from_anywhere() {
    for vendor in ["ucloud", "huaweicloud"] {
        let mut pages = pages(vendor);
        let (files, said) =
            run("one", vendor, &pages, &[("RAYON_NUM_THREADS", "1"), ("LC_ALL", "C"), ("TZ", "UTC")]);
        assert!(!files.is_empty() && !said.is_empty());
        shuffle(&mut pages);
        let environment =
            [("RAYON_NUM_THREADS", "2"), ("LC_ALL", "zh_CN.UTF-8"), ("TZ", "Asia/Shanghai"), ("HOME", "/")];
        let (again, said_again) = run("a longer name than the first ", vendor, &pages, &environment);
        assert!(said == said_again, "{vendor}: the second run said something else");
        for (path, bytes) in &files {
            assert!(again.get(path) == Some(bytes), "{vendor}: {} differs", path.display());
        }
        assert_eq!(files.len(), again.len(), "{vendor}: one run wrote more files");
    }
}
