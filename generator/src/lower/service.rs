//! A service while it is being lowered: which of its pages are operations, and what became of the others.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tablature_ir::Service;

use super::{
    book::Book, candidate::Candidate, classify, draft::Draft, ids::PageId, published::Published, tally::Tally,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id, Severity},
    dialect::Dialect,
    load,
    spec::places::Places,
};

/// What the pages alone cannot say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The vendor's id.
    pub vendor: String,
    /// The addresses of the pages.
    pub published: Published,
}

/// A vendor's id alone: its pages are published nowhere.
impl From<&str> for Options {
    fn from(vendor: &str) -> Self {
        Options { vendor: vendor.to_owned(), ..Options::default() }
    }
}

/// An operation that is left out because of an error.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The service.
    pub service: String,
    /// The operation; empty where the page cannot be read at all.
    pub operation: String,
    /// Its page.
    pub page: Arc<str>,
    /// The first error.
    pub why: Id,
}

/// All that the passes over a service may ask.
pub(super) struct Pages<'a> {
    pub(super) book: &'a Book,
    pub(super) dialect: &'a Dialect,
    pub(super) options: &'a Options,
}

/// A service while it is being lowered: what one pass hands on to the next.
#[derive(Debug, Default)]
pub(super) struct ServiceDraft<'a> {
    pub(super) name: &'a str,
    pub(super) pages: &'a [PageId],
    /// The pages that are no operation, and why.
    pub(super) reasons: BTreeMap<PageId, String>,
    /// Those among them that have none on their own account, whatever the other pages say.
    pub(super) plain: BTreeSet<PageId>,
    /// The pages that are operations; after `settle`, each with an id of its own.
    pub(super) candidates: Vec<Candidate>,
    /// Their operations, until `merge` makes the service of them.
    pub(super) drafts: Vec<Draft>,
    pub(super) missing: Vec<Missing>,
    pub(super) tally: Tally,
    pub(super) service: Service,
    pub(super) places: Places,
}

/// The reason of a page that an error left out.
pub(super) const FAILED: &str = "error";

/// Decides which pages may be operations.
pub(super) fn classify(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    for page in service.pages {
        match classify::page(pages.book, *page, pages.dialect) {
            Ok(found) => service.candidates.extend(found),
            Err(reason) => {
                service.reasons.insert(*page, reason);
            }
        }
    }
    service.plain = service.reasons.keys().copied().collect();
    let without =
        |(page, reason): (&PageId, &String)| without(pages.book, *page, reason, &service.candidates);
    diagnostics.extend(service.reasons.iter().filter_map(without));
}

/// Decides which page counts where several describe one operation, and gives each operation an id of its own.
pub(super) fn settle(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let candidates = std::mem::take(&mut service.candidates);
    let (standing, found) = classify::settle(pages.book, candidates, pages.dialect);
    for (page, diagnostic) in found {
        if standing.iter().all(|candidate| candidate.page != page) {
            service.reasons.insert(page, "twin".to_owned());
        }
        diagnostics.push(diagnostic);
    }
    service.candidates = standing;
}

/// Leaves out the operations of pages that have errors, and sorts the others by id.
pub(super) fn faults(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let drafts = std::mem::take(&mut service.drafts);
    service.drafts.reserve(drafts.len());
    for mut draft in drafts {
        let entry = pages.book.entry(draft.page);
        let of_page = entry.map(|entry| &entry.document.diagnostics);
        let mut found = draft.found.iter().chain(of_page.into_iter().flatten());
        let fault = found.find(|d| d.severity == Severity::Error).map(|fault| fault.id);
        diagnostics.append(&mut draft.found);
        if let Some(why) = fault {
            let page = entry.map_or_else(|| Arc::from(""), |entry| Arc::clone(&entry.path));
            service.missing.push(Missing {
                service: service.name.to_owned(),
                operation: draft.id,
                page,
                why,
            });
            service.reasons.insert(draft.page, FAILED.to_owned());
        } else {
            service.drafts.push(draft);
        }
    }
    let entries = service.pages.iter().filter_map(|page| pages.book.entry(*page));
    diagnostics.extend(entries.flat_map(|entry| entry.document.diagnostics.iter().cloned()));
    service.drafts.sort_by(|a, b| a.id.cmp(&b.id));
}

fn without(book: &Book, page: PageId, reason: &str, candidates: &[Candidate]) -> Option<Diagnostic> {
    let entry = book.entry(page)?;
    let span = entry.raw.title.as_ref().map_or_else(|| load::Span::new(0, 0), |title| title.span);
    let found =
        Diagnostic::new(Id::PageWithoutOperation, format!("no operation: {reason}")).at(entry.place(span));
    // The page looks like an operation, and no rule says that it is none.
    let is_decided = entry.raw.ignored.is_some() || reason == "index";
    let looks_like_one = !entry.raw.tables.is_empty() || !entry.raw.requests.is_empty();
    // Beside an operation of the same page a part may be anything.
    let is_beside = || {
        let others = candidates.iter().filter_map(|candidate| book.entry(candidate.page));
        others.into_iter().any(|other| other.path == entry.path)
    };
    if is_decided || !looks_like_one || is_beside() {
        return Some(found);
    }
    let found = found.hint(
        "if it is one, see how the dialect finds its request and its name; if not, name the page in `pages.ignore`",
    );
    Some(Diagnostic { severity: Severity::Warning, ..found })
}
