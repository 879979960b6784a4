//! The audit of prose facts: a sample of each kind was drawn by a seed, read against the pages, and its verdicts
//! stand in `tests/audit/<kind>.csv`. What was found right must still be found, what was found wrong must not.
//!
//! The pages are not part of this repository; without them (`TABLATURE_SHARED`, else `../shared`) nothing is checked.
//! To draw another sample: `TABLATURE_AUDIT=<seed> cargo test -p tablature-tests --test prose_audit` writes
//! `target/audit/<kind>.tsv`, with the descriptions to read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use tablature::{
    dialect,
    engine::{self, Reading, tree::Tree},
    lower::Lowered,
    spec::places,
};
use tablature_ir::{Field, Interval};

const VENDORS: [&str; 2] = ["huaweicloud", "ucloud"];
const HEADER: &str = "vendor,page,line,field,fact,verdict";
const DRAW: usize = 200;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn corpora() -> Option<PathBuf> {
    let shared = std::env::var_os("TABLATURE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let corpora = shared.join("corpora");
    if !corpora.is_dir() {
        println!("skipped: no pages at {}", corpora.display());
        return None;
    }
    Some(corpora)
}

/// Where a fact stands: vendor, page, line, field.
type Key = (String, String, u32, String);

/// A fact with the description that it was read from.
#[derive(Clone, Debug)]
struct Found {
    fact: String,
    description: String,
}

/// The facts of all pages: kind → place → fact.
type Facts = BTreeMap<&'static str, BTreeMap<Key, Found>>;

fn facts(corpora: &Path) -> Facts {
    let mut facts = Facts::new();
    for vendor in VENDORS {
        let dialect = dialect::read(vendor, dialect::builtin(vendor).unwrap()).unwrap();
        let pages = Tree::disk(corpora.join(vendor)).unwrap();
        let outcome = engine::pages(&pages, Reading::new(vendor, dialect)).unwrap();
        for lowered in &outcome.services {
            each_field(lowered, |name, field, place| {
                let key = (vendor.to_owned(), place.file.to_string(), place.line, name.to_owned());
                for (kind, fact) in of(field) {
                    let found = Found { fact, description: field.description.clone() };
                    facts.entry(kind).or_default().insert(key.clone(), found);
                }
            });
        }
    }
    facts
}

/// Calls `sink` with each field of a service and each of its places.
fn each_field(lowered: &Lowered, mut sink: impl FnMut(&str, &Field, &places::Place)) {
    for node in tablature_ir::walk(&lowered.service) {
        let (Some(name), Some(field)) = (node.name, node.field) else { continue };
        for place in lowered.places.all(&node.address()) {
            sink(name, field, place);
        }
    }
}

/// The facts of a field by their kinds, each as one short text.
fn of(field: &Field) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let interval = |interval: &Interval| {
        let bound = |bound: &Option<String>| bound.clone().unwrap_or_default();
        format!("{}..{}", bound(&interval.min), bound(&interval.max))
    };
    if !field.values.is_empty() {
        let values: Vec<&str> = field.values.keys().map(String::as_str).collect();
        facts.push(("enum", values.join("|")));
    }
    facts.extend(field.default.clone().map(|default| ("default", default)));
    facts.extend(field.range.as_ref().map(|range| ("range", interval(range))));
    facts.extend(field.length.as_ref().map(|length| ("length", interval(length))));
    facts.extend(field.unit.clone().map(|unit| ("unit", unit)));
    let format =
        field.format.map(|format| serde_json::to_value(format).unwrap().as_str().unwrap().to_owned());
    facts.extend(format.map(|format| ("format", format)));
    facts.extend(field.sensitive.then(|| ("sensitive", "yes".to_owned())));
    facts.extend(field.deprecated.as_ref().map(|_| ("deprecated", "yes".to_owned())));
    facts.extend(field.condition.clone().map(|condition| ("condition", condition.replace(',', ";"))));
    facts
}

/// A seeded order of texts that no change elsewhere can move.
fn rank(seed: &str, kind: &str, key: &Key) -> u64 {
    let text = format!("{seed}\n{kind}\n{}\n{}\n{}\n{}", key.0, key.1, key.2, key.3);
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Writes a sample of each kind, one of each description, for a person to read.
fn draw(seed: &str, facts: &Facts) {
    let folder = root().join("target/audit");
    fs::create_dir_all(&folder).unwrap();
    for (kind, found) in facts {
        let mut drawn: Vec<(&Key, &Found)> = found.iter().collect();
        drawn.sort_by_key(|(key, _)| rank(seed, kind, key));
        let mut seen = BTreeSet::new();
        drawn.retain(|(key, found)| seen.insert((key.3.as_str(), found.description.as_str())));
        let mut text = String::new();
        for (key, found) in drawn.into_iter().take(DRAW) {
            let description = found.description.replace('\n', "\\n").replace('\t', " ");
            writeln!(text, "{}\t{}\t{}\t{}\t{}\t{description}", key.0, key.1, key.2, key.3, found.fact)
                .unwrap();
        }
        fs::write(folder.join(format!("{kind}.tsv")), text).unwrap();
    }
}

#[test]
fn audited_facts_stand() {
    let Some(corpora) = corpora() else { return };
    let facts = facts(&corpora);
    if let Ok(seed) = std::env::var("TABLATURE_AUDIT") {
        draw(&seed, &facts);
    }
    let mut faults = String::new();
    let mut checked = 0;
    for (kind, found) in &facts {
        let file = root().join(format!("tests/audit/{kind}.csv"));
        let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no audit of {kind}"));
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(HEADER), "{}", file.display());
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let [vendor, page, number, field, fact, verdict] = cells[..] else { panic!("{kind}: {line}") };
            let key = (vendor.to_owned(), page.to_owned(), number.parse().unwrap(), field.to_owned());
            let same = found.get(&key).is_some_and(|found| found.fact == fact);
            checked += 1;
            match verdict {
                "right" if !same => writeln!(faults, "{kind}: lost: {line}").unwrap(),
                "wrong" if same => writeln!(faults, "{kind}: back again: {line}").unwrap(),
                "right" | "wrong" | "unsure" => {}
                other => panic!("{kind}: {other} is no verdict: {line}"),
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    println!("{checked} verdicts stand");
}
