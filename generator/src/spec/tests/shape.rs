//! Every property of the published schema shows in the diff, in `fields`, in the OpenAPI export and in the plan, or
//! stands in a list that says why not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use serde_yaml::Value;
use tablature_ir::Service;

use crate::{
    diagnostic::Diagnostic,
    diff::{self, Side},
    emit::openapi,
    plan,
    spec::{fields, read, schema},
};

/// The views that show what a service says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Teller {
    Diff,
    Fields,
    OpenApi,
    Plan,
}

use Teller::{Diff, Fields, OpenApi, Plan};

/// The rows of `fields` are a fixed contract: names, places, types, whether required, origin.
const NO_COLUMN: &str = "the contract of the rows has no column for it";
const PROOF: &str = "a test vector proves a recipe, and says nothing of its own";
const HOW_KNOWN: &str = "it tells what is known, not from where";

/// What a teller does not tell, and why not. A star at the end stands for all properties of a definition, also those
/// that are told.
const NOT_THERE: &[(Teller, &str, &str)] = &[
    (Diff, "Service.types", "a type is told with the fields that lead to it"),
    (OpenApi, "Field.origin", HOW_KNOWN),
    (OpenApi, "TypeDef.origin", HOW_KNOWN),
    (Plan, "EnumDef.origin", HOW_KNOWN),
    (Plan, "Field.origin", HOW_KNOWN),
    (Plan, "TypeDef.origin", HOW_KNOWN),
    (Plan, "Service.global", "what is told of it is in `context` and `auth`"),
    (Diff, "Recipe.vectors", PROOF),
    (Diff, "Vector.*", PROOF),
    (Fields, "Also.*", NO_COLUMN),
    (Fields, "Also2.*", NO_COLUMN),
    (Fields, "Composite.*", NO_COLUMN),
    (Fields, "Envelope.*", NO_COLUMN),
    (Fields, "ErrorCode.*", NO_COLUMN),
    (Fields, "ErrorShape.*", NO_COLUMN),
    (Fields, "Example.*", NO_COLUMN),
    (Fields, "EnumDef.*", NO_COLUMN),
    (Fields, "Field.*", NO_COLUMN),
    (Fields, "Deprecation.*", NO_COLUMN),
    (Fields, "Group.*", NO_COLUMN),
    (Fields, "Headers.*", NO_COLUMN),
    (Fields, "InHeader.*", NO_COLUMN),
    (Fields, "Made.*", NO_COLUMN),
    (Fields, "Operation.*", NO_COLUMN),
    (Fields, "Pagination.*", NO_COLUMN),
    (Fields, "Protocol.*", NO_COLUMN),
    (Fields, "Refusals.*", NO_COLUMN),
    (Fields, "Puts.*", NO_COLUMN),
    (Fields, "Recipe.*", NO_COLUMN),
    (Fields, "Response.*", NO_COLUMN),
    (Fields, "Service.*", NO_COLUMN),
    (Fields, "Total.*", NO_COLUMN),
    (Fields, "TypeDef.*", NO_COLUMN),
    (Fields, "Vector.*", NO_COLUMN),
];

/// A place in a document.
type Path = Vec<Key>;

#[derive(Clone, Debug)]
enum Key {
    Name(String),
    Index(usize),
}

/// Where each property of the schema occurs in a document, as `Definition.property`.
struct Occurrences<'a> {
    schema: &'a Json,
    found: BTreeMap<String, Vec<Path>>,
}

impl Occurrences<'_> {
    fn visit(&mut self, schema: &Json, owner: &str, value: &Value, path: &Path) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            let target = self.schema["$defs"][name].clone();
            self.visit(&target, name, value, path);
        }
        for choice in ["oneOf", "anyOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
            self.visit(choice, owner, value, path);
        }
        let below = |key| path.iter().cloned().chain([key]).collect::<Path>();
        match value {
            Value::Mapping(map) => {
                for (key, value) in map {
                    let key = key.as_str().unwrap();
                    let (property, path) = (&schema["properties"][key], below(Key::Name(key.to_owned())));
                    if property.is_null() {
                        self.visit(&schema["additionalProperties"], owner, value, &path);
                    } else {
                        let name = format!("{owner}.{key}");
                        self.visit(property, &name, value, &path);
                        self.found.entry(name).or_default().push(path);
                    }
                }
            }
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(&schema["items"], owner, item, &below(Key::Index(index)));
                }
            }
            _ => {}
        }
    }
}

/// All properties of a schema, as `Definition.property`; those of a variant behind the variant's word.
fn properties(schema: &Json, owner: &str, found: &mut BTreeSet<String>) {
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let name = format!("{owner}.{key}");
        properties(property, &name, found);
        // The word of a variant that has properties of its own: these are asked for.
        if property["properties"].is_null() {
            found.insert(name);
        }
    }
    for choice in ["oneOf", "anyOf"].iter().filter_map(|key| schema[key].as_array()).flatten() {
        properties(choice, owner, found);
    }
}

fn at<'a>(value: &'a mut Value, path: &[Key]) -> &'a mut Value {
    path.iter().fold(value, |value, key| match key {
        Key::Name(name) => value.get_mut(name.as_str()).unwrap(),
        Key::Index(index) => value.get_mut(*index).unwrap(),
    })
}

