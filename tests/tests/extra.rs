//! How much of what examples answer has no field: members of the JSON of success that a client would find in `extra`.
//!
//! `TABLATURE_EXTRA=dialect cargo test -p tablature-tests --test extra -- --nocapture` prints the share of each vendor,
//! with the keys that are lost most often; `TABLATURE_EXTRA=auto` reads the pages by what they show instead, without a
//! dialect. Either takes minutes; without the variable only the smallest corpus is counted.

use std::collections::BTreeMap;

use serde_json::Value;
use tablature::{
    dialect,
    engine::{self, Reading, tree::Tree},
};
use tablature_ir::{Body, ExampleKind, Fields, Operation, Service, Type};
use tablature_tests::shared;

/// The vendors, where their pages stand, and how many members of a thousand may be in no field: as many as are now; 30
/// is the aim. Where a table leaves out what the example shows, or names it otherwise, the table counts.
const VENDORS: [(&str, &str, usize); 8] = [
    ("ucloud", "corpora/ucloud", 85),
    ("huaweicloud", "corpora/huaweicloud", 56),
    ("huaweicloud", "corpora/huaweicloud-more", 46),
    ("bybit", "corpora/bybit/pages", 18),
    ("dnsimple", "corpora/dnsimple/pages", 0),
    ("opensearch", "corpora/opensearch/pages", 187),
    ("bk-cmdb", "corpora/bk-cmdb/pages/zh", 49),
    ("gitlab", "wild/gitlab/docs", 0),
];

/// The vendor whose pages are read in a second.
const SMALLEST: &str = "dnsimple";

/// What was counted.
#[derive(Debug, Default)]
struct Count {
    members: usize,
    /// Members that no field has, those within them too.
    extra: usize,
    /// Operation and key of each, with how many members it holds.
    lost: BTreeMap<String, usize>,
}

/// All members of a value.
fn size(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(|value| 1 + size(value)).sum(),
        Value::Array(items) => items.iter().map(size).sum(),
        _ => 0,
    }
}

impl Count {
    fn operation(&mut self, operation: &Operation, service: &Service) {
        let success = operation.success();
        for example in operation.examples.iter().filter(|it| it.of == ExampleKind::Response) {
            if example.status.as_ref().is_some_and(|status| !status.is_success()) {
                continue;
            }
            let Ok(value) = serde_json::from_str::<Value>(&example.text) else { continue };
            let way = operation.id_of(service);
            let body = success.and_then(|(_, response)| response.body.as_ref());
            self.envelope(&value, body, service, &way);
        }
    }

    /// The body stands in the envelope's payload, where there is one.
    fn envelope(&mut self, value: &Value, body: Option<&Body>, service: &Service, way: &str) {
        let Some(envelope) = &service.envelope else { return self.body(value, body, service, way) };
        let Value::Object(members) = value else { return self.body(value, body, service, way) };
        let mut keys = vec![&envelope.code.0, &envelope.message.0];
        keys.extend(envelope.other.iter().map(|key| &key.0));
        let payload = envelope.payload.as_ref().and_then(|path| path.split('.').next());
        let rest: serde_json::Map<String, Value> = members
            .iter()
            .filter(|(key, _)| !keys.contains(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        self.members += members.len() - rest.len();
        match payload.and_then(|key| Some((key, rest.get(key)?))) {
            Some((key, inner)) => {
                self.members += 1;
                self.body(inner, body, service, way);
                for (other, value) in rest.iter().filter(|(other, _)| *other != key) {
                    self.lose(other, value, way);
                }
            }
            None => self.body(&Value::Object(rest), body, service, way),
        }
    }

    fn body(&mut self, value: &Value, body: Option<&Body>, service: &Service, way: &str) {
        match body {
            Some(Body::Fields(fields)) => self.fields(value, fields, service, way),
            Some(Body::Type(ty)) => self.value(value, ty, service, way),
            Some(Body::OneOf(_)) => self.value(value, &Type::Any, service, way),
            None => self.fields(value, &Fields::default(), service, way),
        }
    }

    fn value(&mut self, value: &Value, ty: &Type, service: &Service, way: &str) {
        match (ty, value) {
            (Type::List(inner), Value::Array(items)) => {
                for item in items {
                    self.value(item, inner, service, way);
                }
            }
            (Type::Map(inner), Value::Object(members)) => {
                self.members += members.len();
                for value in members.values() {
                    self.value(value, inner, service, way);
                }
            }
            (Type::Named(name), _) => match service.types.get(name) {
                Some(of) => self.fields(value, &of.fields, service, way),
                None => self.members += size(value),
            },
            _ => self.members += size(value),
        }
    }

    fn fields(&mut self, value: &Value, fields: &Fields, service: &Service, way: &str) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    match fields.iter().find(|(name, _)| name.0 == *key) {
                        Some((_, field)) => {
                            self.members += 1;
                            self.value(value, &field.ty, service, &format!("{way}.{key}"));
                        }
                        None => self.lose(key, value, way),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.fields(item, fields, service, way)),
            _ => {}
        }
    }

