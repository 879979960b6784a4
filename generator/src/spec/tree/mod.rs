//! The IR as a tree of YAML: which keys in which order, and what is left out because it is the default.
//!
//! Every struct is taken apart without `..`, so that a new field of the IR does not compile until it has its
//! place here.

mod entries;
mod field;
mod operation;
mod service;

pub(in crate::spec) use self::service::service;
