//! Requests that are refused are answered otherwise.

use tablature_ir::{Refusal, Refusals};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "refusals-changed",
    docs: "The error codes for requests that are refused before an operation is carried out changed, or where \
           their bodies have them. Mocks answer with them.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[
        Case::Service {
            old: "refusals: {codes: {signature: a}}",
            new: "refusals: {codes: {signature: b}}",
            expect: Some([Risky, Level::None, Level::None]),
        },
        Case::Service {
            old: "refusals: {codes: {signature: a}}",
            new: "refusals: {codes: {signature: a, missing: b}}",
            expect: Some([Safe, Level::None, Level::None]),
        },
        Case::Service {
            old: "refusals: {codes: {signature: a}}",
            new: "refusals: {shape: {code: c, message: m}, codes: {signature: a}}",
            expect: Some([Risky, Level::None, Level::None]),
        },
    ],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let none = Refusals::default();
    let (old, new) = (pair.old.refusals.as_ref(), pair.new.refusals.as_ref());
    let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
    if old == new {
        return None;
    }
    let hit = Hit::new(text(old), text(new));
    let lacks = |it: &Refusals, that: &Refusals| it.codes.keys().any(|why| !that.codes.contains_key(why));
    let other = |why: &Refusal| new.codes.get(why).is_some_and(|code| old.codes.get(why) != Some(code));
    let is_same = old.shape == new.shape && !old.codes.keys().any(other);
    Some(if is_same && lacks(new, old) != lacks(old, new) {
        hit.wire(Safe, "More, or less, is said of what the service answers anyway.")
    } else {
        hit.wire(Risky, "Code that waits for such an error may meet another one.")
    })
}

fn text(Refusals { shape, codes }: &Refusals) -> String {
    let codes = codes.iter().map(|(why, code)| format!("{why:?} {code}").to_lowercase());
    let request_id = |it: &Option<String>| it.as_ref().map(|it| format!(", {it}")).unwrap_or_default();
    let shape = shape.iter().map(|it| format!("{}, {}{}", it.code, it.message, request_id(&it.request_id)));
    shape.chain(codes).collect::<Vec<_>>().join("; ")
}
