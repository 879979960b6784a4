//! Computes everything that a run would write, and writes nothing.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    failure::Failure,
    input::{Pages, read_ir},
    specs::{Extracted, Request},
    terminal::Terminal,
    vendor::Vendor,
    workspace::{Selection, Workspace},
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    emit,
    output::Files,
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
    #[arg(long, value_name = "DIR", required_if_eq("docs", ""))]
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
    pub(super) owned: Vec<String>,
    /// What was done, a line a vendor.
    pub(super) summary: Vec<String>,
    /// The worst finding.
    pub(super) worst: Option<Severity>,
}

/// Where things go below the root.
struct Layout {
    root: PathBuf,
    /// The folder of the crates' workspace, with a slash at its end, or empty.
    crates: &'static str,
    /// Where the crates' workspace finds the runtime.
    runtime: String,
}

/// Reads, lowers, plans and emits.
///
/// # Errors
/// Something that people write is not right.
pub(super) fn make(target: &Target, ir: &[PathBuf], scope: Scope<'_>, terminal: &Terminal) -> Result<Made, Failure> {
    let layout = target.layout(scope)?;
    let mut made =
        Made { root: layout.root, files: Files::new(), owned: Vec::new(), summary: Vec::new(), worst: None };
    let crates = Crates { folder: layout.crates, runtime: layout.runtime };
    if ir.is_empty() {
        for extracted in target.extract(terminal)? {
            terminal.diagnostics(&extracted.diagnostics, &extracted.sources);
            made.summary.push(extracted.summary());
            made.worst = made.worst.max(extracted.diagnostics.iter().map(|found| found.severity).max());
            for lowered in &extracted.services {
                let service = &lowered.service;
                if target.wants(service) {
                    let path = format!("specs/{}/{}.yaml", service.vendor, service.service);
                    made.files.insert(path, spec::write(service).into_bytes());
                }
            }
            if let Scope::Crates { .. } = scope {
                let services = extracted.services.iter().map(|lowered| &lowered.service);
                let services: Vec<_> = services.filter(|service| target.wants(service)).collect();
                crates.emit(&services, extracted.settings.as_ref(), &mut made, terminal)?;
            }
        }
    } else {
        let services = ir.iter().map(|file| read_ir(file)).collect::<Result<Vec<_>, _>>()?;
        made.summary.push(format!("{} specs read", services.len()));
        crates.emit(&services.iter().collect::<Vec<_>>(), None, &mut made, terminal)?;
    }
    if let Scope::Crates { .. } = scope {
        crates.emit_workspace(&mut made);
        if target.is_everything() {
            made.owned = vec![crates.folder.trim_end_matches('/').to_owned()];
        }
    }
    Ok(made)
}
