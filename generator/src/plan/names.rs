//! The names of operations, types and enums: everything that other items refer to.

use std::collections::{BTreeMap, BTreeSet};

use tablature_ir::{Body, Group, OperationId, Service, TypeName, WireName};

use super::{
    enums,
    fields::{Owner, groups},
    media::is_planned,
    model::{Enum, TypePath},
    name::{Ident, camel, snake},
    scope::{Case, Claim, module, resolve},
};
use crate::diagnostic::Diagnostic;

/// Methods that every client and every mock has already or gets from a trait, names that a module would hide from the
/// file that declares it, and names that cannot be files on every system.
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
/// `every_name_that_clients_use` holds the list against what is generated. What only few files use is written with its
/// whole path instead (`tablature_client::Group`), so that vendors keep the name.
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

/// The names by which items refer to each other.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// The method, the builder and the module of every operation.
    pub(super) operations: BTreeMap<&'a OperationId, (Ident, Ident, Ident)>,
    /// Every type, and its file where operations share it.
    pub(super) types: BTreeMap<&'a TypeName, (TypePath, Ident)>,
    /// The enum of each field that has one.
    pub(super) enums: BTreeMap<(Owner<'a>, &'a WireName), TypePath>,
    /// The enums of each operation that take one of several parameters: a name for each group of exactly one, then one
    /// for a body that is one of several types.
    pub(super) choices: BTreeMap<&'a OperationId, Vec<Ident>>,
}

impl Names<'_> {
    /// The Rust name of an owner, which qualifies the names of its own items.
    pub(super) fn owner(&self, owner: &Owner<'_>) -> String {
        match owner {
            Owner::Type(name) => {
                self.types.get(name).map_or_else(|| camel(name), |(path, _)| path.name.clone()).to_string()
            }
            Owner::Request(id, _) | Owner::Parts(id, ..) => self.operation(id).to_string(),
            Owner::Response(id, _) => format!("{}Response", self.operation(id)),
        }
    }

    /// The module of the operation that an owner belongs to; `None` for a type that operations share.
    pub(super) fn module(&self, owner: &Owner<'_>) -> Option<&Ident> {
        match owner {
            Owner::Type(name) => {
                self.types.get::<TypeName>(name).and_then(|(path, _)| path.operation.as_ref())
            }
            Owner::Request(id, _) | Owner::Parts(id, ..) | Owner::Response(id, _) => {
                self.operations.get::<OperationId>(id).map(|(.., module)| module)
            }
        }
    }

    /// The names in use, by module: those of types, and those that every operation defines.
    pub(super) fn used(&self) -> BTreeMap<Option<&Ident>, BTreeSet<Ident>> {
        let mut used: BTreeMap<Option<&Ident>, BTreeSet<Ident>> = BTreeMap::new();
        for (_, name, module) in self.operations.values() {
            used.entry(Some(module)).or_default().extend(own(name));
        }
        for (path, _) in self.types.values() {
            used.entry(path.operation.as_ref()).or_default().insert(path.name.clone());
        }
        for (id, names) in &self.choices {
            let module = self.operations.get(id).map(|(.., module)| module);
            used.entry(module).or_default().extend(names.iter().cloned());
        }
        used
    }

    fn operation(&self, id: &OperationId) -> Ident {
        self.operations.get(id).map_or_else(|| camel(id), |(_, name, _)| name.clone())
    }
}

/// The names that an operation takes up, in its own module and in that of its expectation.
fn own(name: &Ident) -> [Ident; 4] {
    let expectation = Ident::new(&format!("Expect{}", name.bare()));
    [name.clone(), name.followed_by("Args"), name.followed_by("Response"), expectation]
}

/// Names everything in a service, and plans its enums.
pub(super) fn names<'a>(service: &'a Service, diagnostics: &mut Vec<Diagnostic>) -> (Names<'a>, Vec<Enum>) {
    let operations = operations(service, diagnostics);
    let types = types(service, &operations, diagnostics);
    let mut names = Names { operations, types, ..Names::default() };
    names.choices = choices(service, &names);
    let enums = enums::plan(&groups(service), &service.enums, &mut names, diagnostics);
    (names, enums)
}

