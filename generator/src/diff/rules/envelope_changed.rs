//! What wraps every response changed.

use tablature_ir::Envelope;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "envelope-changed",
    docs: "The keys that say whether a call succeeded, the code of success, or the key that holds the data \
           changed. An old client takes success for failure or failure for success, or finds nothing.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[
        Case::Service {
            old: r#"envelope: {code: RetCode, ok: "0", message: Message}"#,
            new: r#"envelope: {code: Code, ok: "0", message: Message}"#,
            expect: Some([Breaking, Level::None, Level::None]),
        },
        Case::Service {
            old: r#"envelope: {code: RetCode, ok: "0", message: Message}"#,
            new: r#"envelope: {code: RetCode, ok: "0", message: Text}"#,
            expect: Some([Risky, Level::None, Level::None]),
        },
        Case::Service {
            old: r#"envelope: {code: RetCode, ok: "0", message: Message}"#,
            new: r#"envelope: {code: RetCode, ok: "0", message: Message, payload: data}"#,
            expect: Some([Breaking, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |it: &Option<Envelope>| {
        it.as_ref().map_or_else(String::new, |Envelope { code, ok, message, payload, other }| {
            let payload = payload.as_ref().map(|path| format!(", payload {path}")).unwrap_or_default();
            format!("{code} = {ok}, {message}, {other:?}{payload}")
        })
    };
    if pair.old.envelope == pair.new.envelope {
        return None;
    }
    let hit = Hit::new(text(&pair.old.envelope), text(&pair.new.envelope));
    let payload = |it: &Option<Envelope>| it.as_ref().and_then(|it| it.payload.clone());
    if payload(&pair.old.envelope) != payload(&pair.new.envelope) {
        return Some(hit.wire(Breaking, "An old client looks for the data in another place."));
    }
    let telling = |it: &Option<Envelope>| it.as_ref().map(|it| (it.code.clone(), it.ok.clone()));
    Some(if telling(&pair.old.envelope) == telling(&pair.new.envelope) {
        hit.wire(Risky, "An old client may not find the message.")
    } else {
        hit.wire(Breaking, "An old client cannot tell success from failure.")
    })
}
