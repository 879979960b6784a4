//! All pages of a vendor, and where to look a table up in them.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use tablature_ir::Method;

use super::{
    draft::Spot,
    ids::{PageId, RowAt, TableAt},
    standing::shape,
    uri,
};
use crate::{
    diagnostic,
    hash::{HashMap, HashSet},
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
    shapes: OnceLock<Vec<(Method, String)>>,
}

impl Entry {
    pub(super) fn new(path: Arc<str>, service: String, document: Arc<Document>, raw: raw::Page) -> Self {
        let key_of = |table: &raw::Table| match &table.label {
            Label::Named(line) => key(&line.text),
            Label::Root | Label::None => String::new(),
        };
        let keys = raw.tables.iter().map(key_of).collect();
        Entry { path, service, document, raw, keys, shapes: OnceLock::new() }
    }

    /// Method and path of each request, without the names of placeholders.
    pub(super) fn shapes(&self) -> &[(Method, String)] {
        let of = |request: &raw::RequestLine| (request.method, shape(&uri::parse(&request.target).path));
        self.shapes.get_or_init(|| self.raw.requests.iter().map(of).collect())
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

/// The pages of a vendor, or of one of its services with those of the services that others refer to.
#[derive(Debug)]
pub(super) struct Book {
    /// In the order of their ids.
    entries: Vec<(PageId, Arc<Entry>)>,
    shelf: Arc<Shelf>,
}

/// What all books of a vendor know.
#[derive(Debug, Default)]
struct Shelf {
    by_path: HashMap<Arc<str>, PageId>,
    /// Where each page stands in its book.
    positions: Vec<usize>,
    /// The pages of services that others refer to.
    lent: BTreeMap<PageId, Arc<Entry>>,
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
        let shelf = Shelf { by_path, positions: (0..entries.len()).collect(), ..Shelf::default() };
        let entries = entries.into_iter().enumerate();
        let entries = entries.map(|(index, entry)| (PageId(index), Arc::new(entry))).collect();
        Book { entries, shelf: Arc::new(shelf) }
    }

    /// The same pages in a book for each service, so that what they say can be let go of when the service is lowered. One
    /// book where some page may refer to any other.
    pub(super) fn apart(self) -> Vec<Book> {
        let Some(lent) = self.lent() else { return vec![self] };
        let mut books: BTreeMap<String, Vec<(PageId, Arc<Entry>)>> = BTreeMap::new();
        let mut positions = Vec::with_capacity(self.entries.len());
        for (id, entry) in self.entries {
            let pages = books.entry(entry.service.clone()).or_default();
            positions.push(pages.len());
            pages.push((id, entry));
        }
        let by_path = Arc::into_inner(self.shelf).map(|shelf| shelf.by_path).unwrap_or_default();
        let shelf = Arc::new(Shelf { by_path, positions, lent });
        books.into_values().map(|entries| Book { entries, shelf: Arc::clone(&shelf) }).collect()
    }

    /// The pages of the services that others refer to; none where a page may refer to any other.
    fn lent(&self) -> Option<BTreeMap<PageId, Arc<Entry>>> {
        let mut services = HashSet::default();
        // Where a link leads depends on the folder that it stands in.
        let mut seen = HashSet::default();
        for (id, entry) in &self.entries {
            for target in targets(&entry.raw) {
                if !seen.insert((entry.folder(), target)) {
                    continue;
                }
                let Some((page, anchor)) = self.linked(*id, target) else { continue };
                // Such an anchor is looked for on all pages.
                if anchor.contains('/') {
                    return None;
                }
                let other = self.entry(page).map(|other| &other.service);
                services.extend(other.filter(|other| **other != entry.service));
            }
        }
        let lent = self.entries.iter().filter(|(_, entry)| services.contains(&entry.service));
        Some(lent.cloned().collect())
    }

    /// The page at a path; of one with several operations, the first.
    pub(super) fn at(&self, path: &str) -> Option<PageId> {
        self.shelf.by_path.get(path).copied()
    }

    pub(super) fn entry(&self, page: PageId) -> Option<&Entry> {
        let own = self.entries.get(*self.shelf.positions.get(page.0)?);
        let own = own.filter(|(id, _)| *id == page).map(|(_, entry)| entry);
        own.or_else(|| self.shelf.lent.get(&page)).map(|entry| &**entry)
    }

    /// The pages, without those of other services.
    pub(super) fn own(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        self.entries.iter().map(|(id, entry)| (*id, &**entry))
    }

    /// The pages, those of a service in their order.
    pub(super) fn pages(&self) -> impl Iterator<Item = (PageId, &Entry)> {
        let lent = self.shelf.lent.iter().map(|(id, entry)| (*id, &**entry));
        self.own().chain(lent)
    }

    pub(super) fn table(&self, at: TableAt) -> Option<&raw::Table> {
        self.entry(at.page)?.raw.tables.get(at.table)
    }

    /// The parts of the page that a part belongs to, this one first; most pages are one part.
    pub(super) fn parts(&self, page: PageId) -> impl Iterator<Item = (PageId, &Entry)> {
        let path = self.entry(page).map(|entry| &entry.path);
        let start = path.and_then(|path| self.at(path)).unwrap_or(page);
        let others = (start.0..).map(PageId).map_while(|id| Some((id, self.entry(id)?)));
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
        let plain = followed(&["", &path]);
        // A page is published as a folder, so that `../other` may lead to the file beside it.
        let (beside, within) = (followed(&[from.folder(), &path]), followed(&[from.folder(), &plain]));
        let tries = [beside, within, plain];
        let found = tries.iter().find_map(|path| self.at(path)).or_else(|| {
            // Addresses of published pages have a prefix that the folder does not have, and no ending.
            let plain = tries.last().map_or("", String::as_str);
            let tails = plain.match_indices('/').filter_map(|(at, _)| plain.get(at + 1..));
            let mut tries = tries.iter().map(String::as_str).chain(tails);
            let mut page = String::new();
            tries.find_map(|path| {
                page.clear();
                page.extend([path, ".md"]);
                self.at(&page).or_else(|| self.at(path))
            })
        });
        found.map(|index| (index, anchor))
    }
}

/// Where a page leads with the links that lowering follows. The addresses that a list of pages has are compared with those
/// of its own service alone.
fn targets(page: &raw::Page) -> impl Iterator<Item = &str> {
    let raw::Page { tables, notes, told, .. } = page;
    let cells = tables.iter().flat_map(|table| &table.rows).flat_map(|row| {
        let raw::Row { name, ty, required, description, .. } = row;
        [name, ty, required, description]
    });
    let texts = cells.chain(notes.iter().map(|note| &note.content));
    texts.flat_map(|text| &text.links).map(|link| &*link.target).chain(told.iter().map(|told| &*told.target))
}

/// The path of paths one within the other, with `.` and `..` followed; above the root is nothing.
fn followed(paths: &[&str]) -> String {
    let mut whole = String::with_capacity(paths.iter().map(|path| path.len() + 1).sum());
    for part in paths.iter().flat_map(|path| path.split('/')) {
        match part {
            "" | "." => {}
            ".." => whole.truncate(whole.rfind('/').unwrap_or_default()),
            part => {
                if !whole.is_empty() {
                    whole.push('/');
                }
                whole.push_str(part);
            }
        }
    }
    whole
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
