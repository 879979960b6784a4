//! From what the user named to the two sides of a comparison. What is the same on both sides is not read.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{input::services, make::number},
    rows, unread,
};
use crate::{
    dialect::{self, By},
    diff::{IrFile, Pages, RowsOf, Side, Spec},
    engine::{
        self, Failure, Reading as How, is_spec, may_be_spec,
        tree::{Group, Tree},
    },
    load::Page,
    lower::Lowered,
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
            // No page is read here, but a mistyped name is a mistake all the same.
            if let Some(name) = &reading.dialect {
                engine::dialect(name, Path::new(""))?;
            }
            Ok((specs(trees.0)?, specs(trees.1)?))
        }
        (Kind::Pages, Kind::Pages) => {
            let (old, new) = changed(trees.0, trees.1)?;
            let reader = Reader::new(reading, &[&old, &new])?;
            if old.is_empty() && new.is_empty() {
                return Ok((reader.read(trees.0, &old)?, reader.read(trees.1, &new)?));
            }
            Ok((reader.side(named.0, trees.0, &old)?, reader.side(named.1, trees.1, &new)?))
        }
        (Kind::Ir, Kind::Pages) => {
            let new = all(trees.1)?;
            Ok((specs(trees.0)?, Reader::new(reading, &[&new])?.side(named.1, trees.1, &new)?))
        }
        (Kind::Pages, Kind::Ir) => {
            let old = all(trees.0)?;
            Ok((Reader::new(reading, &[&old])?.side(named.0, trees.0, &old)?, specs(trees.1)?))
        }
    }
}

/// Both sides of pages that are read in one way.
#[cfg(feature = "fetch")]
pub(super) fn pages(trees: (&Tree, &Tree), how: How) -> Result<(Side, Side), Failure> {
    let (old, new) = changed(trees.0, trees.1)?;
    let reader = Reader::of_vendor(how);
    Ok((reader.read(trees.0, &old)?, reader.read(trees.1, &new)?))
}

/// A side of IR files, whatever else lies beside them.
pub(super) fn specs(tree: &Tree) -> Result<Side, Failure> {
    Ok(Side { specs: ir(tree)?.into_iter().map(Arc::new).collect(), ..Side::default() })
}

/// Whether both sides were read from pages.
pub(super) fn both_pages(old: &Side, new: &Side) -> bool {
    let pages = |side: &Side| !side.vendor.is_empty();
    pages(old) && pages(new)
}

fn kind(tree: &Tree) -> Result<Kind, Failure> {
    let is_ir = |(path, bytes): &(String, Vec<u8>)| is_spec(path, &String::from_utf8_lossy(bytes));
    if let Some(file) = tree.single()? {
        if is_ir(&file) {
            return Ok(Kind::Ir);
        }
        return Err(Failure::new(format!("{}: this is no IR file", file.0))
            .hint("name an IR file, or a folder of IR files or of pages"));
    }
    Ok(if tree.files(&may_be_spec)?.iter().any(is_ir) { Kind::Ir } else { Kind::Pages })
}

/// The services of a tree of IR files.
fn ir(tree: &Tree) -> Result<Vec<Spec>, Failure> {
    let spec = |(path, text, service): (String, String, _)| Spec {
        service,
        ir: Some(IrFile::new(path, &text)),
        ..Spec::default()
    };
    Ok(services(tree)?.into_iter().map(spec).collect())
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
        let id = |group: Option<&Group>| group.and_then(|group| group.id.clone());
        if before.is_some() && now.is_some() && id(before).is_some() && id(before) == id(now) {
            continue;
        }
        let read = |tree: &Tree, there: bool| if there { tree.group(name) } else { Ok(Vec::new()) };
        let (before, now) = (read(old, before.is_some())?, read(new, now.is_some())?);
        if before != now {
            found.0.insert(name.clone(), before);
            found.1.insert(name.clone(), now);
        }
    }
    Ok(found)
}

/// All groups of pages.
pub(super) fn all(tree: &Tree) -> Result<Groups, Failure> {
    tree.groups()?.into_keys().map(|name| Ok((name.clone(), tree.group(&name)?))).collect()
}

/// Reads pages in a dialect.
pub(super) struct Reader {
    how: How,
    /// What the dialect is called.
    name: String,
    /// The service of all pages, where it was named.
    service: Option<String>,
}

impl Reader {
    /// The dialect is the one that was named, else the built-in one that reads the most operations.
    pub(super) fn new(reading: &Reading, groups: &[&Groups]) -> Result<Self, Failure> {
        // An overlay of a service that is the same on both sides is not opened later, so a mistyped name would go
        // unseen.
        for file in &reading.overlays {
            fs::metadata(file).map_err(|error| Failure::io(file, &error))?;
        }
        let name = match &reading.dialect {
            Some(name) => name.clone(),
            None => guess(groups)?,
        };
        let mut how = How::in_dialect(&name, reading.vendor.as_deref())?;
        how.overlays.clone_from(&reading.overlays);
        // Pages that are the same on both sides are not read, so that a correction of them finds nothing to correct.
        how.partial = true;
        Ok(Reader { how, name, service: reading.service.clone() })
    }

