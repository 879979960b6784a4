//! `tablature show PAGE --after PASS`: the state after a phase or a pass, for one page.

pub(super) mod view;

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};
use serde::Serialize;
use tablature_ir::{Service, TypeName};

use super::{
    terminal::{Terminal, print},
    workspace::Workspace,
};
use crate::{
    diagnostic::{Diagnostic, Sources},
    dialect::By,
    emit,
    engine::{self, Failure, Reading, slashes, tree::Tree},
    extract::{self, evidence},
    load::{Document, Page},
    lower::{After, PASSES},
    plan, raw,
    spec::{
        self,
        yaml::{Keys, Node, Style},
    },
};

/// The state after a phase or a pass, for one page
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The page
    page: PathBuf,
    /// The phase, or the pass of `lower`
    #[arg(long, value_name = "PASS", value_parser = steps(), default_value = "lower", hide_possible_values = false)]
    after: String,
    /// The dialect, for a page outside specs/
    #[arg(long, value_name = "NAME|FILE")]
    dialect: Option<String>,
}

/// The phases before the passes of `lower`, and those after them.
const BEFORE: [(&str, &str); 3] = [
    ("load", "headings, tables, code: what is on the page"),
    ("roles", "what each table was taken for, and why"),
    ("extract", "what the tables say, as written"),
];
const BEHIND: [(&str, &str); 3] =
    [("lower", "the IR, with settings and overlays"), ("plan", "Rust names and types"), ("emit", "Rust")];

