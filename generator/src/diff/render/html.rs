//! A report as one self-contained HTML file. The template only loops and prints.

use askama::Template;

use super::{further, subject, summary, values, visible, worst};
use crate::{
    diff::{Change, CrateBump, Report, Spot},
    escape::{html, line as shown},
};

/// The page.
#[must_use]
pub fn render(report: &Report, old: &str, new: &str) -> String {
    let mut groups: Vec<Group> = Vec::new();
    for change in &report.changes {
        let title = subject(&format!("{}/{}", change.vendor, change.service), change.operation.as_deref());
        let title = shown(&title).into_owned();
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Group { title, rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(row(change));
        }
    }
    let page = Page { old, new, summary: summary(report), crates: &report.crates, groups };
    // Writing to a string cannot fail.
    html::page(&page.render().unwrap_or_default())
}

#[derive(Template)]
#[template(path = "diff.html")]
struct Page<'a> {
    old: &'a str,
    new: &'a str,
    summary: String,
    crates: &'a [CrateBump],
    groups: Vec<Group>,
}

struct Group {
    title: String,
    rows: Vec<Row>,
}

struct Row {
    level: &'static str,
    wire: &'static str,
    source: &'static str,
    docs: &'static str,
    rule: String,
    side: &'static str,
    field: String,
    values: String,
    why: String,
    guess: bool,
    cause: &'static str,
    old: Option<Line>,
    new: Option<Line>,
    further: Vec<String>,
    rust: Vec<String>,
    fingerprint: String,
}

struct Line {
    place: String,
    commit: String,
    text: String,
}

fn row(change: &Change) -> Row {
    let place = change.places.first();
    Row {
        level: worst(change).as_str(),
        wire: change.wire.as_str(),
        source: change.source.as_str(),
        docs: change.docs.as_str(),
        rule: change.rule.clone(),
        side: change.side.map_or("", |side| side.as_str()),
        field: change.field.clone().unwrap_or_default(),
        values: values(change),
        why: change.why.clone(),
        guess: change.guess,
        cause: change.cause.as_str(),
        old: place.and_then(|place| line(&place.old, &place.new)),
        new: place.and_then(|place| line(&place.new, &place.old)),
        further: further(change),
        rust: place.map(|place| place.rust.clone()).unwrap_or_default(),
        fingerprint: change.fingerprint.clone(),
    }
}

fn line(spot: &Spot, other: &Spot) -> Option<Line> {
    let at = |file: &str, line: Option<u32>| line.map_or(file.to_owned(), |line| format!("{file}:{line}"));
    let page = spot.file.as_ref().or(spot.page.as_ref());
    let place = match (page, &spot.ir) {
        (Some(page), _) if spot.line.is_some() => at(page, spot.line),
        (_, Some(ir)) => at(ir, spot.ir_line),
        (Some(page), None) => page.clone(),
        (None, None) => return None,
    };
    let commit =
        spot.commit.as_ref().map_or_else(String::new, |it| format!("{} {} {}", it.id, it.date, it.author));
    Some(Line { place: shown(&place).into_owned(), commit, text: visible(spot, other).unwrap_or_default() })
}
