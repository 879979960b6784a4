//! Rules of extraction and lowering, each on a page of a few lines.

mod errors;
mod faults;
mod kinds;
mod paging;
mod queries;
mod references;
mod rpc;
mod rules;
mod unions;
mod whole;

use crate::{
    diagnostic::Id,
    dialect::{self, Dialect},
    engine,
    load::Page,
    lower::Outcome,
    spec::fields,
};

fn page(path: &str, text: &str) -> Page {
    Page::new(path, text.as_bytes())
}

fn builtin(name: &str) -> Dialect {
    dialect::read(name, dialect::builtin(name).unwrap()).unwrap()
}

fn lower(dialect: &str, pages: &[(&str, &str)]) -> Outcome {
    let pages: Vec<Page> = pages.iter().map(|(path, text)| page(path, text)).collect();
    let outcome = engine::lowered(&pages, &builtin(dialect), "v");
    assert!(outcome.tally.adds_up(), "{:#?}", outcome.tally);
    outcome
}

/// All fields as `side in path: type required`, with `!` for required, `?` for optional.
fn rows(outcome: &Outcome) -> Vec<String> {
    let mut rows = Vec::new();
    for lowered in &outcome.services {
        fields::each(&lowered.service, Some(&lowered.places), |row| {
            let required = match row.required {
                None => "",
                Some(true) => "!",
                Some(false) => "?",
            };
            let side = format!("{:?} {:?}", row.side, row.location).to_lowercase();
            rows.push(format!("{side} {}{required}: {}", row.path, row.ty));
        });
    }
    rows.retain(|row| !row.contains(" : object"));
    rows
}

fn ids(outcome: &Outcome) -> Vec<Id> {
    outcome.diagnostics.iter().map(|diagnostic| diagnostic.id).collect()
}

/// A page of an operation with these sections under its URI.
fn rest(uri: &str, sections: &str) -> String {
    format!("# Title\n\n## URI\n\n{uri}\n\n{sections}")
}

/// The rows of one page of the REST dialect.
fn rest_rows(uri: &str, sections: &str) -> Vec<String> {
    rows(&lower("huaweicloud", &[("s/p.md", &rest(uri, sections))]))
}
