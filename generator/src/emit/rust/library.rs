//! The root of a client, and its modules put together.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    Paths, client, codes, enumeration, model, operation,
    source::{doc_text, print},
};
use crate::plan::{Crate, Ident};

/// A module below `operations` or `types`, printed.
struct Module {
    name: Ident,
    text: String,
}

fn operations(plan: &Crate, paths: &Paths) -> Vec<Module> {
    let modules = plan.operations.iter();
    modules
        .map(|item| Module { name: item.method.clone(), text: print(operation::file(item, paths)) })
        .collect()
}

fn types(plan: &Crate, paths: &Paths) -> Vec<Module> {
    let structs = plan
        .structs
        .iter()
        .map(|item| Module { name: item.module.clone(), text: print(model::file(item, paths)) });
    let enums = plan
        .enums
        .iter()
        .map(|item| Module { name: item.module.clone(), text: print(enumeration::file(item)) });
    let mut modules: Vec<Module> = structs.chain(enums).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}

/// The files of a crate.
pub(super) fn files(plan: &Crate, paths: impl Fn(bool) -> Paths) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("lib.rs".to_owned(), root(plan));
    files.insert("client.rs".to_owned(), print(client::file(plan)));
    if !plan.codes.is_empty() {
        files.insert("codes.rs".to_owned(), print(codes::file(&plan.codes)));
    }
    let operations = operations(plan, &paths(false));
    let types = types(plan, &paths(true));
    for (folder, modules, docs) in [
        ("operations", operations, "The operations: requests and responses."),
        ("types", types, "The types of parameters and responses."),
    ] {
        let names = modules.iter().map(|module| &module.name);
        if !modules.is_empty() {
            files.insert(format!("{folder}/mod.rs"), format!("//! {docs}\n\n{}", listing(names)));
        }
        for module in modules {
            files.insert(format!("{folder}/{}.rs", module.name.bare()), module.text);
        }
    }
    files
}

/// `mod a; … pub use a::*; …`
fn listing<'a>(names: impl Iterator<Item = &'a Ident> + Clone) -> String {
    let mut text = String::new();
    for name in names.clone() {
        let _ = writeln!(text, "mod {name};");
    }
    text.push('\n');
    for name in names {
        let _ = writeln!(text, "pub use {name}::*;");
    }
    text
}

/// `lib.rs`.
fn root(plan: &Crate) -> String {
    let mut text = String::new();
    for paragraph in introduction(plan) {
        for line in paragraph.lines() {
            let space = if line.is_empty() { "" } else { " " };
            text.extend(["//!", space, line, "\n"]);
        }
        text.push_str("//!\n");
    }
    text.truncate(text.len().saturating_sub("//!\n".len()));
    text.push('\n');
    text.push_str("mod client;\n");
    if !plan.codes.is_empty() {
        text.push_str("pub mod codes;\n");
    }
    if !plan.operations.is_empty() {
        text.push_str("pub mod operations;\n");
    }
    if has_types(plan) {
        text.push_str("pub mod types;\n");
    }
    text.push_str("\npub use client::{Client, SERVICE};\n");
    text.push_str("pub use tablature_client::{Credentials, Error, Json, Map, Response, Result};\n");
    text
}

fn has_types(plan: &Crate) -> bool {
    !plan.structs.is_empty() || !plan.enums.is_empty()
}

/// The paragraphs that open the crate's documentation.
fn introduction(plan: &Crate) -> Vec<String> {
    let lib = &plan.lib;
    let count = match plan.operations.len() {
        1 => "one operation".to_owned(),
        count => format!("{count} operations"),
    };
    vec![
        format!("A client of {}, generated from the documentation of its {count}.", plan.title),
        format!(
            "```no_run\nuse {lib}::{{Client, Credentials}};\n\n# fn example() -> {lib}::Result<()> {{\nlet client = \
             Client::builder().credentials(Credentials::from_env()?).build()?;\n# let _ = client;\n# Ok(())\n# }}\n```"
        ),
        "Methods of [`Client`] make requests, which are sent by `send`; what comes back is in [`operations`] and \
         [`types`]."
            .replace("[`types`]", if has_types(plan) { "[`types`]" } else { "`types`" })
            .replace("[`operations`]", if plan.operations.is_empty() { "`operations`" } else { "[`operations`]" }),
    ]
}

/// The single file.
pub(super) fn single(plan: &Crate, paths: impl Fn(bool) -> Paths) -> String {
    const ALLOW: &str = "#[allow(deprecated, missing_docs, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]\n";
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
        for Module { name, text } in modules {
            let _ = writeln!(body, "mod {name} {{\n{text}}}\npub use {name}::*;\n");
        }
        body
    };
    module("The operations: requests and responses.", "operations", &inline(operations(plan, &paths(false))));
    module("The types of parameters and responses.", "types", &inline(types(plan, &paths(true))));
    text.push_str("pub use client::Client;\n");
    text
}
