//! How requests get in and how lists are called page by page, as far as samples and tables show it.

use std::collections::BTreeMap;

use super::{gather::Looked, page::Part};
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

/// The ways to authenticate, each with how many samples show it, and how many samples of requests have headers.
pub(super) fn shown(looked: &[Looked<'_>], keys: &[&Keys]) -> (Vec<(Access, u32)>, u32) {
    let mut counts: BTreeMap<Access, u32> = BTreeMap::new();
    let mut all = 0;
    for item in looked.iter().flat_map(|look| &look.page.items) {
        let Part::Code(code) = item.part else { continue };
        if !names_secret(&code.text, keys) {
            continue;
        }
        let Some(request) = example::read(&code.text).request else { continue };
        all += 1;
        for header in &request.headers {
            if let Some(access) = of(&header.name, &header.value, keys) {
                *counts.entry(access).or_default() += 1;
            }
        }
    }
    let mut shown: Vec<(Access, u32)> = counts.into_iter().filter(|(_, count)| *count >= ENOUGH).collect();
    shown.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    (shown, all)
}

/// Whether a text may have a header of this kind at all.
fn names_secret(text: &str, keys: &[&Keys]) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.contains("authorization:")
        || keys.iter().flat_map(|keys| &keys.secret).any(|word| lower.contains(&format!("{word}:")))
}

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

/// The ways to call lists page by page whose parameters some table has, with how many tables have them.
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
