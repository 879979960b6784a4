//! Takes what a response is about out of the key of the envelope under which it stands.

use tablature_ir::{Address, Body, Fields, Location, OperationId, Service, Status, Type, WireName};

use super::service::{Pages, ServiceDraft};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    spec::places::{Place, Places},
};

/// Takes payloads out of the responses of success. A page that does not mention the key tells the payload itself.
pub(super) fn payload(draft: &mut ServiceDraft<'_>, _: &Pages<'_>, diagnostics: &mut Diagnostics) {
    let ServiceDraft { service, places, .. } = draft;
    let Some(path) = service.envelope.as_ref().and_then(|envelope| envelope.payload.clone()) else { return };
    let ids: Vec<OperationId> = service.operations.keys().cloned().collect();
    for id in &ids {
        let found = service.operations.get(id).and_then(|operation| {
            let (status, response) = operation.success()?;
            let body = response.body.as_ref()?;
            Some((status.clone(), inside(service, body, &path)?, beside(service, body, &path)))
        });
        let Some((status, (ty, words), beside)) = found else { continue };
        let page = service.operations.get(id).map(|operation| operation.page.clone()).unwrap_or_default();
        for name in beside {
            let address = Address::Response(id.clone(), status.clone(), Location::Body, name.clone());
            let place = places.on(&address, &page).map(Place::span);
            let message =
                format!("`{id}`: `{name}` stands beside `{path}`, which holds what a response is about");
            diagnostics.push(Diagnostic { span: place, ..Diagnostic::new(Id::BesidePayload, message) });
        }
        moved(places, id, &status, &path);
        let response = service.operations.get_mut(id).and_then(|it| it.responses.get_mut(&status));
        if let Some(response) = response {
            response.body = Some(Body::Type(ty));
            if response.description.is_empty() {
                response.description = words;
            }
        }
    }
}

/// The type of what the keys of the path lead to, and the words for it.
fn inside(service: &Service, body: &Body, path: &str) -> Option<(Type, String)> {
    let mut fields = fields(service, body)?;
    let mut keys = path.split('.').peekable();
    loop {
        let field = fields.get(keys.next()?)?;
        if keys.peek().is_none() {
            return Some((field.ty.clone(), field.description.clone()));
        }
        fields = &service.types.get(field.ty.named()?)?.fields;
    }
}

/// The keys of the body that are not the first of the path.
fn beside(service: &Service, body: &Body, path: &str) -> Vec<WireName> {
    let first = path.split('.').next().unwrap_or_default();
    fields(service, body)
        .into_iter()
        .flat_map(Fields::keys)
        .filter(|name| name.as_str() != first)
        .cloned()
        .collect()
}

fn fields<'a>(service: &'a Service, body: &'a Body) -> Option<&'a Fields> {
    match body {
        Body::Fields(fields) => Some(fields),
        Body::Type(ty) => Some(&service.types.get(ty.named()?)?.fields),
        Body::OneOf(_) => None,
    }
}

/// The whole body stands where the page tells its key.
fn moved(places: &mut Places, id: &OperationId, status: &Status, path: &str) {
    let first = path.split('.').next().unwrap_or_default();
    let key = Address::Response(id.clone(), status.clone(), Location::Body, first.into());
    for place in places.all(&key).to_vec() {
        places.add(Address::Body(id.clone(), Some(status.clone())), place);
    }
}
