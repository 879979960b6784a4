//! HTML, a whole page or a piece of one in Markdown: marked with places, parsed by scraper, read as blocks.

mod code;
pub(super) mod element;
pub(super) mod entity;
pub(super) mod grid;
mod mark;
mod table;
pub(super) mod tag;
mod tree;

use std::ops::Range;

use scraper::Html;

pub(super) use mark::{Marked, Mode};

use super::{
    builder::Builder,
    document::{Anchor, Block},
    source::Source,
};

/// What a piece of HTML holds.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) blocks: Vec<Block>,
    /// Anchors after the last block.
    pub(super) anchors: Vec<Anchor>,
    /// The bytes of the source of the tags of tables that are not closed.
    pub(super) unclosed: Vec<Range<usize>>,
    /// Where the piece ends; an open table goes on past the range that was asked for.
    pub(super) end: usize,
}

/// Reads a piece of HTML within Markdown.
pub(super) fn fragment(
    source: Source<'_>,
    range: Range<usize>,
    marked: &mut Marked,
    builder: &mut Builder,
) -> Piece {
    marked.mark(source.text, range, Mode::Fragment, true);
    let html = Html::parse_fragment(&marked.html);
    tree::read(&html, source, marked, builder, Mode::Fragment)
}

/// Reads a whole page.
pub(super) fn page(source: Source<'_>, marked: &mut Marked, builder: &mut Builder) -> Piece {
    marked.mark(source.text, 0..source.text.len(), Mode::Page, false);
    let html = Html::parse_document(&marked.html);
    tree::read(&html, source, marked, builder, Mode::Page)
}

/// Whether a page is HTML rather than Markdown.
pub(super) fn is_page(file: &str, text: &str) -> bool {
    let ends = |suffix: &str| {
        let start = file.len().checked_sub(suffix.len());
        start.and_then(|start| file.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
    };
    if ends(".md") || ends(".markdown") {
        return false;
    }
    let mut text = text.trim_start();
    while let Some(comment) = text.strip_prefix("<!--") {
        text = comment.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
    }
    let starts =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    ends(".html") || ends(".htm") || ends(".xhtml") || starts("<!doctype html") || starts("<html")
}
