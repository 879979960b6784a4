//! Tables of parameters that stand in a section of their own, beside the sections of the operations that take them.

use super::{
    operations::{self, Operation},
    page::Page,
    roots::{self, References},
    side::first_key,
    tables::Table,
    target::without_query,
};
use crate::dialect::{Part, Said};

/// Gives the tables that no operation has around it, but that words say are of requests, to operations before them whose
/// query has a name of theirs, or of another table in the same section of parameters. Where its heading names some of
/// these operations, only they take them. Names that no query has prove nothing: the tables may be definitions.
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

/// The outermost section around a table that speaks of parameters, else the table itself.
fn group(table: &Table<'_>) -> (Option<usize>, usize) {
    let section = table.headings.iter().rev().find(|(_, said)| asked(said)).map(|(section, _)| *section);
    (section, if section.is_some() { 0 } else { table.item })
}

/// Whether caption or headings speak of what is asked, and not of what is answered.
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
