//! Page bytes → document: headings, tables, paragraphs, code, lists, anchors, every node with a span.

mod document;
mod inline;
mod span;
mod table;

use std::sync::{Arc, OnceLock};

pub use document::{Anchor, Block, Code, Document, Heading, Item, List, Paragraph, Quote};
pub use inline::{Inline, Link, Mark, MarkKind, join, needs_space};
pub use span::{LineIndex, Position, Span};
pub use table::{Cell, Row, Spread, Syntax, Table};

use crate::diagnostic::{self, Diagnostic, Id};

/// Reads a page.
///
/// # Errors
///
/// When the bytes are not UTF-8.
pub fn page(file: Arc<str>, bytes: &[u8]) -> Result<Document, Diagnostic> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let range = start..start + error.error_len().unwrap_or(bytes.len() - start);
            return Err(Diagnostic::new(Id::InvalidUtf8, "the page is not UTF-8")
                .at(diagnostic::Span { file, range })
                .hint("save the page as UTF-8"));
        }
    };
    Ok(Document {
        file,
        text: text.into(),
        blocks: Vec::new(),
        diagnostics: Vec::new(),
        lines: OnceLock::new(),
    })
}
