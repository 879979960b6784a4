//! What all addresses begin with, where a page says it apart from them: `Base URL: https://api.example.com/v2`.

use std::collections::BTreeMap;

use super::{
    gather::{Looked, is_plain},
    lines::STRONG,
    page::{Item, Part},
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
        for index in 0..look.page.items.len() {
            if let Some(target) = stated(&look.page.items, index, words) {
                let path = target::without_query(&target.path).trim_end_matches('/').to_owned();
                let host = target.host.unwrap_or_default();
                let said = look.page.items.get(index).map_or("", |item| look.page.document.slice(item.span));
                let plain = !host.is_empty() && is_plain(said, &host);
                *found.entry(Base { host, plain, path }).or_default() += 1;
            }
        }
    }
    let most = found.into_iter().filter(|(base, _)| !base.path.contains('{'));
    let (mut base, count) = most.max_by_key(|(_, count)| *count)?;
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

/// The base that an item states: it stands behind words for one, or below a title or a label that has nothing else.
fn stated(items: &[Item<'_>], index: usize, words: &Dialect) -> Option<Target> {
    let item = items.get(index)?;
    let only = |text: &str| {
        let mut found = target::addresses(text).into_iter();
        let first =
            found.next().filter(|_| found.next().is_none() && target::with_method(text).is_empty())?;
        (first.host.is_some() || first.range.len() + 2 >= text.trim().len()).then_some(first)
    };
    let says = |text: &str| words.words.read(text).has(Word::Base);
    if let Some(text) = item.text() {
        for line in text.lines() {
            if let Some(found) = only(line).filter(|found| line.get(..found.range.start).is_some_and(says)) {
                return Some(found);
            }
        }
    }
    let above = match items.get(index.checked_sub(1)?)?.part {
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
