//! The text of a dialect file → what it says.

use super::Source;
use crate::diagnostic::{Diagnostic, Id, Span};

impl Source {
    /// Takes what is left out from another dialect.
    pub(super) fn fill(&mut self, base: Source) {
        fn fill<T: Default + PartialEq>(own: &mut T, base: T) {
            if *own == T::default() {
                *own = base;
            }
        }
        fill(&mut self.captions, base.captions);
        fill(&mut self.sections, base.sections);
        fill(&mut self.labels, base.labels);
        fill(&mut self.columns, base.columns);
        fill(&mut self.types, base.types);
        fill(&mut self.required, base.required);
        fill(&mut self.names, base.names);
        fill(&mut self.rules, base.rules);
        fill(&mut self.prose, base.prose);
    }
}

/// There is no built-in dialect of this name.
pub(super) fn no_such(file: &str, text: &str, name: &str) -> Diagnostic {
    let known: Vec<&str> = super::BUILTIN.iter().map(|(known, _)| *known).collect();
    let start = text.find(name).unwrap_or_default();
    Diagnostic::new(Id::InvalidDialect, format!("there is no built-in dialect `{name}` to be like"))
        .at(Span { file: file.into(), range: start..start + name.len() })
        .hint(format!("there are {}", known.join(" and ")))
}

/// Parses the text of a dialect file.
pub(super) fn parse(file: &str, text: &str) -> Result<Source, Diagnostic> {
    serde_yaml::from_str(text).map_err(|error| {
        let fault = Diagnostic::new(Id::InvalidDialect, error.to_string());
        match error.location() {
            Some(at) => {
                let start = at.index().min(text.len());
                fault.at(Span { file: file.into(), range: start..start })
            }
            None => fault,
        }
        .hint("the keys of a dialect are documented in its JSON Schema and in the comments of the built-in ones")
    })
}
