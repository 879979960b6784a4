//! Each weight has pages that are read otherwise without it.

use super::{
    Candidate, Decided, gather,
    weights::{EACH, WEIGHTS, Weights},
};
use crate::{dialect, load::Document};

/// A weight with its pages, and what the tables of the last of them are.
struct Case {
    weight: &'static str,
    wanted: &'static str,
    pages: Vec<Document>,
}

/// The cases that stand in a file.
fn cases() -> Vec<Case> {
    let of = |text: &'static str| {
        let (head, pages) = text.split_once("-->")?;
        let (weight, wanted) = head.split_once(':')?;
        Some(Case { weight: weight.trim(), wanted: wanted.trim(), pages: documents(pages) })
    };
    include_str!("tests/weights.md").split("<!-- without ").skip(1).filter_map(of).collect()
}

/// The pages of a case; one may stand for several alike.
fn documents(text: &str) -> Vec<Document> {
    let pages = text.split("<!-- page").skip(1).filter_map(|page| page.split_once("-->"));
    let pages = pages
        .flat_map(|(times, text)| std::iter::repeat_n(text.trim_start(), times.trim().parse().unwrap_or(1)));
    let page = |(index, text): (usize, &str)| {
        crate::load::page(format!("page-{index}.md").into(), text.as_bytes()).ok()
    };
    pages.enumerate().filter_map(page).collect()
}

/// What tables are on the last of some pages.
fn read(pages: &[Document], weights: Weights) -> String {
    let documents: Vec<&Document> = pages.iter().collect();
    let gathered = gather::with(&documents, gather::Given::default(), false, weights)
        .expect("what is gathered is a dialect");
    let parts = pages.last().map(|last| gather::pages(last, &gathered)).unwrap_or_default();
    let tables: Vec<&str> = parts.iter().flat_map(|(_, tables)| tables).map(kind).collect();
    tables.join(", ")
}

fn kind(table: &Decided) -> &'static str {
    match (table.is, table.definition > table.root) {
        (Some(Candidate::Request), false) => "request",
        (Some(Candidate::Request), true) => "type of the request",
        (Some(Candidate::Response), false) => "response",
        (Some(Candidate::Response), true) => "type of the response",
        (Some(Candidate::Failure), _) => "failure",
        (Some(Candidate::None) | None, _) => "nothing",
    }
}

#[test]
fn without_any_weight_something_is_lost() {
    let cases = cases();
    let faults = crate::parallel::each(EACH, |(name, off)| {
        let Some(case) = cases.iter().find(|case| case.weight == *name) else {
            return Some(format!("`{name}` has no pages in tests/weights.md"));
        };
        let mut without = WEIGHTS;
        off(&mut without);
        let (with, without) = (read(&case.pages, WEIGHTS), read(&case.pages, without));
        if with != case.wanted {
            return Some(format!("`{name}`: the tables are {with}, not {}", case.wanted));
        }
        (without == with).then(|| format!("`{name}`: without it nothing is lost"))
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert_eq!(faults, Vec::<String>::new());
    assert!(cases.iter().all(|case| EACH.iter().any(|(name, _)| *name == case.weight)));
}

/// Each key of `service` with a value that is not the usual one, and that the pages below do not show.
const SERVICE: &[(&str, &str)] = &[
    ("protocol", "{rpc: Do}"),
    ("request", "{method: PUT, uri: /do}"),
    ("endpoint", "https://written.example"),
    (
        "auth",
        "[{name: t, credentials: {token: secret}, put: {header: {X-T: '{token}'}}, vectors: [{credentials: {token: t}, \
         method: GET, url: 'https://a.example/', gives: {X-T: t}}]}]",
    ),
    ("auth_of", "[{match: ^GET /open, auth: []}]"),
    ("context", "{Zone: zone}"),
    ("global", "{services: [one]}"),
    ("supplied", "[Zone]"),
    ("envelope", "{code: Ret, ok: '7', message: Why}"),
    ("errors", "[{code: e.code, message: e.text}]"),
    ("refusals", "{codes: {unknown: E1}}"),
    ("transient", "[busy]"),
    ("docs", "https://docs.example"),
    ("retry", "{safe: [Look]}"),
];

fn shown() -> Vec<Document> {
    documents(
        "<!-- page 4 -->\n# List boats\n\n`GET https://api.boats.example/v1/boats`\n\n| Parameter | Type | Description \
         |\n|---|---|---|\n| limit | integer | how many |\n\nResponse:\n\n```json\n{\"code\": 0, \"message\": \"\", \"data\": \
         {\"boats\": []}}\n```\n",
    )
}

/// The words of a file, and of the dialect in which pages are read by it.
fn both(text: &str) -> [serde_json::Value; 2] {
    let pages = shown();
    let written = dialect::read("mine", text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
    let gathered = super::of(&pages.iter().collect::<Vec<_>>(), &written).expect("a dialect");
    [&written, gathered.dialect()]
        .map(|of| serde_json::to_value(&of.source).expect("a dialect has an outline"))
}

#[test]
fn each_written_word_of_the_service_stays() {
    let usual = serde_json::to_value(dialect::Source::default()).expect("an outline");
    let keys: Vec<&str> = usual["service"].as_object().expect("keys").keys().map(String::as_str).collect();
    let samples: Vec<&str> = SERVICE.iter().map(|(key, _)| *key).collect();
    assert_eq!(samples, keys, "a key without a sample");
    for (key, value) in SERVICE {
        for like in ["", "like: auto\n"] {
            let [written, read] = both(&format!("{like}by: evidence\nservice:\n  {key}: {value}\n"));
            assert_ne!(written["service"][key], usual["service"][key], "{key} has no value of its own");
            assert_eq!(read["service"][key], written["service"][key], "{key}");
            // What is not written is gathered all the same.
            if *key != "endpoint" {
                assert_eq!(read["service"]["endpoint"], "https://api.boats.example", "{key}");
            }
        }
    }
}

#[test]
fn each_written_word_of_a_dialect_stays() {
    for (name, text) in dialect::BUILTIN.iter().filter(|(name, _)| *name != "auto") {
        let [written, read] = both(&format!("by: evidence\n{text}"));
        let keys: serde_yaml::Value = serde_yaml::from_str(text).expect("YAML");
        for (key, value) in keys.as_mapping().expect("a mapping") {
            let key = key.as_str().expect("a word");
            // Ways to call lists are looked for: those that no page shows count for nothing.
            if key == "pagination" {
                continue;
            }
            let inner: Vec<&str> =
                value.as_mapping().into_iter().flatten().filter_map(|(key, _)| key.as_str()).collect();
            for inner in &inner {
                assert_eq!(read[key][inner], written[key][inner], "{name}: {key}.{inner}");
            }
            if inner.is_empty() {
                assert_eq!(read[key], written[key], "{name}: {key}");
            }
        }
    }
}
