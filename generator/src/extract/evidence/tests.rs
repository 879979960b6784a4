//! Each weight has pages that are read otherwise without it.

use super::{
    Candidate, Decided, gather,
    weights::{EACH, WEIGHTS, Weights},
};
use crate::load::Document;

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
    let gathered = gather::with(&documents, &[], false, weights).expect("what is gathered is a dialect");
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
