//! Types that operations share: the tables on pages without an operation. Such a table makes one type for everything
//! that refers to it, provided that the operation understands it just as the table reads by itself; otherwise the
//! operation has a type of its own. So no operation affects the types of another.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{OperationId, TypeName};

use super::{
    book::Book,
    draft::Draft,
    fields::Builder,
    ids::{PageId, TableAt, TypeId, Types},
    service::{Pages, ServiceDraft},
    type_names::{self, Named, capital, shape, type_name},
    values::Enums,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    dialect::Dialect,
    hash::HashMap,
};

/// Names the enums and the types of all operations: the types that they share first.
pub(super) fn types(service: &mut ServiceDraft<'_>, pages: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let plain = std::mem::take(&mut service.plain);
    let mut enums = Enums::new(pages.book);
    for draft in &mut service.drafts {
        draft.enums = enums.names(draft, &plain);
    }
    let mut shared = Shared::new(pages.book, pages.dialect, plain);
    for draft in &mut service.drafts {
        let id = OperationId(draft.id.clone());
        let shared = shared.names(draft);
        let mut named: Vec<(TypeId, TypeName)> = Vec::new();
        for own in type_names::names(draft, &shared) {
            diagnostics.extend(same_name(draft, pages.book, &own));
            named.extend(own.members.iter().map(|index| (*index, TypeName::of(&id, &own.name))));
        }
        named.extend(shared.into_iter().map(|(index, name)| (index, TypeName(name))));
        for (ty, name) in named {
            if let Some(local) = draft.types.get_mut(ty) {
                local.named = Some(name);
            }
        }
    }
}

/// Says that a page gives a name to more than one type.
fn same_name(draft: &Draft, book: &Book, named: &Named) -> Option<Diagnostic> {
    let place = |id: TypeId| {
        let spot = draft.types.get(id)?.at?;
        Some(book.entry(spot.page)?.place(spot.span))
    };
    let (first, own) = (named.instead_of?, *named.members.first()?);
    let span = place(own)?;
    let wanted = draft.types.get(own).map_or("", |local| local.name.as_str());
    let message =
        format!("`{wanted}` is something else elsewhere on the page; here it is called `{}`", named.name);
    let found = Diagnostic::new(Id::SameNameTypes, message).at(span);
    Some(match place(first) {
        Some(first) => found.with(first, "this keeps the name"),
        None => found,
    })
}

/// The shared types of a service.
struct Shared<'a> {
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
    fn new(book: &'a Book, dialect: &'a Dialect, pages: BTreeSet<PageId>) -> Self {
        Shared { book, dialect, pages, alone: HashMap::default(), given: BTreeMap::new() }
    }

    /// The names of the local types of an operation that are shared, by their numbers.
    fn names(&mut self, operation: &Draft) -> BTreeMap<TypeId, String> {
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

    /// The shape of a table by itself, without anything that refers to it.
    fn alone(&mut self, table: TableAt) -> &String {
        let Shared { book, dialect, .. } = *self;
        self.alone.entry(table).or_insert_with(|| {
            let types = Builder::alone(book, dialect, table);
            // The first type that it makes is that of the table itself.
            let first = types.iter().next();
            first.map(|(id, _)| shape(&types, id, &mut Vec::new())).unwrap_or_default()
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
