//! Operations are told apart in another way.

use tablature_ir::Protocol;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "protocol-changed",
    docs: "One address with a parameter that names the operation became method and path, or the other way \
           round, or that parameter has another name.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "protocol: {rpc: Action}",
        new: "protocol: rest",
        expect: Some([Breaking, Level::None, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |protocol: &Protocol| match protocol {
        Protocol::Rpc(name) => format!("rpc, {name}"),
        Protocol::Rest => "rest".to_owned(),
    };
    (pair.old.protocol != pair.new.protocol).then(|| {
        Hit::new(text(&pair.old.protocol), text(&pair.new.protocol))
            .wire(Breaking, "An old client names the operation in the old way.")
    })
}
