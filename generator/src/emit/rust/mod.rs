//! Rust source of a client: as the files of a crate, or as one file for a build script.
//!
//! One file per emitted construct: `client`, `operation` (with its `facts` and `example`), `model`,
//! `enumeration`, `codes`, and `library`, which puts them together.

mod client;
mod codes;
mod enumeration;
pub(crate) mod example;
mod facts;
mod library;
mod mock;
mod model;
mod operation;
mod source;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Crate, Ident};

/// How files refer to each other, which differs between a crate and a single file.
struct Paths {
    /// The root, as an operation sees it.
    root: TokenStream,
    /// The module of the operation that the file is about; `None` in a file of types that operations share.
    operation: Option<Ident>,
    /// The name of the crate in examples; `None` in a single file.
    lib: Option<Ident>,
    /// The settings of the client.
    settings: Vec<String>,
}

/// What the mock of a crate answers for an operation, beside its status.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The name of the file in `fixtures/` that has the body; `None` where there is none.
    pub body: Option<String>,
    /// The response headers: names and values.
    pub headers: Vec<(String, String)>,
}

/// The source files of a crate, by their path below `src`; `answers` has one for each operation.
#[must_use]
pub fn files(plan: &Crate, answers: &[Answer]) -> BTreeMap<String, String> {
    let root = quote! { crate };
    library::files(plan, answers, |operation| Paths {
        root: root.clone(),
        operation: operation.cloned(),
        lib: Some(plan.lib.clone()),
        settings: plan.settings.clone(),
    })
}

/// The whole client as one file without inner attributes or modules elsewhere, for `include!`.
#[must_use]
pub fn single_file(plan: &Crate) -> String {
    library::single(plan, |operation| Paths {
        root: quote! { super::super },
        operation: operation.cloned(),
        lib: None,
        settings: plan.settings.clone(),
    })
}
