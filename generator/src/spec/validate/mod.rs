//! What the types of the IR cannot say: names that lead nowhere, a path that does not match its parameters.
//!
//! One rule a file, each over the whole service. The rules look at the IR alone, so that they hold for what
//! came from pages, for what an overlay made of it, and for a file that was written by hand.

mod dangling;
mod defaults;
mod endpoint;
mod enums;
mod kinds;
mod names;
mod patterns;
mod supplied;
#[cfg(test)]
mod tests;
mod types;
mod uri;
mod values;

use tablature_ir::{
    Address, Location, OperationId, Service, Status,
    walk::{Holder, Node},
};

#[cfg(feature = "pages")]
pub(crate) use self::endpoint::{LIKE, unfit};
#[cfg(feature = "cli")]
pub(crate) use self::uri::placeholders;

use super::{
    lines::Lines,
    places::{Place, Places},
    yaml,
};
use crate::diagnostic::{Diagnostic, Span};

/// Something that is wrong with a fact of the service.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The fact, for its place.
    pub fact: Address,
    /// The operation that it belongs to; `None` when a named type is wrong.
    pub operation: Option<OperationId>,
    /// What is wrong, without a place.
    pub diagnostic: Diagnostic,
}

/// Everything that is wrong with a service, each with its place where that is known.
#[must_use]
pub fn validate(service: &Service, places: &Places) -> Vec<Finding> {
    let mut findings = findings(service);
    for finding in &mut findings {
        let operation = finding.operation.as_ref().and_then(|id| service.operations.get(id));
        let page = operation.map_or("", |operation| operation.page.as_str());
        finding.diagnostic.span = places.on(&finding.fact, page).map(Place::span);
    }
    findings
}

/// Everything that is wrong with a service that was read from an IR file, each with its line there.
#[must_use]
pub fn in_file(service: &Service, file: &str, text: &str) -> Vec<Diagnostic> {
    let lines = Lines::of(text);
    let span = |fact: &Address| {
        let line = lines.find(fact)?.try_into().ok()?;
        let start = yaml::offset(text, line, 1);
        let whole = text.get(start..)?.lines().next()?;
        let start = start + whole.len() - whole.trim_start().len();
        Some(Span { file: file.into(), range: start..start + whole.trim().len() })
    };
    let place = |finding: Finding| Diagnostic { span: span(&finding.fact), ..finding.diagnostic };
    findings(service).into_iter().map(place).collect()
}

/// Everything that is wrong with a service, by fact.
#[must_use]
pub fn findings(service: &Service) -> Vec<Finding> {
    let mut findings = Vec::new();
    let rules = [
        names::check,
        types::check,
        enums::check,
        uri::check,
        endpoint::check,
        dangling::check,
        supplied::check,
        defaults::check,
        values::check,
        kinds::check,
        patterns::check,
    ];
    for rule in rules {
        rule(service, &mut findings);
    }
    findings
}

/// A node for people: ``parameter `Limit` of `GetRepoImage` ``.
fn label(node: &Node<'_>) -> String {
    let name = node.name.map_or("", |name| name.as_str());
    match node.holder {
        Holder::Request(id, Location::Body) if node.name.is_some() => {
            format!("field `{name}` of the request body of `{id}`")
        }
        Holder::Request(id, _) if node.name.is_some() => format!("parameter `{name}` of `{id}`"),
        Holder::Request(id, _) => format!("the request body of `{id}`"),
        Holder::Composite(id, _, whole) => format!("part `{name}` of parameter `{whole}` of `{id}`"),
        Holder::Response(id, Status(status), _) if node.name.is_some() => {
            format!("field `{name}` of response {status} of `{id}`")
        }
        Holder::Response(id, Status(status), _) => format!("response {status} of `{id}`"),
        Holder::Type(owner) => format!("field `{name}` of type `{owner}`"),
    }
}

/// What is wrong with a node.
fn finding(node: &Node<'_>, diagnostic: Diagnostic) -> Finding {
    Finding { fact: node.address(), operation: node.operation().cloned(), diagnostic }
}
