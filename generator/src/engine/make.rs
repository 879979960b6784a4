//! Specs → crates: plan → emit.

use rayon::prelude::*;
use tablature_ir::Service;

use crate::{
    diagnostic::{Diagnostic, Severity},
    emit::{self, Runtime},
    lower::Missing,
    output::Files,
    plan::{self, files::Named},
};

/// Crates in memory.
#[derive(Debug, Default)]
pub struct Made {
    /// Their files, below the folder of their workspace.
    pub files: Files,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// The services that cannot be a crate.
    pub missing: Vec<Missing>,
}

/// Plans and emits the crate of each service, and calls `done` after each. `runtime` takes the place of the runtime
/// of the workspace. A service that cannot be planned is left out; its findings say why.
pub fn make(services: &[(&Service, Named)], runtime: Option<&Runtime>, done: &(dyn Fn() + Sync)) -> Made {
    let results: Vec<Made> = services
        .par_iter()
        .map(|(service, named)| {
            let made = krate(service, named, runtime);
            done();
            made
        })
        .collect();
    let mut whole = Made::default();
    for made in results {
        whole.files.extend(made.files);
        whole.diagnostics.extend(made.diagnostics);
        whole.missing.extend(made.missing);
    }
    whole
}

fn krate(service: &Service, named: &Named, runtime: Option<&Runtime>) -> Made {
    let options =
        plan::Options { package: Some(named.package.clone()), version: Some(named.version.clone()) };
    match plan::plan(service, &options) {
        Ok(plan) => {
            let (files, mended) = emit::krate(&plan, runtime);
            let files =
                files.into_iter().map(|(path, bytes)| (format!("{}/{path}", plan.name), bytes)).collect();
            Made {
                files,
                diagnostics: plan.diagnostics.into_iter().chain(mended).collect(),
                missing: Vec::new(),
            }
        }
        Err(diagnostics) => {
            let why =
                diagnostics.iter().find(|found| found.severity == Severity::Error).map(|found| found.id);
            let missing = why.map(|why| Missing {
                service: service.service.clone(),
                operation: String::new(),
                page: "".into(),
                why,
            });
            Made { files: Files::new(), diagnostics, missing: missing.into_iter().collect() }
        }
    }
}
