//! What is written is read back, by us and by others.

#[cfg(feature = "cli")]
mod fields;
mod read;
pub(crate) mod sample;
#[cfg(feature = "cli")]
mod schema;
mod write;
