//! Types that operations share: the tables of pages without an operation. Such a table makes one type, for whoever
//! refers to it, as long as the operation says of it what the table itself says; else the operation has a type of its
//! own. So no operation decides what another one's types are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    book::Book,
    draft::Operation,
    fields::Builder,
    ids::{PageId, TableAt, TypeId, Types},
    type_names::{capital, shape, type_name},
};
use crate::dialect::Dialect;

/// The shared types of a service.
pub(super) struct Shared<'a> {
    book: &'a Book,
    dialect: &'a Dialect,
    /// The pages without an operation.
    pages: BTreeSet<PageId>,
    /// What each table says by itself.
    alone: HashMap<TableAt, String>,
    /// The names that are given away, each with what it means.
    given: BTreeMap<String, String>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(book: &'a Book, dialect: &'a Dialect, pages: BTreeSet<PageId>) -> Self {
        Shared { book, dialect, pages, alone: HashMap::new(), given: BTreeMap::new() }
    }

    /// The names of the local types of an operation that are shared, by their numbers.
    pub(super) fn names(&mut self, operation: &Operation) -> BTreeMap<TypeId, String> {
        let mut names = BTreeMap::new();
        for (index, local) in operation.types.iter() {
            let Some(table) = local.table.filter(|table| self.pages.contains(&table.page)) else { continue };
            let says = shape(&operation.types, index, &mut Vec::new());
            if !local.name.is_empty() && *self.alone(table) == says {
                self.name(&operation.types, index, None, &mut names);
            }
        }
        names
    }

    /// What a table says where nobody refers to it.
    fn alone(&mut self, table: TableAt) -> &String {
        let Shared { book, dialect, .. } = *self;
        self.alone.entry(table).or_insert_with(|| {
            let mut builder = Builder::new(book, dialect);
            builder.named(table, "");
            // The first type that it makes is that of the table itself.
            let first = builder.types.iter().next();
            first.map(|(id, _)| shape(&builder.types, id, &mut Vec::new())).unwrap_or_default()
        })
    }

    /// Names a type and those within it, which are called after it where they have no table of their own.
    fn name(
        &mut self,
        types: &Types,
        index: TypeId,
        holder: Option<&str>,
        names: &mut BTreeMap<TypeId, String>,
    ) {
        let Some(local) = types.get(index).filter(|_| !names.contains_key(&index)) else { return };
        let own = type_name(&local.name);
        let wish = match holder.filter(|_| local.table.is_none()) {
            Some(holder) => format!("{holder}{}", capital(&own)),
            None => own,
        };
        let says = shape(types, index, &mut Vec::new());
        let counted = (2..).map(|count| format!("{wish}{count}"));
        let free = |name: &String| self.given.get(name).is_none_or(|known| *known == says);
        let Some(name) = std::iter::once(wish.clone()).chain(counted).find(free) else { return };
        self.given.insert(name.clone(), says);
        names.insert(index, name.clone());
        for inner in local.fields.values().filter_map(|draft| draft.ty.local()) {
            self.name(types, inner, Some(&name), names);
        }
    }
}
