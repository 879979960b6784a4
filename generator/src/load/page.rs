//! A page before it is read.

use std::{path::Path, sync::Arc};

/// How the names of pages end, in any case.
pub const ENDINGS: [&str; 5] = ["md", "markdown", "mdx", "html", "htm"];

/// A page as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it is, relative to the vendor's folder of pages, with `/`.
    pub path: Arc<str>,
    /// Its bytes, or why they cannot or may not be read.
    pub bytes: Result<Arc<[u8]>, Arc<str>>,
    /// Its request, where a file beside the pages says it: `POST /bells/{bell}/ring`.
    pub request: Option<Arc<str>>,
}

impl Page {
    /// A page that was read.
    pub fn new(path: impl Into<Arc<str>>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Page { path: path.into(), bytes: Ok(bytes.into()), request: None }
    }
}

/// Whether a file of this name is a page.
#[must_use]
pub fn is_page(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ENDINGS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}
