//! What became of every page, table, row and section. The numbers add up.

use std::collections::BTreeMap;

use serde::Serialize;

/// What became of everything on the pages that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Pages that were given: the sum of the next three.
    pub pages: usize,
    /// Pages that are an operation of the IR.
    pub operations: usize,
    /// Pages that are none, by the reason.
    pub without_operation: BTreeMap<String, usize>,
    /// Pages that were left out because of an error.
    pub failed: usize,
    /// Tables of all pages.
    pub tables: Count,
    /// Rows of the tables that were read.
    pub rows: Count,
    /// Sections: headings and what stands under them.
    pub sections: Count,
}

/// How many there are, and what became of them: `seen = read + ignored + unread`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many there are.
    pub seen: usize,
    /// Of which something went into the IR, or whose place is told by it.
    pub read: usize,
    /// That a rule of the dialect says to pass over, by the rule.
    pub ignored: BTreeMap<String, usize>,
    /// That no rule knows: each has a diagnostic.
    pub unread: usize,
}
