//! Where a command gets its specs from: IR files, the workspace, or pages directly.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    failure::Failure,
    pages,
    specs::{Extracted, Request, read_dialect, slashes},
    workspace::{Selection, Workspace},
};
use crate::{
    diagnostic::Sources,
    spec::{self, places::Places},
};

/// The options of every command that can read pages outside a workspace.
#[derive(Args, Debug, Default)]
pub(super) struct Pages {
    /// Read the pages in this folder instead of a workspace's specs
    #[arg(long, value_name = "DIR", requires = "dialect")]
    docs: Option<PathBuf>,
    /// The dialect of the pages: a built-in one or a file
    #[arg(long, value_name = "NAME|FILE", requires = "docs")]
    dialect: Option<String>,
    /// The vendor's id; the dialect's name when left out
    #[arg(long, value_name = "V", requires = "docs")]
    vendor: Option<String>,
    /// Corrections, each named after its service: SERVICE.overlay.yaml
    #[arg(long, value_name = "FILE", requires = "docs")]
    overlay: Vec<PathBuf>,
}

impl Pages {
    /// The pages that were named, if any were.
    ///
    /// # Errors
    /// They, or the dialect, cannot be read.
    pub(super) fn request(&self) -> Result<Option<Request>, Failure> {
        let (Some(docs), Some(dialect)) = (&self.docs, &self.dialect) else { return Ok(None) };
        let vendor = match &self.vendor {
            Some(vendor) => vendor.clone(),
            None => Path::new(dialect).file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        };
        Ok(Some(Request {
            vendor,
            pages: pages::read(docs)?,
            prefix: slashes(docs),
            dialect: read_dialect(dialect, Path::new(""))?,
            overlays: self.overlay.clone(),
            settings: None,
        }))
    }
}

/// The specs that a command reads.
#[derive(Args, Debug, Default)]
pub(super) struct Input {
    /// IR files, folders of them, or VENDOR[/SERVICE] of the workspace; all its specs when left out
    #[arg(value_name = "PATH", conflicts_with = "docs")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    pages: Pages,
}

/// A spec, and where its facts stand in the pages when these are at hand.
#[derive(Debug)]
pub(super) struct Spec {
    /// The spec.
    pub(super) service: tablature_ir::Service,
    /// Where its facts stand.
    pub(super) places: Option<Places>,
}

impl Input {
    /// Reads the specs.
    ///
    /// # Errors
    /// A file cannot be read or is not right.
    pub(super) fn read(&self) -> Result<Vec<Spec>, Failure> {
        if let Some(request) = self.pages.request()? {
            return Ok(of(request.run()?));
        }
        let mut files = Vec::new();
        if self.paths.is_empty() {
            collect(&Workspace::find()?.specs(), &mut files)?;
        }
        for path in &self.paths {
            collect(&resolve(path)?, &mut files)?;
        }
        let mut specs = Vec::new();
        for file in &files {
            specs.push(Spec { service: read_ir(file)?, places: None });
        }
        add_places(&mut specs)?;
        Ok(specs)
    }
}

/// Reads an IR file.
///
/// # Errors
/// It cannot be read or is not right.
pub(super) fn read_ir(file: &Path) -> Result<tablature_ir::Service, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io(file, &error))?;
    let name = slashes(file);
    spec::read(&name, &text).map_err(|diagnostic| {
        let mut sources = Sources::default();
        sources.add(name, text);
        Failure::Diagnostics(vec![diagnostic], sources)
    })
}

fn of(extracted: Extracted) -> Vec<Spec> {
    let specs = extracted.services.into_iter();
    specs.map(|lowered| Spec { service: lowered.service, places: Some(lowered.places) }).collect()
}

/// A path that is there, or the specs of `VENDOR` or `VENDOR/SERVICE` in the workspace.
fn resolve(path: &Path) -> Result<PathBuf, Failure> {
    if path.exists() {
        return Ok(path.to_owned());
    }
    let selected: Option<Selection> = path.to_str().and_then(|text| text.parse().ok());
    if let (Some(selected), Ok(workspace)) = (selected, Workspace::find()) {
        let folder = workspace.specs().join(&selected.vendor);
        let found = selected.service.map_or(folder.clone(), |service| folder.join(format!("{service}.yaml")));
        if found.exists() {
            return Ok(found);
        }
    }
    Err(Failure::new(format!("{}: no such file, folder, vendor or service", path.display()))
        .hint("name an IR file, a folder of them, or VENDOR/SERVICE as in specs/VENDOR/SERVICE.yaml"))
}

/// The IR files at a path: itself, or those in the folder and one level of folders below it.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let fault = |error: std::io::Error| Failure::io(path, &error);
    if !fs::metadata(path).map_err(fault)?.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(fault)? {
        entries.push(entry.map_err(fault)?.path());
    }
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() {
            // Pages stand in `docs`; they are no specs.
            if name != "docs" && !name.starts_with('.') {
                collect(&entry, files)?;
            }
        } else if is_spec(&name) {
            files.push(entry);
        }
    }
    Ok(())
}

/// Whether a file of this name is an IR: a YAML file that is no overlay and no vendor.yaml.
pub(super) fn is_spec(name: &str) -> bool {
    name.strip_suffix(".yaml").is_some_and(|stem| stem != "vendor" && !stem.contains('.'))
}

/// Finds the places of specs whose vendor's pages are in the workspace.
fn add_places(specs: &mut [Spec]) -> Result<(), Failure> {
    let Ok(workspace) = Workspace::find() else { return Ok(()) };
    for (id, vendor) in workspace.vendors(&[])? {
        if specs.iter().any(|spec| spec.service.vendor == id) {
            for lowered in Request::of_workspace(&workspace, &id, vendor)?.run()?.services {
                let same = specs.iter_mut().find(|spec| {
                    spec.service.vendor == id && spec.service.service == lowered.service.service
                });
                if let Some(spec) = same {
                    spec.places = Some(lowered.places);
                }
            }
        }
    }
    Ok(())
}