/// All that can be looked at, in order.
fn steps() -> PossibleValuesParser {
    let passes = PASSES.iter().map(|pass| (pass.name, pass.does));
    let all = BEFORE.into_iter().chain(passes).chain(BEHIND);
    PossibleValuesParser::new(all.map(|(name, does)| PossibleValue::new(name).help(does)))
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
    let text = match arguments.after.as_str() {
        "load" => {
            let document = load(page, &tree)?;
            yaml("blocks", &view::blocks(&document, &document.blocks))
        }
        "roles" => {
            let document = load(page, &tree)?;
            yaml("parts", &view::roles(&document, &decided(&document, &pages, &reading)?))
        }
        "extract" => {
            let mut document = load(page, &tree)?;
            let parts = match reading.dialect.source.by {
                By::Rules => extract::pages(&mut document, &reading.dialect),
                By::Evidence => {
                    decided(&document, &pages, &reading)?.into_iter().map(|(part, _)| part).collect()
                }
            };
            yaml("parts", &view::parts(&document, &parts))
        }
        phase @ ("lower" | "plan" | "emit") => {
            let specs = engine::read(&pages, &tree.prefix(), reading)?;
            told(&specs.diagnostics, &name, &specs.sources, terminal);
            let services = specs.services.iter().map(|lowered| only(&lowered.service, &name));
            let shown = services.filter(|service| !service.operations.is_empty());
            shown.map(|service| state(&service, phase)).collect::<Result<String, Failure>>()?
        }
        pass => {
            let after = engine::after(&pages, &reading, pass, &name)
                .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
            let mut sources = Sources::new(tree.prefix().trim_end_matches('/'));
            if let Ok(bytes) = &page.bytes {
                sources.add(page.path.clone(), crate::load::text(bytes).as_ref());
            }
            for after in &after {
                told(&after.diagnostics, &name, &sources, terminal);
            }
            after.iter().map(|after| between(after, &name)).collect()
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A state between two passes: what is decided, as the IR has it; then, in a document of its own, what is still open.
fn between(after: &After, page: &str) -> String {
    let decided = spec::write(&only(&after.service, page));
    if after.beside.is_empty() {
        return decided;
    }
    format!("{decided}---\n{}", yaml("draft", &after.beside))
}

/// A YAML document with this under one key.
fn yaml(key: &str, value: &impl Serialize) -> String {
    // Plain data with keys that are text always has a tree.
    let Ok(tree) = spec::yaml::tree(value) else { return String::new() };
    spec::yaml::document(&Node::Map(Style::Block, Keys::Words, vec![(key.to_owned().into(), said(tree))]))
}

/// A tree without what says nothing: `null`, `false`, and what is empty.
fn said(node: Node<'static>) -> Node<'static> {
    let says = |node: &Node<'_>| match node {
        Node::Bare(text) => !matches!(&**text, "null" | "false"),
        Node::Text(text) => !text.is_empty(),
        Node::List(_, items) => !items.is_empty(),
        Node::Map(_, _, entries) => !entries.is_empty(),
    };
    match node {
        Node::List(style, items) => Node::List(style, items.into_iter().map(said).collect()),
        Node::Map(style, keys, entries) => {
            let entries = entries.into_iter().map(|(key, value)| (key, said(value)));
            let kept = entries.filter(|(_, value)| keys != Keys::Words || says(value));
            Node::Map(style, keys, kept.collect())
        }
        scalar => scalar,
    }
}

/// Prints the findings on a page.
fn told(found: &[Diagnostic], page: &str, sources: &Sources, terminal: &Terminal) {
    let mut found = found.to_vec();
    found.retain(|it| it.span.as_ref().is_some_and(|span| *span.file == *page));
    terminal.diagnostics(&found, sources);
}

/// What evidence makes of a page among the others.
fn decided(
    document: &Document,
    pages: &[Page],
    reading: &Reading,
) -> Result<Vec<(raw::Page, Vec<evidence::Decided>)>, Failure> {
    let documents: Vec<_> = pages.iter().filter_map(|page| engine::document(page).ok()).collect();
    let gathered = evidence::of(&documents.iter().collect::<Vec<_>>(), &reading.dialect)
        .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
    Ok(evidence::decide(document, &gathered))
}

fn load(page: &Page, tree: &Tree) -> Result<Document, Failure> {
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
    engine::keep_used_enums(&mut service);
    service
}

fn state(service: &Service, phase: &str) -> Result<String, Failure> {
    if phase == "lower" {
        return Ok(spec::write(service));
    }
    let planned = plan::plan(service, &plan::Options::default())
        .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
    Ok(match phase {
        "plan" => yaml("crate", &planned),
        _ => emit::rust::single_file(&planned),
    })
}

/// The pages among which a page stands, its path there, and how they are read.
fn whose(path: &Path, dialect: Option<&str>) -> Result<(Tree, String, Reading), Failure> {
    if let Some(dialect) = dialect {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        fs::metadata(path).map_err(|error| Failure::io(path, &error))?;
        // The pages of a folder are a service, which has the folder's name.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut reading = Reading::in_dialect(dialect, None)?;
        let real = fs::canonicalize(folder).map_err(|error| Failure::io(folder, &error))?;
        if let Some(service) = real.file_name() {
            reading.vendor = service.to_string_lossy().into_owned();
        }
        return Ok((Tree::disk(folder)?, name, reading));
    }
    let here = fs::canonicalize(path);
    let mut folders = Vec::new();
    for (id, vendor) in Workspace::find()?.vendors(&[])? {
        let Some(docs) = vendor.docs_folder() else { continue };
        folders.push(slashes(&docs));
        let Ok(docs) = fs::canonicalize(docs) else { continue };
        // As findings name a page, or as the IR does.
        let name = match &here {
            Ok(full) => full.strip_prefix(&docs).ok(),
            Err(_) => docs.join(path).is_file().then_some(path),
        };
        if let Some(name) = name.map(slashes) {
            let (tree, reading) = Reading::of_vendor(&id, vendor)?;
            return Ok((tree, name, reading));
        }
    }
    if let Err(error) = here {
        let failure = Failure::io(path, &error);
        return Err(failure.hint(format!("there is no such page here, nor in {}", folders.join(", "))));
    }
    Err(Failure::new(format!("{} is not among the pages of a vendor in specs/", path.display()))
        .hint("say which dialect it is written in: --dialect NAME|FILE"))
}
