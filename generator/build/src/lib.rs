//! Generates a client in `build.rs`.
