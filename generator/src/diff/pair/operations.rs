//! Which operation of the old side is which of the new side.

use tablature_ir::{Body, Operation, Service};

use super::likeness;

/// An operation of both sides, or of one of them.
pub(crate) struct OperationPair<'a> {
    pub(crate) services: (&'a Service, &'a Service),
    /// The id and operation before.
    pub(crate) old: Option<(&'a str, &'a Operation)>,
    /// The id and operation now.
    pub(crate) new: Option<(&'a str, &'a Operation)>,
}

impl<'a> OperationPair<'a> {
    /// Both sides, where both have it.
    pub(crate) fn both(&self) -> Option<(&'a Operation, &'a Operation)> {
        Some((self.old?.1, self.new?.1))
    }

    /// The id, the new one where both sides have it.
    pub(crate) fn id(&self) -> &'a str {
        self.new.or(self.old).map_or("", |(id, _)| id)
    }
}

/// Operations of the same id; what is left over is paired by likeness.
pub(crate) fn operations<'a>(old: &'a Service, new: &'a Service) -> Vec<OperationPair<'a>> {
    let services = (old, new);
    let mut pairs = Vec::new();
    let mut gone: Vec<(&str, &Operation)> = Vec::new();
    for (id, operation) in &old.operations {
        match new.operations.get(id) {
            Some(other) => {
                pairs.push(OperationPair { services, old: Some((id, operation)), new: Some((id, other)) });
            }
            None => gone.push((id, operation)),
        }
    }
    let come: Vec<(&str, &Operation)> = new
        .operations
        .iter()
        .filter(|(id, _)| !old.operations.contains_key(*id))
        .map(|(id, operation)| (id.as_str(), operation))
        .collect();
    let renamed = likeness::best(gone.len(), come.len(), |i, j| alike(*gone.get(i)?, *come.get(j)?));
    for &(i, j) in &renamed {
        pairs.push(OperationPair { services, old: gone.get(i).copied(), new: come.get(j).copied() });
    }
    for (i, operation) in gone.iter().enumerate() {
        if !renamed.iter().any(|(used, _)| *used == i) {
            pairs.push(OperationPair { services, old: Some(*operation), new: None });
        }
    }
    for (j, operation) in come.iter().enumerate() {
        if !renamed.iter().any(|(_, used)| *used == j) {
            pairs.push(OperationPair { services, old: None, new: Some(*operation) });
        }
    }
    pairs.sort_by(|a, b| a.id().cmp(b.id()));
    pairs
}

/// How likely it is that an operation became another: the same method and path, the same page, or both the
/// name and most of the fields.
fn alike(old: (&str, &Operation), new: (&str, &Operation)) -> Option<f32> {
    let (old_id, old) = old;
    let (new_id, new) = new;
    let name = likeness::names(old_id, new_id);
    let fields = overlap(old, new);
    if old.uri.len() > 1 && old.uri == new.uri && old.method == new.method {
        return Some(3.0 + name);
    }
    if old.page == new.page && (fields >= 0.5 || name >= 0.7) {
        return Some(2.0 + name);
    }
    (name >= 0.75 && fields >= 0.7 && likeness::texts(&old.title, &new.title) >= 0.6).then_some(name + fields)
}

/// The share of field names that both have, of all that either has.
fn overlap(old: &Operation, new: &Operation) -> f32 {
    let (old, new) = (top_names(old), top_names(new));
    let common = old.iter().filter(|name| new.contains(name)).count();
    let all = old.len() + new.len() - common;
    // Field counts are far below the 24 bits that an f32 holds.
    #[expect(clippy::cast_precision_loss, reason = "counts of fields")]
    let share = |n: usize| n as f32;
    if all == 0 { 1.0 } else { share(common) / share(all) }
}

fn top_names(operation: &Operation) -> Vec<&str> {
    let mut names: Vec<&str> = operation.parameters().map(|(_, name, _)| name.as_str()).collect();
    if let Some(Body::Fields(fields)) = &operation.body {
        names.extend(fields.keys().map(tablature_ir::WireName::as_str));
    }
    if let Some((_, response)) = operation.success()
        && let Some(Body::Fields(fields)) = &response.body
    {
        names.extend(fields.keys().map(tablature_ir::WireName::as_str));
    }
    names
}
