//! A field that must be there now.

use super::prelude::*;
use super::required;

pub(super) static RULE: Rule = Rule {
    id: "became-required",
    docs: "An optional field became required. A request without it is refused; a response promises one thing \
           more. The generated crate keeps response fields optional whatever the docs say, so only arguments \
           move.",
    mirror: Mirror::Of("became-optional"),
    check: Check::Field(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: "{type: string, required: true}",
            request: Some([Breaking, Breaking, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string, required: true}",
            new: "{type: string, required: true}",
            request: None,
            response: None,
        },
        Case::Field {
            old: r#"{type: string, composite: {separator: "|", assign: "::", parts: {a: {type: string, required: true}}}}"#,
            new: r#"{type: string, required: true, composite: {separator: "|", assign: "::", parts: {a: {type: string, required: true}}}}"#,
            request: Some([Safe, Level::None, Level::None]),
            response: Some([Safe, Level::None, Level::None]),
        },
        // A parent that had no row of its own.
        Case::Service {
            old: "{types: {T: {fields: {A: {type: string, required: true}}}}, operations: {Op: {page: p.md, method: POST, uri: /, form: {X: {type: T}}}}}",
            new: "{types: {T: {fields: {A: {type: string, required: true}}}}, operations: {Op: {page: p.md, method: POST, uri: /, form: {X: {type: T, required: true}}}}}",
            expect: Some([Safe, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.required == Some(true) || new.required != Some(true) {
        return None;
    }
    let hit = Hit::new(required(old.required), required(new.required));
    if pair.demanded.0 {
        let hit = hit.wire(Safe, "It could not be left out before: a part of it was required.");
        let argument = pair.site.is_request() && pair.old.is_some_and(|(_, old)| old.composite.is_none());
        return Some(if argument {
            hit.source(Breaking, "What was a setter is a required argument now.")
        } else {
            hit
        });
    }
    Some(match (pair.site.is_request(), pair.site.role) {
        (true, Role::Context) => hit
            .wire(Risky, "The service insists on it, and an old client sends it only where it is configured.")
            .source(Safe, "It comes from the client, with a setter for one call."),
        (true, _) => hit
            .wire(Breaking, "A request without it is refused.")
            .source(Breaking, "What was a setter is a required argument now."),
        (false, _) => hit.wire(Safe, "It is always there now."),
    })
}
