//! Whether a lost request may be sent again changed.

use tablature_ir::Retry;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "retry-changed",
    docs: "Whether a request may be sent a second time when its answer was lost changed. A client that retries \
           what creates something creates it twice.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: "retry: safe",
            new: "retry: unsafe",
            expect: Some([Risky, Level::None, Level::None]),
        },
        Case::Operation { old: "", new: "retry: safe", expect: Some([Safe, Level::None, Level::None]) },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.retry == new.retry {
        return None;
    }
    let text = |retry| match retry {
        Retry::Safe => "safe",
        Retry::Idempotent => "idempotent",
        Retry::Unsafe => "unsafe",
    };
    let hit = Hit::new(text(old.retry), text(new.retry));
    Some(if new.retry == Retry::Unsafe {
        hit.wire(Risky, "An old client may repeat what should not be repeated.")
    } else {
        hit.wire(Safe, "An old client repeats less than it might.")
    })
}
