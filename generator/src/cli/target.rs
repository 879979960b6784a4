//! What a run works on, where its files go, and where it looks for what it makes no longer.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;
use tablature_ir::Service;

use super::{
    input::{self, Pages},
    make::Made,
    workspace::{Selection, Workspace},
};
use crate::{
    diagnostic::Severity,
    emit::Runtime,
    engine::{Failure, Specs, runtime, sources::Lock},
    output::Territory,
    spec,
};

/// What to work on and where to write.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Target {
    /// Only these; everything in specs/ when left out
    #[arg(value_name = "VENDOR[/SERVICE]", conflicts_with = "docs")]
    pub(super) selected: Vec<Selection>,
    #[command(flatten)]
    pub(super) pages: Pages,
    /// Write here instead of the workspace
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
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
        /// Whether to make every crate, also those that an earlier run made of the same.
        afresh: bool,
    },
}

/// Where the files go, below the root.
pub(super) struct Layout {
    /// The root.
    pub(super) root: PathBuf,
    /// The folder of the crates' workspace, with a slash at its end, or empty for the root itself.
    pub(super) crates: &'static str,
    /// Where crates get the runtime from.
    pub(super) runtime: Runtime,
}

impl Layout {
    /// The runtime that the settings of a vendor name, as its crates see it. One that was named on the command line
    /// takes its place, and stands in the manifest of the workspace.
    pub(super) fn runtime_of(&self, specs: &Specs, scope: Scope<'_>) -> Result<Option<Runtime>, Failure> {
        let settings = specs.reading.settings.as_ref();
        match (scope, settings.and_then(|settings| Some((settings, settings.runtime.as_ref()?)))) {
            (Scope::Crates { runtime: None, .. }, Some((settings, runtime))) => {
                // All crates lie side by side.
                let manifest = self.root.join(self.crates).join(&specs.reading.vendor);
                runtime.seen_from(&manifest, &settings.folder).map(Some)
            }
            _ => Ok(None),
        }
    }
}

impl Target {
    /// The folder below which a run writes.
    ///
    /// # Errors
    /// There is no workspace, and no other folder was named.
    pub(super) fn root(&self) -> Result<PathBuf, Failure> {
        self.out.clone().map_or_else(|| Ok(Workspace::find()?.root), Ok)
    }

    /// Where the files go.
    ///
    /// # Errors
    /// As [`root`](Self::root), or there is no such runtime.
    pub(super) fn layout(&self, scope: Scope<'_>) -> Result<Layout, Failure> {
        let root = self.root()?;
        let crates = if self.out.is_some() { "" } else { "generated/" };
        let manifest = root.join(crates);
        let runtime = match scope {
            Scope::Crates { runtime: Some(text), .. } => {
                runtime::Setting::word(text).seen_from(&manifest, Path::new("."))?
            }
            Scope::Crates { runtime: None, .. } | Scope::Specs => runtime::usual(&manifest, &root),
        };
        Ok(Layout { root, crates, runtime })
    }

    /// What came of the pages, by vendor; each has an operation.
    pub(super) fn specs(&self) -> Result<Vec<Specs>, Failure> {
        let specs = if let Some(specs) = self.pages.read()? {
            if self.out.is_none() {
                return Err(Failure::new("pages outside a workspace, and nowhere to write")
                    .hint("say where: --out DIR"));
            }
            vec![specs]
        } else {
            let vendors = Workspace::find()?.vendors(&self.selected)?;
            let read = vendors.into_iter().map(|(id, vendor)| input::of_vendor(&id, vendor));
            read.collect::<Result<_, _>>()?
        };
        specs.iter().try_for_each(Specs::require_operation)?;
        self.check_selected(&specs)?;
        Ok(specs)
    }

    /// The versions that `update` gave the crates of the workspace.
    pub(super) fn lock(&self) -> Result<Lock, Failure> {
        match self.pages.docs {
            Some(_) => Ok(Lock::default()),
            None => Lock::read(&Workspace::find()?.specs()),
        }
    }

    /// Whether a service is to be written.
    pub(super) fn wants(&self, service: &Service) -> bool {
        self.selected.is_empty()
            || self.selected.iter().any(|selected| {
                selected.vendor == service.vendor
                    && selected.service.as_ref().is_none_or(|id| *id == service.service)
            })
    }

    /// Refuses a selected service that has no page: whoever selected it made a mistake.
    fn check_selected(&self, specs: &[Specs]) -> Result<(), Failure> {
        for selected in &self.selected {
            let Some(id) = &selected.service else { continue };
            let services = specs.iter().filter(|found| found.reading.vendor == selected.vendor);
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

    /// Where a run looks for what it makes no longer. The examples of an IR that is written belong to it and are
    /// always looked through. After an error nobody knows about anything else; a run over all pages of
    /// a vendor knows which crates and specs of that vendor there should no longer be, and a run over everything which at
    /// all.
    pub(super) fn territories(&self, scope: Scope<'_>, layout: &Layout, made: &Made) -> Vec<Territory> {
        let files = &made.files;
        let specs =
            || files.keys().filter(|path| path.starts_with("specs/") && path.matches('/').count() == 2);
        let mut territories: Vec<_> =
            specs().map(|path| Territory::Folder(spec::examples::folder(path))).collect();
        if made.worst.is_some_and(|worst| worst >= Severity::Error) {
            return territories;
        }
        let whole = self.out.is_none() && self.selected.is_empty();
        // The vendors of which every page was read.
        let vendors: BTreeSet<&str> = if self.selected.iter().all(|selected| selected.service.is_none()) {
            specs().filter_map(|path| path.split('/').nth(1)).collect()
        } else {
            BTreeSet::new()
        };
        if let Scope::Crates { .. } = scope {
            let all = layout.crates.trim_end_matches('/').to_owned();
            if whole {
                territories.push(Territory::Crates(all));
            } else {
                let crates = files.keys().filter_map(|path| path.strip_suffix("/src/lib.rs"));
                territories.extend(crates.map(|folder| Territory::Folder(folder.to_owned())));
                let of = |vendor: &&str| Territory::CratesOf(all.clone(), (*vendor).to_owned());
                territories.extend(vendors.iter().map(of));
            }
        }
        if whole {
            territories.push(Territory::Vendors("specs".to_owned()));
        } else {
            territories.extend(vendors.iter().map(|vendor| Territory::Specs(format!("specs/{vendor}"))));
        }
        territories
    }
}
