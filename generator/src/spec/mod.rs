//! The IR as files: reading, writing, and looking at it.

pub mod examples;
pub mod fields;
pub mod lines;
pub mod payload;
pub mod places;
mod read;
#[cfg(feature = "cli")]
pub mod schema;
pub mod validate;
mod write;
pub mod yaml;

pub use read::read;
pub use write::{Apart, apart, write};

#[cfg(test)]
pub(crate) mod tests;
