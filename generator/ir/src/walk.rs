//! The one walk over a service: every field, and every body that is a type.

use crate::{
    Address, Body, Field, Fields, Location, Operation, OperationId, Service, Status, Type, TypeName, WireName,
};

/// A field, or a whole body that is a type.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// The fields among which it stands, or would stand.
    pub holder: Holder<'a>,
    /// Its name; `None` where it is a whole body.
    pub name: Option<&'a WireName>,
    /// Its type.
    pub ty: &'a Type,
    /// The field; `None` where it is a whole body.
    pub field: Option<&'a Field>,
}

/// What holds fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder<'a> {
    /// A request, in one of its places.
    Request(&'a OperationId, Location),
    /// A parameter that is composed of parts.
    Composite(&'a OperationId, Location, &'a WireName),
    /// A response: its headers (`Header`) or its body (`Body`).
    Response(&'a OperationId, &'a Status, Location),
    /// A named type.
    Type(&'a TypeName),
}

impl<'a> Node<'a> {
    /// The address of the node.
    #[must_use]
    pub fn address(&self) -> Address {
        match (self.holder, self.name) {
            (Holder::Request(id, location), Some(name)) => {
                Address::Parameter(id.clone(), location, name.clone())
            }
            (Holder::Composite(id, location, whole), Some(name)) => {
                Address::Part(id.clone(), location, whole.clone(), name.clone())
            }
            (Holder::Composite(id, location, whole), None) => {
                Address::Parameter(id.clone(), location, whole.clone())
            }
            (Holder::Response(id, status, location), Some(name)) => {
                Address::Response(id.clone(), status.clone(), location, name.clone())
            }
            (Holder::Type(owner), Some(name)) => Address::Field(owner.clone(), name.clone()),
            (Holder::Request(id, _), None) => Address::Body(id.clone(), None),
            (Holder::Response(id, status, _), None) => Address::Body(id.clone(), Some(status.clone())),
            (Holder::Type(owner), None) => Address::Type(owner.clone()),
        }
    }

    /// The operation that it belongs to; `None` for a field of a named type.
    #[must_use]
    pub fn operation(&self) -> Option<&'a OperationId> {
        match self.holder {
            Holder::Request(id, _) | Holder::Composite(id, ..) | Holder::Response(id, ..) => Some(id),
            Holder::Type(_) => None,
        }
    }

    /// Where on the wire it stands.
    #[must_use]
    pub fn location(&self) -> Location {
        match self.holder {
            Holder::Request(_, location)
            | Holder::Composite(_, location, _)
            | Holder::Response(_, _, location) => location,
            Holder::Type(_) => Location::Body,
        }
    }
}

/// All nodes of a service: of its operations, then of its types.
#[must_use]
pub fn walk(service: &Service) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for (id, operation) in &service.operations {
        of_operation(id, operation, &mut nodes);
    }
    for (name, def) in &service.types {
        fields(Holder::Type(name), &def.fields, &mut nodes);
    }
    nodes
}

/// The nodes of one operation: path, query, header, form, body, responses, each in the order of the page. The parts
/// of a parameter follow it.
pub fn of_operation<'a>(id: &'a OperationId, operation: &'a Operation, nodes: &mut Vec<Node<'a>>) {
    for (location, name, field) in operation.parameters() {
        let node = |holder, name, field: &'a Field| Node {
            holder,
            name: Some(name),
            ty: &field.ty,
            field: Some(field),
        };
        nodes.push(node(Holder::Request(id, location), name, field));
        for (part, field) in field.composite.iter().flat_map(|composite| &composite.parts) {
            nodes.push(node(Holder::Composite(id, location, name), part, field));
        }
    }
    body(Holder::Request(id, Location::Body), operation.body.as_ref(), nodes);
    for (status, response) in &operation.responses {
        fields(Holder::Response(id, status, Location::Header), &response.headers, nodes);
        body(Holder::Response(id, status, Location::Body), response.body.as_ref(), nodes);
    }
}

