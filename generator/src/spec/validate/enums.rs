//! Every enum that a field names exists, and every enum is named by a field.

use tablature_ir::{Address, Service, TypeName, walk};

use super::{Finding, finding, label};
use crate::{
    diagnostic::{Diagnostic, Id, closest},
    hash::HashSet,
};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    let mut used = HashSet::default();
    for node in walk(service) {
        let Some(name) = node.field.and_then(|field| field.values.name.as_ref()) else { continue };
        used.insert(name);
        if service.enums.contains_key(name) {
            continue;
        }
        let message = format!("{} has the values of `{name}`, which is not defined", label(&node));
        let hint = match closest(name, service.enums.keys().map(TypeName::as_str)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "define it under `enums`, or list the values".to_owned(),
        };
        findings.push(finding(&node, Diagnostic::new(Id::DanglingEnum, message).hint(hint)));
    }
    for name in service.enums.keys().filter(|name| !used.contains(name)) {
        findings.push(Finding {
            fact: Address::Enum(name.clone()),
            operation: None,
            diagnostic: Diagnostic::new(Id::UnusedEnum, format!("no field has the values of `{name}`")),
        });
    }
}
