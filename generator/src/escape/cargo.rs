//! What a build script tells cargo: a directive on a line, `cargo::warning=…`.

/// A directive, whose value cannot begin another one.
#[must_use]
pub fn directive(key: &str, value: &str) -> String {
    format!("cargo::{key}={}", super::line(value))
}
