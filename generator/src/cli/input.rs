//! Where a command gets its specs from: IR files, the workspace, or pages directly.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args;

use super::workspace::{Selection, Workspace};
use crate::{
    engine::{self, Failure, Reading, Specs, is_spec, may_be_spec, settings::Vendor, tree::Tree},
    plan::files::stem,
    spec::{examples, places::Places},
};

/// The options of every command that can read pages outside a workspace.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Pages {
    /// Read the pages in this folder instead of a workspace's specs
    #[arg(long, value_name = "DIR", requires = "dialect", group = "given")]
    pub(super) docs: Option<PathBuf>,
    /// The dialect of the pages: a built-in one or a file
    #[arg(long, value_name = "NAME|FILE", requires = "given")]
    pub(super) dialect: Option<String>,
    /// The vendor's id; the dialect's name when left out
    #[arg(long, value_name = "V", requires = "docs")]
    pub(super) vendor: Option<String>,
    /// Corrections, each named after its service: SERVICE.overlay.yaml
    #[arg(long, value_name = "FILE", requires = "docs")]
    pub(super) overlay: Vec<PathBuf>,
}

impl Pages {
    /// What came of the pages that were named, if any were.
    ///
    /// # Errors
    /// The pages, the dialect or an overlay cannot be read or are not valid.
    pub(super) fn read(&self) -> Result<Option<Specs>, Failure> {
        let Some((tree, reading)) = self.tree()? else { return Ok(None) };
        engine::pages(&tree, reading).map(Some)
    }

    /// The pages that were named, if any were, and how they are read.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn tree(&self) -> Result<Option<(Tree, Reading)>, Failure> {
        let (Some(docs), Some(dialect)) = (&self.docs, &self.dialect) else { return Ok(None) };
        let mut reading = Reading::in_dialect(dialect, self.vendor.as_deref())?;
        reading.overlays.clone_from(&self.overlay);
        Ok(Some((Tree::disk(docs)?, reading)))
    }
}

/// The pages that a command reads, where it asks for no more than vendors.
#[derive(Args, Debug)]
pub(super) struct Vendors {
    /// The vendors; all when left out
    #[arg(value_name = "VENDOR", conflicts_with = "docs")]
    vendors: Vec<Selection>,
    #[command(flatten)]
    pages: Pages,
}

impl Vendors {
    /// Whether some vendors of the workspace were named.
    pub(super) fn are_some(&self) -> bool {
        !self.vendors.is_empty()
    }

    /// The pages that were named, else those of the vendors, and how they are read.
    ///
    /// # Errors
    /// Pages, a dialect, an overlay or a vendor.yaml cannot be read or are not valid.
    pub(super) fn trees(&self) -> Result<Vec<(Tree, Reading)>, Failure> {
        if let Some(named) = self.pages.tree()? {
            return Ok(vec![named]);
        }
        let vendors = Workspace::find()?.vendors(&self.vendors)?;
        vendors.into_iter().map(|(id, settings)| Reading::of_vendor(&id, settings)).collect()
    }
}

/// What came of the pages of a vendor of the workspace.
///
/// # Errors
/// As [`engine::pages`].
pub(super) fn of_vendor(id: &str, settings: Vendor) -> Result<Specs, Failure> {
    let (tree, reading) = Reading::of_vendor(id, settings)?;
    engine::pages(&tree, reading)
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
    /// A file cannot be read or is not valid, or there is no spec.
    pub(super) fn read(&self) -> Result<Vec<Spec>, Failure> {
        if let Some(specs) = self.pages.read()? {
            specs.require_operation()?;
            let specs = specs.services.into_iter();
            return Ok(specs.map(|it| Spec { service: it.service, places: Some(it.places) }).collect());
        }
        let mut specs = Vec::new();
        let folders =
            if self.paths.is_empty() { vec![Workspace::find()?.specs()] } else { self.paths.clone() };
        for path in &folders {
            let path = resolve(path)?;
            let found = services(&Tree::disk(&path)?)?;
            if found.is_empty() {
                return Err(Failure::new(format!("{}: there is no IR file in it", path.display()))
                    .hint("`tablature generate` writes them from pages"));
            }
            specs.extend(found.into_iter().map(|(_, _, service)| Spec { service, places: None }));
        }
        add_places(&mut specs)?;
        Ok(specs)
    }
}

/// The IR files of a tree, opened: path, text and service of each. Other files beside them are passed over.
///
/// # Errors
/// A file cannot be read, or one that is an IR or was named as one is not valid.
pub(super) fn services(tree: &Tree) -> Result<Vec<(String, String, tablature_ir::Service)>, Failure> {
    let (files, mut beside) = if let Some((path, bytes)) = tree.single()? {
        let beside = tree.beside(&examples::folder(&path), &may_be_spec)?;
        (vec![(path, bytes)], beside.into_iter().collect::<BTreeMap<_, _>>())
    } else {
        let prefix = tree.prefix();
        let found = tree.files(&may_be_spec)?.into_iter();
        let named = found.map(|(path, bytes)| (format!("{prefix}{path}"), bytes));
        let (specs, others): (Vec<_>, Vec<_>) =
            named.partition(|(path, bytes)| is_spec(path, &String::from_utf8_lossy(bytes)));
        (specs, others.into_iter().collect())
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let mut open = |(path, bytes): (String, Vec<u8>)| {
        let (folder, bytes) = (format!("{}/", examples::folder(&path)), text(bytes));
        let inside = |path: &str| path.strip_prefix(&folder).is_some_and(|name| !name.contains('/'));
        let files = beside.extract_if(folder.clone().., |path, _| inside(path));
        let files: Vec<_> = files.map(|(path, bytes)| (path, text(bytes))).collect();
        let service = engine::open_text(&path, &bytes, &files)?;
        Ok((path, bytes, service))
    };
    files.into_iter().map(&mut open).collect()
}

/// A path that is there, or the specs of `VENDOR` or `VENDOR/SERVICE` in the workspace.
fn resolve(path: &Path) -> Result<PathBuf, Failure> {
    if path.exists() {
        return Ok(path.to_owned());
    }
    let selected: Option<Selection> = path.to_str().and_then(|text| text.parse().ok());
    if let (Some(selected), Ok(workspace)) = (selected, Workspace::find()) {
        let folder = workspace.specs().join(&selected.vendor);
        let found = selected
            .service
            .map_or(folder.clone(), |service| folder.join(format!("{}.yaml", stem(&service))));
        if found.exists() {
            return Ok(found);
        }
    }
    Err(Failure::new(format!("{}: no such file, folder, vendor or service", path.display()))
        .hint("name an IR file, a folder of them, or VENDOR/SERVICE as in specs/VENDOR/SERVICE.yaml"))
}

/// Finds the places of specs whose vendor's pages are in the workspace.
fn add_places(specs: &mut [Spec]) -> Result<(), Failure> {
    let Ok(workspace) = Workspace::find() else { return Ok(()) };
    for (id, vendor) in workspace.vendors(&[])? {
        if specs.iter().any(|spec| spec.service.vendor == id) {
            for lowered in of_vendor(&id, vendor)?.services {
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
