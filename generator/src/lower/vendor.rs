//! All pages of a vendor → its services.

use std::{collections::BTreeMap, sync::Arc};

use tablature_ir::Service;

use super::{
    book::{Book, Entry},
    ids::PageId,
    passes,
    service::{Missing, Options, Pages, ServiceDraft},
    tally::Tally,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::Dialect,
    extract::Extracted,
    hash::HashMap,
    parallel::{each, take_each},
    spec::places::Places,
};

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
    /// The operations that are left out because of an error.
    pub missing: Vec<Missing>,
    /// What became of all pages, those that belong to no service included.
    pub tally: Tally,
}

/// Decides what all pages of a vendor say. The outcome does not depend on the order of the pages.
#[must_use]
pub fn vendor(pages: Vec<Extracted>, dialect: &Dialect, options: &Options) -> Outcome {
    let mut outcome = Outcome::default();
    let mut failed: BTreeMap<String, usize> = BTreeMap::new();
    let (entries, faults) = entries(pages, dialect, options);
    for Fault { service, page, diagnostic } in faults {
        *failed.entry(service.clone()).or_default() += 1;
        outcome.missing.push(Missing { service, operation: String::new(), page, why: diagnostic.id });
        outcome.diagnostics.push(diagnostic);
    }
    let lowered = take_each(Book::new(entries).apart(), |book| {
        let pages = Pages { book: &book, dialect, options };
        each(&services(&book), |(service, of_service)| lower(&pages, service, of_service))
    });
    dialect.prose.forget();
    let mut lowered: Vec<_> = lowered.into_iter().flatten().collect();
    lowered.sort_by(|(one, ..), (other, ..)| one.service.service.cmp(&other.service.service));
    for (mut lowered, found, missing) in lowered {
        outcome.missing.extend(missing);
        lowered.tally.fail(failed.remove(&lowered.service.service).unwrap_or_default());
        outcome.tally.add(&lowered.tally);
        outcome.diagnostics.extend(found);
        if !lowered.service.operations.is_empty() {
            outcome.services.push(lowered);
        }
    }
    outcome.tally.fail(failed.values().sum());
    outcome.diagnostics.sort_by(|a, b| order(a).cmp(&order(b)));
    outcome.diagnostics.dedup();
    once(&mut outcome.diagnostics);
    outcome
}

/// A page that cannot be read.
pub(super) struct Fault {
    service: String,
    page: Arc<str>,
    diagnostic: Diagnostic,
}

/// The parts of all pages, by path, and the pages that cannot be read.
pub(super) fn entries(
    mut pages: Vec<Extracted>,
    dialect: &Dialect,
    options: &Options,
) -> (Vec<Entry>, Vec<Fault>) {
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let (mut entries, mut faults) = (Vec::with_capacity(pages.len()), Vec::new());
    for page in pages {
        let service = service_of(&page.path, dialect, &options.vendor);
        match page.parts {
            Ok((document, parts)) => {
                let entry =
                    |raw| Entry::new(Arc::clone(&page.path), service.clone(), Arc::clone(&document), raw);
                entries.extend(parts.into_iter().map(entry));
            }
            Err(diagnostic) => faults.push(Fault { service, page: page.path, diagnostic }),
        }
    }
    (entries, faults)
}

/// The services of a vendor, by id, with their pages.
pub(super) fn services(book: &Book) -> Vec<(&str, Vec<PageId>)> {
    let mut services: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
    for (index, entry) in book.own() {
        services.entry(&entry.service).or_default().push(index);
    }
    services.into_iter().collect()
}

/// Reports each unknown type word only once, at its first place, with the number of further fields that have it.
fn once(diagnostics: &mut Vec<Diagnostic>) {
    // The word is what the message quotes first.
    let word = |found: &Diagnostic| {
        let is = found.id == Id::UnknownType;
        is.then(|| found.message.split('`').nth(1).map(str::to_owned)).flatten()
    };
    let mut counts: HashMap<String, usize> = HashMap::default();
    for word in diagnostics.iter().filter_map(word) {
        *counts.entry(word).or_default() += 1;
    }
    diagnostics.retain_mut(|found| {
        let Some(word) = word(found) else { return true };
        let Some(count) = counts.remove(&word) else { return false };
        if count > 1 {
            let more = count - 1;
            let (fields, have) = if more == 1 { ("field", "has") } else { ("fields", "have") };
            found.message = format!("{}; {more} {fields} more {have} it", found.message);
        }
        true
    });
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

fn lower(pages: &Pages<'_>, name: &str, of_service: &[PageId]) -> (Lowered, Vec<Diagnostic>, Vec<Missing>) {
    let mut diagnostics = Diagnostics::new();
    let mut draft = ServiceDraft { name, pages: of_service, ..ServiceDraft::default() };
    passes::run(&mut draft, pages, None, &mut diagnostics);
    let ServiceDraft { service, places, tally, missing, .. } = draft;
    (Lowered { service, places, tally }, diagnostics, missing)
}
