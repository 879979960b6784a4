//! Facts that stand in the words of a description: enum values, defaults, ranges, units, formats.
//!
//! The words and phrases are data, the section `prose:` of a dialect ([`PatternsConfig`]), compiled once into
//! [`Patterns`]. Precision comes before recall: what is not stated plainly is not a fact.

mod config;
mod facts;

pub use config::PatternsConfig;
pub use facts::{Conflict, Facts, Found, Side, Text};

/// The compiled section `prose:` of a dialect.
#[derive(Debug, Default)]
pub struct Patterns {}

/// A phrase of the section `prose:` cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("prose.{key}: {message}")]
pub struct PatternError {
    /// Where in the section: `ranges[3]`.
    pub key: String,
    /// What is the matter with it.
    pub message: String,
}

impl Patterns {
    /// Compiles the words of a dialect.
    ///
    /// # Errors
    ///
    /// A phrase is not a regular expression, or lacks a group that it must have.
    pub fn compile(config: &PatternsConfig) -> Result<Self, PatternError> {
        let PatternsConfig {} = config;
        Ok(Patterns {})
    }
}

/// Reads the facts of one description.
#[must_use]
pub fn facts(_text: &Text<'_>, _patterns: &Patterns) -> Facts {
    Facts::default()
}

/// Reads the condition out of the cell of a table that says whether a field is required, where it holds more
/// than yes or no: `type = 2时必选`.
#[must_use]
pub fn condition(_cell: &str, _patterns: &Patterns) -> Option<Found<String>> {
    None
}
