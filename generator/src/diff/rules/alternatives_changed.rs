//! The further ways to call an operation changed.

use tablature_ir::Operation;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "alternatives-changed",
    docs: "A further method and path by which the same can be asked for came or went. Clients use the first one.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "alternatives: [GET /a, GET /b]",
        new: "alternatives: [GET /a]",
        expect: Some([Level::None, Level::None, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let text =
        |it: &Operation| it.alternatives.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    (old.alternatives != new.alternatives).then(|| {
        Hit::new(text(old), text(new))
            .docs("Clients use the first way; a change of that is a finding of its own.")
    })
}
