//! What stands inside the envelope. The IR says what a response is about; on the wire that may stand under a key.

use std::borrow::Cow;

use tablature_ir::{Body, Field, Fields, OperationId, Pagination, Service, Total, Type, TypeName};

/// The service as it goes over the wire, each payload under the keys that hold it: for whoever reads whole bodies.
#[must_use]
pub fn on_the_wire(service: &Service) -> Cow<'_, Service> {
    let path = service.envelope.as_ref().and_then(|envelope| envelope.payload.clone());
    let Some(path) = path else { return Cow::Borrowed(service) };
    let mut whole = service.clone();
    let ids: Vec<OperationId> = whole.operations.keys().cloned().collect();
    for id in &ids {
        wrap(&mut whole, id, &path);
    }
    whole.types.sort_unstable_keys();
    Cow::Owned(whole)
}

fn wrap(service: &mut Service, id: &OperationId, path: &str) {
    let Some(operation) = service.operations.get(id) else { return };
    let Some((status, response)) = operation.success() else { return };
    let (status, Some(body)) = (status.clone(), response.body.clone()) else { return };
    let mut inner = match body {
        Body::Type(ty) => ty,
        Body::OneOf(_) => Type::Any,
        Body::Fields(fields) => define(service, TypeName::of(id, "Payload"), fields),
    };
    let mut keys = path.split('.');
    let Some(outermost) = keys.next() else { return };
    for key in keys.rev() {
        inner = define(service, TypeName::of(id, key), Fields::from([(key.into(), Field::new(inner))]));
    }
    let Some(operation) = service.operations.get_mut(id) else { return };
    if let Some(response) = operation.responses.get_mut(&status) {
        response.body = Some(Body::Fields(Fields::from([(outermost.into(), Field::new(inner))])));
    }
    for place in operation.pagination.iter_mut().flat_map(paths) {
        *place = if place.is_empty() { path.to_owned() } else { format!("{path}.{place}") };
    }
}

/// Makes a type for an object that no page names.
fn define(service: &mut Service, mut name: TypeName, fields: Fields) -> Type {
    while service.types.contains_key(&name) {
        name.0.push('_');
    }
    service.types.insert(name.clone(), tablature_ir::TypeDef { fields, ..Default::default() });
    Type::Named(name)
}

/// The paths of a pagination that begin at the payload.
fn paths(pagination: &mut Pagination) -> Vec<&mut String> {
    match pagination {
        Pagination::Offset { items, total, .. } | Pagination::Page { items, total, .. } => {
            let total = match total {
                Some(Total::Body(path)) => Some(path),
                Some(Total::ContentRange(_)) | None => None,
            };
            std::iter::once(items).chain(total).collect()
        }
        // A key of the last item follows the items.
        Pagination::Marker { items, next, .. } | Pagination::Link { items, next, .. } => {
            let next = next.path_mut().filter(|path| !path.starts_with("items[]."));
            std::iter::once(items).chain(next).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{tests::sample::images, write};

    #[test]
    fn a_payload_stands_under_its_keys() {
        let mut service = images();
        assert!(matches!(on_the_wire(&service), Cow::Borrowed(_)));
        service.envelope.as_mut().unwrap().payload = Some("result.data".into());
        let text = write(&on_the_wire(&service));
        for expected in [
            "        body:\n          result: {type: GetRepoImage::data}\n",
            "items: result.data.ImageSet",
            "total: {body: result.data.TotalCount}",
            "  GetRepoImage::data:\n    fields:\n      data: {type: GetRepoImage::Payload}\n",
            "  GetRepoImage::Payload:\n    fields:\n      TotalCount: {type: integer, required: true, doc: 总数}\n",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }
}
