//! Whatever a page says, the items of its crate are those that were planned: no function, module, macro or attribute
//! comes out of a text.

use std::{collections::BTreeSet, sync::Arc};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, ImplItem, Item};
use tablature::{
    dialect::{self, Dialect},
    emit,
    engine::{self, Reading},
    load::Page,
    plan::{self, Crate, Ident, Operation, ResponseBody},
};
use tablature_tests::hostile;

use super::number;

#[test]
fn items_are_those_planned() {
    let dialect = Arc::new(dialect::read("ucloud", dialect::builtin("ucloud").unwrap()).unwrap());
    let step = number("TABLATURE_STEP", 7);
    let (mut pages, mut crates, mut faults) = (0, 0, Vec::new());
    for (payload, slot, text) in hostile::pages().step_by(step) {
        pages += 1;
        for plan in plans(&dialect, &text) {
            crates += 1;
            for fault in scan(&plan) {
                faults.push(format!("{payload:?} as {slot}: {fault}"));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(crates * 10 > pages * 9, "only {crates} of {pages} pages made a crate");
    println!("{pages} pages, {crates} crates");
}

fn plans(dialect: &Arc<Dialect>, text: &str) -> Vec<Crate> {
    let page = Page { path: "uhub/a.md".into(), bytes: Ok(text.as_bytes().into()), request: None };
    let specs = engine::read(&[page], "", Reading::new("ucloud", Arc::clone(dialect))).unwrap();
    let services = specs.services.iter().map(|lowered| &lowered.service);
    let services = services.filter(|service| !service.operations.is_empty());
    services.filter_map(|service| plan::plan(service, &plan::Options::default()).ok()).collect()
}

/// Macros of the runtime, by which most of a crate is written.
const MACROS: &[&str] = &[
    "args_debug",
    "client",
    "codes",
    "expectation",
    "expectations",
    "mock_server",
    "model",
    "open_enum",
    "request",
    "setters",
];

/// Words that begin an item or reach for a file; among a macro's tokens they can only come out of a text.
const FORBIDDEN: &[&str] = &[
    "as",
    "asm",
    "async",
    "const",
    "env",
    "extern",
    "fn",
    "impl",
    "include",
    "include_bytes",
    "include_str",
    "let",
    "macro_rules",
    "mod",
    "static",
    "trait",
    "unsafe",
    "use",
];

struct Scan {
    names: BTreeSet<String>,
    faults: Vec<String>,
}

fn scan(plan: &Crate) -> Vec<String> {
    let mut scan = Scan { names: planned(plan), faults: Vec::new() };
    for (path, bytes) in emit::krate(plan, None).0 {
        let text = String::from_utf8(bytes).unwrap();
        if let Some(line) = text.lines().find(|line| line.contains(hostile::is_hidden)) {
            scan.faults.push(format!("{path}: something hides in {}", line.escape_debug()));
        }
        match path.rsplit('.').next() {
            Some("rs") => match syn::parse_file(&text) {
                Ok(file) => scan.file(&path, &file, plan),
                Err(error) => scan.faults.push(format!("{path} is no Rust: {error}")),
            },
            Some("json") => {
                if let Err(error) = serde_json::from_str::<serde_json::Value>(&text) {
                    scan.faults.push(format!("{path}: {error}"));
                }
            }
            _ => {}
        }
    }
    scan.faults
}

/// The names of items that a crate may have.
fn planned(plan: &Crate) -> BTreeSet<String> {
    let own = [
        "AUTH",
        "Client",
        "MockServer",
        "OPERATION",
        "SERVICE",
        "client",
        "codes",
        "mock",
        "operations",
        "start",
        "types",
    ];
    let mut names: BTreeSet<String> = own.map(str::to_owned).into();
    let mut add = |name: &Ident| {
        names.insert(name.as_str().to_owned());
        names.insert(name.bare().to_owned());
    };
    for operation in &plan.operations {
        add(&operation.method);
        add(&operation.module);
        operation.args.iter().for_each(&mut add);
        if let ResponseBody::Own(own) = &operation.response.body {
            add(&own.path.name);
        }
    }
    plan.structs.iter().for_each(|item| {
        add(&item.path.name);
        add(&item.module);
    });
    plan.enums.iter().for_each(|item| {
        add(&item.path.name);
        add(&item.module);
    });
    names
}

impl Scan {
    fn file(&mut self, path: &str, file: &syn::File, plan: &Crate) {
        self.attributes(path, &file.attrs);
        let (mut structs, mut methods) = (0, 0);
        for item in &file.items {
            match item {
                Item::Use(_) => {}
                Item::Mod(item) if item.content.is_none() => self.name(path, &item.ident, &item.attrs),
                Item::Static(item) => self.name(path, &item.ident, &item.attrs),
                Item::Struct(item) => {
                    structs += 1;
                    self.name(path, &item.ident, &item.attrs);
                    item.fields.iter().for_each(|field| self.attributes(path, &field.attrs));
                }
                Item::Fn(item) if path.starts_with("tests/") => {
                    self.name(path, &item.sig.ident, &item.attrs);
                }
                Item::Impl(item) if item.trait_.is_none() => {
                    for item in &item.items {
                        let ImplItem::Fn(item) = item else {
                            self.faults.push(format!("{path}: an item in an impl"));
                            continue;
                        };
                        methods += 1;
                        self.name(path, &item.sig.ident, &item.attrs);
                    }
                }
                Item::Macro(item) => {
                    self.attributes(path, &item.attrs);
                    let name =
                        item.mac.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
                    if !MACROS.contains(&name.as_str()) {
                        self.faults.push(format!("{path}: the macro {name}"));
                    }
                    self.tokens(path, item.mac.tokens.clone());
                }
                _ => self.faults.push(format!("{path}: an item of a kind that is never planned")),
            }
        }
        let of = |operation: &&Operation| path == format!("src/operations/{}.rs", operation.module.bare());
        if let Some(operation) = plan.operations.iter().find(of) {
            let own = usize::from(matches!(operation.response.body, ResponseBody::Own(_)));
            let expected =
                plan.structs_of(Some(&operation.module)).len() + own + usize::from(operation.args.is_some());
            if structs != expected || methods != 1 {
                self.faults
                    .push(format!("{path}: {structs} structs for {expected}, {methods} methods for 1"));
            }
        }
    }

    fn name(&mut self, path: &str, name: &proc_macro2::Ident, attributes: &[Attribute]) {
        self.attributes(path, attributes);
        if !self.names.contains(&name.to_string()) {
            self.faults.push(format!("{path}: nobody planned {name}"));
        }
    }

    fn attributes(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes {
            let name = attribute.path().get_ident().map(ToString::to_string).unwrap_or_default();
            let known =
                ["doc", "deprecated", "derive", "non_exhaustive", "cfg", "test"].contains(&name.as_str());
            let literal = match &attribute.meta {
                syn::Meta::NameValue(pair) => match &pair.value {
                    syn::Expr::Lit(_) => true,
                    // The README, which is the crate's documentation.
                    syn::Expr::Macro(call) => {
                        path == "src/lib.rs"
                            && call.mac.path.is_ident("include_str")
                            && call.mac.tokens.to_string() == r#""../README.md""#
                    }
                    _ => false,
                },
                syn::Meta::Path(_) => true,
                syn::Meta::List(_) => name == "derive" || name == "cfg",
            };
            if !known || !literal {
                self.faults.push(format!("{path}: the attribute {name}"));
            }
        }
    }

    /// The tokens of a macro: names, types and literals.
    fn tokens(&mut self, path: &str, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Group(group) => self.tokens(path, group.stream()),
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    let fixture = word == "include_str" && path == "src/mock/mod.rs";
                    if FORBIDDEN.contains(&word.as_str()) && !fixture {
                        self.faults.push(format!("{path}: {word} in a macro"));
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
