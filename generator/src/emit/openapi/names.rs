//! Names of schemas and operations. OpenAPI allows each of them, and no two become one in a generator that changes
//! their case.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase as _;
use tablature_ir::{Body, OperationId, Service, Type, TypeName};

/// The names of a document.
pub(super) struct Names<'a> {
    types: HashMap<&'a TypeName, String>,
    operations: HashMap<&'a OperationId, String>,
    responded: HashSet<&'a TypeName>,
    /// The schema of the envelope.
    pub envelope: String,
    /// The schema of an error.
    pub error: String,
}

impl<'a> Names<'a> {
    pub(super) fn new(service: &'a Service) -> Self {
        let mut schemas = Taken::default();
        let types = service.types.keys().map(|name| (name, schemas.take(name))).collect();
        let mut ids = Taken::default();
        let operations = service.operations.keys().map(|id| (id, ids.take(id))).collect();
        // Schemas of bodies are called after their operations.
        for id in service.operations.keys() {
            for what in ["Request", "Response", "Error"] {
                schemas.reserve(&format!("{id}{what}"));
            }
        }
        let (envelope, error) = (schemas.take("Envelope"), schemas.take("Error"));
        Names { types, operations, responded: responded(service), envelope, error }
    }

    /// The name of a type's schema; a type that nobody defines keeps its own name.
    pub(super) fn of_type<'n>(&'n self, name: &'n TypeName) -> &'n str {
        self.types.get(name).map_or(name.as_str(), String::as_str)
    }

    pub(super) fn of_operation<'n>(&'n self, id: &'n OperationId) -> &'n str {
        self.operations.get(id).map_or(id.as_str(), String::as_str)
    }

    /// The name of the schema of a body of this operation.
    pub(super) fn of_body(&self, id: &OperationId, what: &str) -> String {
        let name = format!("{}{what}", self.of_operation(id).to_upper_camel_case());
        let is_type = self.types.values().any(|ty| ty.to_upper_camel_case() == name.to_upper_camel_case());
        if is_type { format!("{name}Body") } else { name }
    }

    /// Whether a response leads to the type.
    pub(super) fn is_in_response(&self, name: &TypeName) -> bool {
        self.responded.contains(name)
    }
}

/// Names that have been given away.
#[derive(Default)]
struct Taken(HashSet<String>);

impl Taken {
    /// The name in characters that OpenAPI allows, with a number unless it is the first of that name.
    fn take(&mut self, name: &str) -> String {
        let name = &name.replace("::", ".");
        let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
        let mut plain: String = name.chars().map(|char| if allowed(char) { char } else { '_' }).collect();
        if !plain.contains(|char: char| char.is_ascii_alphanumeric()) {
            "Type".clone_into(&mut plain);
        }
        let numbered = (2..).map(|number| format!("{plain}{number}"));
        let free = std::iter::once(plain.clone()).chain(numbered).find(|name| self.reserve(name));
        free.unwrap_or(plain)
    }

    fn reserve(&mut self, name: &str) -> bool {
        self.0.insert(name.to_upper_camel_case())
    }
}

/// The types that a response leads to, directly or through other types.
fn responded(service: &Service) -> HashSet<&TypeName> {
    let mut open: Vec<&TypeName> = Vec::new();
    for response in service.operations.values().flat_map(|operation| operation.responses.values()) {
        open.extend(response.headers.values().filter_map(|field| field.ty.named()));
        match &response.body {
            Some(Body::Fields(fields)) => open.extend(fields.values().filter_map(|field| field.ty.named())),
            Some(body) => open.extend(body.types().iter().filter_map(Type::named)),
            None => {}
        }
    }
    let mut found = HashSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name)
            && let Some(def) = service.types.get(name)
        {
            open.extend(def.fields.values().filter_map(|field| field.ty.named()));
        }
    }
    found
}
