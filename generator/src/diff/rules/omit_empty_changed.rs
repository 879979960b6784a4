//! Whether empty values are sent changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "omit-empty-changed",
    docs: "An empty text or list is now left out of a request, or is now sent. Old clients do the opposite.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[Case::Field {
        old: "{type: string}",
        new: "{type: string, omit_empty: true}",
        request: Some([Risky, Level::None, Level::None]),
        response: Some([Safe, Level::None, Level::None]),
    }],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.omit_empty == new.omit_empty {
        return None;
    }
    let text = |omits| if omits { "left out" } else { "sent" };
    let hit = Hit::new(text(old.omit_empty), text(new.omit_empty));
    Some(if pair.site.is_request() {
        hit.wire(Risky, "The service does not take what is empty for what is absent.")
    } else {
        hit.wire(Safe, "A response says what it says.")
    })
}
