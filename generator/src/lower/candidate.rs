//! What `classify` finds, for the other passes.

use super::ids::PageId;
use crate::raw::RequestLine;

/// A page that may be an operation.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) page: PageId,
    pub(super) id: String,
    pub(super) request: RequestLine,
    /// Whether it is not the first request of its page.
    pub(super) further: bool,
    /// Further parts of the page that tell the same request, for other callers.
    pub(super) also: Vec<PageId>,
}
