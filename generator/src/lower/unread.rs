//! Nothing is dropped silently: what no rule read is reported, and everything is counted.

use super::{
    book::Entry,
    ids::{PageId, TableAt},
    requests,
    service::{FAILED, Pages, ServiceDraft},
    tally::{Count, Tally},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::By,
    hash::HashSet,
    raw::{Fate, Role, Seen},
};

/// Counts what became of the pages of a service, and reports what was not read.
pub(super) fn unread(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let mut tally = Tally::default();
    let ServiceDraft { drafts, reasons, .. } = &*service;
    let used: HashSet<TableAt> = drafts.iter().flat_map(|draft| draft.seen.used.iter().copied()).collect();
    let mut file = "";
    for page in service.pages {
        let Some(entry) = pages.book.entry(*page) else { continue };
        // Several operations of one page follow each other; its loose rows count once.
        if entry.path.as_ref() != file {
            file = &entry.path;
            for _ in 0..entry.document.loose {
                tally.rows.unread();
            }
        }
        tally.pages += 1;
        match reasons.get(page) {
            Some(reason) if reason == FAILED => tally.failed += 1,
            Some(reason) => *tally.without_operation.entry(reason.clone()).or_default() += 1,
            None => tally.operations += 1,
        }
        let operation = !reasons.contains_key(page);
        if operation {
            requests::check(entry, pages.dialect, diagnostics);
        }
        sections(entry, operation, &mut tally.sections, diagnostics);
        tables(entry, *page, operation, &used, &mut tally, diagnostics);
        if operation && pages.dialect.source.by == By::Rules {
            diagnostics.extend(by_evidence(entry, *page, &used));
        }
    }
    for draft in drafts {
        for (at, rows) in &draft.seen.rows {
            let mine = service.pages.binary_search(&at.page).is_ok();
            if mine && tally.counted.insert(*at) {
                tally.rows.add(rows);
            }
        }
    }
    tally.counted.clear();
    service.tally = tally;
}

fn sections(entry: &Entry, operation: bool, count: &mut Count, diagnostics: &mut Vec<Diagnostic>) {
    for seen in &entry.raw.tally.sections {
        if !operation {
            count.ignore("page-without-operation");
            continue;
        }
        if note(seen, count) {
            diagnostics.push(
                Diagnostic::new(
                    Id::UnknownSection,
                    format!("no rule says what the section `{}` holds", seen.text),
                )
                .at(entry.place(seen.span))
                .hint("add the heading to `sections` in the dialect"),
            );
        }
    }
}

/// Counts a part of a page; whether it is unread.
fn note(seen: &Seen, count: &mut Count) -> bool {
    match &seen.fate {
        Fate::Read => count.read(),
        Fate::Ignored(why) => count.ignore(why),
        Fate::Unread => {
            count.unread();
            return true;
        }
    }
    false
}

/// Reports the columns that no rule knows of a table that was read.
fn columns(entry: &Entry, table: usize, diagnostics: &mut Vec<Diagnostic>) {
    for head in entry.raw.tables.get(table).into_iter().flat_map(|table| &table.unknown) {
        diagnostics.push(
            Diagnostic::new(Id::UnknownColumn, format!("no rule says what the column `{}` holds", head.text))
                .at(entry.place(head.span))
                .hint("add it to `columns` in the dialect; to `columns.other` if it is of no use"),
        );
    }
}

/// Reports the tables that only evidence assigns to a part of the operation.
fn by_evidence(entry: &Entry, page: PageId, used: &HashSet<TableAt>) -> Vec<Diagnostic> {
    let tables = entry.raw.tables.iter().enumerate();
    let found =
        tables.filter(|(table, it)| it.by_evidence && used.contains(&TableAt { page, table: *table }));
    let told = found.map(|(_, table)| {
        let part = match table.role {
            Role::Response => "response",
            _ => "request",
        };
        let message =
            format!("no rule says what this table is; by its names and the examples it is of the {part}");
        let found = Diagnostic::new(Id::DecidedByEvidence, message).at(entry.place(table.span));
        found.hint("add the words over it to `sections` or `labels` in the dialect")
    });
    told.collect()
}

fn tables(
    entry: &Entry,
    page: PageId,
    operation: bool,
    used: &HashSet<TableAt>,
    tally: &mut Tally,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, seen) in entry.raw.tally.tables.iter().enumerate() {
        let fields = entry.raw.tables.iter().position(|table| table.index == index);
        match fields {
            Some(table) if used.contains(&TableAt { page, table }) => {
                tally.tables.read();
                columns(entry, table, diagnostics);
            }
            _ if !operation => tally.tables.ignore("page-without-operation"),
            Some(table) => {
                tally.tables.unread();
                let label = entry.raw.tables.get(table).map(|table| match &table.label {
                    crate::raw::Label::Named(line) => format!(" `{}`", line.text),
                    crate::raw::Label::Root | crate::raw::Label::None => String::new(),
                });
                diagnostics.push(
                    Diagnostic::new(Id::UnusedTable, format!("no field refers to the table{}", label.unwrap_or_default()))
                        .at(entry.place(seen.span))
                        .hint("link it from the field that it describes, or add its label to `labels` in the dialect"),
                );
            }
            None => {
                if note(seen, &mut tally.tables) {
                    diagnostics.push(
                        Diagnostic::new(
                            Id::UnknownTable,
                            format!("no rule knows a table with the columns {}", seen.text),
                        )
                        .at(entry.place(seen.span))
                        .hint("add the columns to `columns`, or the table to `tables`, in the dialect"),
                    );
                }
            }
        }
    }
}
