//! A documented default is one of the documented values.

use tablature_ir::{Service, Type, walk};

use super::{Finding, finding, label};
use crate::diagnostic::{Diagnostic, Id, closest};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for node in walk(service) {
        let Some(field) = node.field else { continue };
        let Some(default) = &field.default else { continue };
        // The default of a list or object is one text for the whole.
        let is_list = matches!(field.ty, Type::List(_) | Type::Map(_));
        if is_list || field.values.is_empty() || field.values.contains_key(default) {
            continue;
        }
        let message = format!("{} has the default `{default}`, which is not among its values", label(&node));
        let mut diagnostic = Diagnostic::new(Id::DefaultNotInEnum, message);
        diagnostic.hint = closest(default, field.values.keys().map(String::as_str))
            .map(|close| format!("there is a value `{close}`"));
        findings.push(finding(&node, diagnostic));
    }
}
