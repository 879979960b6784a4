//! The mock of a crate: a server with a typed expectation per operation.

use std::{collections::BTreeSet, fmt::Write};

use proc_macro2::{Ident, Span};
use quote::quote;
use tablature_ir::Refusals;

use super::{
    Answer, Paths, operation,
    source::{Docs, Piece, ident, literal},
    types::imports,
};
use crate::plan::{self, Crate, Operation, Parameter, Place};

/// The server, with the answer of every operation.
pub(super) fn server(plan: &Crate, answers: &[Answer]) -> Vec<Piece> {
    let mut text = "tablature_client::mock_server!(MockServer, SERVICE, [\n".to_owned();
    let answers: Vec<_> = plan.operations.iter().zip(answers).collect();
    for (item, answer) in &answers {
        let (name, status) = (&item.module, item.response.success());
        let file = answer.body.as_ref().map(|file| format!("include_str!(\"../../fixtures/{file}\")"));
        let mut made = file.unwrap_or_else(|| "\"\"".to_owned());
        if !is_plain(item, answer) {
            made = format!("Fixture::new({status}, {made})");
        }
        for (name, value) in &answer.headers {
            let _ = write!(made, "\n        .with_header({name:?}, {value:?})");
        }
        let _ = writeln!(text, "    &operations::{name}::OPERATION => {made},");
    }
    text.push(']');
    text.push_str(&refusals(plan));
    text.push_str(");\n");
    let import = answers.iter().any(|(item, answer)| !is_plain(item, answer));
    let import = import.then(|| quote! { use tablature_client::mock::Fixture; });
    let docs = Docs::default();
    let about = docs.add([
        format!(
            "Plays {} in a test. It listens on a free port of this machine, and answers with the fixtures where nothing else is expected.",
            plan.title
        ),
        "Give its `endpoint()` to a client; with `require_keys` it verifies signatures.".to_owned(),
    ]);
    vec![
        Piece::items(quote! {
            #import
            use crate::{SERVICE, operations};
        }),
        Piece::documented(
            quote! {
                #about
                #[derive(Debug)]
                pub struct MockServer(tablature_client::mock::Server);
            },
            docs,
        ),
        Piece::Text(text),
    ]
}

/// What the mock answers to requests that it refuses: `, refuses: {Unknown: "161",}`.
fn refusals(plan: &Crate) -> String {
    let Some(Refusals { shape, codes }) = &plan.refusals else { return String::new() };
    let mut text = ", refuses: {\n".to_owned();
    for (why, code) in codes {
        // The runtime has the same words.
        let _ = writeln!(text, "    {why:?}: {},", literal(code));
    }
    text.push('}');
    if let Some(shape) = shape {
        let _ = write!(text, " in ({}, {})", literal(&shape.code), literal(&shape.message));
    }
    text
}

/// Whether the body alone says everything: the status is 200 and there are no headers.
fn is_plain(item: &Operation, answer: &Answer) -> bool {
    item.response.success() == 200 && answer.headers.is_empty()
}

/// The name of the expectation of an operation.
pub(super) fn name(item: &Operation) -> plan::Ident {
    plan::Ident::new(&format!("Expect{}", item.name.bare()))
}

/// The macro call that defines the expectation of an operation:
///
/// ```text
/// tablature_client::expectation! {
///     MockServer::list_images("ListImages") -> ExpectListImages => ListImagesResponse;
///
///     limit: set i64 => with("Limit"),
/// }
/// ```
pub(super) fn expectation(item: &Operation, paths: &Paths) -> Vec<Piece> {
    let parameters = || item.parameters().filter(|p| p.place != Place::WholeBody);
    let output = operation::output_text(item, paths);
    let mut call = format!(
        "tablature_client::expectation! {{\n    MockServer::{}({}) -> {} => {output};\n",
        item.method,
        literal(&item.id),
        name(item)
    );
    for (index, parameter) in parameters().enumerate() {
        let gap = if index == 0 { "\n    " } else { "    " };
        call.extend([gap, &setter(parameter, item, paths), ",\n"]);
    }
    call.push_str("}\n");
    let mut names = BTreeSet::new();
    let mut own: BTreeSet<plan::Ident> =
        operation::own_output(item).map(plan::Ident::new).into_iter().collect();
    for parameter in parameters() {
        imports(&parameter.ty, &mut names);
        own.extend(own_type(&parameter.ty, item));
    }
    if let plan::ResponseBody::Value(ty) = &item.response.body {
        imports(ty, &mut names);
        own.extend(own_type(ty, item));
    }
    let types = call.contains("types::").then(|| quote! { use crate::types; });
    let names: Vec<Ident> = names.iter().map(|name| Ident::new(name, Span::call_site())).collect();
    let names = (!names.is_empty()).then(|| quote! { use tablature_client::{#(#names),*}; });
    let module = ident(&item.module);
    let own: Vec<Ident> = own.iter().map(ident).collect();
    let own = (!own.is_empty()).then(|| quote! { use crate::operations::#module::{#(#own),*}; });
    vec![
        Piece::items(quote! {
            #names
            use super::MockServer;
            #own
            #types
        }),
        Piece::Text(call),
    ]
}

/// The bare name of a type that stands in the operation's own module.
fn own_type(ty: &plan::Type, item: &Operation) -> Option<plan::Ident> {
    let (plan::Type::Struct(path) | plan::Type::Enum(path)) = ty.innermost() else { return None };
    (path.operation.as_ref() == Some(&item.module)).then(|| path.name.clone())
}

/// `limit: set i64 => with("Limit")`
fn setter(parameter: &Parameter, item: &Operation, paths: &Paths) -> String {
    let (kind, ty) = operation::taken(parameter, paths);
    let wire = literal(&parameter.wire);
    let place = if let Place::Part(index) = parameter.place {
        let composite = item.composites.get(index).map_or("", |composite| composite.wire.as_str());
        format!("with_part({}, {wire})", literal(composite))
    } else {
        format!("with({wire})")
    };
    format!("{}: {kind} {} => {place}", parameter.expectation, operation::text(&ty))
}
