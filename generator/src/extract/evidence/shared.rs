//! Tables of parameters that stand in a section of their own, beside the sections of the operations that take them.

use std::collections::BTreeSet;

use tablature_ir::{Location, Method};

use super::{
    lines::STRONG,
    operations::{self, Operation},
    page::Page,
    path::without_query,
    roots::{self, References},
    side::first_key,
    tables::Table,
};
use crate::dialect::{Part, Said};

/// Assigns tables that stand outside all operations, but that words call tables of requests. They go to the operations
/// before them whose query shares a name with them, or with another table in the same section of parameters. Where the
/// heading names some of these operations, only those take the tables. Names that are in no query prove nothing: the
/// tables may be definitions.
pub(super) fn share(
    page: &Page<'_>,
    tables: &[Table<'_>],
    references: &References,
    operations: &mut [Operation],
) {
    let Some(first) = operations.iter().map(|it| it.line.item).min() else { return };
    let is_apart = |(index, table): &(usize, &Table<'_>)| {
        let own = roots::named(page, table, usize::MAX);
        table.item > first
            && !operations.iter().any(|it| it.has(table.item))
            && is_asked(table)
            && references.first(*index, &own).is_none()
    };
    let apart: Vec<&Table<'_>> = tables.iter().enumerate().filter(is_apart).map(|(_, table)| table).collect();
    answers(page, tables, references, operations);
    bodies(page, tables, operations);
    titled(page, tables, references, operations);
    for table in &apart {
        let group = apart.iter().filter(|other| group(other) == group(table));
        let names: Vec<&str> =
            group.flat_map(|other| other.tops()).map(|name| first_key(&name.key)).collect();
        let asks = |operation: &Operation| {
            let query = operations::query(&operation.line.target.path);
            query.iter().any(|name| names.contains(&name.as_str()))
        };
        let any_named = operations.iter().any(|it| asks(it) && is_named(page, table, it));
        for operation in operations.iter_mut() {
            if asks(operation) && (!any_named || is_named(page, table, operation)) {
                operation.shared.push(table.item);
            }
        }
    }
}

/// Gives a table of the response that stands in a section of its own to the operations of the sections beside it.
fn answers(page: &Page<'_>, tables: &[Table<'_>], references: &References, operations: &mut [Operation]) {
    for (index, table) in tables.iter().enumerate() {
        let Some((section, said)) = table.headings.first() else { continue };
        let is_answer = said.has(Part::Response) && said.rest.is_empty() && !said.has(Part::Request);
        let own = roots::named(page, table, usize::MAX);
        if !is_answer
            || operations.iter().any(|it| it.has(table.item))
            || references.first(index, &own).is_some()
        {
            continue;
        }
        let parent = |section: usize| page.sections.get(section).map(|it| it.parent);
        for operation in operations.iter_mut() {
            let beside = operation.line.item < table.item && parent(operation.section) == parent(*section);
            let own = tables.iter().any(|other| operation.items.contains(&other.item));
            if beside && !own {
                operation.shared.push(table.item);
            }
        }
    }
}

/// Takes a table of the body from the operations that have none, where it is one of several operations that a table
/// lists.
fn bodies(page: &Page<'_>, tables: &[Table<'_>], operations: &mut [Operation]) {
    let sends =
        |it: &Operation| matches!(it.line.target.method, Some(Method::Post | Method::Put | Method::Patch));
    let is_listed = |it: &Operation| page.items.get(it.line.item).is_some_and(|item| item.table().is_some());
    for table in tables {
        let said = table.caption.iter().map(|caption| &caption.said);
        let mut said = said.chain(table.headings.first().map(|(_, said)| said));
        let is_body = said.any(|said| said.location() == Some(Location::Body) && !said.has(Part::Response));
        if is_body && operations.iter().any(|it| it.has(table.item) && sends(it)) {
            let others = operations.iter_mut().filter(|it| it.has(table.item) && !sends(it) && is_listed(it));
            others.for_each(|it| it.without.push(table.item));
        }
    }
}

