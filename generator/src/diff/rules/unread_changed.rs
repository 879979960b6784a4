//! Something that nothing reads changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "unread-changed",
    docs: "A table that looks like one of fields, or a column of one, came, went or says something else, and \
           nothing reads it. It may break callers: a person has to look, or the dialect has to learn to read \
           it.",
    mirror: Mirror::Itself,
    check: Check::Engine,
    cases: &[],
};
