//! Every change in a page's tables shows up in the diff: random edits of cells of real pages, each looked for.
//!
//! `TABLATURE_SEED` and `TABLATURE_EDITS` change the seed (1) and the number of edits (500). The corpora are not
//! part of the repository; without them the test says so and passes.

use std::{
    collections::BTreeMap,
    env, fs,
    ops::Range,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tablature_tests::{Random, binary, shared};

/// One edit: the line from 1, and what stood and stands in the cell.
struct Edit {
    line: u32,
    old: String,
    new: String,
}

/// The lines that a report names, by page.
type Spots = BTreeMap<String, Vec<u32>>;

#[test]
fn every_edit_of_a_cell_is_reported() {
    let Some(shared) = shared() else { return };
    let number = |name: &str, default: usize| {
        env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let mut random = Random(number("TABLATURE_SEED", 1) as u64);
    let edits = number("TABLATURE_EDITS", 500);
    let mut missed = Vec::new();
    let (mut there, mut elsewhere) = (0, 0);
    for (vendor, share) in [("ucloud", edits / 2), ("huaweicloud", edits - edits / 2)] {
        let folder = shared.join("corpora").join(vendor);
        if !folder.is_dir() {
            eprintln!("skipped: {} is not there", folder.display());
            return;
        }
        let (made, spots) = run(vendor, &folder, share, &mut random);
        assert_eq!(made.len(), share, "the corpus has too few pages with tables");
        for (page, edit) in made {
            let lines = spots.get(&page).map_or(&[][..], Vec::as_slice);
            if lines.contains(&edit.line) {
                there += 1;
            } else if lines.is_empty() {
                missed.push(format!("{vendor}/{page}:{}: {:?} → {:?}", edit.line, edit.old, edit.new));
            } else {
                elsewhere += 1;
                eprintln!("at another line: {vendor}/{page}:{}: {:?} → {:?}", edit.line, edit.old, edit.new);
            }
        }
    }
    eprintln!(
        "{edits} edits: {there} reported at their line, {elsewhere} at another line of the page, {} not reported",
        missed.len()
    );
    assert!(missed.is_empty(), "not reported:\n{}", missed.join("\n"));
}

/// Edits one cell in each of `share` pages of a corpus, and compares. Returns the edits and, for each page, the lines
/// that the report names.
fn run(vendor: &str, folder: &Path, share: usize, random: &mut Random) -> (Vec<(String, Edit)>, Spots) {
    let scratch = tempfile::tempdir().unwrap();
    let (old, new) = (scratch.path().join("old"), scratch.path().join("new"));
    let mut pages = Vec::new();
    list(folder, folder, &mut pages);
    pages.sort();
    let mut edits = Vec::new();
    while edits.len() < share && !pages.is_empty() {
        let page = pages.swap_remove(random.below(pages.len()));
        let text = fs::read_to_string(folder.join(&page)).unwrap_or_default();
        let Some((edit, edited)) = edit(&text, random) else { continue };
        write(&old.join(&page), &text);
        write(&new.join(&page), &edited);
        edits.push((page, edit));
    }
    let output = Command::new(binary())
        .args(["diff", "old", "new", "--format", "json", "--dialect", vendor])
        .current_dir(scratch.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut spots: Spots = BTreeMap::new();
    let changes = report["changes"].as_array().into_iter().flatten();
    for place in changes.flat_map(|change| change["places"].as_array().into_iter().flatten()) {
        for side in ["old", "new"] {
            let spot = &place[side];
            if let (Some(page), Some(line)) = (spot["page"].as_str(), spot["line"].as_u64()) {
                spots.entry(page.to_owned()).or_default().push(u32::try_from(line).unwrap());
            }
        }
    }
    (edits, spots)
}

fn list(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, found);
        } else if path.extension().is_some_and(|it| it == "md" || it == "html") {
            let relative = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            // A page belongs to the service of its folder; pages in no folder are indexes.
            if relative.contains('/') {
                found.push(relative);
            }
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Edits a random cell of a page; nothing where it has none.
fn edit(text: &str, random: &mut Random) -> Option<(Edit, String)> {
    let cells = cells(text);
    if cells.is_empty() {
        return None;
    }
    let range = cells[random.below(cells.len())].clone();
    let old = &text[range.clone()];
    let new = mutate(old, random);
    let line = 1 + u32::try_from(text[..range.start].matches('\n').count()).unwrap();
    let edited = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
    Some((Edit { line, old: old.to_owned(), new }, edited))
}

/// The texts of cells of all tables, those of headings too: of rows with pipes below a row of dashes, and of
/// `<td>` on one line.
fn cells(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut in_code, mut in_table) = (0, false, false);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        let is_row = line.trim_start().starts_with('|');
        let is_rule = is_row && line.contains("--") && line.trim().chars().all(|c| "|:- ".contains(c));
        in_table = is_row && (in_table || is_rule);
        if !in_code && in_table && !is_rule {
            let mut at = start;
            for cell in line.split_inclusive('|') {
                let inner = cell.trim_end_matches('|').trim();
                if !inner.is_empty() {
                    let begin = at + cell.find(inner).unwrap();
                    found.push(begin..begin + inner.len());
                }
                at += cell.len();
            }
        }
        if !in_code && let Some(cell) = line.find("<td") {
            // The longest text between tags of this line.
            let pieces =
                line[cell..].split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text));
            if let Some(piece) =
                pieces.map(str::trim).max_by_key(|piece| piece.len()).filter(|it| !it.is_empty())
            {
                let begin = start + cell + line[cell..].find(&format!(">{piece}")).map_or(0, |at| at + 1);
                if text.get(begin..begin + piece.len()) == Some(piece) {
                    found.push(begin..begin + piece.len());
                }
            }
        }
        start += line.len();
    }
    found
}

/// Another text for a cell: another type, another answer to "required?", another number, a longer name or
/// sentence, or one character less.
fn mutate(cell: &str, random: &mut Random) -> String {
    const WORDS: [(&str, &str); 10] = [
        ("string", "int"),
        ("String", "Integer"),
        ("int", "string"),
        ("Integer", "String"),
        ("Yes", "No"),
        ("No", "Yes"),
        ("是", "否"),
        ("否", "是"),
        ("Boolean", "String"),
        ("array", "string"),
    ];
    let bare = cell.trim_matches('*');
    if let Some((from, to)) = WORDS.iter().find(|(from, _)| *from == bare) {
        return cell.replacen(from, to, 1);
    }
    if let Some(digit) = cell.find(|c: char| c.is_ascii_digit())
        && random.below(2) == 0
    {
        let next = if cell[digit..].starts_with('9') { "8" } else { "9" };
        return format!("{}{next}{}", &cell[..digit], &cell[digit + 1..]);
    }
    let letters: Vec<usize> =
        cell.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(index, _)| index).collect();
    let Some(&at) = letters.get(random.below(letters.len().max(1))) else { return format!("{cell} x") };
    let length = cell[at..].chars().next().map_or(0, char::len_utf8);
    let replacement = ["", "x", "Xy"][random.below(3)];
    let new = format!("{}{replacement}{}", &cell[..at], &cell[at + length..]);
    if new == cell { format!("{cell}x") } else { new }
}
