//! Whether a service that is gone and one that is new are the same under another name.

use tablature_ir::Service;

/// How likely it is, from 0 to 1: the share of operations that both have, by id and by what is called; `None` for
/// unlikely. One operation alone is not enough to know a service by, unless it has only that one.
pub(crate) fn same_service(old: &Service, new: &Service) -> Option<f32> {
    let common = old.operations.iter().filter(|(id, operation)| {
        new.operations.get(*id).is_some_and(|it| it.method == operation.method && it.uri == operation.uri)
    });
    let common = common.count();
    let all = old.operations.len() + new.operations.len() - common;
    // Counts of operations are far below the 24 bits that an f32 holds.
    #[expect(clippy::cast_precision_loss, reason = "counts of operations")]
    let share = common as f32 / all.max(1) as f32;
    (old.vendor == new.vendor && common > 0 && share >= 0.6).then_some(share)
}
