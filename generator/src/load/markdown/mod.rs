//! Markdown → blocks, over the events of pulldown-cmark.
//!
//! `unfold` writes tabs and fields in tags as Markdown has them, `repair` mends tables; both remember the places.
//!
//! Pieces of HTML go to [`super::html`]. Markdown ends a block of HTML at a blank line; a table is read to its `</table>` all the same, and the events from within it are ignored.

mod align;
mod code;
mod engines;
mod fields;
mod frame;
mod inline;
mod labels;
mod late;
mod lines;
mod pipe;
mod reader;
mod repair;
mod shape;
mod signs;
mod tags;
mod unfold;

pub(super) use inline::inline;
pub(super) use reader::{Page, read};
