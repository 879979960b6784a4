//! The mock of a crate: a server with a typed expectation per operation.

use std::{collections::BTreeSet, fmt::Write};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{
    Answer, Paths, operation,
    source::{Piece, doc, ident, mentioned},
    types::{self, imports},
};
use crate::plan::{self, Crate, Operation, Parameter, Place};

/// The server, with the answer of every operation.
pub(super) fn server(plan: &Crate, answers: &[Answer]) -> Vec<Piece> {
    let mut text = "tablature_client::mock_server!(MockServer, SERVICE, [\n".to_owned();
    let answers: Vec<_> = plan.operations.iter().zip(answers).collect();
    for (item, answer) in &answers {
        let (name, status) = (&item.module, item.response.success());
        let file = answer.body.then(|| format!("include_str!(\"../../fixtures/{}.json\")", name.bare()));
        let mut made = file.unwrap_or_else(|| "\"\"".to_owned());
        if !is_plain(item, answer) {
            made = format!("Fixture::new({status}, {made})");
        }
        for (name, value) in &answer.headers {
            let _ = write!(made, "\n        .with_header({name:?}, {value:?})");
        }
        let _ = writeln!(text, "    &operations::{name}::OPERATION => {made},");
    }
    text.push_str("]);\n");
    let import = answers.iter().any(|(item, answer)| !is_plain(item, answer));
    let import = import.then(|| quote! { use tablature_client::mock::Fixture; });
    let docs = doc([
        format!(
            "Plays {} in a test. It listens on a free port of this machine, and answers with the fixtures where nothing else is expected.",
            plan.title
        ),
        "Give its `endpoint()` to a client; with `require_keys` it verifies signatures.".to_owned(),
    ]);
    vec![
        Piece::Items(quote! {
            #import
            use crate::{SERVICE, operations};
        }),
        Piece::Items(quote! {
            #docs
            #[derive(Debug)]
            pub struct MockServer(tablature_client::mock::Server);
        }),
        Piece::Text(text),
    ]
}

/// Whether the body says all of it.
fn is_plain(item: &Operation, answer: &Answer) -> bool {
    item.response.success() == 200 && answer.headers.is_empty()
}

/// The name of the expectation of an operation.
pub(super) fn name(item: &Operation) -> plan::Ident {
    plan::Ident::new(&format!("Expect{}", item.name.bare()))
}

/// The expectation of an operation.
pub(super) fn expectation(item: &Operation, paths: &Paths) -> Vec<Piece> {
    let expectation = ident(&name(item));
    let (method, id) = (ident(&item.method), &item.id);
    let setters: Vec<TokenStream> = item
        .parameters()
        .filter(|p| p.place != Place::WholeBody)
        .map(|parameter| setter(parameter, item, paths))
        .collect();
    let setters = (!setters.is_empty()).then(|| quote! { impl #expectation { #(#setters)* } });
    let expects = doc([format!("Expects requests of `{}`.", item.id)]);
    let about = doc([format!(
        "An expectation: which requests of `{}` it is for, and what they are answered.",
        item.id
    )]);
    let code = quote! {
        impl MockServer {
            #expects
            pub fn #method(&self) -> #expectation {
                #expectation(self.0.expect(#id))
            }
        }

        #about
        #[derive(Clone, Debug)]
        pub struct #expectation(Expectation);

        #setters
    };
    let output = operation::output_text(item, paths);
    let own = output == operation::own_output(item).unwrap_or_default();
    let mut names = mentioned(&code, &["base64", "into", "list", "types"]);
    let types = names.remove("types");
    for parameter in item.parameters().filter(|p| p.place != Place::WholeBody) {
        imports(&parameter.ty, &mut names);
    }
    let call = format!("tablature_client::expectation!({} -> {output});\n", name(item));
    for name in ["Json", "Map"] {
        if call.contains(name)
            && matches!(item.response.body, plan::ResponseBody::Value(_))
            && !call.contains(&format!("::{name}"))
        {
            names.insert(name);
        }
    }
    let names: Vec<Ident> = names.iter().map(|name| Ident::new(name, Span::call_site())).collect();
    let imports = (!names.is_empty()).then(|| quote! { use tablature_client::{#(#names),*}; });
    let types = (types || call.contains("types::")).then(|| quote! { use crate::types; });
    let module = ident(&item.module);
    let mut own: BTreeSet<plan::Ident> = own.then(|| plan::Ident::new(&output)).into_iter().collect();
    for parameter in item.parameters().filter(|p| p.place != Place::WholeBody) {
        own.extend(own_type(&parameter.ty, item));
    }
    if let plan::ResponseBody::Value(ty) = &item.response.body {
        own.extend(own_type(ty, item));
    }
    let own: Vec<Ident> = own.iter().map(ident).collect();
    let own = (!own.is_empty()).then(|| quote! { use crate::operations::#module::{#(#own),*}; });
    vec![
        Piece::Items(quote! {
            use tablature_client::mock::Expectation;
            #imports
            use super::MockServer;
            #own
            #types
        }),
        Piece::Items(code),
        Piece::Text(call),
    ]
}

/// The name of a type in the module of the operation, where it stands there.
fn own_type(ty: &plan::Type, item: &Operation) -> Option<plan::Ident> {
    let (plan::Type::Struct(path) | plan::Type::Enum(path)) = ty.innermost() else { return None };
    (path.operation.as_ref() == Some(&item.module)).then(|| path.name.clone())
}

fn setter(parameter: &Parameter, item: &Operation, paths: &Paths) -> TokenStream {
    let (name, wire) = (ident(&parameter.expectation), &parameter.wire);
    let (ty, value) = types::parameter(parameter, &quote! { value }, paths);
    let docs = doc([format!("Only requests with this `{wire}`.")]);
    let with = if let Place::Part(index) = parameter.place {
        let composite = item.composites.get(index).map_or("", |composite| composite.wire.as_str());
        quote! { .with_part(#composite, #wire, #value) }
    } else {
        quote! { .with(#wire, #value) }
    };
    quote! {
        #docs
        pub fn #name(self, value: #ty) -> Self {
            Self(self.0 #with)
        }
    }
}
