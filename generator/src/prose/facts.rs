//! What is read, and what is found.

use std::ops::Range;

use indexmap::IndexMap;
use tablature_ir::{Format, Interval, Type};

use super::config::Dependence;
use crate::diagnostic::Id;

/// On which side of an operation a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What a caller sends.
    Request,
    /// What comes back.
    Response,
}

/// The description of a field, and what its row says besides.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The description as plain text: no markup, no escapes, line breaks and list items as `\n`.
    pub description: &'a str,
    /// The last segment of the name on the wire: `Mode` of `Disks.N.Mode`.
    pub name: &'a str,
    /// The type that the row was given.
    pub ty: &'a Type,
    /// On which side the row stands.
    pub side: Side,
}

/// A fact, and the bytes of the description that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The fact.
    pub value: T,
    /// Where in [`Text::description`] it stands. Empty where the name alone says it.
    pub at: Range<usize>,
}

impl<T> Found<T> {
    /// A fact that stands here.
    pub(super) fn new(value: T, at: Range<usize>) -> Self {
        Found { value, at }
    }
}

/// All that a description says of its field beyond its words. What is not certain is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The documented values in wire spelling, with their labels (empty where there is none).
    pub values: Option<Found<IndexMap<String, String>>>,
    /// What the service assumes when the field is left out, in wire spelling.
    pub default: Option<Found<String>>,
    /// The range of a number, or of the numbers of a list.
    pub range: Option<Found<Interval>>,
    /// The length of a string in characters, or of the strings of a list.
    pub length: Option<Found<Interval>>,
    /// The number of elements of a list.
    pub items: Option<Found<Interval>>,
    /// The unit of a number: `GB`, `s`.
    pub unit: Option<Found<String>>,
    /// A regular expression that the values match.
    pub pattern: Option<Found<String>>,
    /// What the text or number means.
    pub format: Option<Found<Format>>,
    /// A password, secret or token.
    pub sensitive: Option<Found<()>>,
    /// The words in which the docs advise against the field.
    pub deprecated: Option<Found<String>>,
    /// In words, when an optional field is required after all: `type = 2`.
    pub condition: Option<Found<String>>,
    /// How many of which parameters may be given.
    pub group: Option<Found<Stated>>,
    /// Where the text contradicts itself or the type.
    pub conflicts: Vec<Conflict>,
}

/// What a description says of several parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// How many of them are given.
    pub is: Dependence,
    /// Whether the service takes two of them all the same.
    pub both: bool,
    /// The words that have their names.
    pub names: String,
}

/// A contradiction in a description, to be reported where the description stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The kind of diagnostic.
    pub id: Id,
    /// What is the matter, in one line.
    pub message: String,
    /// The bytes of the description that it speaks of.
    pub at: Range<usize>,
}
