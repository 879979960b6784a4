//! All pages of a vendor, and where to look a table up in them.

use std::{borrow::Cow, sync::Arc};

use super::{
    draft::Spot,
    ids::{PageId, RowAt, TableAt},
};
use crate::{
    diagnostic,
    hash::HashMap,
    load::{Document, Span},
    raw::{self, Label, Role},
};

/// A page that was read.
#[derive(Debug)]
pub(super) struct Entry {
    /// Relative to the vendor's folder of pages.
    pub(super) path: Arc<str>,
    /// The service it belongs to.
    pub(super) service: String,
    /// Shared by the parts of a page with several operations.
    pub(super) document: Arc<Document>,
    pub(super) raw: raw::Page,
    /// The names of the tables, as they are compared.
    keys: Vec<String>,
}

impl Entry {
    pub(super) fn new(path: Arc<str>, service: String, document: Arc<Document>, raw: raw::Page) -> Self {
        let key_of = |table: &raw::Table| match &table.label {
            Label::Named(line) => key(&line.text),
            Label::Root | Label::None => String::new(),
        };
        let keys = raw.tables.iter().map(key_of).collect();
        Entry { path, service, document, raw, keys }
    }

    pub(super) fn place(&self, span: Span) -> diagnostic::Span {
        self.document.place(span)
    }

    /// The folder, without a final `/`.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub(super) fn file(&self) -> &str {
        self.path.rsplit_once('/').map_or(&self.path, |(_, file)| file)
    }

    /// The file's name without its ending.
    pub(super) fn stem(&self) -> &str {
        self.file().rsplit_once('.').map_or(self.file(), |(stem, _)| stem)
    }

    /// The table that an anchor leads to.
    pub(super) fn anchored(&self, anchor: &str) -> Option<usize> {
        self.raw.tables.iter().position(|table| table.anchors.iter().any(|name| &**name == anchor))
    }

    /// The indices of the tables with this name in page order, those of this role first.
    pub(super) fn named(&self, name: &str, role: Role) -> Vec<usize> {
        let wanted = key(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        let of = |is: &dyn Fn(&String) -> bool| -> Vec<usize> {
            self.keys.iter().enumerate().filter(|(_, key)| is(key)).map(|(index, _)| index).collect()
        };
        let mut found = of(&|key| *key == wanted);
        if found.is_empty() && wanted.len() > 2 {
            // Words in another script may precede the name.
            found = of(&|key| {
                let before = key.strip_suffix(wanted.as_str()).and_then(|before| before.chars().next_back());
                before.is_some_and(|before| !before.is_ascii())
            });
        }
        found.sort_by_key(|index| self.raw.tables.get(*index).is_none_or(|table| table.role != role));
        found
    }

    /// The table of this number.
    pub(super) fn numbered(&self, number: u32) -> Option<usize> {
        self.raw.tables.iter().position(|table| table.number == Some(number))
    }
}

/// A name in the form in which names are compared, without letter case and joining signs.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{a0}')).flat_map(char::to_lowercase).collect()
}

/// All pages.
#[derive(Debug)]
pub(super) struct Book {
    entries: Vec<Entry>,
    by_path: HashMap<Arc<str>, PageId>,
}

impl Book {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let mut by_path = HashMap::default();
        for (index, entry) in entries.iter().enumerate() {
            by_path.entry(Arc::clone(&entry.path)).or_insert(PageId(index));
            // Addresses of published pages have no ending.
            if let Some((bare, _)) = entry.path.rsplit_once('.').filter(|(_, ending)| *ending != "md") {
                by_path.entry(bare.into()).or_insert(PageId(index));
            }
            if matches!(entry.stem(), "index" | "_index" | "README") {
                by_path.entry(entry.folder().into()).or_insert(PageId(index));
            }
        }
        Book { entries, by_path }
    }

    /// The page at a path; of one with several operations, the first.
    pub(super) fn at(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    pub(super) fn entry(&self, page: PageId) -> Option<&Entry> {
        self.entries.get(page.0)
    }

    pub(super) fn pages(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        self.entries.iter().enumerate().map(|(index, entry)| (PageId(index), entry))
    }

    pub(super) fn table(&self, at: TableAt) -> Option<&raw::Table> {
        self.entry(at.page)?.raw.tables.get(at.table)
    }

    /// The parts of the page that a part belongs to, this one first; most pages are one part.
    pub(super) fn parts(&self, page: PageId) -> impl Iterator<Item = (PageId, &Entry)> {
        let path = self.entry(page).map(|entry| &entry.path);
        let start = path.and_then(|path| self.by_path.get(path)).copied().unwrap_or(page);
        let others = self.pages().skip(start.0);
        let others = others.take_while(move |(_, entry)| path == Some(&entry.path));
        let own = self.entry(page).map(|entry| (page, entry));
        own.into_iter().chain(others.filter(move |(index, _)| *index != page))
    }

    /// Where a row stands.
    pub(super) fn spot(&self, at: RowAt) -> Option<Spot> {
        let row = self.row(at)?;
        Some(Spot { page: at.page, line: row.line, span: row.span })
    }

    pub(super) fn row(&self, at: RowAt) -> Option<&raw::Row> {
        self.table(at.table())?.rows.get(at.row)
    }

    /// The page of this title in the same folder.
    pub(super) fn titled(&self, from: PageId, title: &str) -> Option<PageId> {
        let folder = self.entry(from)?.folder();
        let is = |entry: &Entry| {
            entry.folder() == folder && entry.raw.title.as_ref().is_some_and(|found| found.text == title)
        };
        self.pages().find(|(_, entry)| is(entry)).map(|(page, _)| page)
    }

    /// The page that a link from `page` leads to, and the anchor there.
    pub(super) fn linked<'t>(&self, page: PageId, target: &'t str) -> Option<(PageId, &'t str)> {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        // Written by hand, as the heading is: `##Name`.
        let anchor = anchor.trim_start_matches('#');
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return Some((page, anchor));
        }
        if path.contains("://") {
            return None;
        }
        let from = self.entry(page)?;
        let path = decoded(path.trim_matches('/'));
        let plain = followed(&path);
        let under = |folder: &str, path: &str| followed(&[folder, "/", path].concat());
        // A page is published as a folder, so that `../other` may lead to the file beside it.
        let tries = [under(from.folder(), &path), under(from.folder(), &plain), plain.clone()];
        let found = tries.iter().find_map(|path| self.at(path)).or_else(|| {
            // Addresses of published pages have a prefix that the folder does not have, and no ending.
            let tails = plain.match_indices('/').filter_map(|(at, _)| plain.get(at + 1..));
            let mut tries = tries.iter().map(String::as_str).chain(tails);
            tries.find_map(|path| self.at(&[path, ".md"].concat()).or_else(|| self.at(path)))
        });
        found.map(|index| (index, anchor))
    }
}

/// A path with `.` and `..` followed; above the root is nothing.
fn followed(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Percent signs resolved.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}
