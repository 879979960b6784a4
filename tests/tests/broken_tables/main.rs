//! No row is lost: real tables, drawn by a seed and broken in every way in which pages break them, say the same
//! fields as before, or a diagnostic stands where they were broken.
//!
//! Without the corpora (`TABLATURE_SHARED`, else `../shared`) the tables are those of the committed pages.

mod table;
mod ways;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use tablature::{
    diagnostic::{Diagnostic, Id, Severity},
    dialect::{self, Dialect},
    engine::{self, Reading, Specs},
    load::{Page, is_page},
    spec::fields,
};
use tablature_ir::{Location, Origin};
use tablature_tests::{root, shared};
use table::Random;
use ways::{Broken, WAYS};

/// How many tables are broken in each way.
const TABLES: usize = 500;

/// The corpora, each with its dialect and the folder of its pages.
const CORPORA: [(&str, &str); 5] = [
    ("ucloud", "corpora/ucloud"),
    ("huaweicloud", "corpora/huaweicloud"),
    ("bybit", "corpora/bybit/pages"),
    ("opensearch", "corpora/opensearch/pages"),
    ("gitlab", "wild/gitlab/docs"),
];

#[test]
fn broken_tables_of_committed_pages() {
    let vendors = ["ucloud", "huaweicloud", "bybit", "opensearch", "gitlab"];
    let cases = vendors.map(|vendor| (vendor, root().join("tests/cases").join(vendor)));
    let docs =
        ["ucloud", "huaweicloud"].map(|vendor| (vendor, root().join("specs").join(vendor).join("docs")));
    prove(&[cases.as_slice(), &docs].concat(), TABLES, 6);
}

#[test]
fn broken_tables_of_the_corpora() {
    let Some(shared) = shared() else { return };
    prove(&CORPORA.map(|(vendor, folder)| (vendor, shared.join(folder))), TABLES, 1);
}

/// A page that gives an operation, and how it is read.
struct Whole {
    page: Page,
    text: String,
    dialect: &'static str,
    found: Found,
}

/// What a page says.
#[derive(Default)]
struct Found {
    /// Each field by operation, side, place, path, type and whether it must be there.
    fields: BTreeSet<String>,
    /// Fields that no table has, only the address.
    addressed: BTreeSet<String>,
    /// The lines that fields stand on.
    lines: BTreeSet<usize>,
    /// The lines that parameters of the path stand on.
    placed: BTreeSet<usize>,
    /// The lines that diagnostics point at, by id.
    told: BTreeMap<Id, BTreeSet<usize>>,
}

fn read(page: &Page, dialect: &'static str, dialects: &BTreeMap<&str, Arc<Dialect>>) -> Found {
    let reading = Reading::new(dialect, Arc::clone(&dialects[dialect]));
    let Ok(specs) = engine::read(std::slice::from_ref(page), "", reading) else { return Found::default() };
    let mut found = Found::default();
    for lowered in &specs.services {
        for row in fields::rows(&lowered.service, Some(&lowered.places)) {
            let (side, at) = (row.side, row.location);
            let field =
                format!("{} {side:?} {at:?} {} {} {:?}", row.operation, row.path, row.ty, row.required);
            if row.origin == Origin::Uri {
                found.addressed.insert(field.clone());
            }
            found.fields.insert(field);
            let line = row.line.map(|line| line as usize);
            found.placed.extend(line.filter(|_| at == Location::Path));
            found.lines.extend(line);
        }
    }
    tell(&specs, &mut found.told);
    found
}

/// The lines that warnings and errors speak of, and joined rows.
fn tell(specs: &Specs, told: &mut BTreeMap<Id, BTreeSet<usize>>) {
    let text = |file: &str| specs.sources.text(file).unwrap_or_default();
    for Diagnostic { id, severity, span, related, .. } in &specs.diagnostics {
        if *severity == Severity::Info && *id != Id::JoinedRow {
            continue;
        }
        for span in span.iter().chain(related.iter().map(|(span, _)| span)) {
            let text = text(&span.file);
            let line = |at: usize| text[..text.floor_char_boundary(at)].matches('\n').count() + 1;
            told.entry(*id).or_default().extend(line(span.range.start)..=line(span.range.end));
        }
    }
}

fn dialects() -> BTreeMap<&'static str, Arc<Dialect>> {
    let read =
        |name: &'static str| (name, Arc::new(dialect::read(name, dialect::builtin(name).unwrap()).unwrap()));
    CORPORA.iter().map(|(name, _)| read(name)).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else if is_page(&path.to_string_lossy()) {
            found.push(path);
        }
    }
}

