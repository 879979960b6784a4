//! The root of a client, and its modules put together.

use std::fmt::Write;

use super::{
    Answer, Paths, Source, client, codes, enumeration, layout, mock, model, operation,
    source::{Piece, doc_text},
};
use crate::plan::{Crate, Ident, Operation, TypePath};

/// A module below `operations`, `types` or `mock`.
struct Module<'p> {
    name: Ident,
    /// The items that the surrounding module re-exports. A module without any is public itself.
    items: Vec<Ident>,
    /// Makes what it is printed from: the tokens of a whole crate at once would be many.
    pieces: Box<dyn Fn() -> Vec<Piece> + 'p>,
}

impl Module<'_> {
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

fn operations<'p>(plan: &'p Crate, paths: &'p impl Fn(Option<&Ident>) -> Paths) -> Vec<Module<'p>> {
    let module = |item: &'p Operation| Module {
        name: item.module.clone(),
        items: Vec::new(),
        pieces: Box::new(move || operation::file(item, plan, &paths(Some(&item.module)))),
    };
    plan.operations.iter().map(module).collect()
}

fn types<'p>(plan: &'p Crate, paths: &'p impl Fn(Option<&Ident>) -> Paths) -> Vec<Module<'p>> {
    let module = |path: &TypePath, module: &Ident, pieces| Module {
        name: module.clone(),
        items: vec![path.name.clone()],
        pieces,
    };
    let structs = plan.structs_of(None).iter();
    let structs = structs.map(|item| {
        module(&item.path, &item.module, Box::new(move || model::file(item, &paths(None))) as Box<_>)
    });
    let enums = plan.enums_of(None).iter();
    let enums = enums.map(|item| {
        module(&item.path, &item.module, Box::new(move || vec![enumeration::piece(item)]) as Box<_>)
    });
    let mut modules: Vec<Module<'_>> = structs.chain(enums).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}

fn expectations<'p>(plan: &'p Crate, paths: &'p impl Fn(Option<&Ident>) -> Paths) -> Vec<Module<'p>> {
    let module = |item: &'p Operation| Module {
        name: item.module.clone(),
        items: vec![mock::name(item)],
        pieces: Box::new(move || mock::expectation(item, &paths(Some(&item.module)))),
    };
    plan.operations.iter().map(module).collect()
}

/// Calls `add` with each file of a crate.
pub(super) fn files(
    plan: &Crate,
    answers: &[Answer],
    paths: impl Fn(Option<&Ident>) -> Paths,
    add: &mut dyn FnMut(String, Source),
) {
    add("lib.rs".to_owned(), Source(vec![Piece::Text(root(plan))]));
    add("client.rs".to_owned(), Source(client::file(plan)));
    if !plan.codes.is_empty() {
        add("codes.rs".to_owned(), Source(codes::file(&plan.codes)));
    }
    let mut folder = |folder: &str, about: &str, modules: Vec<Module<'_>>, end: Vec<Piece>| {
        if !modules.is_empty() {
            let mut pieces = vec![Piece::Text(format!("//! {about}\n\n{}", listing(&modules)))];
            pieces.extend(end);
            add(format!("{folder}/mod.rs"), Source(pieces));
        }
        for module in modules {
            add(format!("{folder}/{}.rs", module.name.bare()), Source((module.pieces)()));
        }
    };
    folder(
        "operations",
        "The operations, each with its request, its response, and their types.",
        operations(plan, &paths),
        Vec::new(),
    );
    folder("types", "The types that operations share.", types(plan, &paths), Vec::new());
    folder("mock", "A server for tests.", expectations(plan, &paths), mock::server(plan, answers));
}

/// `mod image; … pub use image::{Image, …};`
fn listing(modules: &[Module<'_>]) -> String {
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
const SIGNATURES: &str = "\
pub use tablature_client::{
    self, BoxFuture, Builder, Bytes, Call, Credentials, Error, ErrorKind, Extra, Headers, HttpRequest,
    HttpResponse, IntoArg, Items, Json, Map, Method, Pages, Part, Profile, Response, Result, Retries, Sending,
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
    let client = layout::print(client::file(plan));
    module("The client.", "client", &client);
    if !plan.codes.is_empty() {
        let codes = layout::print(codes::items(&plan.codes));
        module("Error codes that the documentation lists.", "codes", &codes);
    }
    let inline = |modules: Vec<Module<'_>>| {
        let mut body = String::new();
        for module in modules {
            let (visible, name) = (module.visibility(), &module.name);
            let text = layout::print((module.pieces)());
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
        module("The types that operations share.", "types", &inline(types(plan, &paths)));
    }
    text.push_str("#[allow(unused_imports)]\npub use client::{Client, ClientBuilder};\n");
    text
}
