//! Computes everything that a run would write, and writes nothing.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use tablature_ir::Service;

use super::{
    failure::Failure,
    input::{Pages, read_ir},
    runtime,
    specs::{Extracted, Request},
    terminal::Terminal,
    vendor::ServiceSettings,
    workspace::{Selection, Workspace},
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    emit::{self, Runtime},
    output::{Files, Owned},
    plan, spec,
};

/// What to work on and where to write.
#[derive(Args, Debug, Default)]
pub(super) struct Target {
    /// Only these; everything in specs/ when left out
    #[arg(value_name = "VENDOR[/SERVICE]", conflicts_with = "docs")]
    selected: Vec<Selection>,
    #[command(flatten)]
    pages: Pages,
    /// Write here instead of the workspace
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How far to go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope<'a> {
    /// Only the IR.
    Specs,
    /// The IR and the crates.
    Crates {
        /// Where crates get the runtime from, where it is not the usual place.
        runtime: Option<&'a str>,
    },
}

/// What a run would write.
#[derive(Debug)]
pub(super) struct Made {
    /// The folder that the files are relative to.
    pub(super) root: PathBuf,
    /// The files.
    pub(super) files: Files,
    /// Folders that belong to the tool alone.
    pub(super) owned: Owned,
    /// What was done, a line a vendor.
    pub(super) summary: Vec<String>,
    /// The worst finding.
    pub(super) worst: Option<Severity>,
}

/// Where things go below the root.
struct Layout {
    root: PathBuf,
    /// The folder of the crates' workspace, with a slash at its end, or empty for the root itself.
    crates: &'static str,
    runtime: Runtime,
}

impl Layout {
    /// The runtime that the settings of a vendor name, as its crates see it. What was asked for on the command line
    /// counts more, and stands in the manifest of the workspace.
    fn runtime_of(&self, vendor: &Extracted, scope: Scope<'_>) -> Result<Option<Runtime>, Failure> {
        let settings = vendor.settings.as_ref();
        match (scope, settings.and_then(|settings| Some((settings, settings.runtime.as_ref()?)))) {
            (Scope::Crates { runtime: None }, Some((settings, runtime))) => {
                // All crates lie side by side.
                let manifest = self.root.join(self.crates).join(&vendor.vendor);
                runtime.seen_from(&manifest, &settings.folder).map(Some)
            }
            _ => Ok(None),
        }
    }
}

impl Target {
    fn layout(&self, scope: Scope<'_>) -> Result<Layout, Failure> {
        let (root, crates) = match &self.out {
            Some(out) => (out.clone(), ""),
            None => (Workspace::find()?.root, "generated/"),
        };
        let manifest = root.join(crates);
        let runtime = match scope {
            Scope::Crates { runtime: Some(text) } => {
                runtime::Setting::word(text).seen_from(&manifest, Path::new("."))?
            }
            Scope::Crates { runtime: None } | Scope::Specs => runtime::usual(&manifest, &root),
        };
        Ok(Layout { root, crates, runtime })
    }

    fn requests(&self) -> Result<Vec<Request>, Failure> {
        if let Some(request) = self.pages.request()? {
            if self.out.is_none() {
                return Err(Failure::new("pages outside a workspace, and nowhere to write")
                    .hint("say where: --out DIR"));
            }
            return Ok(vec![request]);
        }
        let workspace = Workspace::find()?;
        let vendors = workspace.vendors(&self.selected)?;
        vendors.into_iter().map(|(id, vendor)| Request::of_workspace(&workspace, &id, vendor)).collect()
    }

    fn wants(&self, service: &Service) -> bool {
        self.selected.is_empty()
            || self.selected.iter().any(|selected| {
                selected.vendor == service.vendor
                    && selected.service.as_ref().is_none_or(|id| *id == service.service)
            })
    }

    /// A selected service that has no page is a mistake of whoever selected it.
    fn check_selected(&self, extracted: &[Extracted]) -> Result<(), Failure> {
        for selected in &self.selected {
            let Some(id) = &selected.service else { continue };
            let services = extracted.iter().filter(|found| found.vendor == selected.vendor);
            let names: Vec<&str> = services
                .flat_map(|found| &found.services)
                .map(|lowered| lowered.service.service.as_str())
                .collect();
            if !names.contains(&id.as_str()) {
                return Err(Failure::new(format!("`{}` has no service `{id}`", selected.vendor))
                    .hint(format!("there is {}", names.join(", "))));
            }
        }
        Ok(())
    }
}

