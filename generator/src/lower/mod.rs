//! Raw → IR, one pass per file. [`PASSES`] has them in order, with what each decides.
//!
//! Passes over a service see all its pages; passes over an operation see its page alone, and change its `Draft`.
//! `fields`, `refs`, `nodes`, `name` and `words` read tables for whichever pass asks.

mod after;
mod answered;
mod asked;
mod book;
mod called;
mod candidate;
mod classify;
mod composite;
mod context;
mod draft;
mod errors;
mod evidence;
mod examples;
mod facts;
mod fields;
mod groups;
mod head;
mod ids;
mod leftover;
mod listed;
mod media;
mod merge;
mod name;
mod naming;
mod nodes;
mod nulls;
mod outline;
pub mod overlay;
mod page;
mod paging;
mod parameters;
mod passes;
mod payload;
mod published;
mod refs;
mod request;
mod requests;
mod responses;
mod roots;
mod samples;
mod service;
mod shared;
mod shown;
mod standing;
mod tally;
#[cfg(test)]
mod tests;
mod told;
mod ty;
mod type_names;
mod unread;
mod uri;
mod values;
mod variants;
mod vendor;
mod words;
mod wrapped;

pub use after::{After, Beside, TableState, after};
pub use passes::{PASSES, Pass};
pub use published::Published;
pub use service::{Missing, Options};
pub use tally::{Count, Tally};
pub use vendor::{Lowered, Outcome, vendor};
