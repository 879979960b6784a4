//! Fetching commits into the cache, one deep.

use std::{num::NonZeroU32, sync::atomic::AtomicBool};

use gix::{
    ObjectId, Repository,
    progress::Discard,
    remote::{
        Direction,
        fetch::{Shallow, Tags},
        ref_map,
    },
};

use super::Source;
use crate::{engine::Failure, output};

/// The tag by which backup tools know a cache (<https://bford.info/cachedir/>).
const TAG: &[u8] = b"Signature: 8a477f597d28d172789f06886806bc55\n";

/// What to fetch.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'w> {
    /// The last commit of the branch.
    Latest,
    /// This commit.
    Commit(&'w str),
}

/// Fetches a commit into the cache, without its history, and returns its id. `say` is told of each step.
///
/// # Errors
/// The repository cannot be reached, has no such branch or commit, or sends something else. The cache then stays as
/// it was.
pub fn fetch(source: &Source, wanted: Wanted<'_>, say: &dyn Fn(&str)) -> Result<ObjectId, Failure> {
    let cache = source.cache()?;
    let fault = |error: &dyn std::fmt::Display| {
        Failure::new(format!("{}: {}: {error}", source.vendor, source.git))
            .hint("nothing was changed; what was fetched before is still read")
    };
    // Two runs that fetch at once would stumble over each other's lock files, and a killed run leaves its own behind.
    let busy = || say(&format!("{}: waits for another run that fetches", source.vendor));
    let _alone = output::Ground::take(&cache, &busy).map_err(|error| Failure::io(&cache, &error))?;
    let repo = if let Ok(repo) = gix::open(&cache) {
        repo
    } else {
        let tag = cache.with_file_name("CACHEDIR.TAG");
        output::put(&tag, TAG).map_err(|error| Failure::io(&tag, &error))?;
        gix::init_bare(&cache).map_err(|error| fault(&error))?
    };
    say(&format!("{}: fetching {}", source.vendor, source.git));
    let (from, to) = match (wanted, &source.branch) {
        (Wanted::Commit(id), _) => (id.to_owned(), format!("refs/tablature/commits/{id}")),
        (Wanted::Latest, Some(branch)) => {
            (format!("refs/heads/{branch}"), format!("refs/tablature/heads/{branch}"))
        }
        (Wanted::Latest, None) => ("HEAD".to_owned(), "refs/tablature/head".to_owned()),
    };
    receive(&repo, &source.url, &from, &to).map_err(|error| fault(&chain(error.as_ref())))?;
    let found = repo
        .find_reference(to.as_str())
        .map_err(|_| fault(&format!("there is no `{}`", from.trim_start_matches("refs/heads/"))))?;
    let id = found.into_fully_peeled_id().map_err(|error| fault(&error))?.detach();
    // A commit of the branch stays when the branch moves on: the one before is what it is compared with.
    let kept = format!("refs/tablature/commits/{id}");
    repo.reference(kept, id, gix::refs::transaction::PreviousValue::Any, "fetched").map_err(|e| fault(&e))?;
    Ok(id)
}

/// Gives TLS its cryptography, unless the process has chosen one already.
fn with_cryptography() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn receive(repo: &Repository, url: &str, from: &str, to: &str) -> Result<(), Box<dyn std::error::Error>> {
    with_cryptography();
    let spec = format!("+{from}:{to}");
    let remote = repo.remote_at(url)?.with_fetch_tags(Tags::None);
    let remote = remote.with_refspecs([spec.as_str()], Direction::Fetch)?;
    let connection = remote.connect(Direction::Fetch)?;
    let prepared = connection.prepare_fetch(Discard, ref_map::Options::default())?;
    let one = NonZeroU32::MIN;
    prepared.with_shallow(Shallow::DepthAtRemote(one)).receive(Discard, &AtomicBool::new(false))?;
    Ok(())
}

/// An error with what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
