//! Computes everything that a run would write, and writes nothing.

use std::{borrow::Cow, io, path::PathBuf};

use tablature_ir::Service;

use super::{
    target::{Layout, Scope, Target},
    terminal::Terminal,
};
use crate::{
    diagnostic::{Diagnostic, Id, Severity, Sources},
    emit::{self, Runtime},
    engine::{self, Failure, Specs, sources::Lock},
    lower::Missing,
    output::{self, Files, Ground, Key, Territory},
    plan::files::{self, Named, Wanted},
    spec::{self, Apart},
};

/// What a run would write.
#[derive(Debug)]
pub(super) struct Made {
    /// The folder that the files are relative to.
    pub(super) root: PathBuf,
    /// The files.
    pub(super) files: Files,
    /// Where to look for what the tool makes no longer.
    pub(super) territories: Vec<Territory>,
    /// What was done, one line per vendor.
    pub(super) summary: Vec<String>,
    /// What is left out because of errors, one line each.
    pub(super) missing: Vec<String>,
    /// The worst finding.
    pub(super) worst: Option<Severity>,
    /// The crates that an earlier run has not made, to be recorded.
    pub(super) records: Vec<Record>,
    /// The folder of the crates' workspace.
    crates: &'static str,
}

/// A crate, what it is made of, and what was found on the way.
#[derive(Debug)]
pub(super) struct Record {
    name: String,
    key: Key,
    files: Vec<String>,
    found: Vec<Diagnostic>,
}

/// Reads, lowers, plans and emits.
///
/// # Errors
/// A file that people write is wrong, or nothing was found.
pub(super) fn make(
    target: &Target,
    ir: &[PathBuf],
    scope: Scope<'_>,
    terminal: &Terminal,
) -> Result<Made, Failure> {
    // All of it on the threads that read pages: what one of them has taken from the allocator, another gives back at twice
    // the cost.
    rayon::scope(|_| make_all(target, ir, scope, terminal))
}

fn make_all(target: &Target, ir: &[PathBuf], scope: Scope<'_>, terminal: &Terminal) -> Result<Made, Failure> {
    let layout = target.layout(scope)?;
    let mut made = Made {
        root: layout.root.clone(),
        files: Files::new(),
        territories: Vec::new(),
        summary: Vec::new(),
        missing: Vec::new(),
        worst: None,
        records: Vec::new(),
        crates: layout.crates,
    };
    if ir.is_empty() {
        let vendors = target.specs()?;
        // Services that are not selected are named as well, so that a selection writes the same files as a whole run.
        let lock = target.lock()?;
        let named = made.name(&wanted(&vendors, &lock), terminal);
        let mut named = named.into_iter();
        for mut specs in vendors {
            let runtime = layout.runtime_of(&specs, scope)?;
            let named: Vec<_> = named.by_ref().take(specs.services.len()).collect();
            let services = services_of(&mut specs);
            add_vendor(
                &specs,
                services,
                named,
                target,
                scope,
                &layout,
                runtime.as_ref(),
                &mut made,
                terminal,
            );
            // The process ends soon. To take all of it apart first is work that nobody waits for.
            std::mem::forget(specs);
        }
    } else {
        let services = ir.iter().map(|file| engine::open(file)).collect::<Result<Vec<_>, _>>()?;
        made.summary.push(format!("{} read", number(services.len(), "spec")));
        let wanted: Vec<Wanted<'_>> = services.iter().map(|it| bare(&it.vendor, &it.service)).collect();
        let named = made.name(&wanted, terminal);
        let services = made.with_names(services, named);
        let faults = add_crates(services, &[], &layout, None, &mut made, terminal);
        made.note(&faults);
        terminal.diagnostics(&faults, &Sources::default());
    }
    if let Scope::Crates { .. } = scope {
        let options = emit::Options { runtime: layout.runtime.clone() };
        for (path, bytes) in emit::workspace(&options) {
            made.files.insert(format!("{}{path}", layout.crates), bytes);
        }
    }
    made.territories = target.territories(scope, &layout, &made);
    output::seal(&mut made.files);
    Ok(made)
}

