//! The words on an error code changed.

use tablature_ir::ErrorCode;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "error-code-changed",
    docs: "What the docs say of an error code, or the status that it comes with, changed.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: r#"errors: [{code: "8001", doc: a}]"#,
            new: r#"errors: [{code: "8001", doc: b}]"#,
            expect: Some([Level::None, Level::None, Safe]),
        },
        Case::Operation {
            old: r#"errors: [{code: "8001", status: 400}]"#,
            new: r#"errors: [{code: "8001", status: 403}]"#,
            expect: Some([Risky, Level::None, Safe]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    let changed: Vec<_> = new
        .errors
        .iter()
        .filter_map(|now| Some((old.errors.iter().find(|it| it.code == now.code)?, now)))
        .filter(|(before, now)| before != now)
        .collect();
    let (before, now) = changed.first()?;
    let text = |it: &ErrorCode| {
        format!("{} {} {}", it.code, it.status.map_or_else(String::new, |it| it.to_string()), it.description)
    };
    let hit = Hit::new(text(before), text(now)).docs("The words changed.");
    Some(if changed.iter().any(|(before, now)| before.status != now.status) {
        hit.wire(Risky, "The error comes with another status.")
    } else {
        hit
    })
}
