//! Pages → specs: [`read`] is the pipeline up to the IR.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use super::{Failure, Reading, file, reading::service_of, select, slashes, tree::Tree};
use crate::{
    diagnostic::{Diagnostic, Id, Severity, Sources, Span},
    dialect::{By, Dialect},
    extract::{self, Extracted, evidence},
    load::{self, ENDINGS, Page},
    lower::{self, Lowered, Missing, Tally, overlay},
    parallel::each,
    plan::files::{Wanted, alone, stem},
    raw,
    spec::validate,
};

/// What came of the pages of a vendor.
#[derive(Debug)]
pub struct Specs {
    /// How they were read.
    pub reading: Reading,
    /// The services, sorted by id.
    pub services: Vec<Lowered>,
    /// What was found, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
    /// The operations that are left out because of an error.
    pub missing: Vec<Missing>,
    /// The texts that the diagnostics speak of.
    pub sources: Sources,
    /// What became of every page, table, row and section.
    pub tally: Tally,
}

/// The pages of a tree, read.
///
/// # Errors
/// As [`read`], or a folder of pages cannot be listed.
pub fn pages(tree: &Tree, reading: Reading) -> Result<Specs, Failure> {
    read(&tree.pages()?, &tree.prefix(), reading)
}

/// Reads pages: load → extract → lower → settings → overlays → validate. `prefix` is what stands before the path of a
/// page when it is shown.
///
/// # Errors
/// A file that people write is wrong: an overlay that does not hold, or a setting of a service that is not there.
pub fn read(pages: &[Page], prefix: &str, reading: Reading) -> Result<Specs, Failure> {
    let lower::Outcome { mut services, mut diagnostics, mut missing, mut tally } =
        lowered(pages, &reading.dialect, options(&reading));
    settings(&reading, &mut services, &missing)?;
    overlays(&reading, &mut services)?;
    if let Some(vendor) = &reading.settings {
        select::select(vendor, reading.partial, &mut services, &mut tally)?;
    }
    for lowered in &mut services {
        validate(lowered, &mut tally, &mut diagnostics, &mut missing);
    }
    reading.adjust(&mut diagnostics);
    missing.sort();
    let sources = sources(prefix, pages, &diagnostics);
    Ok(Specs { reading, services, diagnostics, missing, sources, tally })
}

/// What the pages alone say: load → extract → lower.
pub(crate) fn lowered(
    pages: &[Page],
    dialect: &Dialect,
    options: impl Into<lower::Options>,
) -> lower::Outcome {
    let options = options.into();
    match extracted(pages, dialect, |extracted, dialect| lower::vendor(extracted, dialect, &options)) {
        Ok((mut outcome, doubts)) => {
            outcome.diagnostics.extend(doubts);
            outcome
        }
        Err(diagnostics) => lower::Outcome { diagnostics, ..lower::Outcome::default() },
    }
}

/// What the pages alone cannot say.
fn options(reading: &Reading) -> lower::Options {
    lower::Options { vendor: reading.vendor.clone(), published: reading.published() }
}

/// The services of a page after a pass of `lower`.
///
/// # Errors
/// A page says something that cannot stand in the dialect that evidence gives.
#[cfg(feature = "cli")]
pub(crate) fn after(
    pages: &[Page],
    reading: &Reading,
    pass: &str,
    page: &str,
) -> Result<Vec<lower::After>, Vec<Diagnostic>> {
    let options = options(reading);
    let after = |extracted, dialect: &Dialect| lower::after(extracted, dialect, &options, pass, page);
    Ok(extracted(pages, &reading.dialect, after)?.0)
}

/// Loads and extracts pages, and hands them to `work` with the dialect that they turn out to be written in. Returns
/// also the findings on what of that dialect is doubtful.
fn extracted<T>(
    pages: &[Page],
    dialect: &Dialect,
    work: impl FnOnce(Vec<Extracted>, &Dialect) -> T,
) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>> {
    if dialect.source.by == By::Evidence {
        return by_evidence(pages, dialect, work);
    }
    let extracted = each(pages, |page| Extracted { path: page.path.clone(), parts: extract(page, dialect) });
    Ok((work(extracted, dialect), Vec::new()))
}

