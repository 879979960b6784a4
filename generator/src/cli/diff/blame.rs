//! Which commit wrote or removed a line of a page.
//!
//! One walk back along first parents notes at which commits each page of interest changed; a folder whose tree
//! is the same in two commits is not looked into. Lines are then followed through the versions of their page.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use gix::{ObjectId, Repository};
use similar::{DiffTag, TextDiff};

use crate::{
    diff::{Commit, Report, Spot},
    engine::tree::{Revision, Tree},
};

/// How many places are looked up. Nobody reads further, and each costs a walk.
const PLACES: usize = 400;
/// How many commits are walked back at most.
const COMMITS: usize = 20_000;

/// Notes the commits of the places of a report, as far as the sides are in git.
pub(super) fn annotate(report: &mut Report, trees: (&Tree, &Tree)) {
    let paths = |pick: fn(&crate::diff::Place) -> &Spot| -> BTreeSet<String> {
        let places = report.changes.iter().flat_map(|change| &change.places).take(PLACES);
        places.filter_map(|place| page(pick(place))).collect()
    };
    let (old_paths, new_paths) = (paths(|it| &it.old), paths(|it| &it.new));
    let (old, new) = (trees.0.revision(), trees.1.revision());
    // Between the two revisions a line of the old side may be removed, so its page is walked from the new side; a line
    // of the new side may be older than the old one.
    let all = old_paths.union(&new_paths).cloned().collect();
    let stop = old.map(|revision| revision.commit);
    let since = new.map(|revision| Histories::walk(revision, &all, stop));
    let before = old.map(|revision| Histories::walk(revision, &all, None));
    let places = report.changes.iter_mut().flat_map(|change| &mut change.places).take(PLACES);
    for place in places {
        if let (Some(histories), Some(path), Some(line)) = (&before, page(&place.old), place.old.line) {
            place.old.commit = histories.wrote(&path, line).ok();
        }
        match (&since, page(&place.new), place.new.line) {
            (Some(histories), Some(path), Some(line)) => {
                let older = |line| before.as_ref().and_then(|before| before.wrote(&path, line?).ok());
                place.new.commit = histories.wrote(&path, line).or_else(|line| older(line).ok_or(())).ok();
            }
            (Some(histories), None, _) => {
                let removed = page(&place.old).zip(place.old.line);
                place.new.commit = removed.and_then(|(path, line)| histories.removed(&path, line));
            }
            _ => {}
        }
    }
}

/// The path of a spot's page in the repository.
fn page(spot: &Spot) -> Option<String> {
    spot.line?;
    spot.file.clone().or_else(|| spot.page.clone())
}

/// A page as it was from this commit on.
struct Version {
    commit: ObjectId,
    blob: Option<ObjectId>,
}

struct Histories<'r> {
    repo: &'r Repository,
    /// The versions of each page, the newest first.
    versions: HashMap<String, Vec<Version>>,
    /// The versions at which the walk stopped: nothing older was looked at.
    base: HashMap<String, ObjectId>,
}

impl<'r> Histories<'r> {
    fn walk(revision: &'r Revision, paths: &BTreeSet<String>, stop: Option<ObjectId>) -> Self {
        let repo = &revision.repo;
        let mut histories = Histories { repo, versions: HashMap::new(), base: HashMap::new() };
        let mut commit = revision.commit;
        let mut now = blobs(repo, commit, paths, None);
        for _ in 0..COMMITS {
            if Some(commit) == stop {
                for (path, blob) in &now.blobs {
                    histories.base.insert(path.clone(), *blob);
                }
                break;
            }
            let Ok(object) = repo.find_commit(commit) else { break };
            let parent = object.parent_ids().next().map(gix::Id::detach);
            let before = parent.map(|parent| blobs(repo, parent, paths, Some(&now))).unwrap_or_default();
            for path in paths {
                let (was, is) = (before.blobs.get(path), now.blobs.get(path));
                if was != is {
                    let versions = histories.versions.entry(path.clone()).or_default();
                    versions.push(Version { commit, blob: is.copied() });
                }
            }
            let Some(parent) = parent else { break };
            (commit, now) = (parent, before);
        }
        histories
    }

