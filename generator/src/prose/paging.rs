//! What descriptions say of parameters and members of lists.

use super::Patterns;
use crate::expression::Expression;

/// What a parameter that moves from page to page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Items to be skipped.
    Items,
    /// Pages.
    Pages,
    /// Both: the words contradict each other.
    Both,
}

/// What a parameter counts by its description; `None` where the description does not say.
#[must_use]
pub fn counts(description: &str, patterns: &Patterns) -> Option<Counts> {
    let says = |regex: &Option<Expression>| regex.as_ref().is_some_and(|regex| regex.is_match(description));
    match (says(&patterns.paging_offsets), says(&patterns.paging_pages)) {
        (false, false) => None,
        (true, false) => Some(Counts::Items),
        (false, true) => Some(Counts::Pages),
        (true, true) => Some(Counts::Both),
    }
}

/// The number of the first page, where a description says it.
#[must_use]
pub fn first(description: &str, patterns: &Patterns) -> Option<u32> {
    let found = patterns.paging_first.iter().find_map(|regex| regex.captures(description));
    found?.name("first")?.as_str().parse().ok()
}

/// Whether a number is of the page, not of the whole list.
#[must_use]
pub fn is_own(description: &str, patterns: &Patterns) -> bool {
    patterns.paging_own.as_ref().is_some_and(|regex| regex.is_match(description))
}

/// Whether a parameter has one of the names of those that move from page to page.
#[must_use]
pub fn moves(name: &str, patterns: &Patterns) -> bool {
    patterns.paging_names.as_ref().is_some_and(|regex| regex.is_match(name))
}
