//! Which tables are the request and the responses themselves.

use tablature_ir::Location;

use super::{
    book::{Book, Entry, key},
    draft::Draft,
    examples,
    ids::{PageId, TableAt},
    page::Page,
};
use crate::{
    diagnostic::Diagnostics,
    raw::{self, Label, Role},
};

/// The tables of the request and of the responses themselves.
#[derive(Debug, Default)]
pub(super) struct Roots {
    pub(super) request: Vec<TableAt>,
    pub(super) responses: Vec<Root>,
}

/// A table of a response itself.
#[derive(Debug)]
pub(super) struct Root {
    pub(super) status: Option<u16>,
    pub(super) at: TableAt,
}

/// Finds the tables of both sides.
pub(super) fn roots(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    let mut request: Vec<TableAt> =
        request_roots(page.entry).into_iter().map(|table| page.table_at(table)).collect();
    for part in &page.candidate.also {
        let roots = page.book.entry(*part).map(request_roots).unwrap_or_default();
        request.extend(roots.into_iter().map(|table| TableAt { page: *part, table }));
    }
    if !page.entry.raw.tables.iter().any(|table| table.role == Role::Request) {
        request.extend(requests_elsewhere(page));
    }
    let responses = response_roots(page.entry).into_iter();
    let mut responses: Vec<Root> =
        responses.map(|(status, table)| Root { status, at: page.table_at(table) }).collect();
    if responses.is_empty() {
        responses = responses_elsewhere(page.book, page.id);
    }
    draft.seen.roots.extend(&request);
    draft.seen.roots.extend(responses.iter().map(|root| root.at));
    draft.roots = Roots { request, responses };
}

/// The responses on the page that the section of the response refers to.
fn responses_elsewhere(book: &Book, page: PageId) -> Vec<Root> {
    let Some(entry) = book.entry(page) else { return Vec::new() };
    let notes = entry.raw.notes.iter().filter(|note| note.role == Role::Response);
    let pages = notes.flat_map(|note| &note.content.links).filter_map(|link| book.linked(page, &link.target));
    let roots = pages.map(|(page, _)| page).filter(|other| *other != page).filter_map(|page| {
        let roots = response_roots(book.entry(page)?);
        let roots = roots.into_iter().map(|(status, table)| Root { status, at: TableAt { page, table } });
        Some(roots.collect::<Vec<_>>()).filter(|roots| !roots.is_empty())
    });
    roots.into_iter().next().unwrap_or_default()
}

/// The tables of the request of another operation to which a sentence about this one refers: "the same parameters as
/// [that one](#that-one)". Else the table of a section of this page to which a text about a request with a body leads, if it
/// says what must be there, as only requests do.
fn requests_elsewhere(page: &Page<'_>) -> Vec<TableAt> {
    let sections = |target: &str| -> Vec<(PageId, &Entry)> {
        let linked = target.split_once('#').and_then(|_| page.book.linked(page.id, target));
        let Some((other, anchor)) = linked.filter(|(_, anchor)| !anchor.is_empty()) else {
            return Vec::new();
        };
        let headed = |entry: &Entry| {
            entry.raw.tally.sections.iter().any(|section| key(&section.text) == key(anchor))
                || entry.raw.anchor.as_ref().is_some_and(|line| line.text == anchor)
        };
        page.book.parts(other).filter(|(id, entry)| *id != page.id && headed(entry)).collect()
    };
    let told = page.entry.raw.told.iter().filter(|told| told.role == Role::Request);
    let asked =
        told.flat_map(|told| sections(&told.target)).filter(|(_, entry)| !entry.raw.requests.is_empty());
    let of_request = asked.map(|(other, entry)| {
        let roots = request_roots(entry).into_iter().map(|table| TableAt { page: other, table });
        roots
            .filter(|at| page.book.table(*at).is_some_and(|table| table.role == Role::Request))
            .collect::<Vec<_>>()
    });
    if let Some(roots) = of_request.into_iter().find(|roots| !roots.is_empty()) {
        return roots;
    }
    if page.without_body() || !page.entry.raw.tables.is_empty() {
        return Vec::new();
    }
    let here = page.entry.raw.links.iter().filter(|target| target.starts_with('#'));
    let beside = here.flat_map(|target| sections(target)).filter(|(_, entry)| entry.raw.requests.is_empty());
    let listed = beside.filter_map(|(other, entry)| {
        let table = entry.raw.tables.iter().position(|table| table.columns.required)?;
        (table == 0).then_some(TableAt { page: other, table })
    });
    listed.into_iter().next().into_iter().collect()
}

/// The tables of the request itself.
fn request_roots(entry: &Entry) -> Vec<usize> {
    let mut roots = Vec::new();
    for role in [Role::Common, Role::Uri, Role::Request] {
        let of_role = || entry.raw.tables.iter().enumerate().filter(move |(_, table)| table.role == role);
        let before = roots.len();
        let mut unlabelled = false;
        for (index, table) in of_role() {
            let root = match table.label {
                Label::Root => true,
                Label::None => {
                    !std::mem::replace(&mut unlabelled, true) && roots.len() == before
                        || table.location.is_some()
                }
                // Fields of a path or query have no members, so every table of them belongs to the request itself.
                Label::Named(ref line) => role == Role::Uri && !crate::extract::is_identifier(&line.text),
            };
            if root {
                roots.push(index);
            }
        }
        if roots.len() == before
            && let Some((first, _)) = of_role().next()
        {
            roots.push(first);
        }
        let first = roots.get(before).and_then(|first| entry.raw.tables.get(*first));
        let cases = of_role().filter(|(_, table)| first.is_some_and(|first| is_case(table, first)));
        let cases: Vec<usize> =
            cases.map(|(index, _)| index).filter(|index| !roots.contains(index)).collect();
        roots.extend(cases);
    }
    roots
}

/// Whether a table describes the same object as another, for another case: "parameters when made from a file". Its
/// label is not a name, and more than a third of its rows are rows of the other.
fn is_case(table: &raw::Table, first: &raw::Table) -> bool {
    let Label::Named(line) = &table.label else { return false };
    let same = |row: &&raw::Row| first.rows.iter().any(|other| other.name.text == row.name.text);
    !line.text.is_ascii() && 3 * table.rows.iter().filter(same).count() > table.rows.len().max(3)
}

/// The tables of the responses themselves, by status.
fn response_roots(entry: &Entry) -> Vec<(Option<u16>, usize)> {
    let of_role = || entry.raw.tables.iter().enumerate().filter(|(_, table)| table.role == Role::Response);
    let mut roots: Vec<(Option<u16>, usize)> = Vec::new();
    for (index, table) in of_role() {
        let seen = roots.iter().any(|(status, root)| {
            *status == table.status
                && entry.raw.tables.get(*root).is_some_and(|root| root.location != Some(Location::Header))
        });
        let root = match table.label {
            Label::Root => true,
            Label::None => !seen || table.location == Some(Location::Header),
            Label::Named(_) => false,
        };
        if root {
            roots.push((table.status, index));
        }
    }
    let body = |(status, root): &(Option<u16>, usize)| {
        examples::succeeds(*status)
            && entry.raw.tables.get(*root).is_some_and(|table| table.location != Some(Location::Header))
    };
    if !roots.iter().any(body)
        && let Some((first, table)) = of_role().find(|(index, table)| {
            examples::succeeds(table.status) && !roots.iter().any(|(_, root)| root == index)
        })
    {
        roots.push((table.status, first));
    }
    roots
}
