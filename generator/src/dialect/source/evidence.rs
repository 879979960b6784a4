//! What pages showed of each other, as `init` writes it down.

use serde::{Deserialize, Serialize};

/// What the pages of a vendor showed of each other, as `init` writes it down.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// The words over tables, by what these tables hold.
    pub words: Sides,
    /// The headers of tables, their words joined by `|`, by what these tables hold.
    pub headers: Sides,
    /// How many tables there are of each side.
    pub tables: Counts,
    /// How many of them have a column that says which fields are required.
    pub required: Counts,
    /// How many have a column of types.
    pub typed: u32,
    /// How many tables say in their names or descriptions which fields are required.
    pub marked: u32,
    /// How many tables say it in a column of their own.
    pub unmarked: u32,
    /// The hosts that requests go to.
    pub hosts: Vec<String>,
    /// What their paths begin with.
    pub bases: Vec<String>,
    /// What their paths begin with, and the pages say once, where no host is known.
    pub prefix: Option<String>,
    /// Whether addresses without a method are requests.
    pub addresses: bool,
    /// Whether dots in names are keys within keys.
    pub dotted: bool,
    /// The key behind which responses have what they are about.
    pub payload: Option<String>,
    /// The keys beside it.
    pub beside: Vec<String>,
}

/// Texts by what the tables under them hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Sides {
    /// Fields of requests.
    pub request: Vec<String>,
    /// Fields of responses.
    pub response: Vec<String>,
    /// No fields.
    pub none: Vec<String>,
}

/// Numbers of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Counts {
    /// Of requests.
    pub request: u32,
    /// Of responses.
    pub response: u32,
}
