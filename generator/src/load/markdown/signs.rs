//! Whether a page has any of some short texts, in one pass over it: most pages have none of what few are written with.

use aho_corasick::{AhoCorasick, MatchKind};

/// Texts to look for.
#[derive(Debug)]
pub(super) struct Signs(Option<AhoCorasick>);

impl Signs {
    pub(super) fn new(signs: &[&str]) -> Self {
        // Only the first match of several texts is looked for many bytes at a time.
        Signs(AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(signs).ok())
    }

    /// Whether a page has one of them.
    pub(super) fn are_in(&self, page: &str) -> bool {
        self.0.as_ref().is_none_or(|signs| signs.is_match(page))
    }
}
