//! The ids of pages, tables, rows and types during lowering: their indices.

use std::fmt;

use super::draft::LocalType;

/// A page, or a part of one, by its place in the [`Book`](super::book::Book).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PageId(pub(super) usize);

/// Which table of which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TableAt {
    pub(super) page: PageId,
    pub(super) table: usize,
}

/// Which row of which table of which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct RowAt {
    pub(super) page: PageId,
    pub(super) table: usize,
    pub(super) row: usize,
}

impl RowAt {
    /// The table that the row is of.
    pub(super) fn table(self) -> TableAt {
        TableAt { page: self.page, table: self.table }
    }
}

/// A type of an operation, by its place among the [`Types`] of that operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TypeId(usize);

impl fmt::Display for TypeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The types of one operation.
#[derive(Clone, Debug, Default)]
pub(super) struct Types(Vec<LocalType>);

impl Types {
    /// Adds a type.
    pub(super) fn push(&mut self, local: LocalType) -> TypeId {
        self.0.push(local);
        TypeId(self.0.len() - 1)
    }

    pub(super) fn get(&self, id: TypeId) -> Option<&LocalType> {
        self.0.get(id.0)
    }

    pub(super) fn get_mut(&mut self, id: TypeId) -> Option<&mut LocalType> {
        self.0.get_mut(id.0)
    }

    /// All types, in the order in which they were found.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TypeId, &LocalType)> {
        self.0.iter().enumerate().map(|(place, local)| (TypeId(place), local))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut LocalType> {
        self.0.iter_mut()
    }
}
