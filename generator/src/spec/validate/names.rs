//! Names are such that they can stand where they stand: in a type expression, a header, a file name.

use tablature_ir::{Location, Service, Status, Type};

use super::{Finding, walk::nodes};
use crate::{
    diagnostic::{Diagnostic, Id},
    spec::places::Fact,
};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    let mut report = |fact, operation, message: String| {
        findings.push(Finding { fact, operation, diagnostic: Diagnostic::new(Id::MalformedName, message) });
    };
    for id in service.operations.keys() {
        if id.is_empty() || id.chars().any(|char| char.is_whitespace() || char.is_control()) {
            report(Fact::Operation(id.clone()), Some(id.clone()), format!("`{id}` is no id of an operation"));
        }
    }
    for name in service.types.keys() {
        // `string` and `list<x>` mean something else in a type expression.
        if !matches!(name.parse(), Ok(Type::Named(_))) || name.chars().any(char::is_control) {
            report(Fact::Type(name.clone()), None, format!("a type cannot be called `{name}`"));
        }
    }
    for (id, operation) in &service.operations {
        for Status(status) in operation.responses.keys() {
            if !is_status(status) {
                let message =
                    format!("`{id}`: `{status}` is no status; expected one like 200, 4XX or default");
                report(Fact::Operation(id.clone()), Some(id.clone()), message);
            }
        }
    }
    for node in nodes(service) {
        let Some((name, location)) = node.named else { continue };
        let fits = match location {
            Location::Header => !name.is_empty() && name.bytes().all(is_header_byte),
            Location::Path => !name.is_empty() && !name.contains(['{', '}', '/']),
            Location::Query | Location::Form | Location::Body => !name.is_empty(),
        };
        if !fits {
            report(node.fact, node.operation.cloned(), format!("{} cannot be called that", node.label));
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
