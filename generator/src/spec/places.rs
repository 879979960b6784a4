//! Where the facts of an IR stand in the pages. Kept beside the IR, never in it.

use std::{collections::HashMap, ops::Range, sync::Arc};

use tablature_ir::{Location, OperationId, Status, TypeName, WireName};

use crate::diagnostic::Span;

/// A fact of an IR, by its address there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// An operation.
    Operation(OperationId),
    /// A parameter in the path, the query, a header or the form; `Body` is a key of the request body.
    Parameter(OperationId, Location, WireName),
    /// A part of a composite parameter of the query.
    Part(OperationId, WireName, WireName),
    /// A response header (`Header`) or a key of the response body (`Body`).
    Response(OperationId, Status, Location, WireName),
    /// The whole request or response body where it is a type, not an object with fields.
    Body(OperationId, Option<Status>),
    /// A named type.
    Type(TypeName),
    /// A field of a named type.
    Field(TypeName, WireName),
}

/// A place in a page: the name of a field in its table, the heading of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The page, relative to the folder of the vendor's pages.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The bytes of the file that say it.
    pub range: Range<usize>,
}

impl Place {
    /// The place as a diagnostic names it.
    #[must_use]
    pub fn span(&self) -> Span {
        Span { file: Arc::clone(&self.file), range: self.range.clone() }
    }
}

/// The places of the facts of one service. A type that several pages define alike has several.
#[derive(Clone, Debug, Default)]
pub struct Places(HashMap<Fact, Vec<Place>>);

impl Places {
    /// Notes a place of a fact.
    pub fn add(&mut self, fact: Fact, place: Place) {
        let places = self.0.entry(fact).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }

    /// All places of a fact.
    #[must_use]
    pub fn all(&self, fact: &Fact) -> &[Place] {
        self.0.get(fact).map_or(&[], Vec::as_slice)
    }

    /// The places of all facts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.0.values().flatten()
    }

    /// The place of a fact on this page, else its first.
    #[must_use]
    pub fn on(&self, fact: &Fact, page: &str) -> Option<&Place> {
        let places = self.all(fact);
        places.iter().find(|place| &*place.file == page).or_else(|| places.first())
    }

    /// Gives facts other addresses, for what an overlay renames; `None` keeps a fact as it is.
    pub fn rename(&mut self, new: impl Fn(&Fact) -> Option<Fact>) {
        let moved: Vec<(Fact, Fact)> =
            self.0.keys().filter_map(|old| Some((old.clone(), new(old)?))).collect();
        // Take all out before any is put back: two facts may swap their names.
        let taken: Vec<(Fact, Vec<Place>)> =
            moved.into_iter().filter_map(|(old, new)| Some((new, self.0.remove(&old)?))).collect();
        for (fact, places) in taken {
            for place in places {
                self.add(fact.clone(), place);
            }
        }
    }
}
