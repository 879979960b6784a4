//! Document + dialect → raw: which table stands in which section, under which label, with which columns.
//!
//! Nothing is decided here: names, types and rules stay text. What no rule of the dialect knows is kept as
//! unread, so that lowering can report it.

pub mod example;
mod inline;
mod request;
mod table;
mod walk;

pub(crate) use inline::is_identifier;
pub use inline::markdown;

use crate::{dialect::Dialect, load::Document, raw};

/// Reads what a page says.
#[must_use]
pub fn page(document: &mut Document, dialect: &Dialect) -> raw::Page {
    let blocks = std::mem::take(&mut document.blocks);
    let mut walker = walk::Walker::new(document, dialect);
    walker.blocks(blocks);
    walker.finish()
}
