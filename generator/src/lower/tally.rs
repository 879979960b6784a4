//! What became of every page, table, row and section. The numbers add up.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ids::TableAt;
use crate::hash::HashSet;

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
    /// Rows of the tables of fields that were read.
    pub rows: Count,
    /// Sections: headings and what stands under them.
    pub sections: Count,
    /// Tables whose rows have been counted.
    #[serde(skip)]
    pub(super) counted: HashSet<TableAt>,
}

impl Tally {
    /// Adds the numbers of another tally.
    pub fn add(&mut self, other: &Tally) {
        self.pages += other.pages;
        self.operations += other.operations;
        for (reason, number) in &other.without_operation {
            *self.without_operation.entry(reason.clone()).or_default() += number;
        }
        self.failed += other.failed;
        self.tables.add(&other.tables);
        self.rows.add(&other.rows);
        self.sections.add(&other.sections);
    }

    /// Counts pages that could not be read at all.
    pub(super) fn fail(&mut self, pages: usize) {
        self.pages += pages;
        self.failed += pages;
    }

    /// Whether the numbers add up.
    #[cfg(test)]
    pub(super) fn adds_up(&self) -> bool {
        self.pages == self.operations + self.without_operation.values().sum::<usize>() + self.failed
            && [&self.tables, &self.rows, &self.sections].iter().all(|count| count.adds_up())
    }
}

/// How many there are, and what became of them: `seen = read + ignored + unread`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many there are.
    pub seen: usize,
    /// How many went into the IR, at least in part or as the place of a fact.
    pub read: usize,
    /// That a rule says to pass over, by the rule.
    pub ignored: BTreeMap<String, usize>,
    /// That no rule knows: each has a diagnostic.
    pub unread: usize,
}

impl Count {
    pub(super) fn read(&mut self) {
        self.seen += 1;
        self.read += 1;
    }

    pub(super) fn ignore(&mut self, why: &str) {
        self.seen += 1;
        *self.ignored.entry(why.to_owned()).or_default() += 1;
    }

    pub(super) fn unread(&mut self) {
        self.seen += 1;
        self.unread += 1;
    }

    pub(super) fn add(&mut self, other: &Count) {
        self.seen += other.seen;
        self.read += other.read;
        self.unread += other.unread;
        for (why, number) in &other.ignored {
            *self.ignored.entry(why.clone()).or_default() += number;
        }
    }

    #[cfg(test)]
    fn adds_up(&self) -> bool {
        self.seen == self.read + self.ignored.values().sum::<usize>() + self.unread
    }
}
