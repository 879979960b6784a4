//! Where the facts of a service stand in its pages, and what they became.

use std::collections::HashMap;

use tablature_ir::{
    Address, Body, Example, ExampleKind, Field, Fields, Location, OperationId, Service, Type, TypeName,
};

use crate::{
    lower::Lowered,
    plan::{self, Crate, Place, ResponseBody, Struct},
    spec::yaml,
};

/// What something on a page became.
#[derive(Clone, Debug, Default)]
pub(super) struct Fact {
    /// Its address in the IR.
    pub(super) at: String,
    /// What it is in the IR, on a line.
    pub(super) yaml: String,
    /// What it is in Rust.
    pub(super) rust: String,
    /// A value of it, as examples of the pages have it.
    pub(super) wire: String,
}

/// The facts of a page, each with the byte that it stands at, in the order of the page.
pub(super) type Placed = Vec<(usize, Fact)>;

/// A request of an operation in words: method and path, and its method of the client.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) request: String,
    pub(super) rust: String,
}

/// The facts of a service by page, and its calls by operation.
pub(super) fn of(lowered: &Lowered) -> (HashMap<String, Placed>, HashMap<OperationId, Call>) {
    let service = &lowered.service;
    // A service that cannot be planned has findings that say why; its pages are shown without Rust.
    let plan = plan::plan(service, &plan::Options::default()).ok();
    let rust = plan.as_ref().map(names).unwrap_or_default();
    let wire = samples(service);
    let mut pages: HashMap<String, Placed> = HashMap::new();
    for (address, places) in lowered.places.entries() {
        let fact = Fact {
            at: address.to_string(),
            yaml: service.field(address).map(line).unwrap_or_default(),
            rust: rust.get(address).cloned().unwrap_or_default(),
            wire: wire.get(address).cloned().unwrap_or_default(),
        };
        for place in places {
            let page = pages.entry(place.file.to_string()).or_default();
            page.push((place.range.start, fact.clone()));
        }
    }
    for placed in pages.values_mut() {
        placed.sort_by(|(a, one), (b, other)| (a, &one.at).cmp(&(b, &other.at)));
    }
    let call = |(id, operation): (&OperationId, &tablature_ir::Operation)| {
        let address = Address::Operation(id.clone());
        let request = format!("{} {}", operation.method, operation.uri);
        (id.clone(), Call { request, rust: rust.get(&address).cloned().unwrap_or_default() })
    };
    (pages, service.operations.iter().map(call).collect())
}

/// A field as the IR has it, without its description, which the page shows.
fn line(field: &Field) -> String {
    let field = Field { description: String::new(), ..field.clone() };
    yaml::tree(&field).map(|node| yaml::inline(&node)).unwrap_or_default()
}

/// What facts are called in Rust.
fn names(plan: &Crate) -> HashMap<Address, String> {
    let mut names = HashMap::new();
    for operation in &plan.operations {
        let id = OperationId::from(operation.id.as_str());
        let arguments: Vec<String> = operation.required.iter().map(|it| it.name.to_string()).collect();
        let call = match &operation.args {
            Some(args) => format!("client.{}({args} {{ … }})", operation.method),
            None => format!("client.{}({})", operation.method, arguments.join(", ")),
        };
        names.insert(Address::Operation(id.clone()), call);
        for parameter in operation.parameters() {
            let text = match (parameter.required, &operation.args) {
                (true, Some(args)) => format!("{args} {{ {}: {} }}", parameter.name, ty(&parameter.ty)),
                (true, None) => format!("{}: {}", parameter.name, ty(&parameter.ty)),
                (false, _) => format!(".{}({})", parameter.name, ty(&parameter.ty)),
            };
            if let Some(location) = location(parameter.place) {
                names.insert(Address::Parameter(id.clone(), location, parameter.wire.as_str().into()), text);
            }
        }
        if let (ResponseBody::Own(own), Some(status)) = (&operation.response.body, &operation.response.status)
        {
            let status = tablature_ir::Status(status.clone());
            fields(own, &mut names, |name, header| {
                let location = if header { Location::Header } else { Location::Body };
                Address::Response(id.clone(), status.clone(), location, name.into())
            });
        }
    }
    for item in &plan.structs {
        let owner = TypeName::from(item.wire.as_str());
        fields(item, &mut names, |name, _| Address::Field(owner.clone(), name.into()));
        names.insert(Address::Type(owner), item.path.to_string());
    }
    names
}

fn fields(item: &Struct, names: &mut HashMap<Address, String>, address: impl Fn(&str, bool) -> Address) {
    for field in &item.fields {
        let inner = ty(&field.ty);
        let text = if field.ty.is_collection() { inner } else { format!("Option<{inner}>") };
        names.insert(
            address(&field.wire, field.header),
            format!("{} {{ {}: {text} }}", item.path.name, field.name),
        );
    }
}

