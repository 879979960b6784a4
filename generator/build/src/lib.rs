//! Generates a client in `build.rs`: IR in, one file of Rust in `OUT_DIR` out.
//!
//! ```no_run
//! // build.rs
//! tablature_build::Builder::new().spec("specs/acme/store.yaml").generate();
//! ```
//!
//! ```text
//! // src/lib.rs
//! pub mod store {
//!     tablature_client::include_client!("store");
//! }
//! ```
//!
//! From IR files this is light: no HTML, no HTTP, no command line. With the feature `pages` it reads
//! documentation pages too.

mod error;
mod input;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

pub use error::Error;
use input::Input;
use tablature::{
    diagnostic::{Diagnostic, Severity, Sources},
    emit::rust,
    engine::Failure,
    escape::cargo::directive,
    plan::{self, files::stem},
};
use tablature_ir::Service;

/// What is generated, and from what.
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `generate`"]
pub struct Builder {
    inputs: Vec<Input>,
    out: Option<PathBuf>,
}

impl Builder {
    /// A builder without inputs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an IR file, relative to the package. Its client goes to a file that is called after the service.
    pub fn spec(mut self, path: impl Into<PathBuf>) -> Self {
        self.inputs.push(Input::Spec { path: path.into(), name: None });
        self
    }

    /// Gives the client of the IR file that was added last another name than that of its service.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        if let Some(Input::Spec { name: slot, .. }) = self.inputs.last_mut() {
            *slot = Some(name.into());
        }
        self
    }

    /// Adds a folder of documentation pages with the dialect they are written in: the name of a built-in one,
    /// or a file. Each service in it becomes a client of its own.
    #[cfg(feature = "pages")]
    pub fn pages(mut self, folder: impl Into<PathBuf>, dialect: impl Into<String>) -> Self {
        let (folder, dialect) = (folder.into(), dialect.into());
        self.inputs.push(Input::Pages { folder, dialect, overlays: Vec::new() });
        self
    }

    /// Adds corrections to the folder of pages that was added last; the file is called after its service:
    /// `store.overlay.yaml`.
    #[cfg(feature = "pages")]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        if let Some(Input::Pages { overlays, .. }) = self.inputs.last_mut() {
            overlays.push(path.into());
        }
        self
    }

    /// Adds a folder with a `vendor.yaml`, such as `specs/VENDOR`: its pages are read as that file says, with the
    /// corrections beside it. Each service becomes a client of its own.
    #[cfg(feature = "pages")]
    pub fn vendor(mut self, folder: impl Into<PathBuf>) -> Self {
        self.inputs.push(Input::Vendor { folder: folder.into() });
        self
    }

    /// Writes into another folder than `OUT_DIR`.
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Generates the clients and tells cargo what they depend on. A fault is shown as an error of the build, and ends
    /// it.
    pub fn generate(self) {
        for path in self.inputs.iter().flat_map(Input::paths) {
            println!("{}", directive("rerun-if-changed", &path.to_string_lossy()));
        }
        match self.try_generate() {
            Ok(generated) => {
                for warning in &generated.warnings {
                    println!("{}", directive("warning", warning));
                }
            }
            Err(error) => {
                for line in error.to_string().lines() {
                    println!("{}", directive("error", line));
                }
                std::process::exit(1);
            }
        }
    }

    /// Generates the clients without speaking to cargo.
    ///
    /// # Errors
    /// An input cannot be read or is not valid, or the folder cannot be written.
    pub fn try_generate(self) -> Result<Generated, Error> {
        let Some(out) = self.out.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from)) else {
            return Err(Error::NoOutDir);
        };
        let mut generated = Generated::default();
        for input in &self.inputs {
            let read = input.read()?;
            generated.warnings.extend(read.warnings);
            for service in read.services {
                let name = input.name().unwrap_or(&service.service).to_owned();
                let text = client(&service, input.path(), &mut generated.warnings)?;
                let path = out.join(format!("{}.rs", stem(&name)));
                if generated.files.contains(&path) {
                    let what = format!("two clients would be {}", path.display());
                    return Err(Failure::new(what).hint("call one of them otherwise: `named`").into());
                }
                generated.files.push(write(path, &text)?);
            }
        }
        Ok(generated)
    }
}

/// What was generated.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// The files, one a client.
    pub files: Vec<PathBuf>,
    /// Warnings, one line each.
    pub warnings: Vec<String>,
}

/// The source of a client.
fn client(service: &Service, file: &Path, warnings: &mut Vec<String>) -> Result<String, Error> {
    let plan = plan::plan(service, &plan::Options::default())
        .map_err(|findings| Failure::Diagnostics(findings, Sources::default()))?;
    let worth = plan.diagnostics.iter().filter(|finding| finding.severity >= Severity::Warning);
    warnings.extend(worth.map(|finding| line(finding, file)));
    Ok(rust::single_file(&plan))
}

fn line(finding: &Diagnostic, file: &Path) -> String {
    format!("{}: {} [{}]", file.display(), finding.message, finding.id)
}

/// Writes a file, unless it says so already.
fn write(path: PathBuf, text: &str) -> Result<PathBuf, Error> {
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Ok(path);
    }
    match fs::write(&path, text) {
        Ok(()) => Ok(path),
        Err(error) => Err(Failure::io(&path, &error).into()),
    }
}
