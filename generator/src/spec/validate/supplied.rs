//! Operations do not repeat what the client supplies and what wraps every response.

use tablature_ir::{Address, Body, Envelope, Location, Protocol, Service};

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
