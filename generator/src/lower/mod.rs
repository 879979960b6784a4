//! Raw → IR, one pass per file.
//!
//! 1. `classify`: which pages are operations, which of several counts, how each is called.
//! 2. `operation`: the tables of one page become parameters and responses; `fields` and `refs` find types,
//!    `leftover` pairs objects and tables that nothing else pairs.
//! 3. `answered`, `wrapped`, `evidence` and `shown`: examples decide what tables leave open, and are compared with what they say.
//! 4. `facts`: the words of descriptions (`prose`) become enum values, defaults, ranges.
//! 5. `merge`: the operations of a service share their types; `paging` and `errors` look at the whole.
//! 6. `unread`: everything is counted, and what no rule read is reported.

mod answered;
mod book;
mod classify;
mod composite;
mod draft;
mod errors;
mod evidence;
mod examples;
mod facts;
mod fields;
mod leftover;
mod merge;
mod name;
mod naming;
mod nodes;
mod nulls;
mod operation;
pub mod overlay;
mod paging;
mod parameters;
mod payload;
mod refs;
mod requests;
mod responses;
mod roots;
mod samples;
mod shared;
mod shown;
mod tally;
#[cfg(test)]
mod tests;
mod type_names;
mod unread;
mod uri;
mod vendor;
mod words;
mod wrapped;

pub use tally::{Count, Tally};
pub use vendor::{Lowered, Missing, Options, Outcome, vendor};