    fn lose(&mut self, key: &str, value: &Value, way: &str) {
        let all = 1 + size(value);
        self.members += all;
        self.extra += all;
        *self.lost.entry(format!("{way}.{key}")).or_default() += all;
    }

    fn per_thousand(&self) -> usize {
        self.extra * 1000 / self.members.max(1)
    }
}

/// The name by which what is lost is told.
trait Named {
    fn id_of(&self, service: &Service) -> String;
}

impl Named for Operation {
    fn id_of(&self, service: &Service) -> String {
        let id = service.operations.iter().find(|(_, other)| std::ptr::eq(*other, self));
        format!("{}/{}", service.service, id.map_or("", |(id, _)| &id.0))
    }
}

#[test]
fn what_examples_answer_has_fields() {
    let Some(shared) = shared() else { return };
    let asked = std::env::var("TABLATURE_EXTRA").unwrap_or_default();
    let by_evidence = asked == "auto";
    let mut over = Vec::new();
    for (vendor, folder, most) in
        VENDORS.into_iter().filter(|(name, ..)| !asked.is_empty() || *name == SMALLEST)
    {
        let words = if by_evidence { "auto" } else { vendor };
        let dialect = dialect::read(words, dialect::builtin(words).unwrap()).unwrap();
        let pages = Tree::disk(shared.join(folder)).unwrap();
        let outcome = engine::pages(&pages, Reading::new(vendor, dialect)).unwrap();
        let mut count = Count::default();
        for lowered in &outcome.services {
            for operation in lowered.service.operations.values() {
                count.operation(operation, &lowered.service);
            }
        }
        println!(
            "{folder}: {} of {} members, {} of a thousand",
            count.extra,
            count.members,
            count.per_thousand()
        );
        let mut lost: Vec<_> = count.lost.iter().collect();
        lost.sort_by_key(|(_, members)| std::cmp::Reverse(**members));
        for (key, members) in lost.iter().take(25) {
            println!("  {members:5} {key}");
        }
        assert!(count.members > 0, "{folder} has examples");
        if !by_evidence && count.per_thousand() > most {
            over.push(folder);
        }
    }
    assert!(over.is_empty(), "more than is held: {over:?}");
}

#[test]
fn members_without_a_field_are_counted_with_what_they_hold() {
    let page = "# Boats\n\n`GET /boats`\n\n| Name | Type | Description |\n|---|---|---|\n| id | string | Its id |\n\n\
        ## Response\n\n| Name | Type | Description |\n|---|---|---|\n| id | string | Its id |\n";
    let dialect = dialect::read("auto", dialect::builtin("auto").unwrap()).unwrap();
    let pages = [tablature::load::Page::new("a/boats.md", page.as_bytes())];
    let outcome = engine::read(&pages, "", Reading::new("auto", dialect)).unwrap();
    let service = &outcome.services[0].service;
    let operation = &service.operations[0];
    let body = operation.success().and_then(|(_, response)| response.body.as_ref());
    let value = serde_json::json!({"id": "b", "mast": {"height": 3}, "sails": [{"red": true}]});
    let mut count = Count::default();
    count.body(&value, body, service, "boats");
    assert_eq!((count.members, count.extra), (5, 4), "{count:?}");
    assert_eq!(count.lost.keys().collect::<Vec<_>>(), ["boats.mast", "boats.sails"]);
}
