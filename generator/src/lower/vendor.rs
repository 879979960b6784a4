//! All pages of a vendor → its services.

use std::{collections::BTreeMap, sync::Arc};

use tablature_ir::{Address, Deprecation, Service, VERSION};

use super::{
    Tally,
    book::{Book, Entry},
    classify::{self, Candidate},
    merge::Merge,
    operation::{self, Made},
    paging, prose, samples, unread,
};
use crate::{
    diagnostic::{Diagnostic, Id, Severity},
    dialect::Dialect,
    extract, load,
    spec::places::{Place, Places},
};

/// A page as it was read from disk.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is, relative to the vendor's folder of pages, with `/`.
    pub path: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What the pages alone cannot say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The vendor's id.
    pub vendor: String,
}

/// One service, read from its pages.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    /// What the pages say, decided.
    pub service: Service,
    /// Where they say it.
    pub places: Places,
    /// What became of the service's pages.
    pub tally: Tally,
}

/// All services of a vendor.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The services that have an operation, sorted by id.
    pub services: Vec<Lowered>,
    /// What was found on the way, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of all pages, those that belong to no service included.
    pub tally: Tally,
}

/// Reads all pages of a vendor. The outcome does not depend on the order of the pages.
#[must_use]
pub fn vendor(pages: &[Page], dialect: &Dialect, options: &Options) -> Outcome {
    let mut sorted: Vec<&Page> = pages.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut diagnostics = Vec::new();
    let mut failed: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries = Vec::with_capacity(sorted.len());
    // A vendor whose pages lie in no folders has one service.
    let flat = sorted.iter().all(|page| !page.path.contains('/'));
    let whole = if flat { options.vendor.as_str() } else { "" };
    for (page, read) in sorted.iter().zip(each(&sorted, |page| read(page, dialect, whole))) {
        match read {
            Ok(parts) => entries.extend(parts),
            Err(diagnostic) => {
                *failed.entry(service_of(&page.path, dialect, whole)).or_default() += 1;
                diagnostics.push(diagnostic);
            }
        }
    }
    let book = Book::new(entries);
    let mut services: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, entry) in book.entries.iter().enumerate() {
        services.entry(&entry.service).or_default().push(index);
    }
    let groups: Vec<(&str, Vec<usize>)> = services.into_iter().collect();
    let lowered = each(&groups, |(service, pages)| lower(&book, dialect, options, service, pages));
    let mut outcome = Outcome { diagnostics, ..Outcome::default() };
    for ((service, _), (mut lowered, found)) in groups.iter().zip(lowered) {
        lowered.tally.fail(failed.remove(*service).unwrap_or_default());
        outcome.tally.add(&lowered.tally);
        outcome.diagnostics.extend(found);
        if !lowered.service.operations.is_empty() {
            outcome.services.push(lowered);
        }
    }
    outcome.tally.fail(failed.values().sum());
    outcome.diagnostics.sort_by(|a, b| order(a).cmp(&order(b)));
    outcome.diagnostics.dedup();
    outcome
}

/// The place of a diagnostic in the order of the pages.
fn order(diagnostic: &Diagnostic) -> (Option<(&str, usize)>, Id, &str) {
    let span = diagnostic.span.as_ref();
    (span.map(|span| (&*span.file, span.range.start)), diagnostic.id, &diagnostic.message)
}

/// Does the work for each item, on all threads where there are threads; the answers are in order.
#[cfg(feature = "cli")]
fn each<'t, T: Sync, R: Send>(items: &'t [T], work: impl Fn(&'t T) -> R + Sync + Send) -> Vec<R> {
    use rayon::prelude::*;
    items.par_iter().map(work).collect()
}

