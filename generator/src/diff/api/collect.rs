//! From the plan of a crate to its public API. How items are emitted is decided by `emit::rust`; a test there, and
//! the pairs of versions that `tests/scripts/semver-proof` compiles, hold the two together.

use tablature_ir::{Address, Location, OperationId, Status};

use super::{Api, Item, Kind};
use crate::plan::{Crate, Enum, Field, Operation, Parameter, Place, ResponseBody, Struct, Type};

/// The API of a crate.
pub(crate) fn collect(plan: &Crate) -> Api {
    let mut collector = Collector { plan, api: Api { package: plan.name.clone(), ..Api::default() } };
    for operation in &plan.operations {
        collector.operation(operation);
    }
    for item in &plan.structs {
        let named = |field: &Field| Address::Field(item.wire.as_str().into(), field.wire.as_str().into());
        collector.structure(item, &[Address::Type(item.wire.as_str().into())], named);
    }
    for item in &plan.enums {
        collector.enumeration(item);
    }
    for code in &plan.codes {
        let key = format!("{}::codes::{}", plan.lib, code.name);
        let of = plan.operations.iter().filter(|it| it.errors.iter().any(|error| error.code == code.code));
        let facts: Vec<Address> =
            of.map(|it| Address::Operation(OperationId::from(it.id.as_str()))).collect();
        collector.item(key, Kind::Function, "const", "codes", &facts);
    }
    collector.api
}

struct Collector<'p> {
    plan: &'p Crate,
    api: Api,
}

impl Collector<'_> {
    fn item(
        &mut self,
        key: String,
        kind: Kind,
        signature: impl Into<String>,
        container: &str,
        facts: &[Address],
    ) {
        self.tie(&key, facts);
        let item = Item { kind, signature: signature.into(), container: container.to_owned() };
        self.api.items.insert(key, item);
    }

    /// Notes that an item was made from these facts.
    fn tie(&mut self, key: &str, facts: &[Address]) {
        for fact in facts {
            let keys = self.api.facts.entry(fact.clone()).or_default();
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let lib = &self.plan.lib;
        let id = OperationId::from(operation.id.as_str());
        let own = vec![Address::Operation(id.clone())];
        let container = format!("Client::{}", operation.method);
        let method = format!("{lib}::{container}");
        let module = format!("operations::{}", operation.module);
        let builder = format!("{lib}::{module}::{}", operation.name);
        let takes = match &operation.args {
            Some(args) => format!("fn({module}::{args}) -> {module}::{}", operation.name),
            // The arguments are items of their own.
            None => format!("fn(…) -> {module}::{}", operation.name),
        };
        self.item(method.clone(), Kind::Function, takes, &container, &own);
        self.item(builder.clone(), Kind::Type, "struct", &container, &own);
        let args = operation.args.as_ref().map(|args| format!("{lib}::{module}::{args}"));
        if let Some(args) = &args {
            self.item(args.clone(), Kind::Type, "struct", &container, &own);
        }
        for choice in &operation.choices {
            let path = format!("{lib}::{}", choice.path);
            let facts = |parameter| parameter_facts(operation, parameter);
            let all: Vec<Address> = choice.members.iter().flat_map(|(_, it)| facts(it)).collect();
            self.item(path.clone(), Kind::Type, "choice", &container, &all);
            for (variant, parameter) in &choice.members {
                self.enums_of(&parameter.ty, &facts(parameter));
                let key = format!("{path}::{variant}");
                self.item(key, Kind::Variant, value(&parameter.ty), &container, &facts(parameter));
            }
        }
        for parameter in &operation.required {
            let facts = parameter_facts(operation, parameter);
            // One more or less may make the method take a struct, or no longer.
            self.tie(&method, &facts);
            self.enums_of(&parameter.ty, &facts);
            if let Some(args) = &args {
                let key = format!("{args}::{}", parameter.name);
                self.item(key, Kind::Required, value(&parameter.ty), &container, &facts);
            } else {
                let wire = if parameter.wire.is_empty() { parameter.name.as_str() } else { &parameter.wire };
                let key = format!("{method}@{wire}");
                self.api.arguments.entry(method.clone()).or_default().push(key.clone());
                self.item(key, Kind::Argument, argument(&parameter.ty), &container, &facts);
            }
        }
        // The setters of a region and a project are those of every request, whatever the docs say.
        for parameter in operation.optional.iter().filter(|parameter| !parameter.is_built_in()) {
            let facts = parameter_facts(operation, parameter);
            self.enums_of(&parameter.ty, &facts);
            let key = format!("{builder}::{}", parameter.name);
            self.item(key, Kind::Function, format!("fn({})", argument(&parameter.ty)), &container, &facts);
        }
        for (parameter, null) in operation.parameters().filter_map(|it| Some((it, it.null.as_ref()?))) {
            let facts = parameter_facts(operation, parameter);
            let key = format!("{builder}::{null}");
            self.item(key, Kind::Function, "fn()".to_owned(), &container, &facts);
        }
        self.response(operation, &builder, &container, &own);
    }

    fn response(&mut self, operation: &Operation, builder: &str, container: &str, own: &[Address]) {
        let id = OperationId::from(operation.id.as_str());
        let status = Status(operation.response.status.clone().unwrap_or_default());
        let output = match &operation.response.body {
            ResponseBody::None => "()".to_owned(),
            ResponseBody::Own(item) => item.path.to_string(),
            ResponseBody::Value(ty) => value(ty),
        };
        let body = Address::Body(id.clone(), operation.response.status.clone().map(Status));
        let mut facts = own.to_vec();
        facts.push(body.clone());
        // The first key of a response gives it a type, the last one takes it away.
        if let ResponseBody::Own(item) = &operation.response.body {
            facts.extend(item.fields.iter().map(|field| answer(&id, &status, field)));
        }
        self.item(format!("{builder}::send"), Kind::Function, format!("fn() -> {output}"), container, &facts);
        if let Some(paging) = &operation.paging {
            // The type of the items is that of the last field on the way to them.
            let mut on_the_way = own.to_vec();
            if let (ResponseBody::Own(item), Some(step)) = (&operation.response.body, paging.items.first()) {
                let fields = item.fields.iter().filter(|field| field.name == *step);
                on_the_way.extend(fields.map(|field| answer(&id, &status, field)));
            }
            for (name, gives) in [("items", &value(&paging.item)), ("pages", &output)] {
                let signature = format!("fn() -> {gives}");
                let key = format!("{builder}::{name}");
                self.item(key, Kind::Function, signature, container, &on_the_way);
            }
        }
        match &operation.response.body {
            ResponseBody::Own(item) => {
                self.structure(item, own, |field| answer(&id, &status, field));
            }
            ResponseBody::Value(ty) => self.enums_of(ty, &[body]),
            ResponseBody::None => {}
        }
    }

    fn structure(&mut self, item: &Struct, facts: &[Address], named: impl Fn(&Field) -> Address) {
        let container = item.path.to_string();
        let path = format!("{}::{container}", self.plan.lib);
        self.item(path.clone(), Kind::Type, "struct", &container, facts);
        for field in &item.fields {
            let facts = vec![named(field)];
            self.enums_of(&field.ty, &facts);
            let held = match (field.ty.is_collection(), field.boxed) {
                (true, _) => value(&field.ty),
                (false, true) => format!("Option<Box<{}>>", value(&field.ty)),
                (false, false) => format!("Option<{}>", value(&field.ty)),
            };
            self.item(format!("{path}::{}", field.name), Kind::Field, held, &container, &facts);
            if item.in_request {
                let key = format!("{path}::{}()", field.setter);
                self.item(key, Kind::Function, format!("fn({})", argument(&field.ty)), &container, &facts);
                if let Some(null) = &field.null {
                    let key = format!("{path}::{null}()");
                    self.item(key, Kind::Function, "fn()", &container, &facts);
                }
            }
        }
    }

    /// Ties the enum in a type to the facts of the field that holds it.
    fn enums_of(&mut self, ty: &Type, facts: &[Address]) {
        let Type::Enum(path) = ty.innermost() else { return };
        let Some(item) = self.plan.enum_at(path) else { return };
        let path = format!("{}::{path}", self.plan.lib);
        let keys = item.variants.iter().map(|it| format!("{path}::{}", it.name)).chain([path.clone()]);
        for key in keys {
            self.tie(&key, facts);
        }
    }

    fn enumeration(&mut self, item: &Enum) {
        let container = item.path.to_string();
        let path = format!("{}::{container}", self.plan.lib);
        let kind = if item.integer { "enum of integers" } else { "enum" };
        self.item(path.clone(), Kind::Type, kind, &container, &[]);
        for variant in &item.variants {
            self.item(format!("{path}::{}", variant.name), Kind::Variant, "", &container, &[]);
        }
    }
}

