//! Operations do not repeat what the client supplies and what wraps every response.

use tablature_ir::{
    Address, Body, Envelope, Location, Operation, Protocol, Recipe, Service, WireName, recipe::Place,
};

use super::Finding;
use crate::diagnostic::{Diagnostic, Id};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for (id, operation) in &service.operations {
        let mut report = |fact, message: String| {
            let diagnostic = Diagnostic::new(Id::SuppliedField, message);
            findings.push(Finding { fact, operation: Some(id.clone()), diagnostic });
        };
        if let Protocol::Rpc(action) = &service.protocol {
            for (location, name, _) in operation.parameters().filter(|(_, name, _)| *name == action) {
                let fact = Address::Parameter(id.clone(), location, name.clone());
                report(fact, format!("`{id}` lists `{name}`, which carries the id of the operation"));
            }
        }
        for (location, name, way) in put_and_listed(service, operation) {
            let fact = Address::Parameter(id.clone(), location, name.clone());
            report(fact, format!("`{id}` lists `{name}`, which the way `{way}` to authenticate puts"));
        }
        // In a payload the names of the envelope mean something else.
        let Some(Envelope { code, ok: _, message, payload: None, other }) = &service.envelope else {
            continue;
        };
        for (status, response) in &operation.responses {
            let Some(Body::Fields(fields)) = &response.body else { continue };
            for name in [code, message].into_iter().chain(other).filter(|name| fields.contains_key(*name)) {
                let fact = Address::Response(id.clone(), status.clone(), Location::Body, name.clone());
                report(fact, format!("`{id}` lists `{name}` in its response, which the envelope has"));
            }
        }
    }
}

/// The ways that an operation takes.
pub(super) fn ways<'s>(service: &'s Service, operation: &'s Operation) -> impl Iterator<Item = &'s Recipe> {
    let takes = |recipe: &&Recipe| match &operation.auth {
        None => true,
        Some(ways) => ways.iter().flatten().any(|name| *name == recipe.name),
    };
    service.auth.iter().filter(takes)
}

/// The parameters that a way puts where the operation lists one of that name, and the way: sending both is refused, and
/// whoever calls cannot know the value.
fn put_and_listed<'s>(
    service: &'s Service,
    operation: &'s Operation,
) -> Vec<(Location, &'s WireName, &'s str)> {
    let mut found: Vec<(Location, &WireName, &str)> = Vec::new();
    for recipe in ways(service, operation) {
        for (place, put) in recipe.puts() {
            let is_there = |location: Location, name: &str| match place {
                Place::Header => location == Location::Header && name.eq_ignore_ascii_case(put),
                Place::Query => location == Location::Query && name == put,
                Place::Form => location == Location::Form && name == put,
                Place::Params => matches!(location, Location::Query | Location::Form) && name == put,
                Place::Body | Place::Number => location == Location::Body && name == put,
                Place::Path => location == Location::Path && name == put,
                Place::Cookie => false,
            };
            let body = match &operation.body {
                Some(Body::Fields(fields)) => Some(fields),
                _ => None,
            };
            let body = body.into_iter().flatten().map(|(name, _)| (Location::Body, name));
            let others = operation.parameters().map(|(location, name, _)| (location, name));
            for (location, name) in others.chain(body) {
                if is_there(location, name)
                    && !found.iter().any(|(at, known, _)| (*at, *known) == (location, name))
                {
                    found.push((location, name, &recipe.name));
                }
            }
        }
    }
    found
}
