//! Who changed it: the vendor, or we. What lies beside the IR on both sides tells: when the lines of the page that
//! speak of a field are the same, the vendor changed nothing, and the overlay, the dialect or the code did.

use std::collections::{BTreeMap, HashMap};

use crate::{
    diff::{Cause, Change, Report},
    engine::{
        settings::{Docs, Vendor},
        tree::Tree,
    },
};

/// The files beside the IR of one side: pages, overlays, settings, dialects.
struct Beside<'t> {
    tree: &'t Tree,
    /// The folder of pages of each vendor, as a path in the tree.
    docs: BTreeMap<String, String>,
    files: HashMap<String, Option<String>>,
}

impl<'t> Beside<'t> {
    fn new(tree: &'t Tree) -> Self {
        let mut docs = BTreeMap::new();
        let settings = tree.files(&|path| path.ends_with("vendor.yaml")).unwrap_or_default();
        for (path, bytes) in settings {
            let folder = path.strip_suffix("vendor.yaml").unwrap_or_default();
            let vendor = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
            let read = serde_yaml::from_slice::<Vendor>(&bytes);
            if let Ok(Vendor { docs: Docs::Folder(pages), .. }) = read {
                docs.insert(vendor, format!("{folder}{pages}/"));
            }
        }
        Beside { tree, docs, files: HashMap::new() }
    }

    fn file(&mut self, path: &str) -> Option<String> {
        let tree = self.tree;
        let read = || {
            let found = tree.files(&|other| other == path).ok()?;
            found.into_iter().next().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        };
        self.files.entry(path.to_owned()).or_insert_with(read).clone()
    }

    fn page(&mut self, vendor: &str, page: &str) -> Option<String> {
        let path = format!("{}{page}", self.docs.get(vendor)?);
        self.file(&path)
    }
}

/// Says of each change of a report on two folders of IR who made it.
pub(super) fn attribute(report: &mut Report, trees: (&Tree, &Tree)) {
    let (mut old, mut new) = (Beside::new(trees.0), Beside::new(trees.1));
    if old.docs.is_empty() || new.docs.is_empty() {
        return;
    }
    for change in &mut report.changes {
        if change.cause == Cause::Unknown {
            change.cause = cause(change, &mut old, &mut new);
        }
    }
}

fn cause(change: &Change, old: &mut Beside<'_>, new: &mut Beside<'_>) -> Cause {
    let Some(place) = change.places.first() else { return Cause::Unknown };
    let page = place.new.page.as_ref().or(place.old.page.as_ref());
    let pages = page.map(|page| (old.page(&change.vendor, page), new.page(&change.vendor, page)));
    match pages {
        Some((Some(before), Some(now))) => {
            let leaf =
                change.field.as_deref().and_then(|path| path.rsplit(['.', ' ']).next()).unwrap_or_default();
            let leaf = leaf.trim_end_matches(['[', ']', '{', '}']);
            if lines(&before, leaf) != lines(&now, leaf) {
                return Cause::Vendor;
            }
        }
        Some((None, Some(_)) | (Some(_), None)) => return Cause::Vendor,
        Some((None, None)) | None => {}
    }
    let overlay = |side: &mut Beside<'_>| {
        let folder = side
            .docs
            .get(&change.vendor)?
            .rsplit_once('/')?
            .0
            .rsplit_once('/')
            .map_or("", |it| it.0)
            .to_owned();
        let folder = if folder.is_empty() { folder } else { format!("{folder}/") };
        Some((
            side.file(&format!("{folder}{}.overlay.yaml", change.service)),
            side.file(&format!("{folder}vendor.yaml")),
        ))
    };
    let (before, now) = (overlay(old), overlay(new));
    if before != now {
        return Cause::Overlay;
    }
    Cause::Us
}

/// The lines of a page that speak of a field; all lines where there is none.
fn lines<'p>(page: &'p str, leaf: &str) -> Vec<&'p str> {
    page.lines().filter(|line| leaf.is_empty() || line.contains(leaf)).collect()
}