/// Extracts pages for which no dialect has rules: what holds for all of them is gathered first.
fn by_evidence<T>(
    pages: &[Page],
    dialect: &Dialect,
    work: impl FnOnce(Vec<Extracted>, &Dialect) -> T,
) -> Result<(T, Vec<Diagnostic>), Vec<Diagnostic>> {
    let documents = each(pages, document);
    let gathered = evidence::of(&documents.iter().flatten().collect::<Vec<_>>(), dialect)?;
    let decided = each(&documents, |document| {
        document.as_ref().ok().map(|document| evidence::decide(document, &gathered)).unwrap_or_default()
    });
    let (read, decided): (Vec<Vec<_>>, Vec<Vec<_>>) =
        decided.into_iter().map(|parts| parts.into_iter().unzip()).unzip();
    let decided: Vec<Vec<_>> =
        decided.into_iter().map(|parts| parts.into_iter().flatten().collect()).collect();
    let of_pages = documents.iter().zip(&decided);
    let mut doubts =
        evidence::doubts(of_pages.filter_map(|(page, of)| Some((page.as_ref().ok()?, of.as_slice()))));
    doubts.extend(documents.iter().flatten().flat_map(|document| evidence::strange(document, dialect)));
    let pages = pages.iter().zip(documents).zip(read);
    let extracted = pages.map(|((page, document), parts)| Extracted {
        path: page.path.clone(),
        parts: document.map(|document| held(document, parts)),
    });
    Ok((work(extracted.collect(), gathered.dialect()), doubts))
}

/// Loads a page and extracts what it says.
fn extract(page: &Page, dialect: &Dialect) -> Result<(Arc<load::Document>, Vec<raw::Page>), Diagnostic> {
    let mut document = document(page)?;
    let parts = extract::pages(&mut document, dialect);
    Ok(held(document, parts))
}

/// What is kept of a page. All pages are held until the last one is lowered, which asks for what was extracted alone.
fn held(mut document: load::Document, parts: Vec<raw::Page>) -> (Arc<load::Document>, Vec<raw::Page>) {
    document.forget();
    (Arc::new(document), parts)
}

/// Reports what is doubtful about the dialect itself: rules that fit no page, or hardly one, and words that pages
/// contradict. Pages that cannot be read have been told of.
#[cfg(feature = "cli")]
pub(crate) fn doubtful(pages: &[Page], reading: &Reading) -> Vec<Diagnostic> {
    let dialect = &*reading.dialect;
    let documents: Vec<load::Document> = each(pages, document).into_iter().flatten().collect();
    let mut found = extract::unmatched(&documents, dialect);
    if dialect.source.by == By::Rules {
        let read = each(&documents, |document| extract::pages(&mut document.clone(), dialect));
        let pages = documents.iter().zip(read.iter().map(Vec::as_slice));
        found.extend(evidence::contradicted(pages, dialect));
    }
    reading.adjust(&mut found);
    found
}

/// Loads a page.
///
/// # Errors
/// It cannot be read.
pub(crate) fn document(page: &Page) -> Result<load::Document, Diagnostic> {
    match &page.bytes {
        Ok(bytes) => {
            let mut document = load::page(Arc::clone(&page.path), bytes)?;
            if let Some(request) = &page.request {
                document.state(request);
            }
            Ok(document)
        }
        Err(why) => Err(Diagnostic::new(Id::PageNotRead, format!("this page is not read: {why}"))
            .at(Span { file: Arc::clone(&page.path), range: 0..0 })
            .hint("put a regular file there, or take it out of the folder of pages")),
    }
}

/// Applies what vendor.yaml says of services.
fn settings(reading: &Reading, services: &mut [Lowered], missing: &[Missing]) -> Result<(), Failure> {
    let Some(vendor) = &reading.settings else { return Ok(()) };
    let there = |id: &str| {
        services.iter().any(|lowered| lowered.service.service == id)
            || missing.iter().any(|it| it.service == id)
    };
    if let Some(id) = vendor.services.keys().find(|id| !reading.partial && !there(id)) {
        let names: Vec<&str> = services.iter().map(|lowered| lowered.service.service.as_str()).collect();
        let hint = match names.as_slice() {
            [] => "no page is an operation of any service; a service is a folder of pages".to_owned(),
            names => format!("there is {}; a service is a folder of pages", names.join(", ")),
        };
        return Err(vendor.fault(
            "services",
            id,
            format!("no page has an operation of the service `{id}`"),
            hint,
        ));
    }
    for Lowered { service, .. } in services {
        let particular = vendor.settings(&service.service);
        let (package, version) = (particular.krate.as_deref(), particular.version.as_deref());
        let wanted = Wanted { vendor: &service.vendor, service: &service.service, package, version };
        if let Err(found) = alone(&wanted)
            && package.or(version).is_some()
            && let Some(found) = found.into_iter().next()
        {
            return Err(vendor.fault(
                "services",
                &service.service,
                found.message,
                found.hint.unwrap_or_default(),
            ));
        }
        if let Some(title) = particular.title {
            service.title = title;
        }
        if let Some(endpoint) = particular.endpoint {
            if let Some(why) = validate::unfit(&endpoint) {
                let message = format!("`{endpoint}` is no endpoint: {why}");
                return Err(vendor.fault("services", &service.service, message, validate::LIKE.to_owned()));
            }
            service.endpoint = endpoint;
        }
        if !vendor.published.is_empty() {
            reading.published().base().clone_into(&mut service.docs);
        }
    }
    Ok(())
}

