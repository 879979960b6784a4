//! What wraps every response changed.

use tablature_ir::Envelope;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "envelope-changed",
    docs: "The keys that say whether a call succeeded, or the code of success, are others. An old client \
           takes success for failure or failure for success.",
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
    ],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |it: &Option<Envelope>| {
        it.as_ref()
            .map_or_else(String::new, |it| format!("{} = {}, {}, {:?}", it.code, it.ok, it.message, it.other))
    };
    if pair.old.envelope == pair.new.envelope {
        return None;
    }
    let hit = Hit::new(text(&pair.old.envelope), text(&pair.new.envelope));
    let telling = |it: &Option<Envelope>| it.as_ref().map(|it| (it.code.clone(), it.ok.clone()));
    Some(if telling(&pair.old.envelope) == telling(&pair.new.envelope) {
        hit.wire(Risky, "An old client may not find the message.")
    } else {
        hit.wire(Breaking, "An old client cannot tell success from failure.")
    })
}