/// Reads, lowers, plans and emits.
///
/// # Errors
/// Something that people write is not right.
pub(super) fn make(
    target: &Target,
    ir: &[PathBuf],
    scope: Scope<'_>,
    terminal: &Terminal,
) -> Result<Made, Failure> {
    let layout = target.layout(scope)?;
    let mut made = Made {
        root: layout.root.clone(),
        files: Files::new(),
        owned: Vec::new(),
        summary: Vec::new(),
        worst: None,
    };
    if ir.is_empty() {
        let requests = target.requests()?;
        let extracted = requests.into_iter().map(Request::run).collect::<Result<Vec<_>, _>>()?;
        target.check_selected(&extracted)?;
        for vendor in &extracted {
            let runtime = layout.runtime_of(vendor, scope)?;
            add_vendor(vendor, target, scope, &layout, runtime.as_ref(), &mut made, terminal);
        }
    } else {
        let services = ir.iter().map(|file| read_ir(file)).collect::<Result<Vec<_>, _>>()?;
        made.summary.push(format!("{} specs read", services.len()));
        let services: Vec<(&Service, ServiceSettings)> =
            services.iter().map(|service| (service, ServiceSettings::default())).collect();
        let faults = add_crates(&services, &layout, None, &mut made, terminal);
        made.note(&faults);
        terminal.diagnostics(&faults, &Sources::default());
    }
    if let Scope::Crates { .. } = scope {
        let options = emit::Options { runtime: layout.runtime };
        for (path, bytes) in emit::workspace(&options) {
            made.files.insert(format!("{}{path}", layout.crates), bytes);
        }
        if made.worst.is_none_or(|worst| worst < Severity::Error) {
            made.owned = owned(target, layout.crates, &made.files);
        }
    }
    Ok(made)
}

/// Folders whose other files are leftovers, after a run without an error. Only a run over everything knows which
/// crates there should be no more; beside what is generated of a crate may stand what people have added to it.
fn owned(target: &Target, workspace: &str, files: &Files) -> Owned {
    if target.out.is_none() && target.selected.is_empty() {
        return vec![workspace.trim_end_matches('/').to_owned()];
    }
    let crates = files.keys().filter_map(|path| path.strip_suffix("/src/lib.rs"));
    crates.flat_map(|folder| ["src", "fixtures"].map(|part| format!("{folder}/{part}"))).collect()
}

impl Made {
    fn note(&mut self, diagnostics: &[Diagnostic]) {
        self.worst = self.worst.max(diagnostics.iter().map(|found| found.severity).max());
    }
}

/// The IR of a vendor's services and, if asked for, their crates.
fn add_vendor(
    extracted: &Extracted,
    target: &Target,
    scope: Scope<'_>,
    layout: &Layout,
    runtime: Option<&Runtime>,
    made: &mut Made,
    terminal: &Terminal,
) {
    let mut services: Vec<(&Service, ServiceSettings)> = Vec::new();
    for service in extracted.services.iter().map(|lowered| &lowered.service) {
        if target.wants(service) {
            let settings = extracted.settings.as_ref().map(|settings| settings.settings(&service.service));
            services.push((service, settings.unwrap_or_default()));
        }
    }
    let written: Vec<(String, Vec<u8>)> = services
        .par_iter()
        .map(|(service, _)| {
            (format!("specs/{}/{}.yaml", service.vendor, service.service), spec::write(service).into_bytes())
        })
        .collect();
    made.files.extend(written);
    let mut diagnostics = extracted.diagnostics.clone();
    if let Scope::Crates { .. } = scope {
        let mut found = add_crates(&services, layout, runtime, made, terminal);
        if let Some(settings) = &extracted.settings {
            settings.adjust(&mut found);
        }
        diagnostics.extend(found);
    }
    terminal.diagnostics(&diagnostics, &extracted.sources);
    made.note(&diagnostics);
    made.summary.push(summary(extracted, &services, &diagnostics));
}

/// The crates of services. One that cannot be planned is left out; its findings say why.
fn add_crates(
    services: &[(&Service, ServiceSettings)],
    layout: &Layout,
    runtime: Option<&Runtime>,
    made: &mut Made,
    terminal: &Terminal,
) -> Vec<Diagnostic> {
    let bar = terminal.progress("crates", services.len());
    let results: Vec<(Files, Vec<Diagnostic>)> = services
        .par_iter()
        .map(|(service, settings)| {
            let options =
                plan::Options { package: settings.krate.clone(), version: settings.version.clone() };
            let result = match plan::plan(service, &options) {
                Err(diagnostics) => (Files::new(), diagnostics),
                Ok(plan) => {
                    let (files, mended) = emit::krate(&plan, runtime);
                    let folder = format!("{}{}", layout.crates, plan.name);
                    let files =
                        files.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect();
                    (files, plan.diagnostics.into_iter().chain(mended).collect())
                }
            };
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();
    let mut diagnostics = Vec::new();
    for (files, found) in results {
        made.files.extend(files);
        diagnostics.extend(found);
    }
    diagnostics
}

/// What was done for a vendor, in a line.
fn summary(
    extracted: &Extracted,
    services: &[(&Service, ServiceSettings)],
    diagnostics: &[Diagnostic],
) -> String {
    let found =
        |severity, what| number(diagnostics.iter().filter(|found| found.severity == severity).count(), what);
    let operations: usize = services.iter().map(|(service, _)| service.operations.len()).sum();
    let types: usize = services.iter().map(|(service, _)| service.types.len()).sum();
    let failed = match extracted.tally.failed {
        0 => String::new(),
        failed => format!(" ({failed} left out because of errors)"),
    };
    format!(
        "{}: {}{failed}, {}, {}, {}; {}, {}, {}",
        extracted.vendor,
        number(extracted.tally.pages, "page"),
        number(services.len(), "service"),
        number(operations, "operation"),
        number(types, "type"),
        found(Severity::Error, "error"),
        found(Severity::Warning, "warning"),
        found(Severity::Info, "info"),
    )
}

/// `1 page`, `2 pages`.
pub(super) fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
