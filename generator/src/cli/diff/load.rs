//! From what the user named to the two sides of a comparison. What is the same on both sides is not read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{
        failure::Failure,
        make::number,
        specs::{apply_overlays, read_dialect},
    },
    tree::Tree,
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    dialect::{self, Dialect},
    diff::{IrFile, Pages, Part, Side},
    lower::{self, Page},
    spec,
};

/// How pages are read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) dialect: Option<String>,
    pub(super) vendor: Option<String>,
    pub(super) service: Option<String>,
    pub(super) overlays: Vec<PathBuf>,
}

/// What a side is made of.
enum Kind {
    Ir,
    Pages,
}

/// Both sides.
pub(super) fn sides(
    named: (&str, &str),
    trees: (&Tree, &Tree),
    reading: &Reading,
) -> Result<(Side, Side), Failure> {
    match (kind(trees.0)?, kind(trees.1)?) {
        (Kind::Ir, Kind::Ir) => {
            // It has nothing to read here, but a mistyped name is a mistake all the same.
            if let Some(name) = &reading.dialect {
                read_dialect(name, Path::new(""))?;
            }
            Ok((specs(named.0, trees.0)?, specs(named.1, trees.1)?))
        }
        (Kind::Pages, Kind::Pages) => {
            let (old, new) = changed(trees.0, trees.1)?;
            let reader = Reader::new(reading, &[&old, &new])?;
            if old.is_empty() && new.is_empty() {
                return Ok((reader.read(named.0, trees.0, &old)?, reader.read(named.1, trees.1, &new)?));
            }
            Ok((reader.side(named.0, trees.0, &old)?, reader.side(named.1, trees.1, &new)?))
        }
        (Kind::Ir, Kind::Pages) => {
            let new = all(trees.1)?;
            Ok((specs(named.0, trees.0)?, Reader::new(reading, &[&new])?.side(named.1, trees.1, &new)?))
        }
        (Kind::Pages, Kind::Ir) => {
            let old = all(trees.0)?;
            Ok((Reader::new(reading, &[&old])?.side(named.0, trees.0, &old)?, specs(named.1, trees.1)?))
        }
    }
}

/// A side of IR files, whatever else lies beside them.
pub(super) fn specs(label: &str, tree: &Tree) -> Result<Side, Failure> {
    let parts = ir(tree)?.into_iter().map(Arc::new).collect();
    Ok(Side { label: label.to_owned(), parts, ..Side::default() })
}

/// Whether both sides were read from pages.
pub(super) fn both_pages(old: &Side, new: &Side) -> bool {
    let pages = |side: &Side| !side.vendor.is_empty();
    pages(old) && pages(new)
}

fn kind(tree: &Tree) -> Result<Kind, Failure> {
    if let Some((path, bytes)) = tree.single()? {
        if is_ir(&path, &bytes) {
            return Ok(Kind::Ir);
        }
        return Err(Failure::new(format!("{path}: this is no IR file"))
            .hint("name an IR file, or a folder of IR files or of pages"));
    }
    let specs = tree.files(&is_yaml)?;
    Ok(if specs.iter().any(|(path, bytes)| is_ir(path, bytes)) { Kind::Ir } else { Kind::Pages })
}

fn is_yaml(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".yaml");
    stem.is_some_and(|stem| stem != "vendor" && !stem.ends_with(".overlay"))
}

/// Whether the first line that is no comment states the version of the IR.
fn is_ir(path: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let first = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty());
    is_yaml(path) && first.is_some_and(|line| line.starts_with("tablature:"))
}

