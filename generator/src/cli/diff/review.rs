//! `tablature diff --git BASE`: how a branch of this repository moves the IR and the crates.

use std::{collections::BTreeMap, path::Path};

use super::{super::workspace::Workspace, cause, load};
use crate::{
    diff::{self, Cause, Report, crates},
    engine::{Failure, tree::Tree},
    output::owner,
};

/// Compares the workspace with a revision of it.
pub(super) fn run(base: &str) -> Result<Report, Failure> {
    let workspace = Workspace::find()?;
    let root = if workspace.root.as_os_str().is_empty() { Path::new(".") } else { &workspace.root };
    let open = |folder: &str| -> Result<(Option<Tree>, Tree), Failure> {
        // A folder that the base does not have yet is new as a whole.
        let old = Tree::named(&format!("git:{base}:{folder}"), root).ok();
        Ok((old, Tree::named(&root.join(folder).to_string_lossy(), root)?))
    };
    // A revision that does not exist must not pass for an empty one.
    Tree::named(&format!("git:{base}"), root)?;
    let specs = open("specs")?;
    let mut report = Report::default();
    if let (Some(old), new) = (&specs.0, &specs.1) {
        let (before, now) = (load::specs(old)?, load::specs(new)?);
        report = diff::services(&before, &now);
        cause::attribute(&mut report, (old, new));
    }
    if root.join("generated").is_dir() {
        let generated = open("generated")?;
        let old = generated.0.map(|tree| sources(&tree)).transpose()?.unwrap_or_default();
        crates::add(&mut report, &old, &sources(&generated.1)?);
    }
    which_of_us(&mut report, base, root);
    Ok(report)
}

/// Decides which of us made the changes that no overlay explains: the dialect, where only dialects changed, else the
/// code.
fn which_of_us(report: &mut Report, base: &str, root: &Path) {
    let files =
        |tree: Result<Tree, Failure>| tree.ok()?.files(&|path| path.strip_suffix(".yaml").is_some()).ok();
    let dialects = "generator/dialects";
    let old = files(Tree::named(&format!("git:{base}:{dialects}"), root));
    let new = files(Tree::named(&root.join(dialects).to_string_lossy(), root));
    let (Some(old), Some(new)) = (old, new) else { return };
    let text = |files: &[(String, Vec<u8>)], name: &str| {
        files.iter().find(|(path, _)| path == name).map(|it| it.1.clone())
    };
    for change in report.changes.iter_mut().filter(|change| change.cause == Cause::Us) {
        let name = format!("{}.yaml", change.vendor);
        change.cause = if text(&old, &name) == text(&new, &name) { Cause::Extractor } else { Cause::Dialect };
    }
}

/// The sources of the crates in a folder.
fn sources(tree: &Tree) -> Result<crates::Sources, Failure> {
    let mut found: crates::Sources = BTreeMap::new();
    let wanted = |path: &str| match path.split_once('/') {
        Some((_, file)) => {
            file == "Cargo.toml" || (file.starts_with("src/") && file.strip_suffix(".rs").is_some())
        }
        None => false,
    };
    for (path, bytes) in tree.files(&wanted)? {
        if let Some(name) = path.strip_suffix("/Cargo.toml") {
            let of = owner::named(&String::from_utf8_lossy(&bytes));
            found.entry(name.to_owned()).or_default().of = of.unwrap_or_else(|| {
                // An older crate says nothing.
                let (vendor, service) = name.split_once('-').unwrap_or((name, ""));
                (vendor.to_owned(), service.to_owned())
            });
        }
        let mut parts = path.splitn(3, '/');
        if let (Some(name), Some(_), Some(file)) = (parts.next(), parts.next(), parts.next()) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            found.entry(name.to_owned()).or_default().files.insert(file.to_owned(), text);
        }
    }
    Ok(found)
}
