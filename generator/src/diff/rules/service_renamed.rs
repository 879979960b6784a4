//! A service that seems to have got another name.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "service-renamed",
    docs: "A service is gone, and another one has most of its operations: its folder was renamed. What changed \
           inside it has findings of its own. This is a guess; when it is wrong, read it as one service removed \
           and one added.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "service: a",
        new: "service: b",
        expect: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    (pair.old.service != pair.new.service).then(|| {
        Hit::new(&pair.old.service, &pair.new.service)
            .wire(Safe, "The name of a service does not go over the wire.")
            .source(Breaking, "Its crate has another name.")
            .guess()
    })
}
