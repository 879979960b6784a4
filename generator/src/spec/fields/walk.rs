//! The walk over a service that makes the rows.

use std::collections::HashSet;

use tablature_ir::{
    Address, Field, Location, Operation, OperationId, Origin, Protocol, Service, Type, TypeName, WireName,
    recipe::Place,
    walk::{Holder, Node, of_operation},
};

use super::{Row, Side};
use crate::spec::places::Places;

/// Calls `sink` with each row, in the order of operations and fields.
pub fn each<'a>(service: &'a Service, places: Option<&'a Places>, sink: impl FnMut(Row<'a>)) {
    let mut walk = Walk { service, places, sink, inside: Vec::new(), rows: 0, met: HashSet::new() };
    for (id, operation) in &service.operations {
        walk.operation(Op { id, operation });
    }
}

/// An operation with its id.
#[derive(Clone, Copy)]
struct Op<'a> {
    id: &'a OperationId,
    operation: &'a Operation,
}

/// What the rows below a node have in common.
#[derive(Clone, Copy)]
struct At<'a> {
    op: Op<'a>,
    side: Side,
    location: Location,
}

struct Walk<'a, F> {
    service: &'a Service,
    places: Option<&'a Places>,
    sink: F,
    /// The named types that the walk is inside of.
    inside: Vec<&'a TypeName>,
    /// How many rows the operation has had.
    rows: usize,
    /// The named types that the operation has had.
    met: HashSet<&'a TypeName>,
}

/// How many rows an operation may have before types that it has shown already are cut. Types that refer to one
/// another often would have more rows than anybody could read.
const ROWS: usize = 10_000;

/// How many named types may stand in one another.
const DEPTH: usize = 64;

