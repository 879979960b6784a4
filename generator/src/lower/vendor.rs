//! All pages of a vendor → its services.

use std::{collections::BTreeMap, sync::Arc};

use tablature_ir::{Address, Deprecation, Service, VERSION};

use super::{
    Tally,
    book::{Book, Entry},
    classify::{self, Candidate},
    merge::Merge,
    nulls,
    operation::{self, Made},
    paging, samples,
    shared::Shared,
    unread,
};
use crate::{
    diagnostic::{Diagnostic, Id, Severity},
    dialect::Dialect,
    extract::Extracted,
    load,
    parallel::each,
    prose,
    spec::places::{Place, Places},
};

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

/// All services of a vendor.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The services that have an operation, sorted by id.
    pub services: Vec<Lowered>,
    /// What was found on the way, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
    /// The operations that are left out because of an error.
    pub missing: Vec<Missing>,
    /// What became of all pages, those that belong to no service included.
    pub tally: Tally,
}

/// Decides what all pages of a vendor say. The outcome does not depend on the order of the pages.
#[must_use]
pub fn vendor(mut pages: Vec<Extracted>, dialect: &Dialect, options: &Options) -> Outcome {
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let mut outcome = Outcome::default();
    let mut failed: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries = Vec::with_capacity(pages.len());
    for page in pages {
        let service = service_of(&page.path, dialect, &options.vendor);
        match page.parts {
            Ok((document, parts)) => {
                let entry =
                    |raw| Entry::new(Arc::clone(&page.path), service.clone(), Arc::clone(&document), raw);
                entries.extend(parts.into_iter().map(entry));
            }
            Err(diagnostic) => {
                *failed.entry(service.clone()).or_default() += 1;
                outcome.missing.push(Missing {
                    service,
                    operation: String::new(),
                    page: page.path,
                    why: diagnostic.id,
                });
                outcome.diagnostics.push(diagnostic);
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
    for ((service, _), (mut lowered, found, missing)) in groups.iter().zip(lowered) {
        outcome.missing.extend(missing);
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

/// The service of a page: its first folder, without the endings that the dialect strips; the vendor itself, `whole`,
/// for a page in none.
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
) -> (Lowered, Vec<Diagnostic>, Vec<Missing>) {
    let mut diagnostics = Vec::new();
    let mut missing = Vec::new();
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    let mut candidates = Vec::new();
    for page in pages {
        match classify::page(book, *page, dialect) {
            Ok(found) => candidates.extend(found),
            Err(reason) => {
                reasons.insert(*page, reason);
            }
        }
    }
    diagnostics.extend(reasons.iter().filter_map(|(page, reason)| without(book, *page, reason, &candidates)));
    let shared = Shared::new(book, dialect, reasons.keys().copied().collect());
    let (standing, found) = classify::settle(book, candidates, dialect);
    for (page, diagnostic) in found {
        if standing.iter().all(|candidate| candidate.page != page) {
            reasons.insert(page, "twin".to_owned());
        }
        diagnostics.push(diagnostic);
    }
    let made = each(&standing, |candidate| made(book, dialect, candidate));
    let mut whole: Vec<Made> = Vec::new();
    for (candidate, made) in standing.iter().zip(made) {
        let Some(made) = made else { continue };
        let entry = book.entries.get(candidate.page);
        let of_page = entry.map(|entry| &entry.document.diagnostics);
        let mut found = made.diagnostics.iter().chain(of_page.into_iter().flatten());
        let fault = found.find(|d| d.severity == Severity::Error).map(|fault| fault.id);
        diagnostics.extend(made.diagnostics.iter().cloned());
        if let Some(why) = fault {
            let page = entry.map_or_else(|| Arc::from(""), |entry| Arc::clone(&entry.path));
            let operation = made.operation.id.clone();
            missing.push(Missing { service: name.to_owned(), operation, page, why });
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
    nulls::nulls(&mut whole.iter_mut().map(|made| &mut made.operation).collect::<Vec<_>>());
    let tally = unread::tally(book, pages, &whole, &reasons, dialect, &mut diagnostics);
    let mut lowered = merge(book, dialect, options, name, whole, shared, &mut diagnostics);
    // Pages of no operation list the codes of the service.
    let others = pages.iter().filter(|page| reasons.contains_key(page));
    let codes = others.filter_map(|page| book.entries.get(*page)).flat_map(|entry| &entry.raw.errors);
    for code in codes {
        if !lowered.service.codes.iter().any(|known| known.code == code.code) {
            lowered.service.codes.push(code.clone());
        }
    }
    (Lowered { tally, ..lowered }, diagnostics, missing)
}

/// The reason of a page that an error left out.
pub(super) const FAILED: &str = "error";

fn without(book: &Book, page: usize, reason: &str, candidates: &[Candidate]) -> Option<Diagnostic> {
    let entry = book.entries.get(page)?;
    let span = entry.raw.title.as_ref().map_or_else(|| load::Span::new(0, 0), |title| title.span);
    let found =
        Diagnostic::new(Id::PageWithoutOperation, format!("no operation: {reason}")).at(entry.place(span));
    // No rule says that it is none, and it looks like one.
    let is_decided = entry.raw.ignored.is_some() || reason == "index";
    let looks_like_one = !entry.raw.tables.is_empty() || !entry.raw.requests.is_empty();
    // Beside an operation of the same page a part may be anything.
    let is_beside = || {
        let others = candidates.iter().filter_map(|candidate| book.entries.get(candidate.page));
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

fn made(book: &Book, dialect: &Dialect, candidate: &Candidate) -> Option<Made> {
    let mut made = operation::make(book, dialect, candidate.page, &candidate.id, &candidate.request)?;
    let ir = &mut made.operation.ir;
    let advice = prose::deprecated_operation(&ir.title, &ir.description, &dialect.prose);
    ir.deprecated = advice.map(Deprecation::new);
    made.operation.ir.auth = auth(candidate.request.method, &made.operation.ir.uri, dialect);
    made.operation.ir.retry = paging::retry(candidate, dialect);
    made.operation.ir.examples = samples::examples(&book.entries.get(candidate.page)?.raw, &made.examples);
    Some(made)
}

/// How an operation is authenticated, where the dialect says it of its method and path.
fn auth(method: tablature_ir::Method, uri: &str, dialect: &Dialect) -> Option<Vec<Vec<String>>> {
    let request = format!("{method} {uri}");
    let rules = dialect.auth_of.iter().zip(&dialect.source.service.auth_of);
    let mut fitting = rules.filter(|(regex, _)| regex.as_ref().is_some_and(|regex| regex.is_match(&request)));
    fitting.next().map(|(_, rule)| rule.auth.clone())
}

fn merge(
    book: &Book,
    dialect: &Dialect,
    options: &Options,
    name: &str,
    made: Vec<Made>,
    shared: Shared<'_>,
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
        types: merge.types(shared),
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
            .map(|(_, operation)| paging::pagination(operation, &service, dialect));
        let Some((id, operation)) = service.operations.get_index_mut(index) else { continue };
        match found {
            Some(paging::Found::Way(way)) => operation.pagination = Some(way),
            Some(paging::Found::Unclear(name, why)) => {
                let message = format!("`{id}` has `{name}`, and is not called page by page: {why}");
                let finding = Diagnostic::new(Id::PagingUnclear, message)
                    .hint("say it in `pagination` of the operation in an overlay, or in that of the dialect");
                let place = merge.places.all(&Address::Operation(id.clone())).first().cloned();
                merge.diagnostics.push(match place {
                    Some(place) => finding.at(place.span()),
                    None => finding,
                });
            }
            Some(paging::Found::Nothing) | None => {}
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
