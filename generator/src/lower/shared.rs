//! Types that operations share: the tables of pages without an operation. Such a table makes one type, for whoever
//! refers to it, as long as the operation says of it what the table itself says; else the operation has a type of its
//! own. So no operation decides what another one's types are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    book::Book,
    draft::{self, LocalType, Operation},
    fields::Builder,
    type_names::{capital, shape, type_name},
};
use crate::dialect::Dialect;

/// The shared types of a service.
pub(super) struct Shared<'a> {
    book: &'a Book,
    dialect: &'a Dialect,
    /// The pages without an operation.
    pages: BTreeSet<usize>,
    /// What each table says by itself.
    alone: HashMap<(usize, usize), String>,
    /// The names that are given away, each with what it means.
    given: BTreeMap<String, String>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(book: &'a Book, dialect: &'a Dialect, pages: BTreeSet<usize>) -> Self {
        Shared { book, dialect, pages, alone: HashMap::new(), given: BTreeMap::new() }
    }

    /// The names of the local types of an operation that are shared, by their numbers.
    pub(super) fn names(&mut self, operation: &Operation) -> BTreeMap<usize, String> {
        let mut names = BTreeMap::new();
        for (index, local) in operation.types.iter().enumerate() {
            let Some(table) = local.table.filter(|(page, _)| self.pages.contains(page)) else { continue };
            let says = shape(&operation.types, index, &mut Vec::new());
            if !local.name.is_empty() && *self.alone(table) == says {
                self.name(&operation.types, index, None, &mut names);
            }
        }
        names
    }

    /// What a table says where nobody refers to it.
    fn alone(&mut self, (page, table): (usize, usize)) -> &String {
        let Shared { book, dialect, .. } = *self;
        self.alone.entry((page, table)).or_insert_with(|| {
            let mut builder = Builder::new(book, dialect);
            builder.named(page, table, "");
            shape(&builder.types, 0, &mut Vec::new())
        })
    }

    /// Names a type and those within it, which are called after it where they have no table of their own.
    fn name(
        &mut self,
        types: &[LocalType],
        index: usize,
        holder: Option<&str>,
        names: &mut BTreeMap<usize, String>,
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
        for inner in local.fields.values().filter_map(|draft| draft::index(&draft.field.ty)) {
            self.name(types, inner, Some(&name), names);
        }
    }
}
