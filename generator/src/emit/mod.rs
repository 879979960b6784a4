//! Plan → files in memory. A back end reads the plan only, decides nothing, and never writes to a disk.
//!
//! - [`rust`]: source of a client, for a crate or for a build script;
//! - [`fixtures`]: responses from the examples of the pages, made to fit the types, or made up;
//! - [`krate`]: a whole crate: source, `Cargo.toml`, README, fixtures, tests; and the workspace of all crates.

#[cfg(feature = "cli")]
pub mod fixtures;
#[cfg(feature = "cli")]
mod krate;
#[cfg(feature = "cli")]
pub mod openapi;
pub mod rust;

#[cfg(feature = "cli")]
pub use krate::{Options, Runtime, krate, workspace};
