//! The IR as files: reading, writing, and looking at it.

pub mod places;