/// Takes the services out of what was read. Where their facts stand in the pages nobody asks from here on: the room is
/// for what is made of them.
fn services_of(specs: &mut Specs) -> Vec<Service> {
    std::mem::take(&mut specs.services).into_iter().map(|lowered| lowered.service).collect()
}

/// All services that were read, with the names that their settings ask for.
pub(super) fn wanted<'w>(vendors: &'w [Specs], lock: &'w Lock) -> Vec<Wanted<'w>> {
    let mut all = Vec::new();
    for specs in vendors {
        for service in specs.services.iter().map(|lowered| &lowered.service) {
            let settings = specs.reading.settings.as_ref();
            let particular = settings.and_then(|settings| settings.services.get(&service.service));
            all.push(Wanted {
                package: particular.and_then(|it| it.krate.as_deref()),
                version: lock.version(
                    &service.vendor,
                    &service.service,
                    particular.and_then(|it| it.version.as_deref()),
                ),
                ..bare(&service.vendor, &service.service)
            });
        }
    }
    all
}

fn bare<'w>(vendor: &'w str, service: &'w str) -> Wanted<'w> {
    Wanted { vendor, service, package: None, version: None }
}

impl Made {
    /// The file and the package of each service.
    fn name(&mut self, wanted: &[Wanted<'_>], terminal: &Terminal) -> Vec<Result<Named, Id>> {
        let (named, found) = files::names(wanted);
        terminal.diagnostics(&found, &Sources::default());
        self.note(&found);
        named
    }

    /// The services that have names. One that has none is missing.
    fn with_names(&mut self, services: Vec<Service>, named: Vec<Result<Named, Id>>) -> Vec<(Service, Named)> {
        let mut found = Vec::new();
        for (service, named) in services.into_iter().zip(named) {
            match named {
                Ok(named) => found.push((service, named)),
                Err(why) => {
                    let (operation, page) = (String::new(), "".into());
                    let service_id = service.service.clone();
                    self.miss(&service.vendor, &[Missing { service: service_id, operation, page, why }]);
                }
            }
        }
        found
    }

    /// Writes down what the crates that lie on the disk now were made of.
    ///
    /// # Errors
    /// A record cannot be written.
    pub(super) fn record(&self, ground: &Ground) -> io::Result<()> {
        let root = self.root.join(self.crates);
        for Record { name, key, files, found } in &self.records {
            let files = files.iter().filter_map(|path| {
                let bytes = self.files.get(&format!("{}{path}", self.crates))?;
                Some((path.as_str(), bytes.as_slice()))
            });
            output::record(ground, &root, name, key, files, found)?;
        }
        Ok(())
    }

    fn note(&mut self, diagnostics: &[Diagnostic]) {
        self.worst = self.worst.max(diagnostics.iter().map(|found| found.severity).max());
    }

    fn miss(&mut self, vendor: &str, missing: &[Missing]) {
        for Missing { service, operation, page, why } in missing {
            let what = if operation.is_empty() { "" } else { "/" };
            let page = if page.is_empty() { String::new() } else { format!(" ({page})") };
            self.missing.push(format!(
                "left out because of an error: {vendor}/{service}{what}{operation}{page}: {why}"
            ));
        }
    }
}

/// The IR of a vendor's services and, if asked for, their crates.
#[expect(clippy::too_many_arguments, reason = "what is made of a vendor depends on all of them")]
fn add_vendor(
    specs: &Specs,
    services: Vec<Service>,
    named: Vec<Result<Named, Id>>,
    target: &Target,
    scope: Scope<'_>,
    layout: &Layout,
    runtime: Option<&Runtime>,
    made: &mut Made,
    terminal: &Terminal,
) {
    let mut services = made.with_names(services, named);
    services.retain(|(service, _)| target.wants(service));
    let mut keys = Vec::new();
    for (service, named) in &services {
        let path = format!("specs/{}/{}.yaml", service.vendor, named.stem);
        let Apart { ir, examples } = spec::apart(service);
        let stems = files::stems(examples.iter().map(|(id, _)| id.as_str()));
        let folder = spec::examples::folder(&path);
        if let Scope::Crates { afresh: false, .. } = scope {
            let mut key = Key::default();
            key.add(format!("{named:?} {:?} {runtime:?}", layout.runtime).as_bytes());
            key.add(ir.as_bytes());
            for (id, text) in &examples {
                key.add(id.as_str().as_bytes());
                key.add(text.as_bytes());
            }
            keys.push(key);
        }
        made.files.insert(path, ir.into_bytes());
        for (stem, (_, text)) in stems.iter().zip(examples) {
            made.files.insert(format!("{folder}/{stem}.yaml"), text.into_bytes());
        }
    }
    made.miss(&specs.reading.vendor, &specs.missing);
    let mut diagnostics = Cow::Borrowed(&specs.diagnostics);
    let counts = Counts::of(&services);
    if let Scope::Crates { .. } = scope {
        let mut found = add_crates(services, &keys, layout, runtime, made, terminal);
        specs.reading.adjust(&mut found);
        diagnostics.to_mut().extend(found);
    } else {
        std::mem::forget(services);
    }
    terminal.diagnostics(&diagnostics, &specs.sources);
    made.note(&diagnostics);
    made.summary.push(summary(specs, &counts, &diagnostics));
}

/// The crates of services, which are let go of one by one. With their keys, those that an earlier run made of the same
/// are not made again.
fn add_crates(
    services: Vec<(Service, Named)>,
    keys: &[Key],
    layout: &Layout,
    runtime: Option<&Runtime>,
    made: &mut Made,
    terminal: &Terminal,
) -> Vec<Diagnostic> {
    let bar = terminal.progress("crates", services.len());
    let root = layout.root.join(layout.crates);
    let names = services.iter().map(|(service, named)| (service.vendor.clone(), named.package.clone()));
    let names: Vec<(String, String)> = names.collect();
    let earlier = |index: usize| {
        let ((_, package), key) = (names.get(index)?, keys.get(index)?);
        let (files, diagnostics) = output::made_of(&root, package, key)?;
        Some(engine::Made { files, diagnostics, missing: Vec::new(), is_earlier: true })
    };
    let crates = engine::make(services, runtime, &earlier, &|| bar.inc(1));
    bar.finish_and_clear();
    let mut diagnostics = Vec::new();
    for (index, (one, (vendor, package))) in crates.into_iter().zip(&names).enumerate() {
        if let Some(key) = keys.get(index).filter(|_| !one.is_earlier && one.missing.is_empty()) {
            made.records.push(Record {
                name: package.clone(),
                key: key.clone(),
                files: one.files.keys().cloned().collect(),
                found: one.diagnostics.clone(),
            });
        }
        let files = one.files.into_iter();
        made.files.extend(files.map(|(path, bytes)| (format!("{}{path}", layout.crates), bytes)));
        made.miss(vendor, &one.missing);
        diagnostics.extend(one.diagnostics);
    }
    diagnostics
}

/// How much there is in services.
struct Counts {
    services: usize,
    operations: usize,
    types: usize,
}

impl Counts {
    fn of(services: &[(Service, Named)]) -> Self {
        let sum = |count: fn(&Service) -> usize| services.iter().map(|(service, _)| count(service)).sum();
        Counts {
            services: services.len(),
            operations: sum(|service| service.operations.len()),
            types: sum(|service| service.types.len()),
        }
    }
}

/// What was done for a vendor, in a line.
fn summary(specs: &Specs, counts: &Counts, diagnostics: &[Diagnostic]) -> String {
    let found =
        |severity, what| number(diagnostics.iter().filter(|found| found.severity == severity).count(), what);
    let failed = match specs.tally.failed {
        0 => String::new(),
        failed => format!(" ({failed} left out because of errors)"),
    };
    format!(
        "{}: {}{failed}, {}, {}, {}; {}, {}, {}",
        specs.reading.vendor,
        number(specs.tally.pages, "page"),
        number(counts.services, "service"),
        number(counts.operations, "operation"),
        number(counts.types, "type"),
        found(Severity::Error, "error"),
        found(Severity::Warning, "warning"),
        found(Severity::Info, "info"),
    )
}

/// `1 page`, `2 pages`.
pub(super) fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
