//! IR → OpenAPI, for the tools of others.
//!
//! What OpenAPI has no word for stands in extensions (`x-tablature-…`), so that nothing is lost. The rules that
//! hold for our own clients hold here as far as a schema can say them: enums are open (a list of known values
//! beside a plain string), and no documented limit is put on what a service sends.
//!
//! - An operation of an RPC service gets the path `/#Action=Name`; a second operation with one method and path,
//!   `/path#Name`. Placeholders of one path are called alike in all its operations, as OpenAPI asks.
//! - 3.0 and 3.1 differ in how they say "or null", in what may stand beside a `$ref`, and in examples. Readers of
//!   3.0 are older, so an operation has one body of success there, and one kind of error.

mod document;
mod names;
mod operation;
mod paths;
mod responses;
mod schema;
mod security;
#[cfg(test)]
mod tests;
mod text;

pub use self::{
    document::document,
    text::{json, yaml},
};

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// 3.0.3.
    V30,
    /// 3.1.0.
    V31,
}
