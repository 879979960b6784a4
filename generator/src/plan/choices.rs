//! Parameters of which exactly one is given, and bodies that are one of several types. They become an enum, which is an
//! argument, so that a call with none of them, or with two, does not compile.

use std::iter;

use tablature_ir::{self as ir, Group, WireName};

use super::{
    docs,
    model::{Choice, Parameter, Place, Type, TypePath},
    name::{Ident, camel},
    names::Names,
    operation::bare,
    scope::{Case, Claim, resolve},
    types::convert,
};
use crate::diagnostic::Diagnostic;

/// Whether setters of all its parameters may give way to an enum. What a request must have anyway, and what a setting
/// or a composite supplies, is no choice of a caller, and what may be null has two setters; a group with such a one is
/// looked at before a request is sent.
fn is_choice(names: &[WireName], optional: &[Parameter]) -> bool {
    let is_free = |parameter: &Parameter| {
        !parameter.required
            && parameter.null.is_none()
            && parameter.context.is_none()
            && !matches!(parameter.place, Place::Part(_))
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
        let members: Vec<Parameter> =
            optional.extract_if(.., |parameter| wires.iter().any(|wire| **wire == parameter.wire)).collect();
        let claims: Vec<Claim<'_>> = members
            .iter()
            .map(|it| Claim { wire: &it.wire, wish: camel(&it.wire), qualifier: None })
            .collect();
        let variants = resolve(name.as_str(), &claims, Case::Camel, (&[], "value"), diagnostics);
        let path = TypePath { operation: Some(module.clone()), name: name.clone() };
        choices.push(Choice { path, members: variants.into_iter().zip(members).collect() });
    }
    choices
}

/// A body that is a value of one of these types.
pub(super) fn body<'a>(
    types: &'a [ir::Type],
    (module, name): (&Ident, &Ident),
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Choice {
    let wires: Vec<String> = types.iter().map(ir::Type::to_string).collect();
    let claims: Vec<Claim<'_>> = types
        .iter()
        .zip(&wires)
        .map(|(ty, wire)| Claim { wire, wish: camel(&called(ty)), qualifier: None })
        .collect();
    let variants = resolve(name.as_str(), &claims, Case::Camel, (&[], "value"), diagnostics);
    let members = variants.into_iter().zip(types).map(|(variant, ty)| {
        let docs = vec![format!("The body is {}.", docs::code(&ty.to_string()))];
        let ty = convert(ty, None, names, diagnostics);
        (variant, Parameter { docs, ..bare(Ident::new("body"), Place::WholeBody, ty) })
    });
    let members = members.collect();
    Choice { path: TypePath { operation: Some(module.clone()), name: name.clone() }, members }
}

/// What a type is called beside others: `Repo`, `RepoList`.
fn called(ty: &ir::Type) -> String {
    match ty {
        ir::Type::List(inner) => format!("{}List", called(inner)),
        ir::Type::Map(inner) => format!("{}Map", called(inner)),
        ir::Type::Named(name) => camel(name.split().1).bare().to_owned(),
        ir::Type::String => "Text".to_owned(),
        ir::Type::Integer => "Integer".to_owned(),
        ir::Type::Number => "Number".to_owned(),
        ir::Type::Boolean => "Boolean".to_owned(),
        ir::Type::Any => "Json".to_owned(),
    }
}

/// Adds the arguments that take the choices: `choice`, `choice_2`, `body`.
pub(super) fn arguments(choices: &[Choice], required: &mut Vec<Parameter>) {
    for (index, choice) in choices.iter().enumerate() {
        let is_body = choice.members.iter().all(|(_, member)| member.place == Place::WholeBody);
        let wish = if is_body { "body" } else { "choice" };
        let numbered = (2..).map(|count: usize| format!("{wish}_{count}"));
        let mut names = iter::once(wish.to_owned()).chain(numbered).map(|name| Ident::new(&name));
        let Some(name) = names.find(|name| required.iter().all(|parameter| parameter.name != *name)) else {
            continue;
        };
        let wires: Vec<String> = choice.members.iter().map(|(_, it)| docs::code(&it.wire)).collect();
        let docs =
            if is_body { "The body.".to_owned() } else { format!("Exactly one of {}.", wires.join(", ")) };
        let argument = bare(name, Place::Choice(index), Type::Struct(choice.path.clone()));
        required.push(Parameter { docs: vec![docs], ..argument });
    }
}
