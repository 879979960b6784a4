//! A field that need not be there any more.

use super::prelude::*;
use super::required;

pub(super) static RULE: Rule = Rule {
    id: "became-optional",
    docs: "A required field became optional, or the docs no longer say. In a request that is harmless; a \
           response may now lack it. The generated crate keeps response fields optional whatever the docs \
           say, so only arguments move.",
    mirror: Mirror::Of("became-required"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string, required: true}",
            new: "{type: string}",
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Risky, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, required: true}",
            new: "{type: string, required: false}",
            request: Some([Safe, Breaking, Level::None]),
            response: Some([Risky, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.required != Some(true) || new.required == Some(true) {
        return None;
    }
    let hit = Hit::new(required(old.required), required(new.required));
    if pair.demanded.1 {
        let hit = hit.wire(Safe, "It cannot be left out all the same: a part of it is required.");
        let argument = pair.site.is_request() && pair.new.is_some_and(|(_, new)| new.composite.is_none());
        return Some(if argument {
            hit.source(Breaking, "What was a required argument is a setter now.")
        } else {
            hit
        });
    }
    Some(match (pair.site.is_request(), pair.site.role) {
        (true, Role::Context) => hit.wire(Safe, "A request may still have it."),
        (true, _) => hit
            .wire(Safe, "A request may still have it.")
            .source(Breaking, "What was a required argument is a setter now."),
        (false, _) => hit.wire(Risky, "A response may lack it, and an old client reads nothing then."),
    })
}
