//! An operation while it is being lowered: IR fields that still know their rows, types by number.

use indexmap::IndexMap;
use tablature_ir::{Field, Location, Status, Type, TypeName, WireName};

use super::{fields::Firm, uri};
use crate::load::Span;

/// Which row of which table of which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct RowAt {
    pub(super) page: usize,
    pub(super) table: usize,
    pub(super) row: usize,
}

/// Where a fact stands that has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) page: usize,
    pub(super) line: u32,
    pub(super) span: Span,
}

/// A field, and the row that states it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) field: Field,
    pub(super) at: Option<RowAt>,
    pub(super) firm: Firm,
}

/// Fields by name.
pub(super) type Drafts = IndexMap<WireName, Draft>;

/// A named type of one page, not yet named for good.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalType {
    /// The name that the page gives it; empty where it turned out to be no object.
    pub(super) name: String,
    /// Its fields.
    pub(super) fields: Drafts,
    /// Where it stands.
    pub(super) at: Option<Spot>,
    /// The table that it is, where a table of its own tells it: page and table.
    pub(super) table: Option<(usize, usize)>,
}

/// A body.
#[derive(Clone, Debug)]
pub(super) enum LocalBody {
    /// An object with these fields.
    Fields(Drafts),
    /// A value of this type.
    Type(Type, Option<Spot>),
}

/// One response.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalResponse {
    pub(super) description: String,
    pub(super) headers: Drafts,
    pub(super) body: Option<LocalBody>,
}

/// An operation while it is being lowered.
#[derive(Clone, Debug, Default)]
pub(super) struct Operation {
    /// The page, by its place among the vendor's pages.
    pub(super) page: usize,
    pub(super) id: String,
    pub(super) template: uri::Template,
    pub(super) path: Drafts,
    pub(super) query: Drafts,
    pub(super) header: Drafts,
    pub(super) form: Drafts,
    /// The parts of composite parameters of the query.
    pub(super) parts: IndexMap<WireName, Drafts>,
    pub(super) body: Option<LocalBody>,
    pub(super) responses: IndexMap<Status, LocalResponse>,
    pub(super) types: Vec<LocalType>,
    /// What has no place in the drafts.
    pub(super) ir: tablature_ir::Operation,
}

impl Operation {
    /// The parameters of a location other than the body.
    pub(super) fn at(&mut self, location: Location) -> Option<&mut Drafts> {
        match location {
            Location::Path => Some(&mut self.path),
            Location::Query => Some(&mut self.query),
            Location::Header => Some(&mut self.header),
            Location::Form => Some(&mut self.form),
            Location::Body => None,
        }
    }
}

/// The type of a local type by its number.
pub(super) fn local(index: usize) -> Type {
    Type::Named(TypeName(format!("#{index}")))
}

/// The number of a local type.
pub(super) fn index(ty: &Type) -> Option<usize> {
    ty.named()?.as_str().strip_prefix('#')?.parse().ok()
}
