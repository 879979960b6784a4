//! How every phase reports: a stable id, a severity, a message, the places it speaks of, a hint.
//!
//! Phases make [`Diagnostic`]s and never print; rendering is elsewhere. The catalogue of ids is [`Id`], with
//! one documentation page each in `docs/<id>.md`.

mod closest;
#[cfg(feature = "cli")]
mod fingerprint;
#[cfg(feature = "cli")]
pub mod github;
mod id;
#[cfg(feature = "cli")]
pub mod json;
#[cfg(feature = "cli")]
pub mod sarif;
pub mod source;
#[cfg(feature = "cli")]
pub mod text;

use std::{ops::Range, sync::Arc};

pub use closest::closest;
#[cfg(feature = "cli")]
pub(crate) use fingerprint::fingerprint;
pub use id::Id;
pub use source::Sources;

/// How bad it is. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Seen and harmless.
    Info,
    /// Worth a look: something was decided that may be wrong.
    Warning,
    /// Something is left out because of it.
    Error,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file, as the user knows it (relative to the folder of pages, or the path that was given).
    pub file: Arc<str>,
    /// Bytes in the file.
    pub range: Range<usize>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub id: Id,
    /// How bad.
    pub severity: Severity,
    /// One line that says what is the matter here.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
    /// Further places that belong to it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What a step of the work found.
pub type Diagnostics = Vec<Diagnostic>;

impl Diagnostic {
    /// A finding with the usual severity of its kind.
    #[must_use]
    pub fn new(id: Id, message: impl Into<String>) -> Self {
        Diagnostic {
            id,
            severity: id.severity(),
            message: message.into(),
            span: None,
            related: Vec::new(),
            hint: None,
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn with(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl Severity {
    /// The severity as a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl Diagnostic {
    /// The diagnostic in one line, as compilers print it: `file:line:column: error[id]: message (hint)`.
    #[must_use]
    pub fn line(&self, sources: &Sources) -> String {
        use std::fmt::Write;
        let mut line = String::new();
        if let Some(span) = &self.span {
            line.push_str(&sources.shown(&span.file));
            if let Some((start, _)) = sources.positions(span) {
                let _ = write!(line, ":{}:{}", start.line, start.column);
            }
            line.push_str(": ");
        }
        let _ = write!(line, "{}[{}]: {}", self.severity, self.id, self.message);
        if let Some(hint) = &self.hint {
            let _ = write!(line, " ({hint})");
        }
        line
    }
}