/// The document without this property, and with other values of it, as far as these are services. They are read one
/// at a time, because the first few are enough for most properties.
fn changed(document: &Value, path: &Path) -> impl Iterator<Item = Service> + use<> {
    let mut documents = Vec::new();
    let (key, parent) = path.split_last().unwrap();
    if let Key::Name(key) = key {
        let mut without = document.clone();
        at(&mut without, parent).as_mapping_mut().unwrap().shift_remove(key.as_str());
        documents.push(without);
    }
    let words = [
        "application/xml",
        "boolean",
        "PUT",
        "/x",
        "idempotent",
        "comma",
        "example",
        "unix-millis",
        "2..3",
        "rest",
        "body",
        "500",
        "sha512",
        "iso",
        "uuid",
        "query",
        "optional",
        "{id}",
        "write-only",
        "GET /y",
        "https://y.example",
    ];
    let mut value = document.clone();
    let others = match at(&mut value, path) {
        Value::String(text) => {
            let own = [format!("{text}x")].into_iter();
            own.chain(words.map(str::to_owned)).map(Value::from).collect()
        }
        Value::Number(number) => vec![Value::from(number.as_u64().unwrap() + 1)],
        Value::Bool(flag) => vec![Value::from(!*flag)],
        Value::Mapping(map) => {
            let without = map.keys().map(|key| {
                let mut fewer = map.clone();
                fewer.shift_remove(key);
                Value::Mapping(fewer)
            });
            [Value::Mapping(serde_yaml::Mapping::new()), Value::from("rest")]
                .into_iter()
                .chain(without)
                .collect()
        }
        Value::Sequence(items) => vec![Value::Sequence(items.iter().skip(1).cloned().collect())],
        _ => Vec::new(),
    };
    for other in others {
        let mut with = document.clone();
        *at(&mut with, path) = other;
        documents.push(with);
    }
    documents.into_iter().filter_map(|document| service(&document).ok())
}

fn service(document: &Value) -> Result<Service, Diagnostic> {
    read("x.yaml", &serde_yaml::to_string(document).unwrap())
}

/// Whether a teller tells the two services apart.
fn tells(teller: Teller, old: &Service, new: &Service) -> bool {
    let side = |service: &Service| Side::of([service.clone()]);
    let rows = |service: &Service| format!("{:?}", fields::rows(service, None));
    let document = |service: &Service| openapi::document(service, openapi::Version::V31);
    let crates = |service: &Service| format!("{:?}", plan::plan(service, &plan::Options::default()));
    match teller {
        Diff => !diff::services(&side(old), &side(new)).changes.is_empty(),
        Fields => rows(old) != rows(new),
        OpenApi => document(old) != document(new),
        Plan => crates(old) != crates(new),
    }
}

#[test]
fn every_property_is_told_or_says_why_not() {
    let schema: Json = serde_json::from_str(&schema::ir()).unwrap();
    let mut all = BTreeSet::new();
    // (The version of the format is no fact of a service.)
    properties(&schema, "Service", &mut all);
    all.remove("Service.tablature");
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        properties(definition, name, &mut all);
    }
    let documents: Vec<(Value, Service)> = serde_yaml::Deserializer::from_str(include_str!("shape.yaml"))
        .map(|document| serde::Deserialize::deserialize(document).unwrap())
        .map(|document: Value| (document.clone(), service(&document).unwrap()))
        .collect();
    let (mut missing, mut told) = (Vec::new(), Vec::new());
    let mut used = BTreeSet::new();
    let mut shown: Vec<(String, Vec<Path>, &(Value, Service))> = Vec::new();
    for document in &documents {
        let mut occurrences = Occurrences { schema: &schema, found: BTreeMap::new() };
        occurrences.visit(&schema, "Service", &document.0, &Vec::new());
        shown.extend(occurrences.found.into_iter().map(|(name, paths)| (name, paths, document)));
    }
    for name in &all {
        let excuse =
            |teller| NOT_THERE.iter().position(|(of, pattern, _)| *of == teller && fits(pattern, name));
        let (mut is_shown, mut silent) = (false, vec![Diff, Fields, OpenApi, Plan]);
        let occurrences = shown.iter().filter(|(shown, ..)| shown == name);
        let pairs = occurrences.flat_map(|(_, paths, (document, old))| {
            paths.iter().flat_map(move |path| changed(document, path)).map(move |new| (old, new))
        });
        for (old, new) in pairs {
            is_shown = true;
            silent.retain(|teller| !tells(*teller, old, &new));
            // Whether an excuse is needed shows at the last pair only.
            if silent
                .iter()
                .all(|teller| excuse(*teller).is_some_and(|index| NOT_THERE[index].1.ends_with('*')))
            {
                break;
            }
        }
        if !is_shown {
            missing.push(name.as_str());
            continue;
        }
        for teller in [Diff, Fields, OpenApi, Plan] {
            match (!silent.contains(&teller), excuse(teller)) {
                (false, None) => told.push(format!("{teller:?} does not tell {name}")),
                (false, Some(index)) => {
                    used.insert(index);
                }
                (true, Some(index)) if !NOT_THERE[index].1.ends_with('*') => {
                    told.push(format!("{teller:?} tells {name} after all"));
                }
                (true, _) => {}
            }
        }
    }
    assert!(missing.is_empty(), "show these in spec/tests/shape.yaml: {missing:?}");
    let stale: Vec<_> = NOT_THERE.iter().enumerate().filter(|(index, _)| !used.contains(index)).collect();
    assert!(told.is_empty() && stale.is_empty(), "{}\nnothing is excused by {stale:?}", told.join("\n"));
}

fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}
