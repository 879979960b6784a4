//! The documented error codes of a service, each once.

use std::collections::BTreeMap;

use tablature_ir::Service;

use super::{
    docs,
    model::Code,
    name::constant,
    scope::{Case, Claim, resolve},
};
use crate::diagnostic::Diagnostic;

/// The codes, sorted by constant. Each has the text of the first operation that documents it.
pub(super) fn plan(service: &Service, diagnostics: &mut Vec<Diagnostic>) -> Vec<Code> {
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    let of_operations = service.operations.values().flat_map(|operation| &operation.errors);
    for error in of_operations.chain(&service.codes) {
        let text = texts.entry(&error.code).or_default();
        if text.is_empty() {
            *text = &error.description;
        }
    }
    let claims: Vec<Claim<'_>> =
        texts.keys().map(|code| Claim { wire: code, wish: constant(code), qualifier: None }).collect();
    let names = resolve("the error codes", &claims, Case::Upper, (&[], ""), diagnostics);
    let mut codes: Vec<Code> = names
        .into_iter()
        .zip(texts)
        .map(|(name, (code, text))| Code { name, code: code.to_owned(), docs: docs::paragraphs(text) })
        .collect();
    codes.sort_by(|a, b| a.name.cmp(&b.name));
    codes
}
