//! One side of a comparison.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tablature_ir as ir;

use super::rows::{Rows, RowsOf};
use crate::spec::{lines::Lines, places::Places};

/// One side: services, and what is at hand to say where their facts stand.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The services, by vendor and id.
    pub specs: Vec<Arc<Spec>>,
    /// The pages, where they are at hand: all that are not the same on both sides.
    pub pages: Arc<Pages>,
    /// The vendor of the pages.
    pub vendor: String,
}

/// The pages of a side.
#[derive(Clone, Debug, Default)]
pub struct Pages {
    /// The bytes, by the path that places and operations use.
    pub files: BTreeMap<Arc<str>, Arc<[u8]>>,
    /// What to put before the path of a page to open it: `docs/`.
    pub prefix: String,
    /// A folder that was put before the paths, because the pages lie in none.
    pub folder: Option<String>,
    /// What nothing read of them.
    pub unread: Vec<Unread>,
    /// The pages that look like an operation and gave none, though no rule says that they have none.
    pub silent: BTreeSet<Arc<str>>,
    /// Words that count things and are not units, such as "pieces".
    pub counters: Vec<String>,
    /// The rows of their tables.
    pub rows: RowsOf,
}

/// A table of fields, or a column of one, that nothing read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// The page.
    pub page: Arc<str>,
    /// The heading of the column; `None` for a table as a whole.
    pub column: Option<String>,
    /// The line of the heading, from 1.
    pub line: u32,
    /// Its cells, or the rows of the table.
    pub cells: Vec<UnreadCell>,
}

/// A cell of a column that nothing read, or a row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnreadCell {
    /// The first cell of the row.
    pub name: String,
    /// What it says.
    pub text: String,
    /// The line of the row, and that of the cell, from 1.
    pub lines: (u32, u32),
}

impl Pages {
    /// The path by which a user can open a page.
    #[must_use]
    pub fn shown(&self, page: &str) -> String {
        let own =
            self.folder.as_ref().and_then(|folder| page.strip_prefix(folder.as_str())?.strip_prefix('/'));
        format!("{}{}", self.prefix, own.unwrap_or(page))
    }

    /// The rows of a page's tables.
    pub(crate) fn rows(&self, page: &str) -> &Rows {
        self.rows.page(page, self.files.get(page).map(|bytes| &**bytes))
    }

    /// A line of a page, from 1.
    pub(crate) fn line(&self, page: &str, line: u32) -> Option<String> {
        let number = usize::try_from(line).ok()?.checked_sub(1)?;
        let line = self.files.get(page)?.split(|byte| *byte == b'\n').nth(number)?;
        Some(String::from_utf8_lossy(line).trim().to_owned())
    }
}

/// The spec of one service on a side.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The service.
    pub service: ir::Service,
    /// Where its facts stand in the pages; empty where the pages are not at hand.
    pub places: Places,
    /// The pages of the side, where they are at hand.
    pub pages: Arc<Pages>,
    /// The IR as a file, where it is one.
    pub ir: Option<IrFile>,
}

/// An IR file.
#[derive(Clone, Debug)]
pub struct IrFile {
    /// The path by which a user can open it.
    pub path: String,
    pub(crate) lines: Arc<Lines>,
}

impl IrFile {
    /// The file at this path with this text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        IrFile { path: path.into(), lines: Arc::new(Lines::of(text)) }
    }
}

impl Side {
    /// A side of services alone.
    #[must_use]
    pub fn of(services: impl IntoIterator<Item = ir::Service>) -> Self {
        let spec = |service| Arc::new(Spec { service, ..Spec::default() });
        Side { specs: services.into_iter().map(spec).collect(), ..Side::default() }
    }
}
