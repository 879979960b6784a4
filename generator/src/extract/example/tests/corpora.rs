//! How much of the JSON on real pages is read, where such pages are at hand.

use std::{fs, path::Path};

use super::super::read;
use crate::load::{Block, page};

#[derive(Debug, Default)]
struct Counts {
    strict: usize,
    mended: usize,
    unread: usize,
}

/// Pages are not part of the repository: the test looks for them beside it.
#[test]
fn json_on_real_pages() {
    let shared = std::env::var_os("TABLATURE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        |path| Path::new(&path).to_path_buf(),
    );
    let corpora = shared.join("corpora");
    if !corpora.is_dir() {
        println!("skipped: no pages in {}", corpora.display());
        return;
    }
    let mut counts = Counts::default();
    count(&corpora, &mut counts);
    println!("{counts:?}");
    let all = counts.strict + counts.mended + counts.unread;
    assert!(counts.unread * 200 <= all, "less than 99.5 % is read: {counts:?}");
}

fn count(folder: &Path, counts: &mut Counts) {
    let entries =
        fs::read_dir(folder).expect("a readable folder").map(|entry| entry.expect("an entry").path());
    for path in entries {
        if path.is_dir() {
            count(&path, counts);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let bytes = fs::read(&path).expect("a readable file");
            let document = page(path.to_string_lossy().into(), &bytes).expect("UTF-8");
            for block in document.all() {
                if let Block::Code(code) = block {
                    count_code(&code.text, counts);
                }
            }
        }
    }
}

fn count_code(text: &str, counts: &mut Counts) {
    match read(text).body {
        Some(body) if body.mended.is_empty() => counts.strict += 1,
        Some(_) => counts.mended += 1,
        None if text.lines().any(|line| line.starts_with(['{', '['])) => counts.unread += 1,
        None => {}
    }
}