/// Applies overlay files, each to the service that it is named after.
fn overlays(reading: &Reading, services: &mut [Lowered]) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let mut sources = Sources::default();
    for path in &reading.overlays {
        // An overlay in a vendor's folder may be a link to another vendor's.
        let root = path.parent().and_then(Path::parent).unwrap_or(Path::new(""));
        let text = file::text_below(root, path)?;
        let (name, id) = (slashes(path), service_of(path));
        let is =
            |lowered: &&mut Lowered| lowered.service.service == id || stem(&lowered.service.service) == id;
        let Some(lowered) = services.iter_mut().find(is) else {
            if reading.partial {
                continue;
            }
            return Err(Failure::new(format!("{name}: no service is called `{id}`"))
                .hint("the file is named after its service: SERVICE.overlay.yaml"));
        };
        let applied = overlay::read(&name, &text)
            .and_then(|overlay| overlay::apply(&overlay, &mut lowered.service, &mut lowered.places));
        if let Err(diagnostics) = applied {
            faults.extend(diagnostics);
        }
        sources.add(name, text);
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Diagnostics(faults, sources)) }
}

/// Validates a service. An error that concerns an operation leaves the operation out.
fn validate(
    lowered: &mut Lowered,
    tally: &mut Tally,
    diagnostics: &mut Vec<Diagnostic>,
    missing: &mut Vec<Missing>,
) {
    for finding in validate::validate(&lowered.service, &lowered.places) {
        if finding.diagnostic.severity == Severity::Error
            && let Some(id) = &finding.operation
            && let Some(operation) = lowered.service.operations.shift_remove(id)
        {
            tally.operations = tally.operations.saturating_sub(1);
            tally.failed += 1;
            missing.push(Missing {
                service: lowered.service.service.clone(),
                operation: id.to_string(),
                page: operation.page.as_str().into(),
                why: finding.diagnostic.id,
            });
        }
        diagnostics.push(finding.diagnostic);
    }
}

/// The texts of the pages that the diagnostics speak of.
fn sources(prefix: &str, pages: &[Page], diagnostics: &[Diagnostic]) -> Sources {
    let mut sources = Sources::new(prefix.trim_end_matches('/'));
    add_sources(&mut sources, pages, diagnostics);
    sources
}

fn add_sources(sources: &mut Sources, pages: &[Page], diagnostics: &[Diagnostic]) {
    let spans = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.span.iter().chain(diagnostic.related.iter().map(|(span, _)| span)));
    let files: BTreeSet<&str> = spans.map(|span| &*span.file).collect();
    for page in pages.iter().filter(|page| files.contains(&*page.path)) {
        if let Ok(bytes) = &page.bytes {
            sources.add_bytes(page.path.clone(), Arc::clone(bytes), load::text);
        }
    }
}

impl Specs {
    /// Adds findings that were made of the pages afterwards.
    #[cfg(feature = "cli")]
    pub(crate) fn add(&mut self, pages: &[Page], found: Vec<Diagnostic>) {
        add_sources(&mut self.sources, pages, &found);
        self.diagnostics.extend(found);
    }

    /// How many diagnostics are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Refuses a run that found nothing: it was pointed at another folder than was meant, or at pages in another
    /// dialect.
    ///
    /// # Errors
    /// There is no page, or no page has an operation: the reasons are counted, each with its first page.
    pub fn require_operation(&self) -> Result<(), Failure> {
        if self.services.iter().any(|lowered| !lowered.service.operations.is_empty()) {
            return Ok(());
        }
        let vendor = &self.reading.vendor;
        if self.tally.pages == 0 {
            let endings = ENDINGS.map(|ending| format!(".{ending}")).join(" ");
            return Err(Failure::new(format!("{vendor}: there is no page in {}", self.sources.shown("")))
                .hint(format!(
                    "pages are files that end in {endings}; what begins with a dot is passed over"
                )));
        }
        let mut reasons: Vec<String> = Vec::new();
        for (reason, count) in &self.tally.without_operation {
            let of = |found: &&Diagnostic| {
                found.id == Id::PageWithoutOperation && found.message.ends_with(reason.as_str())
            };
            let first = self.diagnostics.iter().find(of).and_then(|found| found.span.as_ref());
            let first =
                first.map_or_else(String::new, |span| format!(", {} first", self.sources.shown(&span.file)));
            reasons.push(format!("{count} {reason}{first}"));
        }
        if let Some(first) = self.missing.first() {
            reasons.push(format!(
                "{} with an error, {} first",
                self.tally.failed,
                self.sources.shown(&first.page)
            ));
        }
        let pages = self.tally.pages;
        let pages = if pages == 1 { "page".to_owned() } else { format!("{pages} pages") };
        let message = format!("{vendor}: no operation is read from its {pages}: {}", reasons.join("; "));
        Err(Failure::new(message).hint(
            "name another folder, or the dialect that the pages are written in; `tablature lint` says more",
        ))
    }
}
