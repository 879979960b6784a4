//! The error codes that the docs list for a service as a whole changed.

use tablature_ir::{ErrorCode, Service};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-codes-changed",
    docs: "The pages that list the error codes of a service list others, or say something else about one. Each \
           code is a constant of the crate.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[
        Case::Service {
            old: r#"codes: [{code: "1"}]"#,
            new: r#"codes: [{code: "1"}, {code: "2"}]"#,
            expect: Some([Safe, Safe, Level::None]),
        },
        Case::Service {
            old: r#"codes: [{code: "1"}, {code: "2"}]"#,
            new: r#"codes: [{code: "1"}, {code: "3"}]"#,
            expect: Some([Risky, Breaking, Level::None]),
        },
        Case::Service {
            old: r#"codes: [{code: "1", doc: a}]"#,
            new: r#"codes: [{code: "1", doc: b}]"#,
            expect: Some([Level::None, Level::None, Safe]),
        },
    ],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let (gone, come) = (lacking(pair.old, pair.new), lacking(pair.new, pair.old));
    if !gone.is_empty() {
        return Some(
            Hit::new(text(&gone), text(&come))
                .wire(Risky, "Code that waits for such an error may meet another one.")
                .source(Breaking, "Constants are gone."),
        );
    }
    if !come.is_empty() {
        return Some(
            Hit::new("", text(&come))
                .wire(Safe, "An old client tells them by their text alone.")
                .source(Safe, "Constants are new."),
        );
    }
    let said = |of: &Service, other: &Service| {
        let other = &other.codes;
        let is_other = |it: &&ErrorCode| !other.contains(it);
        of.codes.iter().filter(is_other).map(|it| it.description.clone()).collect::<Vec<_>>().join("\n")
    };
    let (old, new) = (said(pair.old, pair.new), said(pair.new, pair.old));
    (old != new).then(|| Hit::new(old, new).docs("The words on them changed."))
}

/// The codes of the first that the second lacks.
fn lacking<'s>(of: &'s Service, other: &Service) -> Vec<&'s ErrorCode> {
    of.codes.iter().filter(|it| !other.codes.iter().any(|that| that.code == it.code)).collect()
}

fn text(codes: &[&ErrorCode]) -> String {
    codes.iter().map(|it| it.code.as_str()).collect::<Vec<_>>().join(", ")
}
