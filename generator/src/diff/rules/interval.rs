//! What the rules on ranges, lengths and numbers of items have in common.

use std::cmp::Ordering;

use tablature_ir::Interval;

/// Whether some value that the old interval allows lies outside the new one. An absent interval allows all.
pub(super) fn narrowed(old: Option<&Interval>, new: Option<&Interval>) -> bool {
    let side = |pick: fn(&Interval) -> (Option<&str>, bool), tighter: Ordering| {
        let (old, was_out) = old.map_or((None, false), pick);
        let (new, is_out) = new.map_or((None, false), pick);
        match (old, new) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(old), Some(new)) => match order(new, old) {
                Some(Ordering::Equal) => is_out && !was_out,
                Some(order) => order == tighter,
                // Bounds that are not numbers cannot be ordered: a difference counts as narrower, both ways.
                None => old != new,
            },
        }
    };
    side(|it| (it.min.as_deref(), it.above), Ordering::Greater)
        || side(|it| (it.max.as_deref(), it.below), Ordering::Less)
}

/// The interval for people: `1..100`.
pub(super) fn text(interval: Option<&Interval>) -> String {
    interval.map_or_else(String::new, Interval::to_string)
}

fn order(a: &str, b: &str) -> Option<Ordering> {
    match (a.parse::<i128>(), b.parse::<i128>()) {
        (Ok(a), Ok(b)) => Some(a.cmp(&b)),
        _ => a.parse::<f64>().ok()?.partial_cmp(&b.parse::<f64>().ok()?),
    }
}
