//! What a text or number means changed.

use tablature_ir::Format;

use super::prelude::*;
use super::reread;

pub(super) static RULE: Rule = Rule {
    id: "format-changed",
    docs: "A timestamp became a text, a text became Base64, and so on; or the docs say so for the first \
           time.",
    mirror: Mirror::Itself,
    check: Check::Field(check),
    cases: &[
        // The same words: only the type moved.
        Case::Field {
            old: "{type: string, doc: a timestamp}",
            new: "{type: integer, format: unix-seconds, doc: a timestamp}",
            request: None,
            response: None,
        },
        Case::Field {
            old: "{type: integer, format: unix-seconds}",
            new: "{type: integer, format: unix-millis}",
            request: Some([Risky, Level::None, Level::None]),
            response: Some([Risky, Level::None, Level::None]),
        },
        Case::Field {
            old: "{type: string}",
            new: "{type: string, format: base64}",
            request: Some([Risky, Level::None, Safe]),
            response: Some([Risky, Level::None, Safe]),
        },
    ],
};

fn check(pair: &FieldPair<'_>) -> Option<Hit> {
    let (Some((_, old)), Some((_, new))) = (pair.old, pair.new) else { return None };
    if old.format == new.format || reread(old, new) {
        return None;
    }
    let text = |format: Option<Format>| match format {
        None => "",
        Some(Format::UnixSeconds) => "unix-seconds",
        Some(Format::UnixMillis) => "unix-millis",
        Some(Format::Rfc3339) => "rfc3339",
        Some(Format::Base64) => "base64",
        Some(Format::Int32) => "int32",
        Some(Format::Int64) => "int64",
        Some(Format::Uint64) => "uint64",
        Some(Format::Decimal) => "decimal",
    };
    let hit = Hit::new(text(old.format), text(new.format));
    Some(if old.format.is_some() && new.format.is_some() {
        hit.wire(Risky, "The same value means something else now.")
    } else {
        hit.wire(Risky, "The same value may mean something else now.")
            .docs("A format was named, or is no longer.")
    })
}