/// Pages with operations, each corpus in turn.
fn wholes(
    folders: &[(&'static str, PathBuf)],
    count: usize,
    random: &mut Random,
    dialects: &BTreeMap<&str, Arc<Dialect>>,
) -> Vec<Whole> {
    let mut all: Vec<_> = folders
        .iter()
        .map(|(dialect, folder)| {
            let mut paths = Vec::new();
            files(folder, &mut paths);
            (*dialect, folder, paths)
        })
        .collect();
    let mut wholes = Vec::new();
    while wholes.len() < count && all.iter().any(|(_, _, paths)| !paths.is_empty()) {
        for (dialect, folder, paths) in all.iter_mut().filter(|(_, _, paths)| !paths.is_empty()) {
            let path = paths.swap_remove(random.below(paths.len()));
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let page = Page::new(name, text.as_bytes());
            if table::tables(&text).is_empty() {
                continue;
            }
            let found = read(&page, dialect, dialects);
            if !found.fields.is_empty() {
                wholes.push(Whole { page, text, dialect, found });
            }
        }
    }
    wholes
}

/// What came of the tables that were broken in one way.
#[derive(Default)]
struct Sum {
    same: usize,
    told: usize,
    lost: Vec<String>,
}

/// Breaks `count` tables, one of each page and round.
fn prove(folders: &[(&'static str, PathBuf)], count: usize, rounds: usize) {
    let dialects = dialects();
    let mut random = Random(20_261_126);
    let wholes = wholes(folders, count, &mut random, &dialects);
    assert!(!wholes.is_empty(), "no page gives an operation");
    let mut lost = 0;
    for (name, way) in WAYS {
        let sum = Mutex::new(Sum::default());
        let seed = random.next();
        std::thread::scope(|scope| {
            let each = wholes.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from));
            for (part, wholes) in wholes.chunks(each).enumerate() {
                let (sum, dialects) = (&sum, &dialects);
                scope.spawn(move || {
                    let tries = (0..rounds).flat_map(|_| wholes.iter().enumerate());
                    for (round, (index, whole)) in tries.enumerate() {
                        let mut random = Random(seed + (part * each + index + 7919 * round) as u64);
                        one(
                            whole,
                            (*way, ways::TOLD.iter().find(|told| *told == name).copied()),
                            &mut random,
                            dialects,
                            sum,
                        );
                    }
                });
            }
        });
        let sum = sum.into_inner().unwrap();
        println!("{name:34} same {:4}  told {:4}  lost {:4}", sum.same, sum.told, sum.lost.len());
        for text in sum.lost.iter().take(3) {
            println!("{text}");
        }
        lost += sum.lost.len();
    }
    assert_eq!(lost, 0, "tables lost something without a word");
}

fn one(
    whole: &Whole,
    (way, told): (ways::Way, Option<&str>),
    random: &mut Random,
    dialects: &BTreeMap<&str, Arc<Dialect>>,
    sum: &Mutex<Sum>,
) {
    let read_from =
        |table: &table::Table| table.rows.clone().any(|line| whole.found.lines.contains(&(line + 1)));
    let tables: Vec<_> = table::tables(&whole.text).into_iter().filter(read_from).collect();
    if tables.is_empty() {
        return;
    }
    let table = &tables[random.below(tables.len())];
    let Some(Broken { text, lines }) = way(&whole.text, table, random) else { return };
    // A parameter that the client supplies itself may stand twice, and other rows may have the names of placeholders.
    let of_fields = if told == Some(ways::TOLD[1]) { &whole.found.placed } else { &whole.found.lines };
    if told.is_some() && !lines.clone().any(|line| of_fields.contains(&(line + 1))) {
        return;
    }
    let page = Page::new(whole.page.path.clone(), text.as_bytes());
    let found = read(&page, whole.dialect, dialects);
    // A row about another address is not lost when one that no table describes is spelled in another way.
    let mut gone = whole.found.fields.difference(&found.fields).peekable();
    if gone.peek().is_some() && gone.all(|field| whole.found.addressed.contains(field)) {
        return;
    }
    let mut sum = sum.lock().unwrap();
    if found.fields == whole.found.fields && told.is_none() {
        sum.same += 1;
    } else if is_told(&whole.found, &found, &lines) {
        sum.told += 1;
    } else {
        let mut diff = String::new();
        for gone in whole.found.fields.difference(&found.fields).take(4) {
            diff.extend(["\n    - ", gone]);
        }
        for new in found.fields.difference(&whole.found.fields).take(4) {
            diff.extend(["\n    + ", new]);
        }
        let (first, last) = (lines.start.saturating_sub(3), lines.end + 1);
        let shown: Vec<&str> = text.lines().skip(first).take((last - first).min(12)).collect();
        let told: Vec<_> = found.told.keys().map(|id| id.as_str()).collect();
        sum.lost.push(format!(
            "  {} {}:{}{diff}\n    told: {told:?}\n    | {}",
            whole.dialect,
            whole.page.path,
            lines.start + 1,
            shown.join("\n    | ")
        ));
    }
}

/// Whether a diagnostic that was not there before points at a line that was touched.
fn is_told(before: &Found, after: &Found, lines: &Range<usize>) -> bool {
    let touched = |line: &&usize| (lines.start..=lines.end + 1).contains(line);
    after.told.iter().any(|(id, told)| {
        let count = |found: &BTreeSet<usize>| found.iter().filter(touched).count();
        count(told) > 0 && (count(told) > before.told.get(id).map_or(0, count) || *id == Id::JoinedRow)
    })
}
