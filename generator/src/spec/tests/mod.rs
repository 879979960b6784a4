//! What is written is read back, by us and by others.

mod fields;
mod read;
mod sample;
mod write;
