//! Document + dialect → raw: which table stands in which section, under which label, with which columns.
//!
//! Nothing is decided here: names, types and rules stay text. What no rule of the dialect knows is kept as
//! unread, so that lowering can report it.

pub mod evidence;
pub mod example;
mod inline;
#[cfg(feature = "cli")]
mod matched;
mod media;
mod parts;
mod request;
mod table;
mod title;
mod told;
mod walk;

pub(crate) use inline::is_identifier;
pub use inline::markdown;
#[cfg(feature = "cli")]
pub(crate) use matched::unmatched;
pub(crate) use media::named as media_named;

use std::sync::Arc;

use crate::{
    diagnostic::Diagnostic,
    dialect::Dialect,
    load::{Block, Document},
    raw,
};

/// A page, and what extraction made of it.
#[derive(Debug)]
pub struct Extracted {
    /// Where the page is, relative to the vendor's folder of pages, with `/`.
    pub path: Arc<str>,
    /// The page and what its parts say, or why it cannot be read.
    pub parts: Result<(Arc<Document>, Vec<raw::Page>), Diagnostic>,
}

/// Reads what a page says: as one, or as one page for each of its operations.
#[must_use]
pub fn pages(document: &mut Document, dialect: &Dialect) -> Vec<raw::Page> {
    let read = by_rules(document, dialect, None);
    if !read.iter().any(|page| evidence::is_silent(page, dialect)) {
        return read;
    }
    // The walk has used the page up; few pages are read twice.
    let Ok(mut again) = document.again() else { return read };
    let mut told = evidence::told(&again, dialect);
    if dialect.source.pages.bare_requests || read.iter().any(|page| !page.requests.is_empty()) {
        // Where rules find requests, they know which are.
        told.forget_requests();
    }
    if told.is_empty() { read } else { by_rules(&mut again, dialect, Some(&told)) }
}

fn by_rules(document: &mut Document, dialect: &Dialect, told: Option<&evidence::Told>) -> Vec<raw::Page> {
    let blocks = std::mem::take(&mut document.blocks);
    let parts = match dialect.source.pages.operations {
        Some(level) => at_level(blocks, level),
        None if dialect.source.pages.bare_requests => parts::split(blocks, dialect),
        None => vec![blocks],
    };
    let document = &*document;
    let read = |blocks| {
        let mut walker = walk::Walker::new(document, dialect, told);
        walker.blocks(blocks);
        walker.finish()
    };
    parts.into_iter().map(read).collect()
}

/// The blocks from one heading of this level, or above, to the next.
fn at_level(blocks: Vec<Block>, level: u8) -> Vec<Vec<Block>> {
    let mut parts: Vec<Vec<Block>> = vec![Vec::new()];
    for block in blocks {
        let begins = matches!(&block, Block::Heading(heading) if heading.level <= level);
        match parts.last_mut() {
            Some(part) if !begins || part.is_empty() => part.push(block),
            _ => parts.push(vec![block]),
        }
    }
    parts
}
