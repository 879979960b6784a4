//! What changed between two specs, where, and whom it breaks.
//!
//! 1. `side`: whatever the user named (IR files, pages, a revision of a git repository) becomes a [`Side`]:
//!    services with the places of their facts.
//! 2. `pair`: services, operations and fields of both sides are matched; renames are guessed here.
//! 3. `rules`: one file per rule looks at each pair and says what the difference means.
//! 4. What they find stands in `finding`. `fold` puts moves of the crate to the changes of the docs that caused them,
//!    `edited` points findings at the lines that differ, `unread` tells fields that went from rows that are only no
//!    longer read, `columns` tells what changed in tables and columns that nobody reads, and `pages` finds the lines
//!    that no finding speaks of.
//! 5. `group`: the same edit on forty pages becomes one [`Change`] with forty places.
//! 6. `accept`, `render`: what a reviewer has accepted is set aside, and the rest is shown.
//!
//! Nothing here reads files or prints; the command does. To add a rule: a file in `rules/` with its documentation and
//! its cases, and a line in the table of `rules/mod.rs`. The tests there demand that its mirror exists.

pub mod accept;
mod api;
mod change;
mod columns;
mod compare;
pub mod crates;
mod edited;
mod finding;
mod fold;
mod group;
mod pages;
mod pair;
pub mod render;
mod rows;
pub mod rules;
mod side;
mod spots;
mod unread;
mod verdict;

pub use change::{Cause, Change, Commit, CrateBump, Place, Report, Spot, Witness};
pub use compare::services;
pub use rows::{Find, Rows, RowsOf};
pub use side::{IrFile, Pages, Side, Spec, Unread, UnreadCell};
pub use verdict::{Bump, Direction, Level, Verdict, Verdicts};
