//! The names of operations, types and enums: everything that other items refer to.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{OperationId, Service, TypeName, WireName};

use super::{
    enums,
    fields::{Owner, groups},
    model::Enum,
    name::{Ident, camel, snake},
    scope::{Case, Claim, module, resolve},
};
use crate::diagnostic::Diagnostic;

/// Methods that every client and every mock has or gets from a trait, names that a module would hide from the
/// file that declares it, and names that are no file on every system.
const CLIENT: &[&str] = &[
    "address",
    "alloc",
    "api",
    "aux",
    "builder",
    "call",
    "clone",
    "con",
    "core",
    "endpoint",
    "expect",
    "faults",
    "into",
    "mod",
    "nul",
    "operations",
    "prn",
    "proc_macro",
    "received",
    "request",
    "require_keys",
    "reset",
    "serde_json",
    "serve",
    "start",
    "std",
    "tablature_client",
    "test",
    "try_into",
    "verify",
];

/// Names that generated files, the macros in them and the prelude use for something else, sorted. The test
/// `every_name_that_clients_use` holds the list against what is generated.
const OPERATIONS: &[&str] = &[
    "Arc",
    "AsMut",
    "AsRef",
    "Box",
    "Call",
    "Client",
    "Clone",
    "Composite",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Encoding",
    "Envelope",
    "Eq",
    "Err",
    "Error",
    "ErrorShape",
    "ExactSizeIterator",
    "Expectation",
    "Extend",
    "Extra",
    "Fixture",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoIterator",
    "Items",
    "Iterator",
    "Json",
    "Map",
    "Method",
    "MockServer",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Pages",
    "Pagination",
    "Paging",
    "PartialEq",
    "PartialOrd",
    "Place",
    "Response",
    "Result",
    "Retry",
    "Send",
    "Service",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// The names that items refer to each other by.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// The method, the builder and the module of every operation.
    pub(super) operations: BTreeMap<&'a OperationId, (Ident, Ident, Ident)>,
    /// The struct and the module of every type.
    pub(super) types: BTreeMap<&'a TypeName, (Ident, Ident)>,
    /// The enum of a field that has one.
    pub(super) enums: BTreeMap<(Owner<'a>, &'a WireName), Ident>,
}

impl Names<'_> {
    /// The Rust name of an owner, by which the names of its own items are qualified.
    pub(super) fn owner(&self, owner: &Owner<'_>) -> String {
        match owner {
            Owner::Type(name) => {
                self.types.get(name).map_or_else(|| camel(name), |(name, _)| name.clone()).to_string()
            }
            Owner::Request(id, _) | Owner::Parts(id, ..) => self.operation(id).to_string(),
            Owner::Response(id, _) => format!("{}Response", self.operation(id)),
        }
    }

    fn operation(&self, id: &OperationId) -> Ident {
        self.operations.get(id).map_or_else(|| camel(id), |(_, name, _)| name.clone())
    }
}

/// Names everything of a service, and gives its enums.
pub(super) fn names<'a>(service: &'a Service, diagnostics: &mut Vec<Diagnostic>) -> (Names<'a>, Vec<Enum>) {
    let mut names = Names {
        operations: operations(service, diagnostics),
        types: types(service, diagnostics),
        enums: BTreeMap::new(),
    };
    let enums = enums::plan(&groups(service), &mut names, diagnostics);
    (names, enums)
}

fn operations<'a>(
    service: &'a Service,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a OperationId, (Ident, Ident, Ident)> {
    let ids: Vec<&OperationId> = service.operations.keys().collect();
    let claim = |wire: &'a OperationId, wish| Claim { wire, wish, qualifier: None };
    let claims: Vec<Claim<'_>> = ids.iter().map(|id| claim(id, snake(id))).collect();
    let methods = resolve("the client", &claims, Case::Snake, (CLIENT, "operation"), diagnostics);
    // A builder is called after its method where that could not be called after the operation.
    let wish = |(id, method): (&&'a OperationId, &Ident)| {
        let wish = if *method == snake(id) { camel(id) } else { camel(method.bare()) };
        // `GetThing` has a `GetThingResponse` and may have `GetThingArgs`; no builder is called like one of them,
        // whether there is a `GetThing` or not.
        let derived = ["Response", "Args"].iter().any(|ending| wish.bare().ends_with(ending));
        // In scripts without case an argument may be called like it.
        let caseless = snake(wish.bare()) == wish;
        claim(id, if derived || caseless { wish.followed_by("Operation") } else { wish })
    };
    let claims: Vec<Claim<'_>> = ids.iter().zip(&methods).map(wish).collect();
    let builders = resolve("the operations", &claims, Case::Camel, (OPERATIONS, "operation"), diagnostics);
    let mut used = BTreeSet::new();
    let module = |method: &Ident| free_module(method, "operation", &mut used);
    let modules: Vec<Ident> = methods.iter().map(module).collect();
    let names = methods.into_iter().zip(builders).zip(modules);
    ids.into_iter().zip(names.map(|((method, builder), module)| (method, builder, module))).collect()
}

fn types<'a>(
    service: &'a Service,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a TypeName, (Ident, Ident)> {
    let keys: Vec<&TypeName> = service.types.keys().collect();
    let claims: Vec<Claim<'_>> =
        keys.iter().map(|name| Claim { wire: name, wish: camel(name), qualifier: None }).collect();
    let structs = resolve("the types", &claims, Case::Camel, (OPERATIONS, "value"), diagnostics);
    let mut used = BTreeSet::new();
    let modules: Vec<Ident> = structs.iter().map(|name| free_module(name, "type", &mut used)).collect();
    keys.into_iter().zip(structs.into_iter().zip(modules)).collect()
}

/// A name for a further type that is none of those in use: with `Value` behind it if need be.
pub(super) fn free_type(wish: Ident, used: &BTreeSet<Ident>) -> Ident {
    let taken = |name: &Ident| used.contains(name) || OPERATIONS.contains(&name.bare());
    if !taken(&wish) {
        return wish;
    }
    let mut name = Ident::new(&format!("{}Value", wish.bare()));
    while taken(&name) {
        name = Ident::new(&format!("{}Value", name.bare()));
    }
    name
}

/// A module of its own for an item; names of types may differ in case only.
pub(super) fn free_module(name: &Ident, what: &str, used: &mut BTreeSet<Ident>) -> Ident {
    let wish = module(name, what);
    let mut free = wish.clone();
    let mut count = 1;
    while !used.insert(free.clone()) {
        count += 1;
        free = Ident::new(&format!("{wish}_{count}"));
    }
    free
}
