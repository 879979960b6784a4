//! All fields of a service, each with its address.

use tablature_ir::{
    Body, Field, Fields, Location, Operation, OperationId, Response, Service, Status, Type, WireName,
};

use crate::spec::places::Fact;

/// A field or body with its address.
pub(super) struct Node<'a> {
    /// The operation; none for a field of a named type.
    pub operation: Option<&'a OperationId>,
    /// The address.
    pub fact: Fact,
    /// Its name for people: ``parameter `Limit` of `GetRepoImage` ``.
    pub label: String,
    /// Its type.
    pub ty: &'a Type,
    /// The field; none where a whole body is a type.
    pub field: Option<&'a Field>,
    /// Where it stands, for one that has a name of its own.
    pub named: Option<(&'a WireName, Location)>,
}

/// Every field, and every body that is a type.
pub(super) fn nodes(service: &Service) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    for (id, operation) in &service.operations {
        of_operation(id, operation, &mut nodes);
    }
    for (type_name, def) in &service.types {
        for (name, field) in &def.fields {
            nodes.push(Node {
                operation: None,
                fact: Fact::Field(type_name.clone(), name.clone()),
                label: format!("field `{name}` of type `{type_name}`"),
                ty: &field.ty,
                field: Some(field),
                named: Some((name, Location::Body)),
            });
        }
    }
    nodes
}

fn of_operation<'a>(id: &'a OperationId, operation: &'a Operation, nodes: &mut Vec<Node<'a>>) {
    let node = |fact, label, ty, field, named| Node { operation: Some(id), fact, label, ty, field, named };
    for (location, name, field) in operation.parameters() {
        let fact = Fact::Parameter(id.clone(), location, name.clone());
        let label = format!("parameter `{name}` of `{id}`");
        nodes.push(node(fact, label, &field.ty, Some(field), Some((name, location))));
        for (part, field) in field.composite.iter().flat_map(|composite| &composite.parts) {
            let fact = Fact::Part(id.clone(), name.clone(), part.clone());
            let label = format!("part `{part}` of parameter `{name}` of `{id}`");
            nodes.push(node(fact, label, &field.ty, Some(field), None));
        }
    }
    let mut fields = |fields: &'a Fields, location, fact: &dyn Fn(WireName) -> Fact, whose: &str| {
        for (name, field) in fields {
            let label = format!("field `{name}` of {whose} of `{id}`");
            nodes.push(node(fact(name.clone()), label, &field.ty, Some(field), Some((name, location))));
        }
    };
    if let Some(Body::Fields(list)) = &operation.body {
        let fact = |name| Fact::Parameter(id.clone(), Location::Body, name);
        fields(list, Location::Body, &fact, "the request body");
    }
    for (status, Response { description: _, headers, body }) in &operation.responses {
        let Status(text) = status;
        let fact =
            |location| move |name: WireName| Fact::Response(id.clone(), status.clone(), location, name);
        fields(headers, Location::Header, &fact(Location::Header), &format!("response {text}"));
        if let Some(Body::Fields(list)) = body {
            fields(list, Location::Body, &fact(Location::Body), &format!("response {text}"));
        }
    }
    if let Some(Body::Type(ty)) = &operation.body {
        nodes.push(node(Fact::Body(id.clone(), None), format!("the request body of `{id}`"), ty, None, None));
    }
    for (status, response) in &operation.responses {
        if let Some(Body::Type(ty)) = &response.body {
            let label = format!("response {} of `{id}`", status.0);
            nodes.push(node(Fact::Body(id.clone(), Some(status.clone())), label, ty, None, None));
        }
    }
}
