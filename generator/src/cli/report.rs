//! `tablature report`: what the pages say and what was made of it, as a site.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{
    diff::steps,
    input::Pages,
    terminal::{Terminal, print},
    workspace::{Selection, Workspace},
};
use crate::{
    engine::{self, Failure, Reading, Specs, tree::Tree},
    load::Page,
    output::{self, Territory, seal},
    report::{Read, folders, site},
};

/// The pages beside what they became, as a site that works from disk
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The vendors; all when left out
    #[arg(value_name = "VENDOR", conflicts_with = "docs")]
    vendors: Vec<Selection>,
    #[command(flatten)]
    pages: Pages,
    /// The folder that the site is written to
    #[arg(long, value_name = "DIR", default_value = "report")]
    out: PathBuf,
    /// Add what each commit since this revision of the pages' repository changed
    #[arg(long, value_name = "REV")]
    since: Option<String>,
}

/// A vendor with all that is shown of it.
struct Vendor {
    id: String,
    title: String,
    tree: Tree,
    pages: Vec<Page>,
    specs: Specs,
}

/// Runs the command.
///
/// # Errors
/// A file that people write is wrong, pages cannot be read, or the site cannot be written.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let vendors = read(arguments)?;
    for vendor in &vendors {
        vendor.specs.require_operation()?;
    }
    let mut shown = Vec::new();
    for vendor in &vendors {
        let steps = match &arguments.since {
            Some(since) => steps(&vendor.tree, since, &vendor.specs.reading)?,
            None => Vec::new(),
        };
        let Vendor { id, title, pages, specs, .. } = vendor;
        shown.push(Read { id, title, pages, specs, steps });
    }
    let mut files = site(&shown);
    seal(&mut files);
    let own: Vec<Territory> =
        vendors.iter().flat_map(|vendor| folders(&vendor.id)).map(Territory::Folder).collect();
    let ground = terminal.ground(&arguments.out)?;
    let changes = output::write(&ground, &files, &own, false, &|path| terminal.edited(path))
        .map_err(|error| Failure::new(error.to_string()))?;
    print(&format!(
        "{} files written, {} unchanged, {} removed; open {}\n",
        changes.written.len(),
        changes.unchanged,
        changes.removed.len(),
        arguments.out.join("index.html").display(),
    ))?;
    Ok(ExitCode::SUCCESS)
}

fn read(arguments: &Arguments) -> Result<Vec<Vendor>, Failure> {
    let vendor = |id: &str, title: &str, tree: Tree, reading: Reading| {
        let pages = tree.pages()?;
        let specs = engine::read(&pages, &tree.prefix(), reading)?;
        Ok(Vendor { id: id.to_owned(), title: title.to_owned(), tree, pages, specs })
    };
    if let Some((tree, reading)) = arguments.pages.tree()? {
        let id = reading.vendor.clone();
        return Ok(vec![vendor(&id, &id, tree, reading)?]);
    }
    let vendors = Workspace::find()?.vendors(&arguments.vendors)?;
    let read = vendors.into_iter().map(|(id, settings)| {
        let title = settings.title.clone();
        let (tree, reading) = Reading::of_vendor(&id, settings)?;
        vendor(&id, if title.is_empty() { &id } else { &title }, tree, reading)
    });
    read.collect()
}
