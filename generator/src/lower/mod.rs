//! Raw → IR, one pass per file.

pub mod prose;
