//! What the rules on ranges, lengths and numbers of items have in common.

use std::cmp::Ordering;

use tablature_ir::Interval;

/// Whether some value that the old interval allows lies outside the new one. An absent interval allows all.
pub(super) fn narrowed(old: Option<&Interval>, new: Option<&Interval>) -> bool {
    let side = |pick: fn(&Interval) -> Option<&str>, tighter: Ordering| {
        match (old.and_then(pick), new.and_then(pick)) {
            (_, None) => false,
            (None, Some(_)) => true,
            // Two texts that are no numbers cannot be ordered: different is narrower, both ways.
            (Some(old), Some(new)) => old != new && order(new, old).is_none_or(|order| order == tighter),
        }
    };
    side(|it| it.min.as_deref(), Ordering::Greater) || side(|it| it.max.as_deref(), Ordering::Less)
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