/// Assigns tables of parameters where no request is sure and what a page says about its operations is scattered. A
/// table goes to the operation that its heading is about, by words that few other operations have in their headings,
/// path and query. Words common to all assign it to all.
fn titled(page: &Page<'_>, tables: &[Table<'_>], references: &References, operations: &mut [Operation]) {
    if operations.len() < 2 || operations.iter().any(|it| it.line.strength >= STRONG) {
        return;
    }
    let words: Vec<BTreeSet<String>> = operations.iter().map(|it| about(page, it)).collect();
    for (index, table) in tables.iter().enumerate() {
        let Some((_, said)) = table.headings.first() else { continue };
        let own = roots::named(page, table, usize::MAX);
        if !said.asked || said.has(Part::Response) || references.first(index, &own).is_some() {
            continue;
        }
        let all = said.common && said.rest.is_empty();
        let points = speaks_of(&said.rest, &words);
        let most = points.iter().copied().max().unwrap_or_default();
        let holds = operations.iter().zip(&points).any(|(it, points)| it.has(table.item) && *points == most);
        if !all && (most == 0 || holds) {
            continue;
        }
        for (operation, points) in operations.iter_mut().zip(points) {
            let is = all || points == most;
            if is && !operation.has(table.item) {
                operation.shared.push(table.item);
            } else if !is && operation.items.contains(&table.item) {
                operation.without.push(table.item);
            }
        }
    }
}

/// How much a title is about each operation. A word counts more the fewer operations have it.
fn speaks_of(title: &str, words: &[BTreeSet<String>]) -> Vec<usize> {
    let title: BTreeSet<String> = stems(title).collect();
    let rarity = |word: &String| {
        let having = words.iter().filter(|words| words.contains(word)).count();
        60_usize.checked_div(having).unwrap_or_default()
    };
    words.iter().map(|words| title.intersection(words).map(rarity).sum()).collect()
}

/// The words of what a page says an operation is about.
fn about(page: &Page<'_>, operation: &Operation) -> BTreeSet<String> {
    let section = page.items.get(operation.line.item).map_or(0, |item| item.section);
    let titles = page.around(section).flat_map(|(_, section)| stems(&section.title));
    let path = &operation.line.target.path;
    let query = operations::query(path);
    let query = query.iter().flat_map(|name| stems(name));
    titles.chain(stems(without_query(path))).chain(query).collect()
}

/// The words of a text in lower case, those for several things as those for one.
fn stems(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(|word| {
        let lower = word.to_lowercase();
        lower.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(&lower).to_owned()
    })
}

/// The outermost section of parameters around a table, else the table itself.
fn group(table: &Table<'_>) -> (Option<usize>, usize) {
    let section = table.headings.iter().rev().find(|(_, said)| asked(said)).map(|(section, _)| *section);
    (section, if section.is_some() { 0 } else { table.item })
}

/// Whether caption or headings speak of requests and not of responses.
fn is_asked(table: &Table<'_>) -> bool {
    let said = || table.caption.iter().map(|it| &it.said).chain(table.headings.iter().map(|(_, said)| said));
    let answered = |said: &Said| {
        let parts = [Part::Response, Part::Status, Part::Error, Part::Code, Part::Definition];
        parts.iter().any(|part| said.has(*part))
    };
    said().any(asked) && !said().any(answered)
}

fn asked(said: &Said) -> bool {
    said.has(Part::Request) || said.has(Part::Fields)
}

/// Whether a heading around a table has the last word of the path of an operation.
fn is_named(page: &Page<'_>, table: &Table<'_>, operation: &Operation) -> bool {
    let path = without_query(&operation.line.target.path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let titles = table.headings.iter().filter_map(|(section, _)| page.sections.get(*section));
    let mut words =
        titles.flat_map(|section| section.title.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    last.len() > 2 && words.any(|word| word.eq_ignore_ascii_case(last))
}
