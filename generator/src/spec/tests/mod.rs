//! What is written is read back, by us and by others.

#[cfg(feature = "cli")]
mod fields;
mod read;
mod sample;
#[cfg(feature = "cli")]
mod schema;
mod write;
