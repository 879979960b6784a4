//! The path and its parameters name each other.

use tablature_ir::{Address, Location, Recipe, Service, WireName, recipe::Place};

use super::Finding;
use crate::diagnostic::{Diagnostic, Id, closest};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for (id, operation) in &service.operations {
        let mut report = |fact, message: String, hint: String| {
            findings.push(Finding {
                fact,
                operation: Some(id.clone()),
                diagnostic: Diagnostic::new(Id::UriParameters, message).hint(hint),
            });
        };
        let names = placeholders(&operation.uri);
        for name in &names {
            let is_put = || {
                let puts = super::supplied::ways(service, operation).flat_map(Recipe::puts);
                puts.into_iter().any(|(place, put)| place == Place::Path && put == *name)
            };
            if !operation.path.contains_key(*name) && !is_put() {
                let message =
                    format!("`{id}`: no parameter is called `{name}`, which stands in `{}`", operation.uri);
                let hint = match closest(name, operation.path.keys().map(WireName::as_str)) {
                    Some(close) => format!("the path has a parameter `{close}`"),
                    None => "describe it among the parameters of the path".to_owned(),
                };
                report(Address::Operation(id.clone()), message, hint);
            }
        }
        for name in operation.path.keys().filter(|name| !names.contains(&name.as_str())) {
            let message = format!("`{id}`: the parameter `{name}` does not stand in `{}`", operation.uri);
            let fact = Address::Parameter(id.clone(), Location::Path, name.clone());
            report(fact, message, format!("put `{{{name}}}` into the path, or the parameter into the query"));
        }
        if let Some(hint) = no_path(&operation.uri) {
            let message = format!("`{id}`: `{}` is no path", operation.uri);
            report(Address::Operation(id.clone()), message, hint.to_owned());
        }
    }
}

/// What a text is not that is no path; `None` for a path.
fn no_path(uri: &str) -> Option<&'static str> {
    if !uri.starts_with('/') || uri.contains(['?', '#']) {
        return Some("a path begins with `/` and has no query");
    }
    // What stands around the names in braces is sent as it is.
    let (first, named) = uri.split_once('{').map_or((uri, None), |(first, named)| (first, Some(named)));
    let around = |part: &'_ str| {
        part.split_once('}').map_or_else(|| part.to_owned() + "{", |(_, after)| after.to_owned())
    };
    let mut literal = first.to_owned();
    literal.extend(named.into_iter().flat_map(|named| named.split('{')).map(around));
    literal
        .contains(|c: char| c.is_whitespace() || c.is_control() || "{}\\\"<>".contains(c))
        .then_some("a path has no spaces and such signs outside of the names in braces, which are closed")
}

/// The names in braces.
pub(crate) fn placeholders(uri: &str) -> Vec<&str> {
    uri.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