/// Does the work for each item.
#[cfg(not(feature = "cli"))]
fn each<'t, T, R>(items: &'t [T], work: impl Fn(&'t T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

fn read(page: &Page, dialect: &Dialect, whole: &str) -> Result<Vec<Entry>, Diagnostic> {
    let mut document = load::page(Arc::clone(&page.path), &page.bytes)?;
    let parts = extract::pages(&mut document, dialect);
    let document = Arc::new(document);
    let service = service_of(&page.path, dialect, whole);
    let entry = |raw| Entry::new(Arc::clone(&page.path), service.clone(), Arc::clone(&document), raw);
    Ok(parts.into_iter().map(entry).collect())
}

/// The service of a page: its first folder, without the endings that the dialect strips; `whole` for a page in
/// none.
fn service_of(path: &str, dialect: &Dialect, whole: &str) -> String {
    let Some((folder, _)) = path.split_once('/') else { return whole.to_owned() };
    let endings = &dialect.source.naming.strip;
    let name = endings
        .iter()
        .find_map(|ending| folder.strip_suffix(ending.as_str()))
        .filter(|name| !name.is_empty());
    name.unwrap_or(folder).to_owned()
}

fn lower(
    book: &Book,
    dialect: &Dialect,
    options: &Options,
    name: &str,
    pages: &[usize],
) -> (Lowered, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    let mut candidates = Vec::new();
    for page in pages {
        match classify::page(book, *page, dialect) {
            Ok(found) => candidates.extend(found),
            Err(reason) => {
                diagnostics.extend(without(book, *page, &reason));
                reasons.insert(*page, reason);
            }
        }
    }
    let (standing, left_out) = classify::settle(book, candidates, dialect);
    for (page, reason, diagnostic) in left_out {
        if standing.iter().all(|candidate| candidate.page != page) {
            reasons.insert(page, reason);
        }
        diagnostics.push(diagnostic);
    }
    let made = each(&standing, |candidate| made(book, dialect, candidate));
    let mut whole: Vec<Made> = Vec::new();
    for (candidate, made) in standing.iter().zip(made) {
        let Some(made) = made else { continue };
        let of_page = book.entries.get(candidate.page).map(|entry| &entry.document.diagnostics);
        let faulty = made
            .diagnostics
            .iter()
            .chain(of_page.into_iter().flatten())
            .any(|d| d.severity == Severity::Error);
        diagnostics.extend(made.diagnostics.iter().cloned());
        if faulty {
            reasons.insert(candidate.page, FAILED.to_owned());
        } else {
            whole.push(made);
        }
    }
    diagnostics.extend(
        pages
            .iter()
            .filter_map(|page| book.entries.get(*page))
            .flat_map(|entry| entry.document.diagnostics.clone()),
    );
    whole.sort_by(|a, b| a.operation.id.cmp(&b.operation.id));
    let tally = unread::tally(book, pages, &whole, &reasons, dialect, &mut diagnostics);
    let mut lowered = merge(book, dialect, options, name, whole, &mut diagnostics);
    // Pages of no operation list the codes of the service.
    let others = pages.iter().filter(|page| reasons.contains_key(page));
    let codes = others.filter_map(|page| book.entries.get(*page)).flat_map(|entry| &entry.raw.errors);
    for code in codes {
        if !lowered.service.codes.iter().any(|known| known.code == code.code) {
            lowered.service.codes.push(code.clone());
        }
    }
    (Lowered { tally, ..lowered }, diagnostics)
}

/// The reason of a page that an error left out.
pub(super) const FAILED: &str = "error";

fn without(book: &Book, page: usize, reason: &str) -> Option<Diagnostic> {
    let entry = book.entries.get(page)?;
    let span = entry.raw.title.as_ref().map_or_else(|| load::Span::new(0, 0), |title| title.span);
    Some(Diagnostic::new(Id::PageWithoutOperation, format!("no operation: {reason}")).at(entry.place(span)))
}

fn made(book: &Book, dialect: &Dialect, candidate: &Candidate) -> Option<Made> {
    let mut made = operation::make(book, dialect, candidate.page, &candidate.id, &candidate.request)?;
    let ir = &mut made.operation.ir;
    let advice = prose::deprecated_operation(&ir.title, &ir.description, &dialect.prose);
    ir.deprecated = advice.map(Deprecation);
    made.operation.ir.retry = paging::retry(&candidate.id, candidate.request.method, dialect);
    made.operation.ir.examples = samples::examples(&book.entries.get(candidate.page)?.raw, &made.examples);
    Some(made)
}

fn merge(
    book: &Book,
    dialect: &Dialect,
    options: &Options,
    name: &str,
    made: Vec<Made>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Lowered {
    let facts = &dialect.source.service;
    let operations: Vec<_> = made.into_iter().map(|made| made.operation).collect();
    let mut merge = Merge::new(book, &operations);
    let mut service = Service {
        tablature: VERSION,
        vendor: options.vendor.clone(),
        service: name.to_owned(),
        docs: facts.docs.replace("{service}", name),
        protocol: facts.protocol.clone(),
        endpoint: facts.endpoint.replace("{service}", name),
        auth: facts.auth.clone(),
        global: facts.global.services.iter().any(|global| global == name),
        envelope: facts.envelope.clone(),
        errors: facts.errors.clone(),
        transient: facts.transient.clone(),
        types: merge.types(),
        ..Service::default()
    };
    for (index, operation) in operations.iter().enumerate() {
        let (id, ir) = merge.operation(index, operation);
        if let Some(entry) = book.entries.get(operation.page) {
            let span = entry.raw.title.as_ref().map_or_else(load::Span::default, |title| title.span);
            let line = u32::try_from(entry.document.line(span.start as usize)).unwrap_or(u32::MAX);
            merge.places.add(
                Address::Operation(id.clone()),
                Place { file: Arc::clone(&entry.path), line, range: span.range() },
            );
        }
        service.operations.insert(id, ir);
    }
    super::payload::take(&mut service, &mut merge.places, &mut merge.diagnostics);
    for index in 0..service.operations.len() {
        let found = service
            .operations
            .get_index(index)
            .and_then(|(_, operation)| paging::pagination(operation, &service, dialect));
        if let Some((_, operation)) = service.operations.get_index_mut(index) {
            operation.pagination = found;
        }
    }
    super::errors::errors(&mut service);
    // With one address for everything these are parameters of every operation, whether its page repeats them or
    // not: the vendor's own SDK sends them with each.
    let everywhere = matches!(facts.protocol, tablature_ir::Protocol::Rpc(_));
    let used = |key: &tablature_ir::WireName| {
        everywhere
            || service
                .operations
                .values()
                .any(|operation| operation.parameters().any(|(_, name, _)| name == key))
            || facts.endpoint.contains(&format!("{{{key}}}"))
    };
    let supplied = if service.global { &facts.global.context } else { &facts.context };
    let context =
        supplied.iter().filter(|(name, _)| used(name)).map(|(name, of)| (name.clone(), of.clone())).collect();
    service.context = context;
    diagnostics.append(&mut merge.diagnostics);
    Lowered { service, places: merge.places, tally: Tally::default() }
}
