//! Pairs what is compared: each service, operation and field of the old side with one of the new side.

mod fields;
pub(crate) mod identity;
mod likeness;
mod operations;
mod placeholders;
mod services;
mod shape;

pub(crate) use fields::{Changed, walk};
pub(crate) use likeness::best;
pub(crate) use operations::{OperationPair, operations};
pub(crate) use placeholders::renamed;
pub(crate) use services::same_service;
pub(crate) use shape::{Shape, shape};

use tablature_ir::{Address, Field, Location, Service};

use super::Direction;

/// A service that both sides have.
pub(crate) struct ServicePair<'a> {
    pub(crate) old: &'a Service,
    pub(crate) new: &'a Service,
}

/// A field of both sides, or of one of them.
pub(crate) struct FieldPair<'a> {
    /// Where it stands; for a field that moved, where it stands now.
    pub(crate) site: Site,
    /// The name and field before.
    pub(crate) old: Option<(&'a str, &'a Field)>,
    /// The name and field now.
    pub(crate) new: Option<(&'a str, &'a Field)>,
    /// The location before, where it is another one.
    pub(crate) from: Option<Location>,
    /// Whether it could not, and cannot, be left out: it is required, or a part or member of it is.
    pub(crate) demanded: (bool, bool),
}

/// Where a field stands.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) direction: Direction,
    pub(crate) location: Location,
    /// As `tablature fields` spells it; responses other than the successful one have their status before it.
    pub(crate) path: String,
    pub(crate) role: Role,
    /// The named type of which it is a member, on the new side (on the old, if only that has it).
    pub(crate) owner: Option<String>,
    pub(crate) old_fact: Option<Address>,
    pub(crate) new_fact: Option<Address>,
}

impl Site {
    /// Whether values are spelled as text here, so that `5` and `"5"` are the same.
    pub(crate) fn is_text(&self) -> bool {
        self.location != Location::Body
    }

    /// Whether the caller sends it.
    pub(crate) fn is_request(&self) -> bool {
        self.direction == Direction::Request
    }
}

/// What a field is in the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// An argument of the operation: positional or in the struct of required ones, else a setter.
    Argument,
    /// Supplied by the client's configuration; a call may override it.
    Context,
    /// A member of an object that the caller builds or receives.
    Member,
    /// A part of a composite parameter: a setter.
    Part,
    /// The whole body.
    Body,
}
