//! A way to authenticate is another one under the same name.

use tablature_ir::{Auth, Recipe};

use super::prelude::*;
use crate::spec::yaml::json;

pub(super) static RULE: Rule = Rule {
    id: "auth-changed",
    docs: "What a way to authenticate signs, how, or where it puts it is told otherwise; its test vectors aside.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "auth: [{recipe: {name: v1, credentials: {key: secret}, put: {header: {X-Key: '{key}'}}}}]",
        new: "auth: [{recipe: {name: v1, credentials: {key: secret}, put: {header: {X-Key: 'Bearer {key}'}}}}]",
        expect: Some([Breaking, Safe, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let changed = recipes(&pair.old.auth).find_map(|old| {
        let new = recipes(&pair.new.auth).find(|new| new.name == old.name)?;
        (old.bare() != new.bare()).then_some((old, new))
    });
    let (old, new) = changed?;
    let hit = Hit::new(json(&old.bare()), json(&new.bare()));
    Some(
        hit.wire(Breaking, "An old client that authenticates in this way is refused.")
            .source(Safe, "The same credentials are given."),
    )
}

fn recipes(auth: &[Auth]) -> impl Iterator<Item = &Recipe> {
    auth.iter().filter_map(|auth| match auth {
        Auth::Recipe(recipe) => Some(&**recipe),
        Auth::ParamSha1 | Auth::SdkHmacSha256 | Auth::Token(_) => None,
    })
}
