//! Specs → crates: plan → emit.

use std::borrow::Borrow;

use rayon::prelude::*;
use tablature_ir::Service;

use crate::{
    diagnostic::{Diagnostic, Severity},
    emit::{self, Runtime},
    lower::Missing,
    output::Files,
    plan::{self, files::Named},
};

/// A crate in memory.
#[derive(Debug, Default)]
pub struct Made {
    /// Its files, below the folder of their workspace.
    pub files: Files,
    /// What was found on the way.
    pub diagnostics: Vec<Diagnostic>,
    /// The service, where it cannot be a crate.
    pub missing: Vec<Missing>,
    /// Whether an earlier run made it.
    pub is_earlier: bool,
}

/// Plans and emits the crate of each service, and calls `done` after each. `runtime` takes the place of the runtime
/// of the workspace. A service that cannot be planned is left out; its findings say why. What `earlier` has of a service,
/// by its index, is not made again. Each service that is handed over is let go of when its crate is made.
pub fn make<S: Borrow<Service> + Send>(
    services: Vec<(S, Named)>,
    runtime: Option<&Runtime>,
    earlier: &(dyn Fn(usize) -> Option<Made> + Sync),
    done: &(dyn Fn() + Sync),
) -> Vec<Made> {
    let one = |(index, (service, named)): (usize, (S, Named))| {
        let made = earlier(index).unwrap_or_else(|| krate(service.borrow(), &named, runtime));
        done();
        made
    };
    services.into_par_iter().enumerate().map(one).collect()
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
                is_earlier: false,
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
            Made {
                files: Files::new(),
                diagnostics,
                missing: missing.into_iter().collect(),
                is_earlier: false,
            }
        }
    }
}
