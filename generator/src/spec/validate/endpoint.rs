//! Requests can go where the service says that they go, or an operation for itself.

use std::iter;

use tablature_ir::{Address, Service};

use super::Finding;
use crate::diagnostic::{Diagnostic, Id};

/// What an endpoint is like.
pub(crate) const LIKE: &str =
    "an endpoint is like `https://api.example.com/v2`; `{name}` in it is a setting of the client";

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    let of_operations = service.operations.iter();
    let of_operations =
        of_operations.filter_map(|(id, it)| Some((Some(id.clone()), it.endpoint.as_deref()?)));
    for (operation, endpoint) in iter::once((None, service.endpoint.as_str())).chain(of_operations) {
        if let Some(why) = unfit(endpoint) {
            let message = format!("`{endpoint}` is no endpoint: {why}");
            findings.push(Finding {
                fact: Address::Endpoint(operation.clone()),
                operation,
                diagnostic: Diagnostic::new(Id::InvalidEndpoint, message).hint(LIKE),
            });
        }
    }
}

/// Why clients could send nothing to an endpoint, as they see it; `None` where they could, or where none is known.
pub(crate) fn unfit(endpoint: &str) -> Option<&'static str> {
    if endpoint.is_empty() {
        return None;
    }
    let mut rest = endpoint;
    let mut filled = String::new();
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, rest)| rest.split_once('}').map(|(name, after)| (before, name, after)))
    {
        // A setting that the endpoint begins with may bring the scheme.
        let brings = filled.is_empty() && before.is_empty() && !after.starts_with("://");
        filled.extend([before, if brings { "https://x" } else { "http" }]);
        if name.is_empty() {
            return Some("there is no name in the braces");
        }
        rest = after;
    }
    filled.push_str(rest);
    let Some((_, rest)) = filled.split_once("://").filter(|(scheme, _)| ["http", "https"].contains(scheme))
    else {
        return Some("it begins with neither `http://` nor `https://`");
    };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if host.is_empty() || !host.chars().all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c)) {
        return Some("it has no proper host");
    }
    if path.contains(['?', '#']) {
        return Some("a query or a fragment belongs to requests");
    }
    path.contains(|c: char| c.is_whitespace() || c.is_control() || "{}\\".contains(c))
        .then_some("its path is no path")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_what_clients_take() {
        let fit = [
            "",
            "https://api.example.com",
            "http://localhost:9200/",
            "https://[::1]:80/v2",
            "https://disk.{region}.example.com/{project}/v1",
            "{endpoint}",
            "{endpoint}/v1",
            "{scheme}://api.example.com",
        ];
        assert_eq!(fit.map(unfit), [None; 8]);
        let unfit_ones = [
            "api.example.com",
            "ftp://api.example.com",
            "https://",
            "https:///v1",
            "https://a b.example",
            "https://user@example.com",
            "https://example.com/?a=1",
            "https://example.com/#a",
            "https://example.com/a b",
            "https://{}.example.com",
            "https://{region.example.com",
            "nonsense",
        ];
        for endpoint in unfit_ones {
            assert!(unfit(endpoint).is_some(), "{endpoint}");
        }
    }
}
