//! All pages of a vendor → its services.

use std::sync::Arc;

use super::Tally;
use crate::{diagnostic::Diagnostic, dialect::Dialect, spec::places::Places};

/// A page as it was read from disk.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it is, relative to the vendor's folder of pages, with `/`.
    pub path: Arc<str>,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What the pages alone cannot say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The vendor's id.
    pub vendor: String,
}

/// One service, read from its pages.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    /// What the pages say, decided.
    pub service: tablature_ir::Service,
    /// Where they say it.
    pub places: Places,
    /// What became of the service's pages.
    pub tally: Tally,
}

/// All services of a vendor.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The services that have an operation, sorted by id.
    pub services: Vec<Lowered>,
    /// What was found on the way, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
    /// What became of all pages, those that belong to no service included.
    pub tally: Tally,
}

/// Reads all pages of a vendor. The outcome does not depend on the order of the pages.
#[must_use]
pub fn vendor(pages: &[Page], dialect: &Dialect, options: &Options) -> Outcome {
    let _ = (pages, dialect, options);
    Outcome::default()
}
