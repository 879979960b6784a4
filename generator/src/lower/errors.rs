//! Error bodies among the examples of a service. Pages seldom say in which of a vendor's shapes a service reports
//! errors; an example shows it.

use std::cmp::Reverse;

use serde_json::Value;
use tablature_ir::{ErrorShape, ExampleKind, Operation, Service, Status};

use super::service::{Pages, ServiceDraft};
use crate::diagnostic::Diagnostics;

/// Gives examples that are error bodies a status that says so, and puts the shapes first that most of them show.
pub(super) fn errors(draft: &mut ServiceDraft<'_>, _: &Pages<'_>, _: &mut Diagnostics) {
    order(&mut draft.service);
}

fn order(service: &mut Service) {
    // With an envelope, its code tells errors apart, and they have its shape.
    if service.envelope.is_some() {
        return;
    }
    let mut seen = vec![0_usize; service.errors.len()];
    for operation in service.operations.values_mut() {
        let own = success_keys(operation);
        for example in operation.examples.iter_mut().filter(|example| example.of == ExampleKind::Response) {
            if example.status.as_ref().is_some_and(Status::is_success) {
                continue;
            }
            // Most examples are not errors, and this shows it without parsing them.
            let mut names = service.errors.iter().filter_map(|shape| keys(&shape.code).last());
            if !names.any(|name| example.text.contains(name)) {
                continue;
            }
            let Ok(body) = serde_json::from_str::<Value>(&example.text) else { continue };
            let is_own = |shape: &ErrorShape| own.iter().any(|key| keys(&shape.code).next() == Some(key));
            let shapes = service.errors.iter().enumerate().filter(|(_, shape)| !is_own(shape));
            if let Some((index, _)) = shapes.into_iter().find(|(_, shape)| fits(shape, &body)) {
                example.status.get_or_insert_with(|| Status("default".to_owned()));
                if let Some(count) = seen.get_mut(index) {
                    *count += 1;
                }
            }
        }
    }
    let mut shapes: Vec<(usize, ErrorShape)> = seen.into_iter().zip(service.errors.drain(..)).collect();
    shapes.sort_by_key(|(count, _)| Reverse(*count));
    service.errors = shapes.into_iter().map(|(_, shape)| shape).collect();
}

/// The keys of the bodies of success: what an operation answers with is no error.
fn success_keys(operation: &Operation) -> Vec<String> {
    let bodies = operation.responses.iter().filter(|(status, _)| status.is_success());
    let fields = bodies.filter_map(|(_, response)| response.body.as_ref()?.fields());
    fields.flat_map(|fields| fields.keys().map(ToString::to_string)).collect()
}

/// Whether a body has a code and a message where a shape has them.
fn fits(shape: &ErrorShape, body: &Value) -> bool {
    [&shape.code, &shape.message].into_iter().all(|path| {
        let mut here = Some(body);
        for key in keys(path) {
            let inner = here.and_then(|it| it.as_array().map_or(Some(it), |list| list.first()));
            here = inner.and_then(|inner| inner.get(key));
        }
        here.is_some_and(|it| it.is_string() || it.is_number())
    })
}

/// The keys on a way, without the marks of lists.
fn keys(path: &str) -> impl Iterator<Item = &str> {
    path.split('.').map(|step| step.strip_suffix("[]").unwrap_or(step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec;

    const SERVICE: &str = r#"
tablature: 2
vendor: v
service: s
protocol: rest
endpoint: https://e
errors:
  - {code: error_code, message: error_msg}
  - {code: 'errors[].code', message: 'errors[].text'}
  - {code: code, message: message}
operations:
  get:
    page: p.md
    method: GET
    uri: /
    responses: {'200': {body: {code: {type: string}, message: {type: string}}}}
    examples:
      - {of: response, json: '{"code": "1", "message": "fine"}'}
      - {of: response, json: '{"errors": [{"code": "E1", "text": "no"}]}'}
      - {of: response, status: '200', json: '{"error_code": "E", "error_msg": "a value"}'}
"#;

    #[test]
    fn the_shape_that_examples_show_comes_first() {
        let mut service = spec::read("s.yaml", SERVICE).unwrap_or_else(|fault| panic!("{}", fault.message));
        order(&mut service);
        let codes: Vec<&str> = service.errors.iter().map(|shape| shape.code.as_str()).collect();
        assert_eq!(codes, ["errors[].code", "error_code", "code"]);
        let statuses = service.operations.values().flat_map(|it| &it.examples);
        let statuses: Vec<Option<&str>> =
            statuses.map(|it| it.status.as_ref().map(|it| it.0.as_str())).collect();
        assert_eq!(statuses, [None, Some("default"), Some("200")], "what a body of success says is its own");
    }
}
