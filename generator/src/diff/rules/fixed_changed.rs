//! The one value that is always sent changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "fixed-changed",
    docs: "A parameter has one value that is always sent, such as the version of an API. The value is another \
           one now, is new, or is gone.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, fixed: '2019-01-01'}",
            new: "{type: string, fixed: '2024-01-01'}",
            request: Some([Breaking, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, fixed: '1'}",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, fixed: '1'}",
            new: "{type: string}",
            request: Some([Safe, Safe, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.fixed == new.fixed {
        return None;
    }
    let text = |fixed: &Option<String>| fixed.clone().unwrap_or_else(|| "any".to_owned());
    let hit = Hit::new(text(&old.fixed), text(&new.fixed));
    Some(match (pair.site.is_request(), &old.fixed, &new.fixed) {
        (true, Some(_), Some(_)) => hit.wire(Breaking, "An old client sends the old value."),
        (true, None, Some(_)) => {
            hit.wire(Risky, "An old client may send another value.").source(Breaking, "Its setter is gone.")
        }
        (true, ..) => hit
            .wire(Safe, "An old client sends the one value, which is allowed.")
            .source(Safe, "A setter is new."),
        (false, ..) => hit.wire(Safe, "A response says what it says."),
    })
}
