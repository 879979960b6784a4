//! What all addresses begin with, where a page says it apart from them: `Base URL: https://api.example.com/v2`.

use std::collections::BTreeMap;

use super::{
    draft::Host,
    gather::{Looked, is_plain},
    lines::{LISTED, STRONG},
    operations::{self, Operation},
    page::{Item, Part},
    path,
    target::{self, Target},
};
use crate::dialect::{Dialect, Part as Word};

/// A host, where one is told, and the path behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Base {
    pub(super) host: String,
    /// Whether it stands behind `http://`.
    pub(super) plain: bool,
    /// Without the slash at its end; empty where the requests have it, too.
    pub(super) path: String,
}

/// The base that most lines state, with how many do.
pub(super) fn base(looked: &[Looked<'_>], words: &Dialect) -> Option<(Base, u32)> {
    let mut found: BTreeMap<Base, u32> = BTreeMap::new();
    for look in looked {
        let requests = || look.lines.iter().filter(|line| line.strength >= STRONG);
        let whole = requests().any(|line| line.target.host.is_some() || line.target.method.is_none());
        let first = requests().map(|line| line.item).min().filter(|_| !whole).unwrap_or_default();
        for index in 0..look.page.items.len() {
            if let Some(target) = stated(&look.page.items, index, first, words) {
                let path = path::without_query(&target.path).trim_end_matches('/').to_owned();
                let host = target.host.unwrap_or_default();
                let said = look.page.items.get(index).map_or("", |item| look.page.document.slice(item.span));
                let plain = !host.is_empty() && is_plain(said, &host);
                *found.entry(Base { host, plain, path }).or_default() += 1;
            }
        }
    }
    let most = found.into_iter().filter(|(base, _)| !base.path.contains('{'));
    let (mut base, count) = most.max_by_key(|(_, count)| *count).or_else(|| shown(looked))?;
    let strong = looked.iter().flat_map(|look| &look.lines).filter(|line| line.strength >= STRONG);
    let within = |path: &str| {
        let rest = path.strip_prefix(base.path.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    // Requests that have the base themselves are whole.
    if strong.into_iter().any(|line| line.target.host.is_some() || within(&line.target.path)) {
        base.path.clear();
    }
    Some((base, count))
}

/// The path of a base without a host, where no address has one either: all requests begin with it.
pub(super) fn prefix(base: Option<&(Base, u32)>, hosts: &BTreeMap<String, Host>) -> Option<String> {
    let (base, _) = base.filter(|(base, _)| base.host.is_empty() && !base.path.is_empty())?;
    hosts.is_empty().then(|| base.path.clone())
}

/// Puts a prefix before the paths of operations.
pub(super) fn complete(operations: &mut [Operation], prefix: &str) {
    for operation in operations {
        operation.line.target.path.insert_str(0, prefix);
    }
}

/// The path by which calls with a host are longer than the requests that they show, where all agree in it. The host is
/// that of most addresses, as without it.
fn shown(looked: &[Looked<'_>]) -> Option<(Base, u32)> {
    let lines = || looked.iter().flat_map(|look| &look.lines);
    let own: BTreeMap<String, &Target> = lines()
        .filter(|line| line.target.host.is_none() && line.strength >= LISTED && line.target.method.is_some())
        .map(|line| (operations::key(line), &line.target))
        .collect();
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for line in lines().filter(|line| line.target.host.is_some() && line.target.method.is_some()) {
        let path = path::without_query(&line.target.path).trim_end_matches('/');
        let shows =
            |other: &&&Target| other.method == line.target.method && path::is_example_of(path, &other.path);
        // The longest is the one that is meant: `/v2/boats/7` shows `/boats/{id}`, and not `/{id}`.
        let Some(of) = own.values().filter(shows).max_by_key(|other| other.path.len()) else { continue };
        let count = |path: &str| path.split('/').filter(|part| !part.is_empty()).count();
        let longer = count(path).saturating_sub(count(path::without_query(&of.path)));
        let segments = path.split('/').filter(|part| !part.is_empty()).take(longer);
        let base = segments.fold(String::new(), |base, part| base + "/" + part);
        *found.entry(base).or_default() += 1;
    }
    let mut all = found.into_iter();
    let (path, count) = all.next()?;
    let sure = count >= 2 && all.next().is_none() && !path.is_empty() && !path.contains('{');
    sure.then(|| (Base { path, ..Base::default() }, count))
}

/// The base that an item states: it stands behind words for one, or below a title or a label that has nothing else.
/// `first` is the first item that is a request.
fn stated(items: &[Item<'_>], index: usize, first: usize, words: &Dialect) -> Option<Target> {
    let item = items.get(index)?;
    let only = |text: &str| {
        let mut found = target::addresses(text).into_iter();
        let first =
            found.next().filter(|_| found.next().is_none() && target::with_method(text).is_empty())?;
        let rest = text.get(first.range.start..).unwrap_or_default().trim();
        (first.host.is_some() || first.range.len() + 2 >= rest.len()).then_some(first)
    };
    // "URL" over all requests is what they begin with.
    let says = |text: &str| {
        let said = words.words.read(text);
        said.has(Word::Base) || first > index && said.has(Word::Address) && said.rest.is_empty()
    };
    if let Some(text) = item.text() {
        for line in text.lines() {
            if let Some(found) = only(line).filter(|found| line.get(..found.range.start).is_some_and(says)) {
                return Some(found);
            }
        }
    }
    let above = match items.get(index.checked_sub(1)?)?.part {
        // An address right below the title, and nothing else, is that of all the page is about.
        Part::Heading(heading) if heading.level == 1 && first > index && item.text().is_some() => {
            let text = item.text()?.joined();
            return only(&text).filter(|it| it.host.is_some() && it.range.len() == text.trim().len());
        }
        Part::Heading(heading) => heading.content.joined(),
        Part::Text(text) => text.joined(),
        Part::Code(_) | Part::Table(_) => return None,
    };
    let said = words.words.read_short(&above)?;
    if !said.has(Word::Base) || !said.rest.is_empty() {
        return None;
    }
    match item.part {
        Part::Text(text) => only(&text.joined()),
        Part::Code(code) => only(code.text.trim()).filter(|_| code.text.trim().lines().count() == 1),
        Part::Heading(_) | Part::Table(_) => None,
    }
}
