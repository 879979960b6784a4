//! What is read by evidence does not depend on which pages are there, nor what is read by a dialect on the words over
//! tables.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tablature_tests::{Random, binary, shared};

/// How many draws, of how many pages each, and how large a share of their operations may be read in another way, in
/// per cent. The goal for each is 2.
const DRAWS: usize = 50;
const PAGES: usize = 10;
const OTHERWISE: [(&str, usize); 2] = [("ucloud", 2), ("huaweicloud", 3)];

/// How many pages get words of nonsense, and how large a share of their fields stays, in per cent.
const NONSENSE: usize = 250;
const KEPT: usize = 90;

/// The Markdown pages below a folder, as paths from it.
fn pages(root: &Path, below: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(root.join(below)).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let below = path.strip_prefix(root).unwrap().to_owned();
        if path.is_dir() {
            pages(root, &below, found);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            found.push(below);
        }
    }
}

/// The fields of the operations of each page.
type Read = BTreeMap<String, BTreeSet<String>>;

/// Reads a folder. A field is its name, its type and its place, without what only words say of it.
fn read(folder: &Path, dialect: &str) -> Read {
    let output = Command::new(binary())
        .args(["fields", "--format", "jsonl", "--vendor", "acme", "--dialect", dialect, "--docs"])
        .arg(folder)
        .output()
        .unwrap();
    let mut read = Read::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| row[key].to_string().replace('"', "");
        let fact =
            ["operation", "method", "uri", "side", "in", "path", "type", "required"].map(text).join(" ");
        read.entry(text("page")).or_default().insert(fact);
    }
    read
}

/// Draws pages into a folder, each with the text that `change` makes of its own.
fn drawn(
    from: &Path,
    of: &[PathBuf],
    count: usize,
    random: &mut Random,
    with: impl Fn(&str) -> String,
) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut left = of.to_vec();
    for _ in 0..count.min(of.len()) {
        let page = left.swap_remove(random.below(left.len()));
        let to = folder.path().join(&page);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, with(&fs::read_to_string(from.join(page)).unwrap())).unwrap();
    }
    folder
}

fn as_it_is(text: &str) -> String {
    text.to_owned()
}

/// The text with other words in the headings below the title and in the captions, each of the same length.
fn nonsense(text: &str) -> String {
    let other = |words: &str| {
        let letters = "zqxvkjwpbg".chars().cycle();
        letters.take(words.chars().count().clamp(4, 12)).collect::<String>()
    };
    let mut lines = Vec::new();
    let mut code = false;
    for line in text.lines() {
        code ^= line.trim_start().starts_with("```");
        let heading = line.trim_start_matches('#');
        let level = line.len() - heading.len();
        let caption = line.starts_with("**") && line.contains('表') && line.chars().count() < 80;
        lines.push(if code {
            line.to_owned()
        } else if level > 1 && heading.starts_with(' ') {
            format!("{} {}", "#".repeat(level), other(heading))
        } else if let Some((number, words)) = line.rsplit_once("**").filter(|_| caption) {
            format!("{number}**  {}", other(words))
        } else {
            line.to_owned()
        });
    }
    lines.join("\n") + "\n"
}

#[test]
fn ten_pages_read_as_all_do() {
    let Some(shared) = shared() else { return };
    let mut random = Random(14);
    for (vendor, most) in OTHERWISE {
        let corpus = shared.join("corpora").join(vendor);
        let whole = read(&corpus, "auto");
        let with: Vec<PathBuf> = whole.keys().map(PathBuf::from).collect();
        let (mut all, mut otherwise) = (0, Vec::new());
        for _ in 0..DRAWS {
            let folder = drawn(&corpus, &with, PAGES, &mut random, as_it_is);
            let part = read(folder.path(), "auto");
            let mut files = Vec::new();
            pages(folder.path(), Path::new(""), &mut files);
            for file in files {
                let file = file.to_str().unwrap();
                all += 1;
                if part.get(file) != whole.get(file) {
                    otherwise.push(file.to_owned());
                }
            }
        }
        eprintln!("{vendor}: {} of {all} pages differ: {otherwise:?}", otherwise.len());
        assert!(otherwise.len() * 100 <= all * most, "{vendor}: {} of {all}", otherwise.len());
    }
}

#[test]
fn words_over_tables_may_be_any() {
    let Some(shared) = shared() else { return };
    for vendor in ["ucloud", "huaweicloud"] {
        let corpus = shared.join("corpora").join(vendor);
        let mut files = Vec::new();
        pages(&corpus, Path::new(""), &mut files);
        let (plain, blind) = (
            drawn(&corpus, &files, NONSENSE, &mut Random(14), as_it_is),
            drawn(&corpus, &files, NONSENSE, &mut Random(14), nonsense),
        );
        let (plain, blind) = (read(plain.path(), vendor), read(blind.path(), vendor));
        let of = |read: &Read| read.values().flatten().cloned().collect::<BTreeSet<String>>();
        let (plain, blind) = (of(&plain), of(&blind));
        let kept = plain.intersection(&blind).count();
        eprintln!("{vendor}: {kept} of {} fields kept", plain.len());
        assert!(kept * 100 >= plain.len() * KEPT, "{vendor}: {kept} of {}", plain.len());
    }
}
