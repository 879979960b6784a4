//! A way to authenticate is another one under the same name.

use super::prelude::*;
use crate::spec::yaml::json;

pub(super) static RULE: Rule = Rule {
    id: "auth-changed",
    docs: "What a way to authenticate signs, how it signs it, or where it puts what comes of it changed. Its \
           test vectors do not count.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [{name: v1, credentials: {key: secret}, put: {header: {X-Key: '{key}'}}, vectors: [{credentials: {key: k}, method: GET, url: 'https://x/', gives: {X-Key: k}}]}]",
        new: "auth: [{name: v1, credentials: {key: secret}, put: {header: {X-Key: 'Bearer {key}'}}, vectors: [{credentials: {key: k}, method: GET, url: 'https://x/', gives: {X-Key: 'Bearer k'}}]}]",
        expect: Some([Breaking, Safe, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let changed = pair.old.auth.iter().find_map(|old| {
        let new = pair.new.auth.iter().find(|new| new.name == old.name)?;
        (old.bare() != new.bare()).then_some((old, new))
    });
    let (old, new) = changed?;
    let hit = Hit::new(json(&old.bare()), json(&new.bare()));
    Some(
        hit.wire(Breaking, "An old client that authenticates in this way is refused.")
            .source(Safe, "The same credentials are given."),
    )
}
