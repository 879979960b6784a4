//! An operation at another path.

use super::blank;
use super::prelude::*;
use crate::diff::pair::renamed;

pub(super) static RULE: Rule = Rule {
    id: "uri-changed",
    docs: "An operation has another path. Where only the name of a placeholder differs, nothing changes on the \
           wire.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation {
            old: "uri: /v1/a",
            new: "uri: /v2/a",
            expect: Some([Breaking, Level::None, Level::None]),
        },
        Case::Operation {
            old: r#"uri: "/v1/{a}""#,
            new: r#"uri: "/v1/{b}""#,
            expect: Some([Safe, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.uri == new.uri {
        return None;
    }
    // A placeholder that the table renames with the path is told as the parameter that it is.
    if renamed(&old.uri, &new.uri).is_some_and(|names| {
        names.iter().all(|(a, b)| old.path.contains_key(*a) && new.path.contains_key(*b))
    }) {
        return None;
    }
    let hit = Hit::new(&old.uri, &new.uri);
    Some(if blank(&old.uri) == blank(&new.uri) {
        hit.wire(Safe, "Only the name of a placeholder differs.")
    } else {
        hit.wire(Breaking, "An old client asks at the old path.")
    })
}
