//! Tests of a generated crate: every fixture decodes to the values that it has, every operation can be called.

use std::{collections::BTreeMap, fmt::Write};

use super::assertions;
use crate::{
    emit::fixtures::{Fixture, Types, beside_entries},
    plan::{Crate, Operation, ResponseBody, Type},
};

/// The test files, by their path below `tests`.
pub(super) fn files(plan: &Crate, fixtures: &[Fixture]) -> BTreeMap<String, String> {
    let types = Types::of(plan);
    let mut responses = String::new();
    for (operation, fixture) in plan.operations.iter().zip(fixtures) {
        response(operation, fixture, plan, &types, &mut responses);
    }
    let mut files = BTreeMap::new();
    if !plan.operations.is_empty() {
        files.insert("calls.rs".to_owned(), super::calls::file(plan, fixtures, &types));
    }
    if !responses.is_empty() {
        let head = "//! Every documented response decodes to the values that it has.\n\n";
        files.insert("responses.rs".to_owned(), format!("{head}{}", responses.trim_start()));
    }
    files
}

fn response(operation: &Operation, fixture: &Fixture, plan: &Crate, types: &Types<'_>, out: &mut String) {
    // What is no JSON is not decoded.
    let Some(body) = &fixture.decoded(operation, plan).filter(|_| fixture.media.is_none()) else { return };
    let mut read = "serde_json::from_str(text).unwrap()".to_owned();
    if let Some(envelope) = beside_entries(operation, plan) {
        read = format!(
            "{{\n        let mut whole: serde_json::Value = {read};\n        \
             whole.as_object_mut().unwrap().remove({:?});\n        serde_json::from_value(whole).unwrap()\n    }}",
            envelope.code.as_str()
        );
    }
    let (ty, assertions) = match &operation.response.body {
        ResponseBody::None => return,
        ResponseBody::Own(own) => {
            let ty = format!("{}::{}", plan.lib, own.path);
            (ty, assertions::object("output", body, &own.fields, types))
        }
        ResponseBody::Value(ty) => (type_path(ty, plan), assertions::value("output", body, ty, types)),
    };
    let _ = write!(
        out,
        "\n#[test]\nfn {}() {{\n    let text = include_str!(\"../fixtures/{}.json\");\n    let {}: {ty} = \
         {read};\n",
        operation.method,
        operation.module.bare(),
        if assertions.is_empty() { "_" } else { "output" },
    );
    for assertion in assertions {
        let _ = writeln!(out, "    {assertion}");
    }
    out.push_str("}\n");
}

/// A type, as a test spells it.
fn type_path(ty: &Type, plan: &Crate) -> String {
    let lib = &plan.lib;
    match ty {
        Type::String => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Any => format!("{lib}::Json"),
        Type::Bytes => format!("{lib}::Bytes"),
        Type::Part => "tablature_client::Part".to_owned(),
        Type::List(inner) => format!("Vec<{}>", type_path(inner, plan)),
        Type::Map(inner) => format!("{lib}::Map<{}>", type_path(inner, plan)),
        Type::Struct(path) | Type::Enum(path) => format!("{lib}::{path}"),
    }
}
