//! The documented pattern of a text changed.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "pattern-changed",
    docs: "The regular expression that the docs give is new, gone or another one. Requests that do not match \
           may be refused; responses are never checked against it.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: r#"{type: string, pattern: "^a$"}"#,
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: r#"{type: string, pattern: "^a$"}"#,
            new: "{type: string}",
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: r#"{type: string, pattern: "^a$"}"#,
            new: r#"{type: string, pattern: "^b$"}"#,
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.pattern == new.pattern {
        return None;
    }
    let hit =
        Hit::new(old.pattern.as_deref().unwrap_or_default(), new.pattern.as_deref().unwrap_or_default());
    Some(if pair.site.is_request() && new.pattern.is_some() {
        hit.wire(Risky, "A request that does not match may be refused.")
    } else {
        hit.wire(Safe, "Nothing that was right is refused.")
    })
}
