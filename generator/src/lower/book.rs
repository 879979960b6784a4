//! All pages of a vendor, and where to look a table up in them.

use std::{collections::HashMap, sync::Arc};

use crate::{
    diagnostic,
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

    /// The tables of this name, those of the same role first, in page order.
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
            // Words of another script may stand before the name.
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

/// A name as it is compared: letter case and joining signs do not matter.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{a0}')).flat_map(char::to_lowercase).collect()
}

/// All pages.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) entries: Vec<Entry>,
    by_path: HashMap<Arc<str>, usize>,
}

impl Book {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let mut by_path = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            by_path.entry(Arc::clone(&entry.path)).or_insert(index);
        }
        Book { entries, by_path }
    }

    /// The page at a path; of one with several operations, the first.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    pub(super) fn table(&self, page: usize, table: usize) -> Option<&raw::Table> {
        self.entries.get(page)?.raw.tables.get(table)
    }

    /// The parts of the page that a part belongs to, this one first; most pages are one part.
    pub(super) fn parts(&self, page: usize) -> impl Iterator<Item = (usize, &Entry)> {
        let path = self.entries.get(page).map(|entry| &entry.path);
        let start = path.and_then(|path| self.by_path.get(path)).copied().unwrap_or(page);
        let others = self.entries.iter().enumerate().skip(start);
        let others = others.take_while(move |(_, entry)| path == Some(&entry.path));
        let own = self.entries.get(page).map(|entry| (page, entry));
        own.into_iter().chain(others.filter(move |(index, _)| *index != page))
    }

    /// Where a row stands.
    pub(super) fn spot(&self, at: super::draft::RowAt) -> Option<super::draft::Spot> {
        let row = self.row(at)?;
        Some(super::draft::Spot { page: at.page, line: row.line, span: row.span })
    }

    pub(super) fn row(&self, at: super::draft::RowAt) -> Option<&raw::Row> {
        self.table(at.page, at.table)?.rows.get(at.row)
    }

    /// The page of this title in the same folder.
    pub(super) fn titled(&self, from: usize, title: &str) -> Option<usize> {
        let folder = self.entries.get(from)?.folder();
        let is = |entry: &Entry| {
            entry.folder() == folder && entry.raw.title.as_ref().is_some_and(|found| found.text == title)
        };
        self.entries.iter().position(is)
    }

    /// The page that a link from `page` leads to, and the anchor there.
    pub(super) fn linked<'t>(&self, page: usize, target: &'t str) -> Option<(usize, &'t str)> {
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
        let from = self.entries.get(page)?;
        let path = decoded(path.trim_start_matches("./").trim_start_matches('/'));
        let beside =
            if from.folder().is_empty() { path.clone() } else { format!("{}/{path}", from.folder()) };
        // Addresses of published pages have a prefix that the folder does not have, and no ending.
        let mut tries = vec![beside.clone(), path.clone(), format!("{beside}.md"), format!("{path}.md")];
        let mut rest = path.as_str();
        while let Some((_, tail)) = rest.split_once('/') {
            tries.push(tail.to_owned());
            tries.push(format!("{tail}.md"));
            rest = tail;
        }
        tries.iter().find_map(|path| self.by_path.get(path.as_str())).map(|index| (*index, anchor))
    }
}

/// Percent signs resolved.
fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