fn location(place: Place) -> Option<Location> {
    Some(match place {
        Place::Path => Location::Path,
        Place::Query => Location::Query,
        Place::Header => Location::Header,
        Place::Form => Location::Form,
        Place::Body => Location::Body,
        Place::WholeBody | Place::Part(_) | Place::Choice(_) => return None,
    })
}

/// A type of the plan as Rust spells it.
fn ty(of: &plan::Type) -> String {
    match of {
        plan::Type::String => "String".to_owned(),
        plan::Type::Integer => "i64".to_owned(),
        plan::Type::Unsigned => "u64".to_owned(),
        plan::Type::Number => "f64".to_owned(),
        plan::Type::Boolean => "bool".to_owned(),
        plan::Type::Any => "Json".to_owned(),
        plan::Type::Bytes => "Bytes".to_owned(),
        plan::Type::Part => "Part".to_owned(),
        plan::Type::List(inner) => format!("Vec<{}>", ty(inner)),
        plan::Type::Map(inner) => format!("Map<{}>", ty(inner)),
        plan::Type::Struct(path) | plan::Type::Enum(path) => path.name.to_string(),
    }
}

/// How many characters of a value are shown.
const VALUE: usize = 80;
/// How deep in an example values are looked for.
const DEPTH: usize = 32;

/// The first value that the examples of the pages have of each fact.
fn samples(service: &Service) -> HashMap<Address, String> {
    let mut found = HashMap::new();
    for (id, operation) in &service.operations {
        for Example { of, status, text, .. } in &operation.examples {
            match of {
                ExampleKind::Request => asked(id, operation, text, &mut found),
                ExampleKind::Body => {
                    let body = operation.body.as_ref();
                    told(service, body, text, &mut found, |name| {
                        Address::Parameter(id.clone(), Location::Body, name.into())
                    });
                }
                ExampleKind::Response => {
                    let success = operation.success().map(|(status, _)| status);
                    let Some(status) = status.as_ref().or(success) else { continue };
                    let body = operation.responses.get(status).and_then(|response| response.body.as_ref());
                    told(service, body, text, &mut found, |name| {
                        Address::Response(id.clone(), status.clone(), Location::Body, name.into())
                    });
                }
            }
        }
    }
    found
}

/// The parameters of a request as text: `&Limit=20` of a query or form, `X-Id: 1` of a header.
fn asked(
    id: &OperationId,
    operation: &tablature_ir::Operation,
    text: &str,
    found: &mut HashMap<Address, String>,
) {
    for (location, name, _) in operation.parameters() {
        let sign = match location {
            Location::Query | Location::Form => '=',
            Location::Header => ':',
            Location::Path | Location::Body => continue,
        };
        let value = text.lines().flat_map(|line| line.split(['?', '&', ' '])).find_map(|pair| {
            pair.trim().strip_prefix(name.as_str())?.strip_prefix(sign).map(|_| pair.trim().to_owned())
        });
        if let Some(value) = value {
            found
                .entry(Address::Parameter(id.clone(), location, name.clone()))
                .or_insert_with(|| cut(&value));
        }
    }
}

/// The members of a body as JSON.
fn told(
    service: &Service,
    body: Option<&Body>,
    text: &str,
    found: &mut HashMap<Address, String>,
    address: impl Fn(&str) -> Address,
) {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else { return };
    match body {
        Some(Body::Fields(fields)) => members(service, fields, &value, found, &address, 0),
        Some(body) => {
            body.types().iter().for_each(|ty| inside(service, ty, &value, found, 0));
        }
        None => {}
    }
}

fn members(
    service: &Service,
    fields: &Fields,
    value: &serde_json::Value,
    found: &mut HashMap<Address, String>,
    address: &dyn Fn(&str) -> Address,
    depth: usize,
) {
    for (name, field) in fields {
        let Some(value) = value.get(name.as_str()) else { continue };
        found.entry(address(name)).or_insert_with(|| cut(&format!("\"{name}\": {value}")));
        inside(service, &field.ty, value, found, depth);
    }
}

fn inside(
    service: &Service,
    ty: &Type,
    value: &serde_json::Value,
    found: &mut HashMap<Address, String>,
    depth: usize,
) {
    match (ty, value) {
        _ if depth > DEPTH => {}
        (Type::List(inner), serde_json::Value::Array(items)) => {
            items.iter().take(1).for_each(|item| inside(service, inner, item, found, depth + 1));
        }
        (Type::Map(inner), serde_json::Value::Object(items)) => {
            items.values().take(1).for_each(|item| inside(service, inner, item, found, depth + 1));
        }
        (Type::Named(name), value) => {
            let Some(def) = service.types.get(name) else { return };
            let address = |field: &str| Address::Field(name.clone(), field.into());
            members(service, &def.fields, value, found, &address, depth + 1);
        }
        _ => {}
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