/// The facts that a parameter was made from.
fn parameter_facts(operation: &Operation, parameter: &Parameter) -> Vec<Address> {
    let id = OperationId::from(operation.id.as_str());
    let at = |location| vec![Address::Parameter(id.clone(), location, parameter.wire.as_str().into())];
    match parameter.place {
        Place::Path => at(Location::Path),
        Place::Query => at(Location::Query),
        Place::Header => at(Location::Header),
        Place::Form => at(Location::Form),
        Place::Body => at(Location::Body),
        Place::WholeBody => vec![Address::Body(id, None)],
        Place::Part(index) => {
            let whole = operation.composites.get(index).map_or("", |composite| &composite.wire);
            vec![Address::Part(id, Location::Query, whole.into(), parameter.wire.as_str().into())]
        }
        Place::Choice(index) => {
            let choice = operation.choices.get(index);
            let members = choice.iter().flat_map(|choice| &choice.members);
            members.flat_map(|(_, member)| parameter_facts(operation, member)).collect()
        }
    }
}

/// The fact that a field of a response was made from.
fn answer(id: &OperationId, status: &Status, field: &Field) -> Address {
    let location = if field.header { Location::Header } else { Location::Body };
    Address::Response(id.clone(), status.clone(), location, field.wire.as_str().into())
}

/// A type as a value.
fn value(ty: &Type) -> String {
    match ty {
        Type::String => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Any => "Json".to_owned(),
        Type::Bytes => "Bytes".to_owned(),
        Type::Part => "Part".to_owned(),
        Type::List(inner) => format!("Vec<{}>", value(inner)),
        Type::Map(inner) => format!("Map<{}>", value(inner)),
        Type::Struct(path) | Type::Enum(path) => path.to_string(),
    }
}

/// A type as an argument.
fn argument(ty: &Type) -> String {
    match ty {
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => {
            format!("impl Into<{}>", value(ty))
        }
        Type::Integer | Type::Unsigned | Type::Number | Type::Boolean | Type::Map(_) | Type::Struct(_) => {
            value(ty)
        }
        Type::List(inner) if matches!(**inner, Type::String | Type::Enum(_) | Type::Part) => {
            format!("impl IntoIterator<Item = impl Into<{}>>", value(inner))
        }
        Type::List(inner) => format!("impl Into<Vec<{}>>", value(inner)),
    }
}
