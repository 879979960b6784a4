//! A field that is no longer there.

use super::describe;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "field-removed",
    docs: "A field that is no longer documented. In a request the service may ignore or refuse it; in a \
           response old code reads nothing where it read a value. In source its setter, argument or member \
           is gone.",
    mirror: Mirror::Of("field-added"),
    check: Check::LoneField(check),
    cases: &[
        Case::Field {
            old: "{type: string}",
            new: "",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Risky, Breaking, Level::None]),
        },
        Case::Field {
            old: "{type: string, required: true}",
            new: "",
            request: Some([Risky, Breaking, Level::None]),
            response: Some([Breaking, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), None) = (pair.old, pair.new) else { return None };
    let hit = Hit::new(describe(old), "");
    Some(
        match (pair.site.is_request(), old.required == Some(true)) {
            (true, _) => hit.wire(Risky, "The service may ignore or refuse what an old client still sends."),
            (false, true) => {
                hit.wire(Breaking, "An old client reads nothing where there always was a value.")
            }
            (false, false) => hit.wire(Risky, "An old client reads nothing where there could be a value."),
        }
        .source(
            Breaking,
            if pair.site.is_request() { "Its argument or setter is gone." } else { "Its member is gone." },
        ),
    )
}
