//! The pages that are measured.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tablature::{dialect, dialect::Dialect, engine::tree::Tree, load::Page};

/// Pages of one vendor.
pub struct Set {
    /// What it is called in the report.
    pub name: String,
    /// The vendor, which is also the dialect.
    pub vendor: &'static str,
    /// Its pages, in order.
    pub pages: Vec<Page>,
}

const VENDORS: [&str; 2] = ["ucloud", "huaweicloud"];

/// How many pages the seed pages are multiplied to.
const SEEDS: usize = 2000;

impl Set {
    /// All sets that are at hand.
    pub fn all() -> Vec<Set> {
        let mut sets: Vec<Set> = VENDORS.map(|vendor| Set::seeds(vendor, &root().join("specs"))).into();
        sets.extend(VENDORS.iter().filter_map(|vendor| Set::corpus(vendor)));
        sets
    }

    /// The set of this name.
    pub fn named(name: &str) -> Option<Set> {
        Set::all().into_iter().find(|set| set.name == name)
    }

    /// Real pages.
    fn corpus(vendor: &'static str) -> Option<Set> {
        let shared =
            std::env::var_os("TABLATURE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
        let folder = shared.join("corpora").join(vendor);
        if !folder.is_dir() {
            println!("no real pages of {vendor} in {}: left out", folder.display());
            return None;
        }
        Some(Set { name: vendor.to_owned(), vendor, pages: read(&folder) })
    }

    /// The seed pages of a vendor, as many times as gives its share of the 2000.
    fn seeds(vendor: &'static str, specs: &Path) -> Set {
        let seeds = read(&specs.join(vendor).join("docs"));
        let all: usize = VENDORS.iter().map(|vendor| read(&specs.join(vendor).join("docs")).len()).sum();
        let copies = SEEDS / all.max(1);
        let pages = seeds.iter().flat_map(|seed| (0..copies).map(|copy| multiply(seed, copy)));
        Set { name: format!("seeds-{vendor}"), vendor, pages: pages.collect() }
    }

    /// The vendor's built-in dialect.
    pub fn dialect(&self) -> Arc<Dialect> {
        let text = dialect::builtin(self.vendor).expect("a built-in dialect");
        dialect::read(self.vendor, text).expect("a dialect without faults").into()
    }

    /// How many bytes the pages have.
    pub fn bytes(&self) -> usize {
        self.pages.iter().map(|page| bytes(page).len()).sum()
    }

    /// Every `step`th page.
    #[must_use]
    pub fn thinned(&self, step: usize) -> Set {
        let pages = self.pages.iter().step_by(step).cloned().collect();
        Set { name: format!("{} 1/{step}", self.name), vendor: self.vendor, pages }
    }
}

/// A copy of a page with an operation of its own: another action, another path.
fn multiply(seed: &Page, copy: usize) -> Page {
    let text = str::from_utf8(bytes(seed)).expect("UTF-8");
    let action =
        text.lines().next().and_then(|title| title.rsplit_once(" - ")).map(|(_, action)| action.trim());
    let text = match action {
        Some(action) => text.replace(action, &format!("{action}{copy}")),
        None => text.replace("/v2/manage/", &format!("/v2/manage{copy}/")),
    };
    let (folder, file) = seed.path.rsplit_once('/').unwrap_or(("", &seed.path));
    // Fifty operations a service, as vendors have them.
    let path = format!("{folder}{}/{copy}-{file}", copy / 50);
    Page::new(path, text.into_bytes())
}

/// The root of the repository, whichever package this is compiled into.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("specs").is_dir()).unwrap_or(package)
}

fn read(folder: &Path) -> Vec<Page> {
    Tree::disk(folder).and_then(|tree| tree.pages()).expect("a readable folder")
}

/// The bytes of a page.
pub fn bytes(page: &Page) -> &[u8] {
    page.bytes.as_ref().expect("a readable page")
}