/// A name for each group of parameters of which exactly one is given: `GetBookChoice`, `GetBookChoice2`; and one for a
/// body that is one of several types: `GetBookBody`.
fn choices<'a>(service: &'a Service, names: &Names<'a>) -> BTreeMap<&'a OperationId, Vec<Ident>> {
    let mut used = names.used();
    let mut choices = BTreeMap::new();
    for (id, operation) in &service.operations {
        let count = operation.groups.iter().filter(|group| matches!(group, Group::ExactlyOne(_))).count();
        let body = matches!(operation.body, Some(Body::OneOf(_))).then(|| "Body".to_owned());
        let numbered =
            (1..=count).map(|at| if at == 1 { "Choice".to_owned() } else { format!("Choice{at}") });
        let endings: Vec<String> = numbered.chain(body).collect();
        let Some((_, name, module)) = names.operations.get(id).filter(|_| !endings.is_empty()) else {
            continue;
        };
        let used = used.entry(Some(module)).or_default();
        let own = endings.into_iter().map(|ending| {
            let free = free_type(name.followed_by(&ending), used);
            used.insert(free.clone());
            free
        });
        choices.insert(id, own.collect());
    }
    choices
}

fn operations<'a>(
    service: &'a Service,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a OperationId, (Ident, Ident, Ident)> {
    let ids: Vec<&OperationId> = service.operations.keys().collect();
    let claim = |wire: &'a OperationId, wish| Claim { wire, wish, qualifier: None };
    let claims: Vec<Claim<'_>> = ids.iter().map(|id| claim(id, snake(id))).collect();
    let methods = resolve("the client", &claims, Case::Snake, (CLIENT, "operation"), diagnostics);
    // A builder is named after its method where the method could not be named after the operation.
    let wish = |(id, method): (&&'a OperationId, &Ident)| {
        let wish = if *method == snake(id) { camel(id) } else { camel(method.bare()) };
        // `GetThing` has a `GetThingResponse` and may have `GetThingArgs`, so no builder gets such a name, whether
        // there is a `GetThing` or not.
        let derived = ["Response", "Args"].iter().any(|ending| wish.bare().ends_with(ending));
        // In scripts without case, an argument could have the same name.
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
    operations: &BTreeMap<&'a OperationId, (Ident, Ident, Ident)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<&'a TypeName, (TypePath, Ident)> {
    let mut scopes: BTreeMap<Option<&'a OperationId>, Vec<(&'a TypeName, &'a str)>> = BTreeMap::new();
    for name in service.types.keys() {
        let (id, bare) = name.split();
        let operation = id.and_then(|id| service.operations.get_key_value(id));
        // Types of an operation that the client leaves out go with the shared ones.
        let operation = operation.filter(|(_, operation)| is_planned(operation));
        let bare = if operation.is_some() { bare } else { name };
        scopes.entry(operation.map(|(id, _)| id)).or_default().push((name, bare));
    }
    let mut named = BTreeMap::new();
    for (id, types) in scopes {
        let operation = id.and_then(|id| operations.get(id));
        let own = operation.map(|(_, name, _)| own(name));
        let mut reserved = OPERATIONS.to_vec();
        reserved.extend(own.iter().flatten().map(Ident::bare));
        let claims: Vec<Claim<'_>> =
            types.iter().map(|(_, bare)| Claim { wire: bare, wish: camel(bare), qualifier: None }).collect();
        let owner = id.map_or_else(|| "the types".to_owned(), |id| format!("the types of `{id}`"));
        let structs = resolve(&owner, &claims, Case::Camel, (&reserved, "value"), diagnostics);
        let module = operation.map(|(.., module)| module);
        let mut used = BTreeSet::new();
        for ((key, _), name) in types.into_iter().zip(structs) {
            let file = free_module(&name, "type", &mut used);
            named.insert(key, (TypePath { operation: module.cloned(), name }, file));
        }
    }
    named
}

/// A name for a further type that nothing else uses, with `Value` behind it if need be.
pub(super) fn free_type(wish: Ident, used: &BTreeSet<Ident>) -> Ident {
    let taken = |name: &Ident| used.contains(name) || OPERATIONS.contains(&name.bare());
    if !taken(&wish) {
        return wish;
    }
    // A keyword has a `_` behind it, which a longer name does not need.
    let mut name = Ident::new(&format!("{}Value", wish.bare().trim_end_matches('_')));
    while taken(&name) {
        name = Ident::new(&format!("{}Value", name.bare()));
    }
    name
}

/// A module of its own for an item, since the names of types may differ in case only.
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
