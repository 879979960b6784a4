//! `tablature show PAGE --after PHASE`: the state after a phase, for one page.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};
use tablature_ir::{Service, TypeName};

use super::{
    terminal::{Terminal, print},
    workspace::Workspace,
};
use crate::{
    diagnostic::Sources,
    emit,
    engine::{self, Failure, Reading, slashes, tree::Tree},
    extract::{self, evidence},
    load::Page,
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
    /// What each table was taken for, and why
    Roles,
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
    let (tree, name, reading) = whose(&arguments.page, arguments.dialect.as_deref())?;
    let pages = tree.pages()?;
    let page = pages.iter().find(|page| *page.path == *name).ok_or_else(|| {
        Failure::new(format!("{}: this is no page", arguments.page.display()))
            .hint(format!("a page ends in {}", crate::load::ENDINGS.map(|it| format!(".{it}")).join(" ")))
    })?;
    let text = match arguments.after {
        Phase::Load => format!("{:#?}\n", load(page, &tree)?),
        Phase::Roles => {
            let documents: Vec<_> = pages.iter().filter_map(|page| engine::document(page).ok()).collect();
            let gathered = evidence::of(&documents.iter().collect::<Vec<_>>(), &reading.dialect)
                .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
            let document = load(page, &tree)?;
            evidence::roles(&document, &evidence::decide(&document, &gathered))
        }
        Phase::Extract => format!("{:#?}\n", extract::pages(&mut load(page, &tree)?, &reading.dialect)),
        Phase::Lower | Phase::Plan | Phase::Emit => {
            let specs = engine::read(&pages, &tree.prefix(), reading)?;
            let of_page = |file: &str| file == name;
            let mut found = specs.diagnostics.clone();
            found.retain(|it| it.span.as_ref().is_some_and(|span| of_page(&span.file)));
            terminal.diagnostics(&found, &specs.sources);
            let services = specs.services.iter().map(|lowered| only(&lowered.service, &name));
            let shown = services.filter(|service| !service.operations.is_empty());
            shown.map(|service| state(&service, arguments.after)).collect::<Result<String, Failure>>()?
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn load(page: &Page, tree: &Tree) -> Result<crate::load::Document, Failure> {
    engine::document(page).map_err(|fault| {
        let mut sources = Sources::new(tree.prefix().trim_end_matches('/'));
        if let Ok(bytes) = &page.bytes {
            sources.add(page.path.clone(), crate::load::text(bytes).as_ref());
        }
        Failure::Diagnostics(vec![fault], sources)
    })
}

/// A service with the operations of one page alone, and the types that they lead to.
fn only(service: &Service, page: &str) -> Service {
    let mut service = service.clone();
    service.operations.retain(|_, operation| operation.page == page);
    let used: HashSet<TypeName> = engine::used(&service);
    service.types.retain(|name, _| used.contains(name));
    service
}

fn state(service: &Service, after: Phase) -> Result<String, Failure> {
    if after == Phase::Lower {
        return Ok(spec::write(service));
    }
    let planned = plan::plan(service, &plan::Options::default())
        .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
    Ok(match after {
        Phase::Plan => format!("{planned:#?}\n"),
        _ => emit::rust::single_file(&planned),
    })
}

/// The pages among which a page stands, its path there, and how they are read.
fn whose(path: &Path, dialect: Option<&str>) -> Result<(Tree, String, Reading), Failure> {
    if let Some(dialect) = dialect {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        fs::metadata(path).map_err(|error| Failure::io(path, &error))?;
        // The pages of a folder are a service; the folder's name is its name.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut reading = Reading::in_dialect(dialect, None)?;
        let real = fs::canonicalize(folder).map_err(|error| Failure::io(folder, &error))?;
        if let Some(service) = real.file_name() {
            reading.vendor = service.to_string_lossy().into_owned();
        }
        return Ok((Tree::disk(folder)?, name, reading));
    }
    let full = fs::canonicalize(path).map_err(|error| Failure::io(path, &error))?;
    for (id, vendor) in Workspace::find()?.vendors(&[])? {
        let Some(docs) = vendor.docs_folder() else { continue };
        let Ok(docs) = fs::canonicalize(docs) else { continue };
        if let Ok(name) = full.strip_prefix(&docs) {
            let (tree, reading) = Reading::of_vendor(&id, vendor)?;
            return Ok((tree, slashes(name), reading));
        }
    }
    Err(Failure::new(format!("{} is not among the pages of a vendor in specs/", path.display()))
        .hint("say which dialect it is written in: --dialect NAME|FILE"))
}
