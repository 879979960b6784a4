//! The public API of the crate moved, and no change of the docs says why.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "rust-api-changed",
    docs: "A method, type, field or variant of the generated crate is new, gone or has another signature, and \
           no other finding touches it: names collide now, or the generator names things in another way.",
    mirror: Mirror::Itself,
    check: Check::Engine,
    cases: &[],
};
