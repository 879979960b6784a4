//! Which parameters depend on each other changed.

use tablature_ir::{Group, Operation, WireName};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "groups-changed",
    docs: "The groups of parameters of which at least one, exactly one, or at most one is to be given changed.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[Case::Operation {
        old: "form: {A: {type: string}, B: {type: string}}",
        new: "{form: {A: {type: string}, B: {type: string}}, groups: [{exactly-one: [A, B]}]}",
        expect: Some([Risky, Breaking, Safe]),
    }],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let (old, new) = pair.both()?;
    if old.groups == new.groups {
        return None;
    }
    let one = |group: &Group| {
        let names: Vec<&str> = group.names().iter().map(WireName::as_str).collect();
        format!("{} {}", group.words(), names.join(", "))
    };
    let text = |it: &Operation| it.groups.iter().map(one).collect::<Vec<_>>().join("; ");
    let hit = Hit::new(text(old), text(new)).docs("The docs say it in another way.");
    let one_of = |it: &Operation| {
        it.groups.iter().filter(|group| matches!(group, Group::ExactlyOne(_))).cloned().collect::<Vec<_>>()
    };
    let hit = if one_of(old) == one_of(new) {
        hit
    } else {
        hit.source(
            Breaking,
            "Of parameters of which exactly one is given, callers choose a variant of an enum.",
        )
    };
    let is_new = new.groups.iter().any(|group| !old.groups.contains(group));
    Some(if is_new {
        hit.wire(Risky, "The service may refuse what an old client sends.")
    } else {
        hit.wire(Safe, "An old client sends what is allowed.")
    })
}
