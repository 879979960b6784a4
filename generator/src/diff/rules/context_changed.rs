//! Other parameters come from the client.

use tablature_ir::{Location, Operation, Service, WireName};

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "context-changed",
    docs: "Which parameters the client's configuration supplies (region, project) changed. Those that it \
           supplied before become arguments or setters of each call, and the other way round.",
    mirror: Mirror::Itself,
    check: Check::Service(check),
    cases: &[
        Case::Service {
            old: "context: {Region: region}",
            new: "context: {Region: region, ProjectId: project_id}",
            expect: Some([Safe, Safe, Level::None]),
        },
        Case::Service {
            old: "operations: {Op: {page: p.md, method: GET, uri: '/{Zone}', path: {Zone: {type: string}}}}",
            new: "{context: {Zone: region}, operations: {Op: {page: p.md, method: GET, uri: '/{Zone}', path: {Zone: {type: string}}}}}",
            expect: Some([Safe, Breaking, Level::None]),
        },
    ],
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
    if pair.old.context == pair.new.context {
        return None;
    }
    let hit = Hit::new(text(pair.old), text(pair.new)).wire(Safe, "What goes over the wire is the same.");
    let moved = |name: &WireName| pair.old.context.get(name) != pair.new.context.get(name);
    let demands = |operation: &Operation| {
        operation.parameters().any(|(location, name, field)| {
            moved(name) && (field.required == Some(true) || location == Location::Path)
        })
    };
    // Operations that only one side has are findings of their own.
    let kept = pair.new.operations.iter().filter(|(id, _)| pair.old.operations.contains_key(*id));
    Some(if kept.map(|(_, operation)| operation).any(demands) {
        hit.source(Breaking, "Required ones become arguments of each call, or are none any more.")
    } else {
        hit.source(Safe, "No operation that both sides have requires them.")
    })
}
