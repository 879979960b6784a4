//! Which path each operation stands at.
//!
//! OpenAPI allows one operation for a method and path. It takes two paths for the same if they differ only in the names
//! of their placeholders. Documentation knows no such rules.

use std::collections::{HashMap, HashSet};

use tablature_ir::{Operation, OperationId, Protocol, Service};

use crate::spec::validate::placeholders;

/// An operation with its path.
pub(super) struct Place<'a> {
    pub id: &'a OperationId,
    pub operation: &'a Operation,
    /// The path, unique together with the method.
    pub path: String,
    /// The operation's own names of placeholders, and what they are called in this path.
    pub renamed: HashMap<&'a str, String>,
}

/// Gives every operation its place.
pub(super) fn places(service: &Service) -> Vec<Place<'_>> {
    // The first operation of a path gives the placeholders their names.
    let mut templates: HashMap<String, &str> = HashMap::new();
    let mut taken = HashSet::new();
    let mut places = Vec::new();
    for (id, operation) in &service.operations {
        let erased = erased(&operation.uri);
        let template = *templates.entry(erased.clone()).or_insert(&operation.uri);
        let renamed = placeholders(&operation.uri)
            .into_iter()
            .zip(placeholders(template))
            .filter(|(own, shared)| own != shared)
            .map(|(own, shared)| (own, shared.to_owned()))
            .collect();
        let path = match &service.protocol {
            Protocol::Rpc(action) => format!("{template}#{action}={id}"),
            Protocol::Rest if taken.insert((operation.method, erased)) => template.to_owned(),
            Protocol::Rest => format!("{template}#{id}"),
        };
        places.push(Place { id, operation, path, renamed });
    }
    places
}

/// The path without the names of its placeholders.
fn erased(uri: &str) -> String {
    let mut parts = uri.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "{}" + part.split_once('}').map_or("", |(_, behind)| behind))
}
