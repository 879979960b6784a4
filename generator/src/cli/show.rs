//! `tablature show PAGE --after PHASE`: the state after a phase, for one page.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use super::{
    failure::Failure,
    specs::{read_dialect, slashes},
    terminal::{Terminal, print},
    workspace::Workspace,
};
use crate::{
    diagnostic::{Diagnostic, Sources},
    dialect::Dialect,
    emit, extract, load,
    lower::{self, Page},
    plan, spec,
};

/// The state after a phase, for one page
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The page
    page: PathBuf,
    /// The phase
    #[arg(long, value_enum, default_value_t)]
    after: Phase,
    /// The dialect, for a page outside specs/
    #[arg(long, value_name = "NAME|FILE")]
    dialect: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Phase {
    /// Headings, tables, code: what is on the page
    Load,
    /// What the tables say, as written
    Extract,
    /// The IR
    #[default]
    Lower,
    /// Rust names and types
    Plan,
    /// Rust
    Emit,
}

/// Runs the command.
///
/// # Errors
/// The page cannot be read, or its dialect cannot be told.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let path = &arguments.page;
    let bytes = fs::read(path).map_err(|error| Failure::io(path, &error))?;
    let (vendor, name, dialect) = whose(path, arguments.dialect.as_deref())?;
    let mut sources = Sources::new(slashes(path).strip_suffix(&name).unwrap_or("").trim_end_matches('/'));
    sources.add(name.as_str(), String::from_utf8_lossy(&bytes).as_ref());
    let fail = |found: Vec<Diagnostic>| Failure::Diagnostics(found, sources.clone());

    let page = Page { path: name.as_str().into(), bytes: bytes.into() };
    let text = match arguments.after {
        Phase::Load => {
            let document = load::page(page.path.clone(), &page.bytes).map_err(|fault| fail(vec![fault]))?;
            format!("{document:#?}\n")
        }
        Phase::Extract => {
            let mut document =
                load::page(page.path.clone(), &page.bytes).map_err(|fault| fail(vec![fault]))?;
            format!("{:#?}\n", extract::pages(&mut document, &dialect))
        }
        Phase::Lower | Phase::Plan | Phase::Emit => {
            let outcome = lower::vendor(&[page], &dialect, &lower::Options { vendor });
            terminal.diagnostics(&outcome.diagnostics, &sources);
            let mut text = String::new();
            for lowered in &outcome.services {
                let state = match arguments.after {
                    Phase::Lower => spec::write(&lowered.service),
                    after => {
                        let planned =
                            plan::plan(&lowered.service, &plan::Options::default()).map_err(&fail)?;
                        if after == Phase::Plan {
                            format!("{planned:#?}\n")
                        } else {
                            emit::rust::single_file(&planned)
                        }
                    }
                };
                text += &state;
            }
            text
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The vendor, the path relative to its docs, and the dialect of a page.
fn whose(path: &Path, dialect: Option<&str>) -> Result<(String, String, Dialect), Failure> {
    if let Some(dialect) = dialect {
        let vendor = Path::new(dialect).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder =
            path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok((vendor, format!("{folder}/{name}"), read_dialect(dialect, Path::new(""))?));
    }
    let full = fs::canonicalize(path).map_err(|error| Failure::io(path, &error))?;
    let workspace = Workspace::find()?;
    for (id, vendor) in workspace.vendors(&[])? {
        let Some(docs) = vendor.docs_folder() else { continue };
        let Ok(docs) = fs::canonicalize(docs) else { continue };
        if let Ok(name) = full.strip_prefix(&docs) {
            return Ok((id, slashes(name), read_dialect(&vendor.dialect, &vendor.folder)?));
        }
    }
    Err(Failure::new(format!("{} is not among the pages of a vendor in specs/", path.display()))
        .hint("say which dialect it is written in: --dialect NAME|FILE"))
}
