//! How requests get in and how lists are called page by page, as far as samples and tables show it.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::Location;

use super::{
    gather::Looked,
    page::Part,
    tables::{self, Table},
};
use crate::{
    dialect::{Keys, Paging},
    extract::example,
};

/// So many samples must show a way to authenticate.
const ENOUGH: u32 = 2;

/// A way to authenticate that samples show.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    /// A header that begins with a word: `Authorization: Bearer …`.
    Scheme(String, String),
    /// A header that holds nothing but a secret.
    Plain(String),
    /// A header with a signature over the request: how it is made no sample shows.
    Signed(String),
}

/// The ways to authenticate, each with how many samples and tables of headers show it, and how many show any.
pub(super) fn shown(looked: &[Looked<'_>], keys: &[&Keys]) -> (Vec<(Access, u32)>, u32) {
    let mut counts: BTreeMap<Access, u32> = BTreeMap::new();
    let mut all = 0;
    for item in looked.iter().flat_map(|look| &look.page.items) {
        let Part::Code(code) = item.part else { continue };
        if !names_secret(&code.text, keys) || example::read(&code.text).request.is_none() {
            continue;
        }
        let found: BTreeSet<Access> =
            headers(&code.text).filter_map(|(name, value)| of(name, value, keys)).collect();
        all += u32::from(!found.is_empty());
        for access in found {
            *counts.entry(access).or_default() += 1;
        }
    }
    for table in looked.iter().flat_map(|look| &look.tables) {
        let found: BTreeSet<Access> = rows(table, keys).collect();
        all += u32::from(!found.is_empty());
        for access in found {
            *counts.entry(access).or_default() += 1;
        }
    }
    let mut shown: Vec<(Access, u32)> = counts.into_iter().filter(|(_, count)| *count >= ENOUGH).collect();
    shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    // What few samples show is sent besides, or for something else.
    let most = shown.first().map_or(0, |(_, count)| *count);
    shown.retain(|(_, count)| *count == most || *count * 2 >= all);
    (shown, all)
}

/// The ways to authenticate that the rows of a table of headers are: `Authorization` with `Bearer {token}` beside it.
fn rows<'t>(table: &'t Table<'_>, keys: &'t [&Keys]) -> impl Iterator<Item = Access> + 't {
    let said = table.caption.iter().map(|caption| &caption.said);
    let said = said.chain(table.headings.first().map(|(_, said)| said)).chain([&table.head]);
    let of_headers = said.into_iter().any(|said| said.location() == Some(Location::Header));
    let rows = tables::rows(table.grid, &table.columns).into_iter().filter(move |_| of_headers);
    rows.zip(&table.names).filter_map(|(row, name)| {
        let name = name.as_ref()?.key.as_str();
        if !name.eq_ignore_ascii_case("authorization") {
            return name.contains('-').then(|| of(name, "", keys))?;
        }
        let texts = row.cells.iter().map(|cell| cell.content.text.as_ref());
        texts.into_iter().find_map(scheme).map(|scheme| Access::Scheme(name.to_owned(), scheme.to_owned()))
    })
}

/// The scheme that a description of `Authorization` begins with: a word before a placeholder, or one that all know.
fn scheme(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['`', '"', '\'', ' ']);
    let (scheme, rest) = text.split_once(' ')?;
    let is_word = !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let known = ["bearer", "basic", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let replaced = rest.trim_start().starts_with(['{', '<', '[', '$']);
    (is_word && (replaced || known)).then_some(scheme)
}

/// Whether a text may have a header of this kind at all.
fn names_secret(text: &str, keys: &[&Keys]) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("authorization:")
        || keys
            .iter()
            .flat_map(|keys| keys.secret.iter().chain(&keys.signature))
            .any(|word| lower.contains(&format!("{word}:")))
}

/// The headers in a message or a command, where each may be in quotes.
fn headers(text: &str) -> impl Iterator<Item = (&str, &str)> {
    fn header(part: &str) -> Option<(&str, &str)> {
        let (name, value) = part.trim().split_once(':')?;
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && (name.contains('-') || name.eq_ignore_ascii_case("authorization"));
        is_name.then(|| (name, value.trim()))
    }
    let parts = text.lines().flat_map(|line| line.split(['\'', '"']));
    parts.filter_map(header)
}

/// The way to authenticate that a header is.
fn of(name: &str, value: &str, keys: &[&Keys]) -> Option<Access> {
    let lower = name.to_ascii_lowercase();
    let ends = |words: &[String]| words.iter().any(|word| lower.ends_with(word.as_str()));
    if keys.iter().any(|keys| ends(&keys.signature)) {
        return Some(Access::Signed(name.to_owned()));
    }
    if lower == "authorization" {
        return match value.trim().split_once(' ') {
            // What a scheme of parts with names holds was made of the request.
            Some((_, rest)) if rest.contains('=') && rest.contains(',') => {
                Some(Access::Signed(name.to_owned()))
            }
            Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') => {
                Some(Access::Scheme(name.to_owned(), scheme.to_owned()))
            }
            Some(_) => None,
            None => Some(Access::Plain(name.to_owned())),
        };
    }
    keys.iter().any(|keys| ends(&keys.secret)).then(|| Access::Plain(name.to_owned()))
}

/// The ways to call lists page by page whose parameters a table has, each with the number of such tables.
pub(super) fn paging<'w>(looked: &[Looked<'_>], ways: &'w [Paging]) -> Vec<(&'w Paging, u32)> {
    let mut shown: Vec<(&Paging, u32)> = ways.iter().map(|way| (way, 0)).collect();
    for table in looked.iter().flat_map(|look| &look.tables) {
        let has = |name: &str| table.names.iter().flatten().any(|it| it.key == name);
        for (way, count) in &mut shown {
            let moving = way.offset.as_ref().or(way.page.as_ref()).or(way.marker.as_ref());
            let size = way.limit.as_ref().or(way.size.as_ref());
            *count += u32::from(moving.is_some_and(|name| has(name)) && size.is_none_or(|name| has(name)));
        }
    }
    // A link to the next page has no parameter.
    let links = |way: &Paging| !way.link.is_empty() || way.link_header.is_some();
    shown.retain(|(way, count)| *count > 0 || links(way));
    shown
}
