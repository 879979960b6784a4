//! Tables of values: which table lists the values of a field, and the enums of the service that they become.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use tablature_ir::{EnumDef, Service, TypeName, Values};

use super::{
    book::Book,
    draft::Draft,
    fields::Builder,
    ids::{PageId, RowAt},
    tally::Count,
    ty::Type,
    type_names::type_name,
    words::Expr,
};
use crate::{
    extract::is_identifier,
    raw::{Label, Row, Table},
};

/// How many values a table may list. A longer one is a catalogue.
const MOST: usize = 200;

impl Builder<'_> {
    /// The type and the values of a field whose row refers to a table of values.
    pub(super) fn enumerated(
        &mut self,
        at: RowAt,
        row: &Row,
        expr: &Expr,
        name: &str,
        table: &Table,
    ) -> Option<(Type, Values)> {
        let (found, named) = match expr.innermost() {
            Expr::Scalar(Type::String | Type::Integer) => {
                let cells = [&row.ty, &row.name, &row.description];
                let mut links = cells.into_iter().flat_map(|cell| &cell.links);
                (links.find_map(|link| self.target(at.page, &link.target))?, None)
            }
            Expr::Ref { name: wanted, target } => {
                let found = self.referenced(at, wanted, target.as_deref(), table.role);
                (found.or_else(|| self.defined(at, wanted))?, Some(wanted.as_str()))
            }
            Expr::Missing => (self.hinted(at, row, name, table)?, None),
            _ => return None,
        };
        let listing = self.book.table(found).filter(|_| found != at.table())?;
        let stated = match expr.innermost() {
            Expr::Scalar(ty) => Some(ty),
            // Without a word for the type only the table itself can say that it holds no fields.
            _ if lists_values(listing) => None,
            _ => return None,
        };
        let values = values(listing)?;
        let whole = values.keys().all(|value| value.parse::<i64>().is_ok());
        let scalar = match stated {
            Some(Type::Integer) | None if whole => Type::Integer,
            Some(Type::Integer) => return None,
            _ => Type::String,
        };
        self.seen.used.insert(found);
        let mut count = Count::default();
        values.iter().for_each(|_| count.read());
        self.seen.rows.insert(found, count);
        let label = match &listing.label {
            Label::Named(line) => Some(line.text.as_str()),
            Label::Root | Label::None => None,
        };
        let name = [label, named].into_iter().flatten().find(|name| is_identifier(name)).map(type_name);
        let of_one_table = |name: &String| *self.seen.enums.entry(name.clone()).or_insert(found) == found;
        let values = match name.filter(of_one_table) {
            Some(name) => Values::named(name.into(), values),
            None => values.into(),
        };
        Some((within(expr, scalar), values))
    }
}

/// An expression with this type in place of what is inside all lists and maps.
fn within(expr: &Expr, scalar: Type) -> Type {
    match expr {
        Expr::List(inner) => Type::list(within(inner, scalar)),
        Expr::Map(inner) => Type::map(within(inner, scalar)),
        _ => scalar,
    }
}

/// Whether a table says itself that its rows are values: its header does, or they are numbers or all in capitals.
fn lists_values(table: &Table) -> bool {
    let names = || table.rows.iter().map(|row| row.name.joined());
    let capital = |name: &str| {
        let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
        letters.peek().is_some() && letters.all(char::is_uppercase)
    };
    let is_bare = !table.columns.ty && !table.columns.required && table.rows.len() > 1;
    is_bare
        && (table.columns.values
            || names().all(|name| name.trim().parse::<i64>().is_ok())
            || names().all(|name| capital(&name)))
}

/// The values that the rows of a table list, with their labels; `None` where a row holds more than a value.
fn values(table: &Table) -> Option<IndexMap<String, String>> {
    if table.columns.ty || table.columns.required || table.rows.is_empty() || table.rows.len() > MOST {
        return None;
    }
    let mut values = IndexMap::with_capacity(table.rows.len());
    for row in &table.rows {
        let value = row.name.joined().trim().to_owned();
        let is_member = row.indent > 0 || row.path.as_ref().is_some_and(|path| path.len() > 1);
        if value.is_empty() || is_member || value.contains(char::is_whitespace) {
            return None;
        }
        let label = row.description.joined().trim().to_owned();
        if values.insert(value, label).is_some() {
            return None;
        }
    }
    Some(values)
}

/// The names of the enums of a service. Only a table on a page without an operation makes one, as it does a type, so
/// that no operation renames the enums of another.
pub(super) struct Enums<'a> {
    book: &'a Book,
    /// The names that are given away, each with its values.
    given: BTreeMap<String, IndexMap<String, String>>,
}

impl<'a> Enums<'a> {
    pub(super) fn new(book: &'a Book) -> Self {
        Enums { book, given: BTreeMap::new() }
    }

    /// The enums to which the fields of an operation refer, by the names that they have there. Another list under a
    /// name that is taken is counted.
    pub(super) fn names(
        &mut self,
        operation: &Draft,
        plain: &BTreeSet<PageId>,
    ) -> BTreeMap<String, TypeName> {
        let mut names = BTreeMap::new();
        for (wish, table) in &operation.seen.enums {
            if !plain.contains(&table.page) {
                continue;
            }
            let Some(listed) = self.book.table(*table).and_then(values) else { continue };
            let counted = (2..).map(|count| format!("{wish}{count}"));
            let free = |name: &String| self.given.get(name).is_none_or(|known| *known == listed);
            if let Some(name) = std::iter::once(wish.clone()).chain(counted).find(free) {
                names.insert(wish.clone(), name.as_str().into());
                self.given.insert(name, listed);
            }
        }
        names
    }
}

/// Defines the enums to which fields refer.
pub(super) fn define(service: &mut Service) {
    let mut enums = IndexMap::new();
    service.each_field_mut(|field| {
        if let Some(name) = &field.values.name {
            let def = || EnumDef { values: (*field.values).clone(), ..EnumDef::default() };
            enums.entry(name.clone()).or_insert_with(def);
        }
    });
    enums.sort_unstable_keys();
    service.enums = enums;
}
