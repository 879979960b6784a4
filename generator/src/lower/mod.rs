//! Raw → IR, one pass per file.

pub mod prose;
mod tally;
mod vendor;

pub use tally::{Count, Tally};
pub use vendor::{Lowered, Options, Outcome, Page, vendor};
