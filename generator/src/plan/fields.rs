//! The groups of fields of a service, each with its owner: types, parameters, responses.

use tablature_ir::{Body, Fields, Location, OperationId, Service, TypeName, WireName};

/// Who owns a group of fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Owner<'a> {
    /// A named type.
    Type(&'a TypeName),
    /// The parameters of an operation at a location; `Body` means the keys of its JSON body.
    Request(&'a OperationId, Location),
    /// The parts of a composite parameter.
    Parts(&'a OperationId, Location, &'a WireName),
    /// The headers (`Header`) or the body (`Body`) of the success response.
    Response(&'a OperationId, Location),
}

/// All groups, operations first, in the order of the service.
pub(super) fn groups(service: &Service) -> Vec<(Owner<'_>, &Fields)> {
    let mut groups = Vec::new();
    for (id, operation) in &service.operations {
        for location in [Location::Path, Location::Query, Location::Header, Location::Form] {
            let Some(fields) = operation.at(location) else { continue };
            groups.push((Owner::Request(id, location), fields));
            for (wire, field) in fields {
                if let Some(composite) = &field.composite {
                    groups.push((Owner::Parts(id, location, wire), &composite.parts));
                }
            }
        }
        if let Some(Body::Fields(fields)) = &operation.body {
            groups.push((Owner::Request(id, Location::Body), fields));
        }
        if let Some((_, response)) = operation.success() {
            groups.push((Owner::Response(id, Location::Header), &response.headers));
            if let Some(Body::Fields(fields)) = &response.body {
                groups.push((Owner::Response(id, Location::Body), fields));
            }
        }
    }
    groups.extend(service.types.iter().map(|(name, def)| (Owner::Type(name), &def.fields)));
    groups
}
