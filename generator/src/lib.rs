//! From the tables in API documentation to typed Rust clients.
//!
//! `engine` is the pipeline and composes the phases, in order; each knows only its neighbour:
//!
//! 1. `load`: page bytes → document (headings, tables, paragraphs, code, lists, anchors), every node with a span.
//! 2. `extract`: document + dialect → `raw`, what a page says, as text with spans.
//! 3. `lower`: raw → IR (package `tablature-ir`), one pass per file.
//! 4. `plan`: IR → final Rust names and types.
//! 5. `emit`: plan → files in memory.
//! 6. `output`: the one writer.
//!
//! `report` shows pages beside what they became. `prose` reads facts out of sentences for `lower`, by phrases that a
//! dialect carries. `diff` compares two specs. `diagnostic` is how every phase reports. `escape` has a function for
//! each medium that foreign text goes out to. `cli` has one thin file per subcommand.

#[cfg(feature = "cli")]
pub mod accept;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
#[cfg(feature = "pages")]
pub mod dialect;
#[cfg(feature = "cli")]
pub mod diff;
pub mod emit;
pub mod engine;
pub mod escape;
#[cfg(feature = "pages")]
mod expression;
#[cfg(feature = "pages")]
pub mod extract;
mod hash;
mod limits;
#[cfg(feature = "pages")]
pub mod load;
#[cfg(feature = "pages")]
pub mod lower;
pub mod output;
#[cfg(feature = "pages")]
mod parallel;
pub mod plan;
#[cfg(feature = "pages")]
pub mod prose;
#[cfg(feature = "pages")]
pub mod raw;
#[cfg(feature = "cli")]
pub mod report;
pub mod spec;
mod words;
