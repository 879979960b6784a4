//! Every named type exists, and every type is used.

use tablature_ir::{Address, Service, Type, TypeName, walk, walk::Holder};

use super::{Finding, finding, label};
use crate::{
    diagnostic::{Diagnostic, Id, closest},
    hash::{HashMap, HashSet},
};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for node in walk(service) {
        let Some(name) = node.ty.named() else { continue };
        if service.types.contains_key(name) {
            continue;
        }
        let message = format!("{} is of type `{name}`, which is not defined", label(&node));
        let known = service.types.keys().map(TypeName::as_str).chain(Type::WORDS);
        let hint = match closest(name, known) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "define the type, or say `any`".to_owned(),
        };
        findings.push(finding(&node, Diagnostic::new(Id::DanglingType, message).hint(hint)));
    }
    let used = reachable(service);
    for name in service.types.keys().filter(|name| !used.contains(name)) {
        findings.push(Finding {
            fact: Address::Type(name.clone()),
            operation: None,
            diagnostic: Diagnostic::new(Id::UnusedType, format!("no operation uses the type `{name}`")),
        });
    }
}

/// The types that an operation leads to, also by way of other types. A type that only itself uses is not among them.
fn reachable(service: &Service) -> HashSet<&TypeName> {
    let mut below: HashMap<&TypeName, Vec<&TypeName>> = HashMap::default();
    let mut open = Vec::new();
    for node in walk(service) {
        let Some(name) = node.ty.named() else { continue };
        match node.holder {
            Holder::Type(owner) => below.entry(owner).or_default().push(name),
            Holder::Request(..) | Holder::Composite(..) | Holder::Response(..) => open.push(name),
        }
    }
    let mut used = HashSet::default();
    while let Some(name) = open.pop() {
        if used.insert(name) {
            open.extend(below.get(name).into_iter().flatten());
        }
    }
    used
}