/// The services of a tree of IR files.
fn ir(tree: &Tree) -> Result<Vec<Part>, Failure> {
    let files = if let Some(file) = tree.single()? {
        vec![file]
    } else {
        let prefix = tree.prefix();
        let found = tree.files(&is_yaml)?;
        found.into_iter().map(|(path, bytes)| (format!("{prefix}{path}"), bytes)).collect()
    };
    let mut parts = Vec::new();
    for (path, bytes) in files.into_iter().filter(|(path, bytes)| is_ir(path, bytes)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let fault = |found: Vec<Diagnostic>| {
            let mut sources = Sources::default();
            sources.add(path.as_str(), text.as_str());
            Failure::Diagnostics(found, sources)
        };
        let service = spec::read(&path, &text).map_err(|found| fault(vec![found]))?;
        let mut found = spec::validate::in_file(&service, &path, &text);
        found.retain(|found| found.severity == Severity::Error);
        if !found.is_empty() {
            return Err(fault(found));
        }
        parts.push(Part { service, ir: Some(IrFile::new(path, &text)), ..Part::default() });
    }
    Ok(parts)
}

/// Pages by group.
type Groups = BTreeMap<String, Vec<Page>>;

/// The groups of pages that are not the same on both sides.
fn changed(old: &Tree, new: &Tree) -> Result<(Groups, Groups), Failure> {
    let (olds, news) = (old.groups()?, new.groups()?);
    let names: BTreeSet<&String> = olds.keys().chain(news.keys()).collect();
    let mut found = (Groups::new(), Groups::new());
    for name in names {
        let (before, now) = (olds.get(name), news.get(name));
        let id = |group: Option<&super::tree::Group>| group.and_then(|group| group.id.clone());
        if before.is_some() && now.is_some() && id(before).is_some() && id(before) == id(now) {
            continue;
        }
        let read = |tree: &Tree, there: bool| if there { tree.pages(name) } else { Ok(Vec::new()) };
        let (before, now) = (read(old, before.is_some())?, read(new, now.is_some())?);
        let same = before.len() == now.len()
            && before.iter().zip(&now).all(|(a, b)| a.path == b.path && a.bytes == b.bytes);
        if !same {
            found.0.insert(name.clone(), before);
            found.1.insert(name.clone(), now);
        }
    }
    Ok(found)
}

/// All groups of pages.
pub(super) fn all(tree: &Tree) -> Result<Groups, Failure> {
    tree.groups()?.into_keys().map(|name| Ok((name.clone(), tree.pages(&name)?))).collect()
}

/// Reads pages in a dialect.
pub(super) struct Reader {
    dialect: Arc<Dialect>,
    /// What the dialect is called.
    name: String,
    vendor: String,
    service: Option<String>,
    overlays: Vec<PathBuf>,
}

