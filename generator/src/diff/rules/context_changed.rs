//! Other parameters come from the client.

use tablature_ir::Service;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "context-changed",
    docs: "Which parameters the client's configuration supplies (region, project) changed. Those that it \
           supplied before become arguments or setters of each call, and the other way round.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[Case::Service {
        old: "context: {Region: region}",
        new: "context: {Region: region, ProjectId: project_id}",
        expect: Some([Safe, Breaking, Level::None]),
    }],
};

fn check(pair: &ServicePair<'_>) -> Option<Hit> {
    let text = |service: &Service| {
        service
            .context
            .iter()
            .map(|(name, setting)| format!("{name}: {setting}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (pair.old.context != pair.new.context).then(|| {
        Hit::new(text(pair.old), text(pair.new))
            .wire(Safe, "What goes over the wire is the same.")
            .source(Breaking, "Required ones become arguments of each call, or are none any more.")
    })
}
