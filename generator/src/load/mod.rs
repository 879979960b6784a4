//! Page bytes → document: headings, tables, paragraphs, code, lists, anchors, every node with a span.

mod builder;
mod charset;
mod document;
mod few;
mod front;
mod held;
mod html;
mod inline;
mod limits;
mod markdown;
mod page;
mod parted;
mod rows;
mod sections;
mod source;
mod span;
mod table;
mod terms;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

pub use charset::text;
pub use document::{Anchor, Block, Code, Document, Heading, Item, List, Paragraph, Quote};
pub use few::Few;
pub use inline::{Inline, Link, Mark, MarkKind, join, needs_space};
pub use limits::MAX_BYTES;
pub use page::{ENDINGS, Page, is_page};
pub use span::{LineIndex, Span};
pub use table::{Cell, Row, Spread, Syntax, Table};

use crate::diagnostic::{self, Diagnostic, Id};
use source::Source;

/// Reads a page, Markdown or HTML. It is HTML if the file is called so or the text begins so.
///
/// # Errors
///
/// When the bytes are neither UTF-8 nor what they declare to be, or there are too many.
pub fn page(file: Arc<str>, bytes: &[u8]) -> Result<Document, Diagnostic> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(limits::too_large(file, bytes.len()));
    }
    let text = match charset::decode(bytes) {
        Ok(text) => text,
        Err(range) => {
            return Err(Diagnostic::new(
                Id::InvalidUtf8,
                "the page is not UTF-8, nor what it says that it is",
            )
            .at(diagnostic::Span { file, range })
            .hint("save the page as UTF-8, or declare its charset: `<meta charset=\"…\">`"));
        }
    };
    let text = &*text;
    let mut page = read(&file, text);
    parted::join(&mut page.blocks, &mut page.joined);
    sections::split(&mut page.blocks);
    let at = |span: Span| diagnostic::Span { file: Arc::clone(&file), range: span.range() };
    let unclosed = page.unclosed.iter().map(|span| {
        Diagnostic::new(Id::UnclosedTable, "this table is not closed")
            .at(at(*span))
            .hint("add `</table>` where it ends")
    });
    let malformed = page.malformed.iter().map(|span| {
        Diagnostic::new(
            Id::MalformedTable,
            "no line of dashes with as many columns as this header is below it",
        )
        .at(at(*span))
        .hint("give it one `---` for each column")
    });
    let mut diagnostics: Vec<_> = unclosed.chain(malformed).chain(rows::report(&page, &file)).collect();
    let (mut blocks, loose) = (page.blocks, page.unread.len());
    diagnostics.extend(limits::cut(&mut blocks, &file));
    Ok(Document {
        file,
        text: text.into(),
        front: page.front,
        blocks,
        diagnostics,
        stated: None,
        loose,
        lines: OnceLock::new(),
    })
}

fn read(file: &str, text: &str) -> markdown::Page {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = text.get(start..).unwrap_or_default();
    if html::is_page(file, body) {
        let source = Source::new(body, start);
        let piece = html::page(source, &mut html::Marked::default(), &mut builder::Builder::default());
        let unclosed = piece.unclosed.into_iter().map(|tag| source.span(tag)).collect();
        return markdown::Page { blocks: piece.blocks, unclosed, ..markdown::Page::default() };
    }
    let front = front::length(body);
    let mut page = markdown::read(Source::new(body.get(front..).unwrap_or_default(), start + front));
    page.front = front::fields(body.get(..front).unwrap_or_default(), start);
    if let Some(title) = front::title(&page.front) {
        front::head(&mut page.blocks, title);
    }
    page
}
