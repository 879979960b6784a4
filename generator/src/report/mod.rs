//! Specs and the pages that they were read from → a site that works from disk: what each page says, what each row
//! became, and what nobody read.
//!
//! - `site`: all files, the first page, and the index that the search looks into.
//! - `vendor`: the services, the list of pages and the pages of a vendor.
//! - `page`: one page, block by block, each with the facts and findings that stand in it.
//! - `facts`: where the facts of a service stand, and what they are in the IR, in Rust and on the wire.
//! - `changes`: what commits of the pages changed.
//!
//! Templates (`generator/templates/report`) loop and print; everything is decided here.

mod changes;
mod facts;
mod page;
mod site;
mod vendor;

pub use self::{
    changes::Step,
    site::{Read, folders, site},
};

/// `count` of something, in words.
fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
