//! Operations of one service → the service, with the types of each.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use tablature_ir::{
    Address, Body, Fields, Location, OperationId, Origin, Response, Status, Type, TypeDef, TypeName, WireName,
};

use super::{
    book::Book,
    draft::{self, Draft, Drafts, LocalBody, Operation, RowAt, Spot},
    shared::Shared,
    type_names::{self, Named},
};
use crate::{
    diagnostic::{Diagnostic, Id},
    spec::places::{Place, Places},
};

/// A local type: operation and number.
type At = (usize, usize);

/// Puts the operations of a service together.
pub(super) struct Merge<'a> {
    book: &'a Book,
    operations: &'a [Operation],
    names: HashMap<At, TypeName>,
    pub(super) places: Places,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(book: &'a Book, operations: &'a [Operation]) -> Self {
        Merge { book, operations, names: HashMap::new(), places: Places::default(), diagnostics: Vec::new() }
    }

    /// The types by name, sorted.
    pub(super) fn types(&mut self, mut shared: Shared<'_>) -> IndexMap<TypeName, TypeDef> {
        let mut chosen: BTreeMap<TypeName, Vec<At>> = BTreeMap::new();
        for (at, operation) in self.operations.iter().enumerate() {
            let id = OperationId(operation.id.clone());
            let shared = shared.names(operation);
            let mut named: Vec<(usize, TypeName)> = Vec::new();
            for own in type_names::names(operation, &shared) {
                self.report(operation, &own);
                named.extend(own.members.iter().map(|index| (*index, TypeName::of(&id, &own.name))));
            }
            named.extend(shared.into_iter().map(|(index, name)| (index, TypeName(name))));
            for (index, ty) in named {
                self.names.insert((at, index), ty.clone());
                chosen.entry(ty).or_default().push((at, index));
            }
        }
        let mut types = IndexMap::new();
        for (name, members) in chosen {
            let mut def = TypeDef::default();
            for (rank, (operation, index)) in members.into_iter().enumerate() {
                let Some(local) = self.operations.get(operation).and_then(|of| of.types.get(index)) else {
                    continue;
                };
                self.place(Address::Type(name.clone()), local.at);
                let fact = |key: &WireName| Address::Field(name.clone(), key.clone());
                for (key, draft) in &local.fields {
                    // What a description or an example says of an object stands where the object does.
                    if matches!(draft.field.origin, Origin::Prose | Origin::Example) && draft.at.is_none() {
                        self.place(fact(key), local.at);
                    }
                }
                let fields = self.fields(operation, &local.fields, &fact);
                if rank == 0 {
                    def.fields = fields;
                }
            }
            types.insert(name, def);
        }
        types
    }

    /// Says that a page gives a name to more than one type.
    fn report(&mut self, operation: &Operation, named: &Named) {
        let Some(first) = named.instead_of else { return };
        let place = |index: usize| {
            let spot = operation.types.get(index)?.at?;
            Some(self.book.entries.get(spot.page)?.place(spot.span))
        };
        let Some(span) = named.members.first().and_then(|index| place(*index)) else { return };
        let wanted = named.members.first().and_then(|index| operation.types.get(*index));
        let wanted = wanted.map_or("", |local| local.name.as_str());
        let message =
            format!("`{wanted}` is something else elsewhere on the page; here it is called `{}`", named.name);
        let mut diagnostic = Diagnostic::new(Id::SameNameTypes, message).at(span);
        if let Some(first) = place(first) {
            diagnostic = diagnostic.with(first, "this keeps the name");
        }
        self.diagnostics.push(diagnostic);
    }

    /// An operation with its types named.
    pub(super) fn operation(
        &mut self,
        index: usize,
        at: &Operation,
    ) -> (OperationId, tablature_ir::Operation) {
        let id = OperationId(at.id.clone());
        let mut ir = at.ir.clone();
        let parameter = |location| {
            let id = id.clone();
            move |key: &WireName| Address::Parameter(id.clone(), location, key.clone())
        };
        ir.path = self.fields(index, &at.path, &parameter(Location::Path));
        ir.query = self.fields(index, &at.query, &parameter(Location::Query));
        ir.header = self.fields(index, &at.header, &parameter(Location::Header));
        ir.form = self.fields(index, &at.form, &parameter(Location::Form));
        for (name, parts) in &at.parts {
            let fact = |key: &WireName| Address::Part(id.clone(), Location::Query, name.clone(), key.clone());
            let parts = self.fields(index, parts, &fact);
            if let Some(composite) = ir.query.get_mut(name).and_then(|field| field.composite.as_mut()) {
                composite.parts = parts;
            }
        }
        ir.body = self.body(index, at.body.as_ref(), &id, None);
        for (status, response) in &at.responses {
            let header =
                |key: &WireName| Address::Response(id.clone(), status.clone(), Location::Header, key.clone());
            let headers = self.fields(index, &response.headers, &header);
            let body = self.body(index, response.body.as_ref(), &id, Some(status));
            ir.responses.insert(
                status.clone(),
                Response { description: response.description.clone(), headers, body, ..Response::default() },
            );
        }
        (id, ir)
    }

    fn body(
        &mut self,
        operation: usize,
        body: Option<&LocalBody>,
        id: &OperationId,
        status: Option<&Status>,
    ) -> Option<Body> {
        Some(match body? {
            LocalBody::Fields(drafts) => {
                let fact = |key: &WireName| match status {
                    None => Address::Parameter(id.clone(), Location::Body, key.clone()),
                    Some(status) => {
                        Address::Response(id.clone(), status.clone(), Location::Body, key.clone())
                    }
                };
                let fields = self.fields(operation, drafts, &fact);
                if fields.is_empty() {
                    return None;
                }
                Body::Fields(fields)
            }
            LocalBody::Type(ty, at) => {
                self.place(Address::Body(id.clone(), status.cloned()), *at);
                Body::Type(self.named(operation, ty))
            }
        })
    }

    fn fields(&mut self, operation: usize, drafts: &Drafts, fact: &dyn Fn(&WireName) -> Address) -> Fields {
        let mut fields = Fields::new();
        for (name, draft) in drafts {
            let mut field = draft.field.clone();
            field.ty = self.named(operation, &field.ty);
            if let Some(at) = draft.at {
                self.row_place(fact(name), at);
            } else if field.origin == Origin::Table && first_row(draft).is_none() {
                // A container without a row of its own stands where its first member does.
                let spot = self.first_member(operation, draft);
                self.place(fact(name), spot);
            }
            fields.insert(name.clone(), field);
        }
        fields
    }

    fn first_member(&self, operation: usize, draft: &Draft) -> Option<Spot> {
        self.operations.get(operation)?.types.get(draft::index(&draft.field.ty)?)?.at
    }

    fn row_place(&mut self, fact: Address, at: RowAt) {
        let spot = self.book.spot(at);
        self.place(fact, spot);
    }

    fn place(&mut self, fact: Address, at: Option<Spot>) {
        let Some(spot) = at else { return };
        if let Some(entry) = self.book.entries.get(spot.page) {
            self.places
                .add(fact, Place { file: entry.path.clone(), line: spot.line, range: spot.span.range() });
        }
    }

    fn named(&self, operation: usize, ty: &Type) -> Type {
        let mut ty = ty.clone();
        if let Some(index) = draft::index(&ty) {
            *ty.innermost_mut() = match self.names.get(&(operation, index)) {
                Some(name) => Type::Named(name.clone()),
                None => Type::Any,
            };
        }
        ty
    }
}

fn first_row(draft: &Draft) -> Option<RowAt> {
    draft.at
}
