//! What stands where in the tree of a service, so that what a correction touches gets its origin.

use serde_json::{Map, Value};

use super::path::get_mut;

/// What a place of the tree holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Service,
    Operations,
    Operation,
    /// A map of fields by name. A body may be a type instead, which has no keys.
    Fields,
    Field,
    Composite,
    Responses,
    Response,
    Types,
    TypeDef,
    /// A fact that has no kind of its own.
    Fact,
}

impl Kind {
    pub(super) fn of(keys: &[String]) -> Kind {
        keys.iter().fold(Kind::Service, |kind, key| kind.below(key))
    }

    fn below(self, key: &str) -> Kind {
        match (self, key) {
            (Kind::Service, "operations") => Kind::Operations,
            (Kind::Service, "types") => Kind::Types,
            (Kind::Operations, _) => Kind::Operation,
            (Kind::Operation, "responses") => Kind::Responses,
            (Kind::Responses, _) => Kind::Response,
            (Kind::Types, _) => Kind::TypeDef,
            (Kind::Field, "composite") => Kind::Composite,
            (Kind::Operation, "path" | "query" | "header" | "form" | "body")
            | (Kind::Response, "headers" | "body")
            | (Kind::TypeDef, "fields")
            | (Kind::Composite, "parts") => Kind::Fields,
            (Kind::Fields, _) => Kind::Field,
            _ => Kind::Fact,
        }
    }
}

/// Gives everything that was touched the origin `overlay`: the field that the place is or lies in, else the
/// type, and whatever was put under `touched` keys of the place.
pub(super) fn mark(root: &mut Value, place: &[String], touched: &[String]) {
    let innermost = (0..=place.len())
        .rev()
        .find(|length| matches!(Kind::of(place.get(..*length).unwrap_or_default()), Kind::Field));
    if let Some(length) = innermost {
        if let Some(Value::Object(field)) = get_mut(root, place.get(..length).unwrap_or_default()) {
            set_origin(field);
        }
        return;
    }
    let kind = Kind::of(place);
    let Some(value) = get_mut(root, place) else { return };
    if let (Kind::TypeDef, Value::Object(def)) = (kind, &mut *value)
        && touched.iter().any(|key| key != "fields")
    {
        set_origin(def);
    }
    if let Value::Object(map) = value {
        for key in touched {
            if let Some(below) = map.get_mut(key) {
                mark_all(kind.below(key), below);
            }
        }
    }
}

/// Marks all fields and types of a value that is new.
fn mark_all(kind: Kind, value: &mut Value) {
    let Value::Object(map) = value else { return };
    match kind {
        Kind::Field => set_origin(map),
        Kind::TypeDef
        | Kind::Service
        | Kind::Operations
        | Kind::Operation
        | Kind::Fields
        | Kind::Composite
        | Kind::Responses
        | Kind::Response
        | Kind::Types => {
            if kind == Kind::TypeDef {
                set_origin(map);
            }
            for (key, value) in map.iter_mut() {
                mark_all(kind.below(key), value);
            }
        }
        Kind::Fact => {}
    }
}

fn set_origin(map: &mut Map<String, Value>) {
    map.insert("origin".to_owned(), "overlay".into());
}
