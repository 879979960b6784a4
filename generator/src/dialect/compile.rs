//! A dialect made ready for use: regular expressions compiled, words in maps.

use super::Source;
use crate::{diagnostic::Diagnostic, lower::prose};

/// A dialect that has been checked and compiled.
#[derive(Debug)]
pub struct Dialect {
    /// What the file says.
    pub source: Source,
    /// The phrases of descriptions.
    pub prose: prose::Patterns,
}

impl Dialect {
    pub(super) fn compile(file: &str, _text: &str, source: Source) -> Result<Self, Vec<Diagnostic>> {
        let prose = prose::Patterns::compile(&source.prose).map_err(|error| {
            vec![
                Diagnostic::new(crate::diagnostic::Id::InvalidDialect, format!("{file}: {error}"))
                    .hint("see the documentation of the section `prose` in the dialect's JSON Schema"),
            ]
        })?;
        Ok(Dialect { source, prose })
    }
}