fn body<'a>(holder: Holder<'a>, body: Option<&'a Body>, nodes: &mut Vec<Node<'a>>) {
    match body {
        Some(Body::Fields(list)) => fields(holder, list, nodes),
        Some(body) => {
            nodes.extend(body.types().iter().map(|ty| Node { holder, name: None, ty, field: None }));
        }
        None => {}
    }
}

fn fields<'a>(holder: Holder<'a>, fields: &'a Fields, nodes: &mut Vec<Node<'a>>) {
    nodes.extend(fields.iter().map(|(name, field)| Node {
        holder,
        name: Some(name),
        ty: &field.ty,
        field: Some(field),
    }));
}

impl Service {
    /// Calls `change` with every field and part.
    pub fn each_field_mut(&mut self, mut change: impl FnMut(&mut Field)) {
        let mut all = Vec::new();
        for operation in self.operations.values_mut() {
            let Operation { path, query, header, form, body, responses, .. } = operation;
            all.extend([path, query, header, form]);
            all.extend(body.as_mut().and_then(Body::fields_mut));
            for response in responses.values_mut() {
                all.push(&mut response.headers);
                all.extend(response.body.as_mut().and_then(Body::fields_mut));
            }
        }
        all.extend(self.types.values_mut().map(|def| &mut def.fields));
        while let Some(fields) = all.pop() {
            for field in fields.values_mut() {
                change(field);
                all.extend(field.composite.as_mut().map(|composite| &mut composite.parts));
            }
        }
    }

    /// Calls `change` with the type of every field, part and whole body.
    pub fn each_type_mut(&mut self, mut change: impl FnMut(&mut Type)) {
        self.each_field_mut(|field| change(&mut field.ty));
        for operation in self.operations.values_mut() {
            let answered = operation.responses.values_mut().flat_map(|response| &mut response.body);
            answered.chain(&mut operation.body).flat_map(Body::types_mut).for_each(&mut change);
        }
    }

    /// The field at an address.
    #[must_use]
    pub fn field(&self, address: &Address) -> Option<&Field> {
        let operation = |id: &OperationId| self.operations.get(id);
        match address {
            Address::Parameter(id, location, name) => operation(id)?.fields(*location)?.get(name),
            Address::Part(id, location, name, part) => {
                operation(id)?.fields(*location)?.get(name)?.composite.as_ref()?.parts.get(part)
            }
            Address::Response(id, status, Location::Header, name) => {
                operation(id)?.responses.get(status)?.headers.get(name)
            }
            Address::Response(id, status, _, name) => {
                operation(id)?.responses.get(status)?.body.as_ref()?.fields()?.get(name)
            }
            Address::Field(owner, name) => self.types.get(owner)?.fields.get(name),
            Address::Endpoint(_)
            | Address::Operation(_)
            | Address::Body(..)
            | Address::Type(_)
            | Address::Enum(_) => None,
        }
    }

    /// As [`field`](Self::field), to be changed in place.
    pub fn field_mut(&mut self, address: &Address) -> Option<&mut Field> {
        match address {
            Address::Parameter(id, location, name) => {
                self.operations.get_mut(id)?.fields_mut(*location)?.get_mut(name)
            }
            Address::Part(id, location, name, part) => {
                let whole = self.operations.get_mut(id)?.fields_mut(*location)?.get_mut(name)?;
                whole.composite.as_mut()?.parts.get_mut(part)
            }
            Address::Response(id, status, location, name) => {
                let response = self.operations.get_mut(id)?.responses.get_mut(status)?;
                match location {
                    Location::Header => response.headers.get_mut(name),
                    _ => response.body.as_mut()?.fields_mut()?.get_mut(name),
                }
            }
            Address::Field(owner, name) => self.types.get_mut(owner)?.fields.get_mut(name),
            Address::Endpoint(_)
            | Address::Operation(_)
            | Address::Body(..)
            | Address::Type(_)
            | Address::Enum(_) => None,
        }
    }
}