    /// The commit that wrote a line; else the number that the line had where the walk stopped.
    fn wrote(&self, path: &str, line: u32) -> Result<Commit, Option<u32>> {
        let Some(versions) = self.versions.get(path) else { return Err(Some(line)) };
        let mut line = usize::try_from(line).map_err(|_| None)?.checked_sub(1).ok_or(None)?;
        for (index, version) in versions.iter().enumerate() {
            let older =
                versions.get(index + 1).and_then(|it| it.blob).or_else(|| self.base.get(path).copied());
            let Some(older) = older.filter(|_| index + 1 < versions.len() || self.base.contains_key(path))
            else {
                return self.commit(version.commit).ok_or(None);
            };
            match follow(&self.text(older), &self.text(version.blob.ok_or(None)?), line, false) {
                Some(before) => line = before,
                None => return self.commit(version.commit).ok_or(None),
            }
        }
        Err(u32::try_from(line + 1).ok())
    }

    /// The commit that removed or rewrote a line of the oldest version.
    fn removed(&self, path: &str, line: u32) -> Option<Commit> {
        let mut line = usize::try_from(line).ok()?.checked_sub(1)?;
        let mut text = self.text(*self.base.get(path)?);
        for version in self.versions.get(path)?.iter().rev() {
            let next = version.blob.map(|blob| self.text(blob)).unwrap_or_default();
            match follow(&text, &next, line, true) {
                Some(after) => line = after,
                None => return self.commit(version.commit),
            }
            text = next;
        }
        None
    }

    fn text(&self, blob: ObjectId) -> String {
        let object = self.repo.find_object(blob);
        object.map_or_else(|_| String::new(), |object| String::from_utf8_lossy(&object.data).into_owned())
    }

    fn commit(&self, id: ObjectId) -> Option<Commit> {
        named(&self.repo.find_commit(id).ok()?)
    }
}

/// Who wrote a commit, and when.
pub(super) fn named(commit: &gix::Commit<'_>) -> Option<Commit> {
    let author = commit.author().ok()?;
    let date = author.time().ok()?.format(gix::date::time::format::SHORT).ok()?;
    Some(Commit { id: commit.id.to_hex_with_len(10).to_string(), author: author.name.to_string(), date })
}

/// Where a line (from 0) of one text stands in the other; `None` where it was rewritten.
fn follow(old: &str, new: &str, line: usize, forward: bool) -> Option<usize> {
    let diff = TextDiff::from_lines(old, new);
    diff.ops().iter().filter(|op| op.tag() == DiffTag::Equal).find_map(|op| {
        let (from, to) =
            if forward { (op.old_range(), op.new_range()) } else { (op.new_range(), op.old_range()) };
        from.contains(&line).then(|| to.start + (line - from.start))
    })
}

/// The pages of a commit, and the trees of their folders.
#[derive(Default)]
struct Blobs {
    blobs: BTreeMap<String, ObjectId>,
    folders: BTreeMap<String, Option<ObjectId>>,
}

/// Looks pages up. A folder that is the same as in `known` is not looked into.
fn blobs(repo: &Repository, commit: ObjectId, paths: &BTreeSet<String>, known: Option<&Blobs>) -> Blobs {
    let mut found = Blobs::default();
    let Some(root) = repo.find_commit(commit).ok().and_then(|commit| commit.tree().ok()) else {
        return found;
    };
    for path in paths {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let tree = *found.folders.entry(folder.to_owned()).or_insert_with(|| {
            if folder.is_empty() {
                return Some(root.id);
            }
            Some(root.lookup_entry_by_path(folder).ok()??.object_id())
        });
        let same = known.filter(|known| known.folders.get(folder) == Some(&tree));
        let blob = match same {
            Some(known) => known.blobs.get(path).copied(),
            None => root.lookup_entry_by_path(path).ok().flatten().map(|entry| entry.object_id()),
        };
        if let Some(blob) = blob {
            found.blobs.insert(path.clone(), blob);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_followed_both_ways() {
        let (old, new) = ("a\nb\nc\n", "x\na\nB\nc\n");
        assert_eq!([0, 1, 2].map(|line| follow(old, new, line, true)), [Some(1), None, Some(3)]);
        assert_eq!([0, 1, 2, 3].map(|line| follow(old, new, line, false)), [None, Some(0), None, Some(2)]);
    }
}
