//! Names are such that they can stand where they stand: in a type expression, a header, a file name.

use tablature_ir::{Address, Location, Service, Status, Type, walk, walk::Holder};

use super::{Finding, label};
use crate::diagnostic::{Diagnostic, Id};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    let mut report = |fact, operation, message: String| {
        findings.push(Finding { fact, operation, diagnostic: Diagnostic::new(Id::MalformedName, message) });
    };
    for id in service.operations.keys() {
        if id.is_empty() || id.chars().any(|char| char.is_whitespace() || char.is_control()) {
            report(
                Address::Operation(id.clone()),
                Some(id.clone()),
                format!("`{id}` is no id of an operation"),
            );
        }
    }
    for name in service.types.keys() {
        // `string` and `list<x>` mean something else in a type expression.
        if !matches!(name.parse(), Ok(Type::Named(_))) || name.chars().any(char::is_control) {
            report(Address::Type(name.clone()), None, format!("a type cannot be called `{name}`"));
        }
    }
    for (id, operation) in &service.operations {
        for Status(status) in operation.responses.keys() {
            if !is_status(status) {
                let message =
                    format!("`{id}`: `{status}` is no status; expected one like 200, 4XX or default");
                report(Address::Operation(id.clone()), Some(id.clone()), message);
            }
        }
        for error in
            operation.errors.iter().filter(|error| error.status.is_some_and(|it| !is_status(&it.to_string())))
        {
            let status = error.status.unwrap_or_default();
            let message =
                format!("`{id}`: the error `{}` has the status {status}; expected one like 404", error.code);
            report(Address::Operation(id.clone()), Some(id.clone()), message);
        }
    }
    for node in walk(service) {
        let Some(name) = node.name.filter(|_| !matches!(node.holder, Holder::Composite(..))) else {
            continue;
        };
        let fits = match node.location() {
            Location::Header => !name.is_empty() && name.bytes().all(is_header_byte),
            Location::Path => !name.is_empty() && !name.contains(['{', '}', '/']),
            Location::Query | Location::Form | Location::Body => !name.is_empty(),
        };
        if !fits {
            report(
                node.address(),
                node.operation().cloned(),
                format!("{} cannot be called that", label(&node)),
            );
        }
    }
}

fn is_status(text: &str) -> bool {
    text == "default"
        || matches!(text.as_bytes(), [b'1'..=b'5', b'X', b'X'])
        || matches!(text.as_bytes(), [b'1'..=b'9', b'0'..=b'9', b'0'..=b'9'])
}

/// A character of a token of RFC 9110.
fn is_header_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