impl Reader {
    /// In the dialect that was named, else in the built-in one that reads the most operations.
    pub(super) fn new(reading: &Reading, groups: &[&Groups]) -> Result<Self, Failure> {
        // An overlay of a service that is the same on both sides is not opened later, a mistyped name neither.
        for file in &reading.overlays {
            fs::metadata(file).map_err(|error| Failure::io(file, &error))?;
        }
        let (name, dialect) = match &reading.dialect {
            Some(name) => (name.clone(), read_dialect(name, Path::new(""))?),
            None => guess(groups)?,
        };
        let stem = || Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Reader {
            dialect: Arc::new(dialect),
            name: name.clone(),
            vendor: reading.vendor.clone().unwrap_or_else(stem),
            service: reading.service.clone(),
            overlays: reading.overlays.clone(),
        })
    }

    /// As [`Self::read`]. Refuses a folder without a single operation: it is another one than was meant, or in
    /// another dialect. A revision may be from before there were any.
    fn side(&self, label: &str, tree: &Tree, read: &Groups) -> Result<Side, Failure> {
        let side = self.read(label, tree, read)?;
        if !says_nothing(&side) || matches!(tree, Tree::Git(_)) {
            return Ok(side);
        }
        let mut pages = 0;
        for name in tree.groups()?.into_keys() {
            let group = if let Some(group) = read.get(&name) { group.clone() } else { tree.pages(&name)? };
            pages += group.len();
            if !says_nothing(&self.read(label, tree, &Groups::from([(name, group)]))?) {
                return Ok(side);
            }
        }
        let fault = Failure::new(format!(
            "{label}: no operation is read from its {} in the dialect `{}`",
            number(pages, "page"),
            self.name
        ));
        Err(fault.hint("name another folder, or the dialect of the pages: --dialect NAME|FILE"))
    }

    /// The side that groups of pages make.
    pub(super) fn read(&self, label: &str, tree: &Tree, groups: &Groups) -> Result<Side, Failure> {
        let mut pages: Vec<Page> = groups.values().flatten().cloned().collect();
        // A service is a folder of pages; pages that lie in none are those of the service that was named.
        let loose = pages.iter().any(|page| !page.path.contains('/'));
        let folder = self.service.clone().or_else(|| loose.then(|| name_of(tree)));
        if let Some(folder) = &folder {
            for page in pages.iter_mut().filter(|page| self.service.is_some() || !page.path.contains('/')) {
                page.path = format!("{folder}/{}", page.path).into();
            }
        }
        let options = lower::Options { vendor: self.vendor.clone() };
        let mut outcome = lower::vendor(&pages, &self.dialect, &options);
        // What is the same on both sides is not read, so a correction of it has nothing to correct here.
        let there =
            |file: &&PathBuf| outcome.services.iter().any(|it| service_of(file) == it.service.service);
        let overlays: Vec<PathBuf> = self.overlays.iter().filter(there).cloned().collect();
        apply_overlays(&overlays, &mut outcome.services)?;
        let files = pages.into_iter().map(|page| (page.path, page.bytes)).collect();
        let pages = Arc::new(Pages { files, prefix: tree.prefix(), folder });
        let part = |lowered: lower::Lowered| {
            let lower::Lowered { service, places, .. } = lowered;
            Arc::new(Part { pages: pages.clone(), service, places, ir: None })
        };
        Ok(Side {
            label: label.to_owned(),
            parts: outcome.services.into_iter().map(part).collect(),
            pages: pages.clone(),
            vendor: self.vendor.clone(),
        })
    }
}

fn says_nothing(side: &Side) -> bool {
    side.parts.iter().all(|part| part.service.operations.is_empty())
}

/// The service that an overlay is for, by the name of its file.
fn service_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split_once(".overlay").map_or_else(|| name.to_string(), |(service, _)| service.to_owned())
}

/// The name of the folder that was named, for pages that lie in it directly.
fn name_of(tree: &Tree) -> String {
    let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let name = match tree {
        Tree::Disk(path) => {
            path.canonicalize().map_or_else(|_| String::new(), |path| last(&path.to_string_lossy()))
        }
        Tree::Git(revision) => last(&revision.path),
    };
    if name.is_empty() { "service".to_owned() } else { name }
}

/// The built-in dialect that reads the most operations from a sample of the pages.
fn guess(groups: &[&Groups]) -> Result<(String, Dialect), Failure> {
    const SAMPLE: usize = 40;
    let pages: Vec<&Page> = groups.iter().flat_map(|groups| groups.values().flatten()).collect();
    let step = (pages.len() / SAMPLE).max(1);
    let sample: Vec<Page> = pages.into_iter().step_by(step).cloned().map(in_folder).collect();
    let mut best: Option<(usize, String, Dialect)> = None;
    for (name, _) in dialect::BUILTIN {
        let dialect = read_dialect(name, Path::new(""))?;
        let outcome = lower::vendor(&sample, &dialect, &lower::Options { vendor: (*name).to_owned() });
        let operations = outcome.services.iter().map(|it| it.service.operations.len()).sum();
        if best.as_ref().is_none_or(|(most, ..)| operations > *most) {
            best = Some((operations, (*name).to_owned(), dialect));
        }
    }
    best.map(|(_, name, dialect)| (name, dialect))
        .ok_or_else(|| Failure::new("no dialect is built in").hint("name one: --dialect FILE"))
}

fn in_folder(page: Page) -> Page {
    if page.path.contains('/') {
        page
    } else {
        Page { path: format!("service/{}", page.path).into(), ..page }
    }
}
