//! Signing requests, and checking signatures.

pub mod param_sha1;
mod recipe;
pub mod sdk_hmac;

pub use tablature_recipe::Recipe;

pub(crate) use recipe::{compiled, sign};
