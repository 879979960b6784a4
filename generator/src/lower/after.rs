//! The state after a pass, for people to look at: operations as far as the IR can hold them, and what their drafts know
//! besides.

use indexmap::IndexMap;
use serde::Serialize;
use tablature_ir::{Location, OperationId, Service, TypeName};

use super::{
    book::{Book, Entry},
    draft::{Draft, DraftFields, LocalBody, LocalType},
    fields::Firm,
    ids::{PageId, TableAt, TypeId},
    merge, passes,
    service::{Options, Pages, ServiceDraft},
    vendor::{entries, services},
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    dialect::Dialect,
    extract::Extracted,
    raw::{Label, Role},
};

/// A service after a pass.
#[derive(Clone, Debug)]
pub struct After {
    /// What is decided so far. Types that have no name yet have the one of the page and a number: `disk#3`.
    pub service: Service,
    /// What the IR cannot hold yet. Empty once the operations are put together.
    pub beside: Vec<Beside>,
    /// The diagnostics so far.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the IR does not hold about an operation that is being lowered, or about a part of a page that is none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Beside {
    /// The operation.
    pub operation: String,
    /// Its method and target as the page writes them.
    pub request: String,
    /// Why the page is no operation.
    pub none: Option<String>,
    /// The tables of the page.
    pub tables: Vec<TableState>,
    /// The fields that an example may still decide, by path, with what the tables say about each.
    pub open: IndexMap<String, &'static str>,
}

/// What has become of a table.
#[derive(Clone, Debug, Serialize)]
pub struct TableState {
    /// Its line, from 1.
    pub line: u32,
    /// The role of its section.
    pub of: Role,
    /// Its name.
    pub name: Option<String>,
    /// Where its fields go, where a label says.
    pub location: Option<Location>,
    /// Its rows.
    pub rows: usize,
    /// Whether it is a request or response itself, belongs to a field, or nothing has asked for it yet.
    pub is: &'static str,
}

/// The services of a page after the pass of this name.
#[must_use]
pub fn after(
    extracted: Vec<Extracted>,
    dialect: &Dialect,
    options: &Options,
    pass: &str,
    page: &str,
) -> Vec<After> {
    let book = Book::new(entries(extracted, dialect, options).0);
    let pages = Pages { book: &book, dialect, options };
    let is_here = |id: &PageId| book.entry(*id).is_some_and(|entry| &*entry.path == page);
    let of_page = services(&book).into_iter().filter(|(_, ids)| ids.iter().any(is_here));
    let one = |(name, ids): (&str, Vec<PageId>)| {
        let mut diagnostics = Diagnostics::new();
        let mut draft = ServiceDraft { name, pages: &ids, ..ServiceDraft::default() };
        passes::run(&mut draft, &pages, Some(pass), &mut diagnostics);
        diagnostics.extend(draft.drafts.iter().flat_map(|draft| draft.found.iter().cloned()));
        // `merge` writes the version.
        let (service, beside) = if draft.service.tablature == 0 {
            let of_page = ids.iter().filter(|id| is_here(id));
            let beside = of_page.flat_map(|id| beside(&draft, &book, *id)).collect();
            let drafts = std::mem::take(&mut draft.drafts);
            let (mut service, _) = merge::put_together(name, &pages, drafts, name_so_far);
            // What the dialect says about every service is of no interest here.
            service.auth.clear();
            service.errors.clear();
            (service, beside)
        } else {
            (draft.service, Vec::new())
        };
        After { service, beside, diagnostics }
    };
    of_page.map(one).collect()
}

/// The name of a type, or the one of the page and its number.
fn name_so_far(draft: &Draft, id: TypeId, local: &LocalType) -> Option<TypeName> {
    let own = || {
        let name = format!("{}#{id}", local.name);
        (!local.name.is_empty()).then(|| TypeName::of(&OperationId(draft.id.clone()), &name))
    };
    local.named.clone().or_else(own)
}

/// What a part of a page holds besides the IR: an entry per operation, or one that says why it is none.
fn beside(service: &ServiceDraft<'_>, book: &Book, page: PageId) -> Vec<Beside> {
    let Some(entry) = book.entry(page) else { return Vec::new() };
    let drafts = service.drafts.iter().filter(|draft| draft.page == page).map(|draft| Beside {
        operation: draft.id.clone(),
        request: format!("{} {}", draft.ir.method, draft.ir.uri),
        none: None,
        tables: tables(entry, page, Some(draft)),
        open: open(draft),
    });
    let drafts: Vec<Beside> = drafts.collect();
    if !drafts.is_empty() {
        return drafts;
    }
    let candidates = service.candidates.iter().filter(|candidate| candidate.page == page);
    let mut found: Vec<Beside> = candidates
        .map(|candidate| Beside {
            operation: candidate.id.clone(),
            request: format!("{} {}", candidate.request.method, candidate.request.target),
            tables: tables(entry, page, None),
            ..Beside::default()
        })
        .collect();
    if let Some(why) = service.reasons.get(&page) {
        found.push(Beside { none: Some(why.clone()), ..Beside::default() });
    }
    found
}

fn tables(entry: &Entry, page: PageId, draft: Option<&Draft>) -> Vec<TableState> {
    let state = |(index, table): (usize, &crate::raw::Table)| {
        let at = TableAt { page, table: index };
        let is = match draft.map(|draft| &draft.seen) {
            Some(seen) if seen.roots.contains(&at) => "root",
            Some(seen) if seen.used.contains(&at) => "used",
            _ => "unused",
        };
        let name = match &table.label {
            Label::Named(line) => Some(line.text.clone()),
            Label::Root | Label::None => None,
        };
        let (line, of, location, rows) = (table.line, table.role, table.location, table.rows.len());
        TableState { line, of, name, location, rows, is }
    };
    entry.raw.tables.iter().enumerate().map(state).collect()
}

/// The fields of which an example may say more.
fn open(draft: &Draft) -> IndexMap<String, &'static str> {
    let mut open = IndexMap::new();
    let mut add = |of: &str, fields: &DraftFields| {
        for (name, field) in fields {
            let states = match field.firm {
                Firm::Yes => continue,
                Firm::Object => "an object",
                Firm::No => "nothing",
            };
            open.insert(format!("{of}.{name}"), states);
        }
    };
    let Draft { path, query, header, form, body, responses, types, .. } = draft;
    for (of, fields) in [("path", path), ("query", query), ("header", header), ("form", form)] {
        add(of, fields);
    }
    if let Some(LocalBody::Fields(fields)) = body {
        add("body", fields);
    }
    for (status, response) in responses {
        if let Some(LocalBody::Fields(fields)) = &response.body {
            add(&format!("responses.{}.body", status.0), fields);
        }
    }
    for (id, local) in types.iter() {
        add(&format!("{}#{id}", local.name), &local.fields);
    }
    open
}