    /// Reads as a vendor's settings say.
    pub(super) fn of_vendor(how: How) -> Self {
        // The settings speak of all services, and only some are read. Whom a change breaks does not depend on the
        // others.
        let how = How { partial: true, ..how };
        Reader { name: how.vendor.clone(), how, service: None }
    }

    /// As [`Self::read`]. Refuses a folder without a single operation: another one was meant, or another dialect. A
    /// revision may be from before there were any.
    fn side(&self, label: &str, tree: &Tree, read: &Groups) -> Result<Side, Failure> {
        let side = self.read(tree, read)?;
        if !says_nothing(&side) || matches!(tree, Tree::Git(_)) {
            return Ok(side);
        }
        let mut pages = 0;
        for name in tree.groups()?.into_keys() {
            let group = if let Some(group) = read.get(&name) { group.clone() } else { tree.group(&name)? };
            pages += group.len();
            if !says_nothing(&self.read(tree, &Groups::from([(name, group)]))?) {
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
    pub(super) fn read(&self, tree: &Tree, groups: &Groups) -> Result<Side, Failure> {
        let mut pages: Vec<Page> = groups.values().flatten().cloned().collect();
        // Whoever names the folder of one service means that service.
        let loose = pages.iter().any(|page| !page.path.contains('/'));
        let folder = self.service.clone().or_else(|| loose.then(|| name_of(tree)));
        if let Some(folder) = &folder {
            for page in pages.iter_mut().filter(|page| self.service.is_some() || !page.path.contains('/')) {
                page.path = format!("{folder}/{}", page.path).into();
            }
        }
        let specs = engine::read(&pages, &tree.prefix(), self.how.clone())?;
        let files: BTreeMap<_, _> =
            pages.into_iter().filter_map(|page| Some((page.path, page.bytes.ok()?))).collect();
        let unread = unread::of(&specs.diagnostics, |page| files.get(page));
        let silent = unread::silent(&specs.diagnostics);
        let counters = self.how.dialect.source.prose.units.counts.clone();
        let services = specs.services;
        let rows = RowsOf::new(files.keys(), rows::of);
        let pages = Arc::new(Pages { files, prefix: tree.prefix(), folder, unread, silent, counters, rows });
        let spec = |lowered: Lowered| {
            let Lowered { service, places, .. } = lowered;
            Arc::new(Spec { pages: pages.clone(), service, places, ir: None })
        };
        Ok(Side {
            specs: services.into_iter().map(spec).collect(),
            pages: pages.clone(),
            vendor: self.how.vendor.clone(),
        })
    }
}

fn says_nothing(side: &Side) -> bool {
    side.specs.iter().all(|spec| spec.service.operations.is_empty())
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

/// How well a dialect reads pages: tables, of which ten findings take one away; operations; and the less is left the better.
type Reach = (usize, usize, Reverse<usize>);

/// The built-in dialect that reads the most operations from a sample of the pages; of several, the one that leaves
/// the least open.
fn guess(groups: &[&Groups]) -> Result<String, Failure> {
    const SAMPLE: usize = 40;
    let pages: Vec<&Page> = groups.iter().flat_map(|groups| groups.values().flatten()).collect();
    let step = (pages.len() / SAMPLE).max(1);
    let sample: Vec<Page> = pages.into_iter().step_by(step).cloned().collect();
    let mut best: Option<(Reach, &str)> = None;
    for (name, _) in dialect::BUILTIN {
        let how = How::in_dialect(name, None)?;
        // A dialect that goes by evidence reads a little of everything.
        if how.dialect.source.by == By::Evidence {
            continue;
        }
        let specs = engine::read(&sample, "", how)?;
        let operations = specs.services.iter().map(|it| it.service.operations.len()).sum();
        let tally = &specs.tally;
        let unread = tally.tables.unread + tally.rows.unread + tally.sections.unread;
        // Any dialect that takes requests where they stand finds them on foreign pages too, and no table beside them.
        let reach =
            ((tally.tables.read * 10).saturating_sub(specs.diagnostics.len()), operations, Reverse(unread));
        if best.as_ref().is_none_or(|(most, _)| reach > *most) {
            best = Some((reach, name));
        }
    }
    best.map(|(_, name)| name.to_owned())
        .ok_or_else(|| Failure::new("no dialect is built in").hint("name one: --dialect FILE"))
}
