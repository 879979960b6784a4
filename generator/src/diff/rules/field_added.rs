//! A field that was not there before.

use super::describe;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "field-added",
    docs: "A field that was not there before. In a request it breaks old clients when the service insists \
           on it; in a response it never does, because clients keep what they do not know. In source a \
           required argument changes the signature of the method; an optional one is a new setter, a \
           response field a new member of a struct that is not exhaustive.",
    mirror: Mirror::Of("field-removed"),
    check: Check::LoneField(check),
    cases: &[
        Case::Field {
            old: "",
            new: "{type: string}",
            request: Some([Safe, Safe, Level::None]),
            response: Some([Safe, Safe, Level::None]),
        },
        Case::Field {
            old: "",
            new: "{type: string, required: true}",
            request: Some([Breaking, Breaking, Level::None]),
            response: Some([Safe, Safe, Level::None]),
        },
        Case::Body { old: "", new: "{type: integer}", expect: Some([Safe, Safe, Level::None]) },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (None, Some((_, new))) = (pair.old, pair.new) else { return None };
    let hit = Hit::new("", describe(new));
    Some(match (pair.site.is_request(), new.required == Some(true), pair.site.role) {
        (true, true, Role::Context) => hit
            .wire(
                Risky,
                "The service insists on it now, and an old client sends it only where it is configured.",
            )
            .source(Safe, "It comes from the client, with a setter for one call."),
        (true, true, _) => hit
            .wire(Breaking, "An old client does not send it, and the service insists on it.")
            .source(Breaking, "A required argument is new."),
        (true, false, _) => {
            hit.wire(Safe, "An old client leaves it out, which is allowed.").source(Safe, "A setter is new.")
        }
        (false, _, _) => hit
            .wire(Safe, "An old client keeps it among the fields that it does not know.")
            .source(Safe, "A member of a struct that is not exhaustive is new."),
    })
}
