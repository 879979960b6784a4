//! What vendor.yaml asks for: `include` and `exclude` of services, operations and pages. Types that nothing needs any
//! more go with what needed them.

use std::collections::HashSet;

use tablature_ir::{Body, Field, Service, TypeName};

use super::{Failure, settings::Vendor};
use crate::lower::{Lowered, Tally};

/// Leaves only what was asked for.
///
/// # Errors
/// A pattern matches nothing: it is misspelled, or what it named is gone.
pub(super) fn select(
    vendor: &Vendor,
    partial: bool,
    services: &mut Vec<Lowered>,
    tally: &mut Tally,
) -> Result<(), Failure> {
    for (key, patterns) in [("include", &vendor.include), ("exclude", &vendor.exclude)] {
        let matches = |pattern: &String| {
            services.iter().any(|lowered| {
                let service = &lowered.service;
                service.operations.iter().any(|(id, it)| is(pattern, &service.service, id.as_str(), &it.page))
            })
        };
        if let Some(pattern) = patterns.iter().find(|pattern| !partial && !matches(pattern)) {
            let message = format!("no service, operation or page is `{pattern}`");
            let hint = "write SERVICE, SERVICE/OPERATION or the path of a page; `*` stands for any letters"
                .to_owned();
            return Err(vendor.fault(key, pattern, message, hint));
        }
    }
    if vendor.include.is_empty() && vendor.exclude.is_empty() {
        return Ok(());
    }
    let mut left_out = 0;
    for Lowered { service, .. } in services.iter_mut() {
        let any = |patterns: &[String], id: &str, page: &str| {
            patterns.iter().any(|pattern| is(pattern, &service.service, id, page))
        };
        let before = service.operations.len();
        let mut operations = std::mem::take(&mut service.operations);
        operations.retain(|id, it| {
            (vendor.include.is_empty() || any(&vendor.include, id.as_str(), &it.page))
                && !any(&vendor.exclude, id.as_str(), &it.page)
        });
        service.operations = operations;
        left_out += before - service.operations.len();
        if before > service.operations.len() {
            let used = used(service);
            service.types.retain(|name, _| used.contains(name));
            keep_used_enums(service);
        }
    }
    services.retain(|lowered| !lowered.service.operations.is_empty());
    tally.operations = tally.operations.saturating_sub(left_out);
    *tally.without_operation.entry("vendor.yaml leaves out".to_owned()).or_default() += left_out;
    Ok(())
}

/// Whether a pattern names a service, an operation of it, or the page of that.
fn is(pattern: &str, service: &str, operation: &str, page: &str) -> bool {
    match pattern.split_once('/') {
        None => glob(pattern, service),
        Some((of, name)) => glob(of, service) && glob(name, operation) || glob(pattern, page),
    }
}

/// Whether a text matches a pattern, in which `*` stands for any characters but `/`.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((fixed, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(fixed) else { return false };
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    ends.take_while(|at| !text.get(..*at).is_some_and(|over| over.contains('/')))
        .any(|at| text.get(at..).is_some_and(|text| glob(rest, text)))
}

/// Drops the enums that no field refers to.
pub(crate) fn keep_used_enums(service: &mut Service) {
    let used: HashSet<TypeName> =
        tablature_ir::walk(service).iter().filter_map(|node| node.field?.values.name.clone()).collect();
    service.enums.retain(|name, _| used.contains(name));
}

/// The types that the operations of a service need.
pub(crate) fn used(service: &Service) -> HashSet<TypeName> {
    let mut used = HashSet::new();
    let mut open: Vec<TypeName> = Vec::new();
    let named = |field: &Field| field.ty.named().cloned();
    let of_body = |body: Option<&Body>| match body {
        Some(Body::Fields(fields)) => fields.values().filter_map(named).collect(),
        Some(body) => body.types().iter().filter_map(tablature_ir::Type::named).cloned().collect::<Vec<_>>(),
        None => Vec::new(),
    };
    for operation in service.operations.values() {
        for (_, _, field) in operation.parameters() {
            open.extend(named(field));
            open.extend(field.composite.iter().flat_map(|it| it.parts.values()).filter_map(named));
        }
        open.extend(of_body(operation.body.as_ref()));
        for response in operation.responses.values() {
            open.extend(response.headers.values().filter_map(named));
            open.extend(of_body(response.body.as_ref()));
        }
    }
    while let Some(name) = open.pop() {
        if let Some(def) = service.types.get(&name).filter(|_| !used.contains(&name)) {
            open.extend(def.fields.values().filter_map(named));
        }
        used.insert(name);
    }
    used
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_services_operations_and_pages() {
        let matches = |pattern: &str| is(pattern, "uhost", "DescribeUHost", "uhost-api/describe_uhost.md");
        for pattern in ["uhost", "u*", "uhost/DescribeUHost", "uhost/Describe*", "*/*UHost", "uhost-api/*.md"]
        {
            assert!(matches(pattern), "{pattern}");
        }
        for pattern in ["udisk", "uhost/Create*", "uhost-api/create*.md", "uhost-api", "*/*/*"] {
            assert!(!matches(pattern), "{pattern}");
        }
    }
}
