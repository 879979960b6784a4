//! Pages → IR for one vendor: read, lower, settings, overlays, validate.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    failure::Failure,
    pages,
    vendor::{Docs, Vendor},
    workspace::Workspace,
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    dialect::{self, Dialect},
    lower::{self, Lowered, Page, Tally, overlay},
    spec::validate,
};

/// The pages of a vendor and what is needed to read them.
#[derive(Debug)]
pub struct Request {
    /// The vendor's id.
    pub vendor: String,
    /// The pages.
    pub pages: Vec<Page>,
    /// What stands before the path of a page when it is shown.
    pub prefix: String,
    /// The dialect.
    pub dialect: Dialect,
    /// The overlay files.
    pub overlays: Vec<PathBuf>,
    /// The vendor's settings, where there are any.
    pub settings: Option<Vendor>,
}

/// What came of the pages of a vendor.
#[derive(Debug)]
pub struct Extracted {
    /// The vendor's id.
    pub vendor: String,
    /// The services, sorted by id.
    pub services: Vec<Lowered>,
    /// What was found, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics speak of.
    pub sources: Sources,
    /// What became of every page, table, row and section.
    pub tally: Tally,
    /// The vendor's settings, where there are any.
    pub settings: Option<Vendor>,
}

impl Extracted {
    /// How many diagnostics are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

impl Request {
    /// The request for a vendor of the workspace.
    ///
    /// # Errors
    /// The pages, the dialect or the folder of the specs cannot be read.
    pub fn of_workspace(workspace: &Workspace, id: &str, settings: Vendor) -> Result<Self, Failure> {
        let folder = workspace.specs().join(id);
        let (pages, prefix) = match &settings.docs {
            Docs::Folder(docs) => {
                let docs = folder.join(docs);
                (pages::read(&docs)?, slashes(&docs))
            }
            Docs::Git { git, rev, path } => {
                (pages::read_git(&folder.join(git), rev, path)?, format!("{git}:{rev}"))
            }
        };
        let dialect = read_dialect(&settings.dialect, &folder)?;
        let mut overlays = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|error| Failure::io(&folder, &error))? {
            let path = entry.map_err(|error| Failure::io(&folder, &error))?.path();
            if path.to_string_lossy().ends_with(OVERLAY) {
                overlays.push(path);
            }
        }
        overlays.sort();
        Ok(Request { vendor: id.to_owned(), pages, prefix, dialect, overlays, settings: Some(settings) })
    }

    /// Reads the pages.
    ///
    /// # Errors
    /// An overlay is not right: a person decided something that does not hold.
    pub fn run(self) -> Result<Extracted, Failure> {
        let options = lower::Options { vendor: self.vendor.clone() };
        let outcome = lower::vendor(&self.pages, &self.dialect, &options);
        let mut services = outcome.services;
        let mut diagnostics = outcome.diagnostics;
        if let Some(settings) = &self.settings {
            for lowered in &mut services {
                apply(settings, lowered);
            }
        }
        apply_overlays(&self.overlays, &mut services)?;
        let mut tally = outcome.tally;
        for lowered in &mut services {
            leave_out(lowered, &mut tally, &mut diagnostics);
        }
        if let Some(settings) = &self.settings {
            settings.adjust(&mut diagnostics);
        }
        let sources = sources(&self.prefix, &self.pages, &diagnostics);
        Ok(Extracted { vendor: self.vendor, services, diagnostics, sources, tally, settings: self.settings })
    }
}

/// How the name of an overlay file ends: `<service>.overlay.yaml`.
const OVERLAY: &str = ".overlay.yaml";

/// A built-in dialect by its name, or a file relative to `folder`.
///
/// # Errors
/// There is none, or it is not right.
pub fn read_dialect(name: &str, folder: &Path) -> Result<Dialect, Failure> {
    let (file, text) = if let Some(text) = dialect::builtin(name) {
        (format!("generator/dialects/{name}.yaml"), text.to_owned())
    } else {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).map_err(|error| {
            let known: Vec<&str> = dialect::BUILTIN.iter().map(|(name, _)| *name).collect();
            Failure::io(&path, &error).hint(format!("built in are {}; any other is a file", known.join(", ")))
        })?;
        (slashes(&path), text)
    };
    dialect::read(&file, &text).map_err(|diagnostics| {
        let mut sources = Sources::default();
        sources.add(file, text);
        Failure::Diagnostics(diagnostics, sources)
    })
}

fn apply(settings: &Vendor, lowered: &mut Lowered) {
    let service = &mut lowered.service;
    let particular = settings.settings(&service.service);
    if let Some(title) = particular.title {
        service.title = title;
    }
    if let Some(endpoint) = particular.endpoint {
        service.endpoint = endpoint;
    }
    if !settings.published.is_empty() {
        service.docs.clone_from(&settings.published);
    }
}

/// Validates a service. An error that concerns an operation leaves the operation out.
fn leave_out(lowered: &mut Lowered, tally: &mut Tally, diagnostics: &mut Vec<Diagnostic>) {
    for finding in validate::validate(&lowered.service, &lowered.places) {
        if finding.diagnostic.severity == Severity::Error
            && let Some(id) = &finding.operation
            && lowered.service.operations.shift_remove(id).is_some()
        {
            tally.operations = tally.operations.saturating_sub(1);
            tally.failed += 1;
        }
        diagnostics.push(finding.diagnostic);
    }
}

/// Applies overlay files, each to the service that it is named after.
///
/// # Errors
/// A file is not right, or one of its corrections no longer holds.
pub fn apply_overlays(files: &[PathBuf], services: &mut [Lowered]) -> Result<(), Failure> {
    let mut faults = Vec::new();
    let mut sources = Sources::default();
    for path in files {
        let text = fs::read_to_string(path).map_err(|error| Failure::io(path, &error))?;
        let name = slashes(path);
        let id = path.file_name().unwrap_or_default().to_string_lossy();
        let id = id.strip_suffix(OVERLAY).unwrap_or(&id);
        let Some(lowered) = services.iter_mut().find(|lowered| lowered.service.service == id) else {
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

/// The texts of the pages that the diagnostics speak of.
fn sources(prefix: &str, pages: &[Page], diagnostics: &[Diagnostic]) -> Sources {
    let spans = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.span.iter().chain(diagnostic.related.iter().map(|(span, _)| span)));
    let files: BTreeSet<&str> = spans.map(|span| &*span.file).collect();
    let mut sources = Sources::new(prefix);
    for page in pages.iter().filter(|page| files.contains(&*page.path)) {
        sources.add(page.path.clone(), String::from_utf8_lossy(&page.bytes).as_ref());
    }
    sources
}

/// A path as it is shown: with `/` on every system.
#[must_use]
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
