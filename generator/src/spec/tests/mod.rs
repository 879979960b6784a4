//! What is written is read back, by us and by others.

#[cfg(feature = "cli")]
mod everywhere;
#[cfg(feature = "cli")]
mod fields;
mod read;
pub(crate) mod sample;
#[cfg(feature = "cli")]
mod schema;
#[cfg(feature = "cli")]
mod shape;
#[cfg(feature = "cli")]
mod shared;
mod write;
