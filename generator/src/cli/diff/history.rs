//! `tablature diff --history` and the timeline of a report: every commit of the pages, one after another. Groups of
//! pages that a commit does not touch are not read again.

use std::{collections::HashMap, fs, sync::Arc};

use serde_json::json;

use super::{
    super::terminal::print,
    blame::named,
    load::{Reader, Reading, all},
};
use crate::{
    diff::{self, Commit, Level, Report, Side},
    engine::{
        Failure, Reading as How, slashes,
        tree::{Group, Revision, Tree},
    },
    report::Step,
};

/// Compares each commit between two revisions with its first parent, and prints a line of JSON for each.
pub(super) fn run(old: &Tree, new: &Tree, reading: &Reading) -> Result<(), Failure> {
    let (Tree::Git(first), Tree::Git(last)) = (old, new) else {
        return Err(Failure::new("--history needs two revisions: git:REV git:REV"));
    };
    // The first commits may have no page that shows the dialect; the last one has.
    let reader = Reader::new(reading, &[&all(new)?])?;
    each(first, last, &reader, &mut |commit, report| Ok(print(&line(&commit.to_string(), &report))?))
}

/// What each commit since a revision changed of pages that lie in git or in a checkout, the oldest commit first.
///
/// # Errors
/// The pages lie in no repository, it has no such revision, or pages cannot be read.
pub(in crate::cli) fn steps(tree: &Tree, since: &str, how: &How) -> Result<Vec<Step>, Failure> {
    let (folder, path, rev) = match tree {
        Tree::Git(revision) => {
            (revision.repo.path().to_owned(), revision.path.clone(), revision.commit.to_string())
        }
        Tree::Disk(path) => {
            let folder = fs::canonicalize(path).map_err(|error| Failure::io(path, &error))?;
            let repo = gix::discover(&folder).map_err(|error| Failure::new(error.to_string()))?;
            let root = repo.workdir().and_then(|root| fs::canonicalize(root).ok()).unwrap_or_default();
            let path = folder.strip_prefix(&root).map(slashes).unwrap_or_default();
            (folder, path, "HEAD".to_owned())
        }
    };
    let first = Revision::open(&folder, since, "")?;
    let last = Revision::open(&folder, &rev, &path)?;
    let reader = Reader::of_vendor(how.clone());
    let mut steps = Vec::new();
    each(&first, &last, &reader, &mut |id, report| {
        let (about, title) = told(&last.repo, id).unwrap_or_default();
        steps.push(Step { commit: about.id, date: about.date, author: about.author, title, report });
        Ok(())
    })?;
    Ok(steps)
}

/// A commit, and the first line of its message.
fn told(repo: &gix::Repository, id: gix::ObjectId) -> Option<(Commit, String)> {
    let commit = repo.find_commit(id).ok()?;
    let title = commit.message().ok()?.title.to_string();
    Some((named(&commit)?, title.trim().to_owned()))
}

/// Calls `with` for each commit between two revisions, with what it changed against its first parent.
fn each(
    first: &Revision,
    last: &Revision,
    reader: &Reader,
    with: &mut dyn FnMut(gix::ObjectId, Report) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let commits = commits(first, last)?;
    let mut known = Known::default();
    for pair in commits.windows(2) {
        let [before, now] = pair else { continue };
        let open = |commit| {
            let revision = Revision::new(last.repo.clone(), commit, &last.path);
            // A folder that is not there yet has no pages.
            revision.ok().map(|revision| Tree::Git(Box::new(revision)))
        };
        let Some(after) = open(*now) else { continue };
        let report = match open(*before) {
            Some(before) => known.compare(&before, &after, reader)?,
            None => Report::default(),
        };
        with(*now, report)?;
    }
    Ok(())
}

/// The commits from `old` to `new` along first parents, the oldest first.
fn commits(old: &Revision, new: &Revision) -> Result<Vec<gix::ObjectId>, Failure> {
    let mut commits = vec![new.commit];
    let mut commit = new.commit;
    while commit != old.commit {
        let object = new.repo.find_commit(commit).map_err(|error| Failure::new(error.to_string()))?;
        let Some(parent) = object.parent_ids().next() else { break };
        commit = parent.detach();
        commits.push(commit);
    }
    commits.reverse();
    Ok(commits)
}

/// What was read of groups of pages, by group and tree.
#[derive(Default)]
struct Known {
    sides: HashMap<(String, String), Arc<Side>>,
}

impl Known {
    fn compare(&mut self, old: &Tree, new: &Tree, reader: &Reader) -> Result<Report, Failure> {
        let (olds, news) = (old.groups()?, new.groups()?);
        let names: std::collections::BTreeSet<&String> = olds.keys().chain(news.keys()).collect();
        let mut whole = Report::default();
        for name in names {
            let id = |groups: &std::collections::BTreeMap<String, Group>| {
                groups.get(name).and_then(|group| group.id.clone())
            };
            let (before, now) = (id(&olds), id(&news));
            if before == now {
                continue;
            }
            let before = self.side(old, name, before, reader)?;
            let now = self.side(new, name, now, reader)?;
            let report = diff::services(&before, &now);
            whole.changes.extend(report.changes);
            whole.crates.extend(report.crates);
        }
        Ok(whole)
    }

    fn side(
        &mut self,
        tree: &Tree,
        name: &str,
        id: Option<String>,
        reader: &Reader,
    ) -> Result<Arc<Side>, Failure> {
        let Some(id) = id else { return Ok(Arc::default()) };
        if let Some(side) = self.sides.get(&(name.to_owned(), id.clone())) {
            return Ok(side.clone());
        }
        let groups = [(name.to_owned(), tree.group(name)?)].into_iter().collect();
        let side = Arc::new(reader.read(tree, &groups)?);
        // Only the latest version of a group is ever compared again.
        self.sides.retain(|(other, _), _| other != name);
        self.sides.insert((name.to_owned(), id), side.clone());
        Ok(side)
    }
}

fn line(commit: &str, report: &Report) -> String {
    let crates: Vec<_> = report.crates.iter().map(|it| json!({"name": it.name, "bump": it.bump})).collect();
    let count = |pick: fn(&diff::Change) -> Level| {
        let of = |level| report.changes.iter().filter(|change| pick(change) == level).count();
        json!({"breaking": of(Level::Breaking), "unknown": of(Level::Unknown), "risky": of(Level::Risky), "safe": of(Level::Safe)})
    };
    let line = json!({
        "commit": commit,
        "changes": report.changes.len(),
        "wire": count(|it| it.wire),
        "source": count(|it| it.source),
        "docs": count(|it| it.docs),
        "crates": crates,
    });
    format!("{line}\n")
}
