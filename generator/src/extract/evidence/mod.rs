//! Reads pages of a vendor that no dialect describes into raw pages, by what the pages show.
//!
//! 1. `page` flattens a document; `target` and `lines` find requests in it, `operations` says which are described and
//!    by which part of the page.
//! 2. `columns` and `names` tell tables of fields and take them apart, `listed` tells lists that are such tables;
//!    `samples` reads the examples.
//! 3. `side` decides of which side of the operation a table is, `roots` whether it is of the operation itself, both by
//!    adding up the weights of `weights`; `rows` places the rows.
//! 4. `gather` reads all pages once for what they say of each other (`learned`) and makes a dialect of it; with that
//!    `read` reads each page. Both passes are linear in the pages.
//!
//! Every decision keeps its reasons ([`Decision`]).

mod access;
mod action;
mod apart;
mod assemble;
mod base;
mod behind;
mod beside;
mod bodies;
mod calls;
mod cells;
mod columns;
mod commented;
#[cfg(feature = "cli")]
mod contradicted;
mod decision;
mod doubts;
mod draft;
mod fieldless;
mod gather;
mod head;
mod join;
mod learned;
mod letters;
mod lines;
mod listed;
mod lists;
mod methods;
mod models;
mod names;
mod needed;
mod numbers;
mod operations;
mod outline;
mod page;
mod parts;
mod path;
mod pointed;
mod profile;
mod render;
mod roots;
mod rows;
mod samples;
mod sentence;
mod shared;
mod side;
mod silent;
mod slashless;
mod strange;
mod tables;
mod tags;
mod target;
mod texts;
mod tree;
mod unnamed;
mod votes;
mod waiting;
mod weights;
mod whole;

#[cfg(test)]
mod tests;

#[cfg(feature = "cli")]
pub(crate) use contradicted::contradicted;
pub use decision::{Candidate, Decision, Reason};
pub use doubts::doubts;
pub use gather::{Gathered, gather, to_draft};
pub use render::{reasons, summary};
pub(super) use silent::{Told, ToldTable, is_silent, speaks, told};
pub use strange::strange;

use crate::{
    diagnostic::Diagnostic,
    dialect::Dialect,
    load::{Document, Span},
    raw,
};

/// What was decided of a table.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Where it stands.
    pub span: Span,
    /// The words over it.
    pub words: String,
    /// Its header.
    pub columns: Vec<String>,
    /// On which side of the operation it is, and why.
    pub side: Decision,
    /// What it was taken for in the end: a definition has the side of what refers to it.
    pub is: Option<Candidate>,
    /// The points for a definition.
    pub definition: f32,
    /// The points for a table of the operation itself.
    pub root: f32,
    /// The name that it may be referred to by.
    pub name: Option<String>,
}

/// What holds for the pages of a vendor: what a drafted dialect says, else what is gathered over the pages, where the
/// dialect does not say it.
///
/// # Errors
///
/// Like [`gather`].
pub fn of<'d>(documents: &[&Document], dialect: &'d Dialect) -> Result<Gathered<'d>, Vec<Diagnostic>> {
    match &dialect.source.evidence {
        Some(evidence) => Ok(gather::written(documents, dialect, evidence)),
        None => gather(documents, dialect),
    }
}

/// Reads a page, and tells what was decided of its tables.
#[must_use]
pub fn decide(document: &Document, gathered: &Gathered<'_>) -> Vec<(raw::Page, Vec<Decided>)> {
    gather::pages(document, gathered)
}