impl<'a, F: FnMut(Row<'a>)> Walk<'a, F> {
    fn operation(&mut self, op: Op<'a>) {
        self.rows = 0;
        self.met.clear();
        let location = match self.service.protocol {
            Protocol::Rpc(_) => Location::Form,
            Protocol::Rest => Location::Body,
        };
        let at = At { op, side: Side::Request, location };
        self.row(at, String::new(), "object".into(), None, Some(Address::Operation(op.id.clone())));

        let success = op.operation.success().map(|(status, _)| status);
        let mut nodes = Vec::new();
        of_operation(op.id, op.operation, &mut nodes);
        let mut is_payload_told = self.payload().is_none();
        for node in nodes {
            match node.holder {
                Holder::Request(_, location) => self.node(At { op, side: Side::Request, location }, node),
                Holder::Response(_, status, location) if Some(status) == success => {
                    let at = At { op, side: Side::Response, location };
                    if location == Location::Body && !std::mem::replace(&mut is_payload_told, true) {
                        self.payload_keys(at, node);
                    }
                    self.node(at, node);
                }
                // Parts are told in the row of their parameter, other responses not at all.
                Holder::Response(..) | Holder::Composite(..) | Holder::Type(_) => {}
            }
        }
    }

    /// The rows of the keys that hold a payload, of which this node is the first.
    fn payload_keys(&mut self, at: At<'a>, node: Node<'a>) {
        let path = self.payload().unwrap_or_default();
        for (end, _) in path.match_indices('.') {
            self.row(at, path.get(..end).unwrap_or_default().to_owned(), "object".into(), None, None);
        }
        let ty = if node.name.is_some() { "object".to_owned() } else { shown(node.ty) };
        self.row(at, path.to_owned(), ty, None, node.name.is_none().then(|| node.address()));
    }

    /// The path under which the bodies of success stand.
    fn payload(&self) -> Option<&'a str> {
        self.service.envelope.as_ref()?.payload.as_deref()
    }

    fn node(&mut self, at: At<'a>, node: Node<'a>) {
        let is_body = at.side == Side::Response && at.location == Location::Body;
        let parent = self.payload().filter(|_| is_body).unwrap_or_default();
        if let (Some(name), Some(field)) = (node.name, node.field) {
            let is_told = match at.side {
                Side::Request => self.is_supplied(at.location, name),
                Side::Response => at.location == Location::Body && self.is_envelope(name),
            };
            if !is_told {
                self.field(at, parent.to_owned(), name, field, node.address());
            }
            return;
        }
        // The row of the operation stands for the whole request, that of its key for a payload.
        if at.side == Side::Response && parent.is_empty() && !matches!(node.ty, Type::Named(_)) {
            self.row(at, String::new(), shown(node.ty), None, Some(node.address()));
        }
        self.below(at, parent, node.ty);
    }

    /// The row of a field and the rows below it.
    fn field(&mut self, at: At<'a>, mut path: String, name: &str, field: &'a Field, fact: Address) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        let below = path.clone();
        self.row(at, path, shown(&field.ty), Some(field), Some(fact));
        self.below(at, &below, &field.ty);
    }

    /// The rows below a value of this type.
    fn below(&mut self, at: At<'a>, path: &str, ty: &'a Type) {
        match ty {
            Type::List(inner) => self.below(at, &format!("{path}[]"), inner),
            Type::Map(inner) => self.below(at, &format!("{path}{{}}"), inner),
            Type::Named(name) => {
                if let Some((name, def)) = self.service.types.get_key_value(name)
                    && !self.inside.contains(&name)
                    && !self.is_cut(ty)
                {
                    self.inside.push(name);
                    self.met.insert(name);
                    let is_whole_response = path.is_empty() && at.side == Side::Response;
                    for (field_name, field) in &def.fields {
                        if !(is_whole_response && self.is_envelope(field_name)) {
                            let fact = Address::Field(name.clone(), field_name.clone());
                            self.field(at, path.to_owned(), field_name, field, fact);
                        }
                    }
                    self.inside.pop();
                }
            }
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any => {}
        }
    }

    /// Whether the fields of this type are left out because there would be too many.
    fn is_cut(&self, ty: &Type) -> bool {
        ty.named().is_some_and(|name| {
            let again = self.rows > ROWS && self.met.contains(name);
            (again || self.inside.len() >= DEPTH) && !self.inside.contains(&name)
        })
    }

    fn row(&mut self, at: At<'a>, path: String, ty: String, field: Option<&'a Field>, fact: Option<Address>) {
        // What a guide says once for all lists stands on no page, so that there is no place to show.
        if field.is_some_and(|field| field.origin == Origin::Dialect) {
            return;
        }
        let page = at.op.operation.page.as_str();
        let place = self.places.zip(fact).and_then(|(places, fact)| places.on(&fact, page));
        let parts = field.and_then(|field| field.composite.as_ref());
        self.rows += 1;
        let cut = field.is_some_and(|field| self.is_cut(&field.ty));
        (self.sink)(Row {
            vendor: &self.service.vendor,
            service: &self.service.service,
            operation: at.op.id,
            method: at.op.operation.method.as_str(),
            uri: &at.op.operation.uri,
            side: at.side,
            location: at.location,
            path,
            ty,
            required: field.and_then(|field| field.required),
            origin: field.map_or(Origin::Table, |field| field.origin),
            page,
            source: place.map(|place| &*place.file),
            line: place.map(|place| place.line),
            parts: parts.map(|parts| parts.parts.keys().map(WireName::as_str).collect()).unwrap_or_default(),
            cut,
        });
    }

    /// Whether the client itself supplies a parameter of the request.
    fn is_supplied(&self, location: Location, name: &str) -> bool {
        let names_operation = matches!(&self.service.protocol, Protocol::Rpc(action) if **action == *name);
        let mut put = self.service.auth.iter().flat_map(tablature_ir::Recipe::puts);
        match location {
            Location::Form | Location::Query => {
                names_operation
                    || put.any(|(place, put)| !matches!(place, Place::Header | Place::Cookie) && put == name)
            }
            Location::Header => {
                put.any(|(place, put)| place == Place::Header && put.eq_ignore_ascii_case(name))
            }
            Location::Path | Location::Body => false,
        }
    }

    fn is_envelope(&self, name: &str) -> bool {
        self.service.envelope.as_ref().is_some_and(|envelope| {
            let tablature_ir::Envelope { code, ok: _, message, payload, other } = envelope;
            // In a payload the names of the envelope mean something else.
            payload.is_none()
                && (**code == *name || **message == *name || other.iter().any(|other| **other == *name))
        })
    }
}

/// A type as the rows spell it: a named type is an `object`.
fn shown(ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("list<{}>", shown(inner)),
        Type::Map(inner) => format!("map<{}>", shown(inner)),
        Type::Named(_) => "object".to_owned(),
        Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any => ty.to_string(),
    }
}
