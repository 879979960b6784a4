//! Tests of a generated crate that call every operation over a socket, signed and verified.

use std::fmt::Write;

use indexmap::IndexMap;
use tablature_ir::{Method, Recipe};

use super::assertions;
use crate::{
    emit::{
        fixtures::{Fixture, Types},
        rust::example,
    },
    plan::{Crate, Ident, Operation, Parameter, Place, ResponseBody, Type},
};

/// The text of the test file.
pub(super) fn file(plan: &Crate, fixtures: &[Fixture], types: &Types<'_>) -> String {
    let mut text = head(plan);
    for (operation, fixture) in plan.operations.iter().zip(fixtures) {
        call(operation, fixture, plan, types, &mut text);
    }
    text
}

fn head(plan: &Crate) -> String {
    let lib = &plan.lib;
    let credentials = named(&plan.auth);
    let require =
        if plan.auth.is_empty() { "" } else { "    server.require_keys(\"access\", \"secret\");\n" };
    let import = if plan.auth.is_empty() { "Client" } else { "Client, Credentials" };
    let settings: String =
        plan.settings.iter().fold(String::new(), |text, name| text + &format!(".{name}({name:?})"));
    format!(
        "//! Every operation, called over a socket: signed, verified, answered with its fixture, and decoded.\n\
         #![cfg(all(feature = \"mock\", feature = \"blocking\", feature = \"reqwest\"))]\n\n\
         use {lib}::{{{import}, mock::MockServer}};\n\n\
         fn start() -> (MockServer, Client) {{\n    let server = MockServer::start().unwrap();\n{require}    \
         let client = Client::builder(){credentials}{settings}.endpoint(server.endpoint());\n    \
         (server, client.build().unwrap())\n}}\n",
    )
}

/// The credentials that recipes require, as the call that gives them to a client: those of all, because an operation may
/// take another recipe than the usual one, or several together.
fn named(recipes: &[Recipe]) -> String {
    if recipes.is_empty() {
        return String::new();
    }
    let all = recipes.iter().flat_map(|recipe| &recipe.credentials.0);
    let needed: IndexMap<&String, &str> = all
        .filter(|(_, known)| !known.is().is_optional())
        .map(|(name, known)| (name, if known.is().is_secret() { "secret" } else { "access" }))
        .collect();
    let pairs: Vec<String> = needed.iter().map(|(name, value)| format!("({name:?}, {value:?})")).collect();
    format!(".credentials(Credentials::named([{}]))", pairs.join(", "))
}

fn call(operation: &Operation, fixture: &Fixture, plan: &Crate, types: &Types<'_>, out: &mut String) {
    let (before, call) = example::call(operation, &plan.lib);
    let parts = parts(operation);
    let chained = |name: fn(&Parameter) -> &Ident| -> String {
        let calls = parts
            .iter()
            .map(|part| format!(".{}({})", name(part), example::argument(operation, part, &plan.lib)));
        calls.collect::<Vec<_>>().concat()
    };
    let chain = chained(|part| &part.name);
    let expected_chain = chained(|part| &part.expectation);
    // An expectation has no word for a body as a whole.
    let expected: Vec<String> = operation
        .required
        .iter()
        .filter(|parameter| parameter.place != Place::WholeBody)
        .filter(|parameter| matches!(parameter.ty, Type::String | Type::Enum(_)))
        .map(|parameter| {
            format!(".{}({})", parameter.expectation, example::argument(operation, parameter, &plan.lib))
        })
        .collect();
    // What a HEAD asks about is not sent, and nothing is under some statuses.
    let is_bare = operation.http == Method::Head || operation.response.is_bare();
    let body = fixture.decoded(operation, plan).filter(|_| !is_bare);
    let body = body.as_ref();
    let checks = match (&operation.response.body, body) {
        (ResponseBody::Own(own), body) => {
            assertions::object("response", &fixture.whole(body), &own.fields, types)
        }
        (ResponseBody::Value(ty @ (Type::Struct(_) | Type::List(_) | Type::Map(_))), Some(body)) => {
            assertions::value("response", body, ty, types)
        }
        _ => Vec::new(),
    };
    let _ = writeln!(out, "\n#[test]\nfn {}() {{", operation.method);
    for line in before.iter().filter(|line| !line.is_empty()) {
        let _ = writeln!(out, "    {line}\n");
    }
    let _ = writeln!(out, "    let (server, client) = start();");
    let _ = writeln!(
        out,
        "    let expected = server.{}(){}{expected_chain};",
        operation.method,
        expected.concat()
    );
    let call = call.replace('\n', "\n    ");
    let binding = if checks.is_empty() { "" } else { "let response = " };
    let _ = writeln!(out, "    {binding}{call}{chain}.send_blocking().unwrap();");
    for check in checks.iter().take(4) {
        let _ = writeln!(out, "    {check}");
    }
    let _ = writeln!(out, "    assert_eq!(expected.calls(), 1);\n}}");
}

/// The parts that a request cannot do without: as many as each composite requires, of those that need no partner.
fn parts(operation: &Operation) -> Vec<&Parameter> {
    let mut parts = Vec::new();
    for (index, composite) in operation.composites.iter().enumerate() {
        if composite.at_least == 0 && !composite.required {
            continue;
        }
        let alone = |parameter: &&Parameter| {
            parameter.place == Place::Part(index)
                && !composite.together.iter().flatten().any(|part| *part == parameter.wire)
        };
        let usable = operation.optional.iter().filter(alone).take(composite.at_least.max(1) as usize);
        parts.extend(usable);
    }
    parts
}
