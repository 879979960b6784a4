//! An operation is authenticated in another way.

use super::prelude::*;
use crate::spec::yaml::json;

pub(super) static RULE: Rule = Rule {
    id: "operation-auth-changed",
    docs: "An operation takes other ways to authenticate, became public, or is no longer public.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Operation { old: "", new: "auth: []", expect: Some([Safe, Level::None, Level::None]) },
        Case::Operation {
            old: "auth: []",
            new: "auth: [[a]]",
            expect: Some([Breaking, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.auth == new.auth {
        return None;
    }
    let hit = Hit::new(json(&old.auth), json(&new.auth));
    let is_public = |auth: &Option<Vec<Vec<String>>>| auth.as_ref().is_some_and(Vec::is_empty);
    let kept = |way: &Vec<String>| new.auth.as_ref().is_none_or(|ways| ways.contains(way));
    let works = is_public(&new.auth)
        || old.auth.as_ref().is_some_and(|ways| !ways.is_empty() && ways.iter().all(kept));
    Some(if works {
        hit.wire(Safe, "What an old client sends is still taken.")
    } else {
        hit.wire(Breaking, "An old client may authenticate in a way that is refused.")
    })
}
