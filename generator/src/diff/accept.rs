//! Takes the changes that a reviewer has accepted out of a report. The next version of a crate still counts them, because
//! agreement does not make a caller's code compile, and each crate says how many were accepted.

use super::Report;
use crate::{
    accept::{Accepted, stale, valid},
    diagnostic::Diagnostic,
    plan,
};

/// Takes the accepted changes out of a report. Returns how many places of changes these were, and a finding for each
/// entry that matches nothing. `today` is a day such as `2026-12-31`.
pub fn apply(
    report: &mut Report,
    accepted: &Accepted,
    file: &str,
    text: &str,
    today: &str,
) -> (usize, Vec<Diagnostic>) {
    let matches = |known: &str| {
        report.changes.iter().any(|change| {
            change.fingerprint == known || change.places.iter().any(|place| place.fingerprint == known)
        })
    };
    let findings = stale(&accepted.accepted, matches, "change", file, text);
    let valid = valid(&accepted.accepted, today);
    let mut count = 0;
    let crates = &mut report.crates;
    report.changes.retain_mut(|change| {
        let whole = valid.contains(&&*change.fingerprint);
        let vendor = &change.vendor;
        change.places.retain(|place| {
            let accepted = whole || valid.contains(&&*place.fingerprint);
            if accepted {
                count += 1;
                let name = plan::files::package(vendor, &place.service);
                crates.iter_mut().filter(|it| it.name == name).for_each(|it| it.accepted += 1);
            }
            !accepted
        });
        if let (false, Some(first)) = (whole, change.places.first()) {
            // The change names its first place, which may have gone.
            change.service.clone_from(&first.service);
            change.operation.clone_from(&first.operation);
            change.field.clone_from(&first.field);
        }
        !change.places.is_empty()
    });
    (count, findings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accept::read,
        diff::{Change, Place},
    };

    fn report() -> Report {
        let place = |fingerprint: &str| Place { fingerprint: fingerprint.into(), ..Place::default() };
        let change = |fingerprint: &str, places: Vec<Place>| Change {
            fingerprint: fingerprint.into(),
            places,
            ..Change::default()
        };
        Report {
            changes: vec![
                change("aaaaaaaaaaaa", vec![place("aaaaaaaaaaaa")]),
                change("cccccccccccc", vec![place("bbbbbbbbbbbb"), place("dddddddddddd")]),
            ],
            crates: Vec::new(),
        }
    }

    fn run(fingerprint: &str, until: &str) -> (usize, usize, usize) {
        let text = format!(
            "accepted:\n  - {{fingerprint: {fingerprint}, who: me, why: agreed, until: \"{until}\"}}\n"
        );
        let mut report = report();
        let (accepted, stale) =
            apply(&mut report, &read("a.yaml", &text).unwrap(), "a.yaml", &text, "2026-11-20");
        (accepted, stale.len(), report.changes.iter().map(|it| it.places.len()).sum())
    }

    #[test]
    fn entries_take_changes_out() {
        assert_eq!(run("aaaaaaaaaaaa", "2026-11-20"), (1, 0, 2), "the change itself");
        assert_eq!(run("cccccccccccc", "2026-12-01"), (2, 0, 1), "all places of a change");
        assert_eq!(run("bbbbbbbbbbbb", "2026-12-01"), (1, 0, 2), "one place of a change");
        assert_eq!(run("aaaaaaaaaaaa", "2026-11-19"), (0, 0, 3), "past its day");
        assert_eq!(run("eeeeeeeeeeee", "2026-12-01"), (0, 1, 3), "matches nothing");
    }
}
