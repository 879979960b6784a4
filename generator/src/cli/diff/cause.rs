//! Who changed it: the vendor, or we. What lies beside the IR on both sides tells: when the lines of the page that
//! speak of a field are the same, the vendor changed nothing, and the overlay, the dialect or the code did.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use crate::{
    diff::{Cause, Change, Report},
    engine::{
        settings::{Docs, Vendor},
        slashes,
        tree::{Tree, joined},
    },
};

/// The files beside the IR of one side: pages, overlays, settings, dialects.
struct Beside<'t> {
    tree: &'t Tree,
    vendors: BTreeMap<String, Paths>,
    files: HashMap<String, Option<String>>,
}

/// Where the files of a vendor are.
struct Paths {
    /// The folder of vendor.yaml, as a path in the tree: empty, or with a `/` at its end.
    folder: String,
    /// The folder of its pages, as a path that opens it; they may lie beside the tree.
    docs: String,
}

impl<'t> Beside<'t> {
    fn new(tree: &'t Tree) -> Self {
        let mut vendors = BTreeMap::new();
        let settings = tree.files(&|path| path.ends_with("vendor.yaml")).unwrap_or_default();
        for (path, bytes) in settings {
            let folder = path.strip_suffix("vendor.yaml").unwrap_or_default().to_owned();
            let vendor = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
            let read = serde_yaml::from_slice::<Vendor>(&bytes);
            if let Ok(Vendor { docs: Docs::Folder(pages), .. }) = read {
                let docs =
                    slashes(&joined(Path::new(&format!("{}{folder}", tree.prefix())), Path::new(&pages)));
                vendors.insert(vendor, Paths { folder, docs });
            }
        }
        Beside { tree, vendors, files: HashMap::new() }
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
        let docs = self.vendors.get(vendor)?.docs.clone();
        let path = format!("{docs}/{page}");
        if let Some(within) = path.strip_prefix(&self.tree.prefix()) {
            return self.file(within);
        }
        let tree = self.tree;
        let read = || {
            let found = tree.beside(&docs, &|other| other == page).ok()?;
            found.into_iter().next().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        };
        self.files.entry(path).or_insert_with(read).clone()
    }

    /// What people decided of a service: its overlay, and the settings of its vendor.
    fn decisions(&mut self, vendor: &str, service: &str) -> Option<[Option<String>; 2]> {
        let folder = self.vendors.get(vendor)?.folder.clone();
        Some(
            [format!("{folder}{service}.overlay.yaml"), format!("{folder}vendor.yaml")]
                .map(|path| self.file(&path)),
        )
    }
}

/// Says of each change of a report on two folders of IR who made it.
pub(super) fn attribute(report: &mut Report, trees: (&Tree, &Tree)) {
    let (mut old, mut new) = (Beside::new(trees.0), Beside::new(trees.1));
    if old.vendors.is_empty() || new.vendors.is_empty() {
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
    match &pages {
        Some((Some(before), Some(now))) => {
            let leaf =
                change.field.as_deref().and_then(|path| path.rsplit(['.', ' ']).next()).unwrap_or_default();
            let leaf = leaf.trim_end_matches(['[', ']', '{', '}']);
            if lines(before, leaf) != lines(now, leaf) {
                return Cause::Vendor;
            }
        }
        Some((None, Some(_)) | (Some(_), None)) => return Cause::Vendor,
        Some((None, None)) | None => {}
    }
    let decided = |side: &mut Beside<'_>| side.decisions(&change.vendor, &change.service);
    match pages {
        _ if decided(old) != decided(new) => Cause::Overlay,
        // Without the page nothing shows that the vendor left it as it was.
        Some((None, None)) => Cause::Unknown,
        _ => Cause::Us,
    }
}

/// The lines of a page that speak of a field; all lines where there is none.
fn lines<'p>(page: &'p str, leaf: &str) -> Vec<&'p str> {
    page.lines().filter(|line| leaf.is_empty() || line.contains(leaf)).collect()
}
