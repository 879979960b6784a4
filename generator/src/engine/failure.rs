//! Why a run could not do its work. On the command line the exit code is then always 2.

use std::{fmt, io, path::Path};

use crate::diagnostic::{Diagnostic, Sources};

/// A run could not do its work; nothing was written.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Something is wrong that does not stand at a place in a file.
    Message {
        /// What is wrong.
        what: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// Something is wrong in a file that people write: an overlay, a dialect, vendor.yaml, an IR.
    Diagnostics(Vec<Diagnostic>, Sources),
}

impl Failure {
    /// A message.
    pub fn new(what: impl Into<String>) -> Self {
        Failure::Message { what: what.into(), hint: None }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(self, text: impl Into<String>) -> Self {
        match self {
            Failure::Message { what, .. } => Failure::Message { what, hint: Some(text.into()) },
            Failure::Diagnostics(..) => self,
        }
    }

    /// A file or folder could not be read or written.
    #[must_use]
    pub fn io(path: &Path, error: &io::Error) -> Self {
        Failure::new(format!("{}: {error}", path.display()))
    }

    /// Something is wrong in one file that people write.
    #[must_use]
    pub fn in_file(
        found: Vec<Diagnostic>,
        file: impl Into<std::sync::Arc<str>>,
        text: impl Into<std::sync::Arc<str>>,
    ) -> Self {
        let mut sources = Sources::default();
        sources.add(file, text);
        Failure::Diagnostics(found, sources)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Message { what, hint } => {
                write!(f, "error: {what}")?;
                hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n  = help: {hint}"))
            }
            Failure::Diagnostics(diagnostics, sources) => {
                for diagnostic in diagnostics {
                    writeln!(f, "{}", diagnostic.line(sources))?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::new(error.to_string())
    }
}
