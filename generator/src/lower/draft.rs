//! An operation while it is being lowered: IR fields that still know their rows, types by their ids.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use tablature_ir::{Field, Location, Origin, Status, TypeName, WireName};

use super::{
    candidate::Candidate,
    fields::Firm,
    ids::{PageId, RowAt, TableAt, Types},
    roots::Roots,
    tally::Count,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    hash::{HashMap, HashSet},
    load::Span,
    prose::Stated,
};

/// Where a fact stands that has no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) page: PageId,
    pub(super) line: u32,
    pub(super) span: Span,
}

/// A field, and the row that states it.
#[derive(Clone, Debug, Default)]
pub(super) struct DraftField {
    pub(super) ty: Type,
    /// The rest of the IR's field. Its type stays open there until all types have names.
    pub(super) ir: Field,
    pub(super) at: Option<RowAt>,
    pub(super) firm: Firm,
}

impl DraftField {
    /// A field of this type that does not come from a table.
    pub(super) fn new(ty: Type, origin: Origin) -> Self {
        DraftField { ty, ir: Field { origin, ..Field::default() }, ..DraftField::default() }
    }
}

/// Fields by name.
pub(super) type DraftFields = IndexMap<WireName, DraftField, crate::hash::RandomState>;

/// A named type of one page, before its final name.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalType {
    /// The name that the page gives it; empty where it turned out to be no object.
    pub(super) name: String,
    /// Its fields.
    pub(super) fields: DraftFields,
    /// Where it stands.
    pub(super) at: Option<Spot>,
    /// The table that describes it, if it has one to itself.
    pub(super) table: Option<TableAt>,
    /// Its name in the service, once it has one.
    pub(super) named: Option<TypeName>,
}

/// A body.
#[derive(Clone, Debug)]
pub(super) enum LocalBody {
    /// An object with these fields.
    Fields(DraftFields),
    /// A value of this type.
    Type(Type, Option<Spot>),
}

/// One response.
#[derive(Clone, Debug, Default)]
pub(super) struct LocalResponse {
    pub(super) description: String,
    pub(super) headers: DraftFields,
    /// The media type of the body, where it is not JSON.
    pub(super) media: Option<String>,
    pub(super) body: Option<LocalBody>,
}

/// What has been read of the tables.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Tables that have been read.
    pub(super) used: HashSet<TableAt>,
    /// Tables that are the request or response itself.
    pub(super) roots: HashSet<TableAt>,
    /// What became of the rows of each table that was read.
    pub(super) rows: HashMap<TableAt, Count>,
    /// The type that each table became which a field refers to.
    pub(super) types: HashMap<TableAt, Type>,
    /// The tables of values to which fields refer, by the name that is wanted for them.
    pub(super) enums: BTreeMap<String, TableAt>,
}

/// An operation while it is being lowered: what one pass hands on to the next.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) page: PageId,
    pub(super) id: String,
    /// The diagnostics so far.
    pub(super) found: Diagnostics,
    /// The tables of the request and of the responses themselves, until they are read.
    pub(super) roots: Roots,
    pub(super) seen: Seen,
    pub(super) path: DraftFields,
    pub(super) query: DraftFields,
    pub(super) header: DraftFields,
    pub(super) form: DraftFields,
    /// The parts of composite parameters of the query.
    pub(super) parts: IndexMap<WireName, DraftFields>,
    pub(super) body: Option<LocalBody>,
    pub(super) responses: IndexMap<Status, LocalResponse>,
    pub(super) types: Types,
    /// The enums of the service that fields have, by the names that are wanted for them.
    pub(super) enums: BTreeMap<String, TypeName>,
    /// What descriptions say of several parameters, each with the name of the parameter that is described.
    pub(super) stated: Vec<(WireName, Stated)>,
    /// What has no fields.
    pub(super) ir: tablature_ir::Operation,
}

impl Draft {
    /// The empty draft of a candidate.
    pub(super) fn new(candidate: &Candidate) -> Self {
        Draft { page: candidate.page, id: candidate.id.clone(), ..Draft::default() }
    }

    /// The fields of a location; `None` for the body.
    pub(super) fn at(&mut self, location: Location) -> Option<&mut DraftFields> {
        match location {
            Location::Path => Some(&mut self.path),
            Location::Query => Some(&mut self.query),
            Location::Header => Some(&mut self.header),
            Location::Form => Some(&mut self.form),
            Location::Body => None,
        }
    }
}
