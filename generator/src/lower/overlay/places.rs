//! Places of facts follow when an overlay renames them.

use tablature_ir::{Location, OperationId, Status, TypeName, WireName};

use super::apply::Renamed;
use crate::spec::places::{Fact, Places};

pub(super) fn follow(places: &mut Places, renamed: &Renamed) {
    let keys: Vec<&str> = renamed.from.iter().map(String::as_str).collect();
    let Some((old, parent)) = keys.split_last() else { return };
    let new = renamed.to.as_str();
    places.rename(|fact| match (parent, fact) {
        (["operations"], fact) => of_operation(fact, old, new),
        (["types"], Fact::Type(name)) if **name == **old => Some(Fact::Type(new.into())),
        (["types"], Fact::Field(owner, name)) if **owner == **old => {
            Some(Fact::Field(new.into(), name.clone()))
        }
        (["types", owner, "fields"], fact) => (*fact
            == Fact::Field(TypeName::from(*owner), WireName::from(*old)))
        .then(|| Fact::Field(TypeName::from(*owner), new.into())),
        (["operations", id, "responses"], fact) => of_status(fact, id, old, new),
        (["operations", id, "responses", status, side], Fact::Response(op, st, location, name))
            if **op == **id && st.0 == *status && **name == **old && *location == location_of(side) =>
        {
            Some(Fact::Response(op.clone(), st.clone(), *location, new.into()))
        }
        (["operations", id, parameter_of], Fact::Parameter(op, location, name))
            if **op == **id && **name == **old && *location == location_of(parameter_of) =>
        {
            Some(Fact::Parameter(op.clone(), *location, new.into()))
        }
        (["operations", id, _], Fact::Part(op, parameter, part)) if **op == **id && **parameter == **old => {
            Some(Fact::Part(op.clone(), new.into(), part.clone()))
        }
        (["operations", id, _, within, "composite", "parts"], Fact::Part(op, parameter, part))
            if **op == **id && **parameter == **within && **part == **old =>
        {
            Some(Fact::Part(op.clone(), parameter.clone(), new.into()))
        }
        _ => None,
    });
}

fn location_of(key: &str) -> Location {
    match key {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" | "headers" => Location::Header,
        "form" => Location::Form,
        _ => Location::Body,
    }
}

fn of_operation(fact: &Fact, old: &str, new: &str) -> Option<Fact> {
    let id = |id: &OperationId| (**id == *old).then(|| OperationId::from(new));
    Some(match fact {
        Fact::Operation(op) => Fact::Operation(id(op)?),
        Fact::Parameter(op, location, name) => Fact::Parameter(id(op)?, *location, name.clone()),
        Fact::Part(op, parameter, part) => Fact::Part(id(op)?, parameter.clone(), part.clone()),
        Fact::Response(op, status, location, name) => {
            Fact::Response(id(op)?, status.clone(), *location, name.clone())
        }
        Fact::Body(op, status) => Fact::Body(id(op)?, status.clone()),
        Fact::Type(_) | Fact::Field(..) => return None,
    })
}

fn of_status(fact: &Fact, id: &str, old: &str, new: &str) -> Option<Fact> {
    match fact {
        Fact::Response(op, Status(status), location, name) if **op == *id && status == old => {
            Some(Fact::Response(op.clone(), Status(new.to_owned()), *location, name.clone()))
        }
        Fact::Body(op, Some(Status(status))) if **op == *id && status == old => {
            Some(Fact::Body(op.clone(), Some(Status(new.to_owned()))))
        }
        _ => None,
    }
}
