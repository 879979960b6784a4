//! An operation that seems to have got another name.

use tablature_ir::Protocol;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "operation-renamed",
    docs: "An operation is gone and another stands on the same page, at the same address, or has nearly the \
           same name and fields. This is a guess; when it is wrong, read it as one operation removed and \
           one added.",
    mirror: Mirror::Itself,
    check: Check::Operation(check),
    cases: &[
        Case::Service {
            old: "{protocol: rest, operations: {list: {page: p.md, method: GET, uri: /v1/a}}}",
            new: "{protocol: rest, operations: {list_all: {page: p.md, method: GET, uri: /v1/a}}}",
            expect: Some([Safe, Breaking, Level::None]),
        },
        Case::Service {
            old: "operations: {GetA: {page: p.md, method: GET, uri: /}}",
            new: "operations: {GetAB: {page: p.md, method: GET, uri: /}}",
            expect: Some([Breaking, Breaking, Level::None]),
        },
    ],
};

fn check(pair: &OperationPair<'_>) -> Option<Hit> {
    let ((old, _), (new, _)) = (pair.old?, pair.new?);
    if old == new {
        return None;
    }
    let hit = Hit::new(old, new).source(Breaking, "Its method has another name.").guess();
    Some(if let Protocol::Rpc(_) = pair.services.1.protocol {
        hit.wire(
            Breaking,
            "A guess: it looks like the same operation, and an old client asks for the old name.",
        )
    } else {
        hit.wire(Safe, "A guess: it looks like the same operation, and its name does not go over the wire.")
    })
}
