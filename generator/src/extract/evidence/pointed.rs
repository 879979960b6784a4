//! Requests that a table lists and sections describe without saying them in full.

use super::{
    lines::{HEADING, LISTED, Line, OWN, STRONG},
    operations,
    page::{Item, Page, Part, Section},
    path,
};
use crate::dialect::{Dialect, Part as Word};

/// Adds the requests of rows that link to the section of the page that describes each: there the heading only names it.
pub(super) fn linked(page: &Page<'_>, lines: &mut Vec<Line>) {
    let own = page.document.file.rsplit('/').next().unwrap_or_default();
    let section = |anchor: &str| {
        let named = |section: &&Section| page.anchors(section).any(|it| it == anchor);
        page.sections.iter().skip(1).find(named)
    };
    let mut found = Vec::new();
    for line in lines.iter() {
        let table = page.items.get(line.item).and_then(Item::table);
        let row = table.and_then(|table| table.rows.iter().find(|row| row.span == line.span));
        let links = row.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.content.links);
        let mut within = links.filter_map(|link| {
            let (file, anchor) = link.target.split_once('#')?;
            (file.is_empty() || file.trim_start_matches("./") == own).then(|| section(anchor))?
        });
        let Some(section) = within.next() else { continue };
        let is_within =
            |other: &Line| other.strength > LISTED && (section.start..section.end).contains(&other.item);
        if section.start <= line.item && line.item < section.end || lines.iter().any(is_within) {
            continue;
        }
        found.push(Line { item: section.start, strength: HEADING, ..line.clone() });
    }
    lines.extend(found);
}

/// Adds the requests of rows to the one section of the page that shows a call of each: it describes what it calls. A
/// section that is called after a side describes that side of all requests of the table.
pub(super) fn called(page: &Page<'_>, lines: &mut Vec<Line>, dialect: &Dialect) {
    let is_side = |section: &Section| {
        let said = dialect.words.read(&section.title);
        said.rest.is_empty() && [Word::Request, Word::Fields].into_iter().any(|word| said.has(word))
    };
    let within = |section: &Section, line: &Line| (section.start..section.end).contains(&line.item);
    let is_code =
        |line: &&Line| page.items.get(line.item).is_some_and(|item| matches!(item.part, Part::Code(_)));
    let in_row = |line: &&Line| page.items.get(line.item).is_some_and(|item| item.table().is_some());
    let listed: Vec<&Line> = lines.iter().filter(in_row).collect();
    let mut found: Vec<Line> = Vec::new();
    for row in &listed {
        let path = path::without_query(&row.target.path);
        let shows = |line: &&Line| {
            line.target.method == row.target.method && path::is_example_of(&line.target.path, path)
        };
        let mut calls = lines.iter().filter(is_code).filter(shows);
        let Some(call) = calls.next() else { continue };
        let own = page.items.get(call.item).map_or(0, |item| item.section);
        let Some(section) = page.sections.get(own).filter(|section| own != 0 && section.level > 1) else {
            continue;
        };
        let said = lines.iter().any(|line| within(section, line) && line.strength >= STRONG);
        let several = calls.any(|call| !within(section, call)) || listed.iter().any(|it| within(section, it));
        if !said && !several && !is_side(section) {
            let mut line = Line { item: section.start, strength: OWN, ..(*row).clone() };
            line.target.path.push_str(&asked(row, call));
            found.push(line);
        }
    }
    lines.extend(found);
}

/// The query of a call as a template, where the request that it calls has none.
fn asked(row: &Line, call: &Line) -> String {
    let names = operations::query(&call.target.path);
    if names.is_empty() || row.target.path.contains('?') {
        return String::new();
    }
    let pairs: Vec<String> = names.iter().map(|name| format!("{name}={{{name}}}")).collect();
    format!("?{}", pairs.join("&"))
}
