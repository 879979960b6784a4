//! The root of a client, and its modules put together.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    Answer, Paths, client, codes, enumeration, mock, model, operation,
    source::{doc_text, print},
};
use crate::plan::{Crate, Ident, Operation, TypePath};

/// A module below `operations`, `types` or `mock`, printed.
struct Module {
    name: Ident,
    text: String,
    /// The items that the surrounding module re-exports. A module without any is public itself.
    items: Vec<Ident>,
}

impl Module {
    fn visibility(&self) -> &'static str {
        if self.items.is_empty() { "pub " } else { "" }
    }

    /// `pub use image::{Image, ImageKind};`
    fn exports(&self) -> String {
        let items: Vec<&str> = self.items.iter().map(Ident::as_str).collect();
        match items[..] {
            [] => String::new(),
            [only] => format!("pub use {}::{only};\n", self.name),
            _ => format!("pub use {}::{{{}}};\n", self.name, items.join(", ")),
        }
    }
}

fn operations(plan: &Crate, paths: &impl Fn(Option<&Ident>) -> Paths) -> Vec<Module> {
    let module = |item: &Operation| Module {
        name: item.module.clone(),
        text: print(operation::file(item, plan, &paths(Some(&item.module)))),
        items: Vec::new(),
    };
    plan.operations.iter().map(module).collect()
}

fn types(plan: &Crate, paths: &Paths) -> Vec<Module> {
    let module = |path: &TypePath, module: &Ident, pieces| Module {
        name: module.clone(),
        text: print(pieces),
        items: vec![path.name.clone()],
    };
    let structs = plan.structs_of(None).iter();
    let structs = structs.map(|item| module(&item.path, &item.module, model::file(item, paths)));
    let enums = plan.enums_of(None).iter();
    let enums = enums.map(|item| module(&item.path, &item.module, vec![enumeration::piece(item)]));
    let mut modules: Vec<Module> = structs.chain(enums).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}

fn expectations(plan: &Crate, paths: &impl Fn(Option<&Ident>) -> Paths) -> Vec<Module> {
    let module = |item: &Operation| Module {
        name: item.module.clone(),
        text: print(mock::expectation(item, &paths(Some(&item.module)))),
        items: vec![mock::name(item)],
    };
    plan.operations.iter().map(module).collect()
}

/// The files of a crate.
pub(super) fn files(
    plan: &Crate,
    answers: &[Answer],
    paths: impl Fn(Option<&Ident>) -> Paths,
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("lib.rs".to_owned(), root(plan));
    files.insert("client.rs".to_owned(), print(client::file(plan)));
    if !plan.codes.is_empty() {
        files.insert("codes.rs".to_owned(), print(codes::file(&plan.codes)));
    }
    let operations = operations(plan, &paths);
    let types = types(plan, &paths(None));
    let mut add = |folder: &str, modules: Vec<Module>, head: String| {
        if !modules.is_empty() {
            files.insert(format!("{folder}/mod.rs"), head);
        }
        for module in modules {
            files.insert(format!("{folder}/{}.rs", module.name.bare()), module.text);
        }
    };
    let head = listing(&operations);
    add(
        "operations",
        operations,
        format!("//! The operations, each with its request, its response, and their types.\n\n{head}"),
    );
    let head = listing(&types);
    add("types", types, format!("//! The types that operations share.\n\n{head}"));
    let expectations = expectations(plan, &paths);
    let head = listing(&expectations);
    let server = print(mock::server(plan, answers));
    add("mock", expectations, format!("//! A server for tests.\n\n{head}\n{server}"));
    files
}

/// `mod image; … pub use image::{Image, …};`
fn listing(modules: &[Module]) -> String {
    let mut text = String::new();
    for module in modules {
        let _ = writeln!(text, "{}mod {};", module.visibility(), module.name);
    }
    if modules.iter().any(|module| !module.items.is_empty()) {
        text.push('\n');
    }
    text.extend(modules.iter().map(Module::exports));
    text
}

/// Items that the signatures of a client mention.
pub(super) const SIGNATURES: &str = "\
pub use tablature_client::{
    self, Arg, BodyReader, BodySource, BodyStream, BoxFuture, Builder, ByteStream, Bytes, Call, ContentRange,
    Credentials, Error, ErrorKind, Extra, HeaderValue, Headers, HttpRequest, HttpResponse, HttpStream,
    IntoArg, Items, Json, Map, Method, Pages, Part, Profile, Response, Result, Retries, Retry, Sending,
    Service, Signer, Transport, TransportError, TransportErrorKind, Value,
};
";

/// `lib.rs`.
fn root(plan: &Crate) -> String {
    let mut text = String::from("#![doc = include_str!(\"../README.md\")]\n\nmod client;\n");
    if !plan.codes.is_empty() {
        text.push_str("pub mod codes;\n");
    }
    if !plan.operations.is_empty() {
        text.push_str("#[cfg(feature = \"mock\")]\npub mod mock;\npub mod operations;\n");
    }
    if plan.has_shared_types() {
        text.push_str("pub mod types;\n");
    }
    text.push_str("\npub use client::{Client, ClientBuilder, SERVICE};\n");
    text.push_str(SIGNATURES);
    text
}

/// The single file.
pub(super) fn single(plan: &Crate, paths: impl Fn(Option<&Ident>) -> Paths) -> String {
    const ALLOW: &str = "#[allow(dead_code, deprecated, missing_docs, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]\n";
    let mut text = String::new();
    let mut module = |docs: &str, name: &str, body: &str| {
        doc_text([docs], "", &mut text);
        let _ = writeln!(text, "{ALLOW}pub mod {name} {{\n{body}}}\n");
    };
    let client = print(client::file(plan));
    module("The client.", "client", &client);
    if !plan.codes.is_empty() {
        module("Error codes that the documentation lists.", "codes", &print(codes::items(&plan.codes)));
    }
    let inline = |modules: Vec<Module>| {
        let mut body = String::new();
        for module in modules {
            let (visible, Module { name, text, .. }) = (module.visibility(), &module);
            let _ = writeln!(body, "{visible}mod {name} {{\n{text}}}\n{}", module.exports());
        }
        body
    };
    module(
        "The operations, each with its request, its response, and their types.",
        "operations",
        &inline(operations(plan, &paths)),
    );
    if plan.has_shared_types() {
        module("The types that operations share.", "types", &inline(types(plan, &paths(None))));
    }
    text.push_str("#[allow(unused_imports)]\npub use client::{Client, ClientBuilder};\n");
    text
}
