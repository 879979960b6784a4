//! Parameters of which exactly one is given. They become an enum, which is an argument, so that a call with none of
//! them, or with two, does not compile.

use std::iter;

use tablature_ir::{Group, WireName};

use super::{
    docs,
    model::{Choice, Parameter, Place, Type, TypePath},
    name::{Ident, camel},
    scope::{Case, Claim, resolve},
};
use crate::diagnostic::Diagnostic;

/// Whether setters of all its parameters may give way to an enum. What a request must have anyway, and what a setting
/// or a composite supplies, is no choice of a caller; such a group is looked at before a request is sent.
fn is_choice(names: &[WireName], optional: &[Parameter]) -> bool {
    let is_free = |parameter: &Parameter| {
        !parameter.required && parameter.context.is_none() && !matches!(parameter.place, Place::Part(_))
    };
    names.len() > 1
        && names.iter().all(|name| {
            let mut found = optional.iter().filter(|parameter| **name == parameter.wire);
            found.next().is_some_and(is_free) && found.next().is_none()
        })
}

/// Takes the parameters of each group of which exactly one is to be given out of the `optional` ones.
///
/// `names` are free names for the enums, one for each group.
pub(super) fn plan(
    groups: &[Group],
    (module, names): (&Ident, &[Ident]),
    optional: &mut Vec<Parameter>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Choice> {
    let wanted = groups.iter().filter_map(|group| match group {
        Group::ExactlyOne(members) => Some(members),
        Group::AtLeastOne(_) | Group::AtMostOne(_) => None,
    });
    let mut choices = Vec::new();
    for (wires, name) in wanted.zip(names) {
        if !is_choice(wires, optional) {
            continue;
        }
        let mut members: Vec<Parameter> =
            optional.extract_if(.., |parameter| wires.iter().any(|wire| **wire == parameter.wire)).collect();
        let claims: Vec<Claim<'_>> = members
            .iter()
            .map(|it| Claim { wire: &it.wire, wish: camel(&it.wire), qualifier: None })
            .collect();
        let variants = resolve(name.as_str(), &claims, Case::Camel, (&[], "value"), diagnostics);
        for member in &mut members {
            // To choose a parameter is to give it a value.
            member.null = None;
        }
        let path = TypePath { operation: Some(module.clone()), name: name.clone() };
        choices.push(Choice { path, members: variants.into_iter().zip(members).collect() });
    }
    choices
}

/// Adds the arguments that take the choices: `choice`, `choice_2`.
pub(super) fn arguments(choices: &[Choice], required: &mut Vec<Parameter>) {
    for (index, choice) in choices.iter().enumerate() {
        let numbered = (2..).map(|count: usize| format!("choice_{count}"));
        let mut names = iter::once("choice".to_owned()).chain(numbered).map(|name| Ident::new(&name));
        let Some(name) = names.find(|name| required.iter().all(|parameter| parameter.name != *name)) else {
            continue;
        };
        let wires: Vec<String> = choice.members.iter().map(|(_, it)| docs::code(&it.wire)).collect();
        required.push(Parameter {
            expectation: name.clone(),
            name,
            wire: String::new(),
            place: Place::Choice(index),
            ty: Type::Struct(choice.path.clone()),
            docs: vec![format!("Exactly one of {}.", wires.join(", "))],
            deprecated: None,
            // What is secret of it is hidden by its own `Debug`.
            sensitive: false,
            base64: false,
            required: true,
            null: None,
            omit_empty: false,
            context: None,
            encoding: None,
        });
    }
}
