//! The unit of a number changed.

use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "unit-changed",
    docs: "The docs name another unit (seconds became milliseconds), or name one for the first time, or no \
           longer. The same number may mean something else.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: integer, unit: s}",
            new: "{type: integer, unit: ms}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Risky, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: integer}",
            new: "{type: integer, unit: ms}",
            request: Some([Safe, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
        Case::Field {
            old: "{type: integer, unit: ms}",
            new: "{type: integer}",
            request: Some([Safe, Level::None, Safe]),
            response: Some([Safe, Level::None, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.unit == new.unit || reread(old, new) {
        return None;
    }
    let hit = Hit::new(old.unit.as_deref().unwrap_or_default(), new.unit.as_deref().unwrap_or_default());
    Some(if old.unit.is_some() && new.unit.is_some() {
        hit.wire(Risky, "The same number means something else now.")
    } else {
        hit.wire(Safe, "The docs say more or less than before of the same number.")
            .docs("A unit was named, or is no longer.")
    })
}
