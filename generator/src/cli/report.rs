//! `tablature report`: what the pages say and what was made of it, as a site.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{
    diff::steps,
    input::Vendors,
    terminal::{Terminal, print},
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
    #[command(flatten)]
    vendors: Vendors,
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
    let vendors = arguments.vendors.trees()?.into_iter().map(read).collect::<Result<Vec<Vendor>, _>>()?;
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

fn read((tree, reading): (Tree, Reading)) -> Result<Vendor, Failure> {
    let id = reading.vendor.clone();
    let title = reading.settings.as_ref().map(|settings| settings.title.clone());
    let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| id.clone());
    let pages = tree.pages()?;
    let specs = engine::read(&pages, &tree.prefix(), reading)?;
    Ok(Vendor { id, title, tree, pages, specs })
}
