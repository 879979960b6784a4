//! Changes that a reviewer has accepted: a YAML file of fingerprints, each with who, why and until when.
//!
//! A fingerprint names a change by rule, operation and field, not by its wording, so that an edit of the words does
//! not lose the decision. An accepted change is no longer listed and no longer counts for `--fail-on`. The next
//! version of its crate still counts it, because agreement does not make a caller's code compile, and each crate says
//! how many were accepted. An entry that no longer matches anything is an error: the change has landed, or became
//! another one, and somebody has to look again. An entry past its day is as if it were not there.

use std::collections::HashSet;

use serde::Deserialize;

use super::Report;
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    plan,
};

/// The file.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The entries.
    pub accepted: Vec<Entry>,
}

/// One accepted change.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The fingerprint of a change, or of one place of a change that has several.
    pub fingerprint: String,
    /// Who accepted it.
    pub who: String,
    /// Why.
    pub why: String,
    /// The last day on which it is accepted: `2026-12-31`.
    pub until: String,
}

/// Reads the file.
///
/// # Errors
/// The text is not YAML of this form, or a day is not a date.
pub fn read(file: &str, text: &str) -> Result<Accepted, Diagnostic> {
    let accepted: Accepted = crate::spec::yaml::from_str(Id::AcceptedSyntax, file, text)?;
    let mut seen = HashSet::new();
    for entry in &accepted.accepted {
        let fault = |message: String, word: &str| {
            Err(Diagnostic::new(Id::AcceptedSyntax, message).at(place(file, text, word)))
        };
        let Entry { fingerprint, who, why, until } = entry;
        if fingerprint.len() != 12 || !fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let message = format!("`{fingerprint}` is no fingerprint; they have twelve hexadecimal digits");
            return fault(message, fingerprint);
        }
        if !seen.insert(fingerprint) {
            return fault(format!("{fingerprint} is accepted twice"), fingerprint);
        }
        if who.trim().is_empty() || why.trim().is_empty() {
            return fault(format!("nobody says who accepted {fingerprint}, or why"), fingerprint);
        }
        if !is_day(until) {
            return fault(format!("`{until}` is no day; expected one like 2026-12-31"), until);
        }
    }
    Ok(accepted)
}

/// Takes the accepted changes out of a report. Returns how many places of changes these were, and a finding for each
/// entry that matches nothing. `today` is a day such as `2026-12-31`.
pub fn apply(
    report: &mut Report,
    accepted: &Accepted,
    file: &str,
    text: &str,
    today: &str,
) -> (usize, Vec<Diagnostic>) {
    let matches = |entry: &Entry| {
        report.changes.iter().any(|change| {
            change.fingerprint == entry.fingerprint
                || change.places.iter().any(|place| place.fingerprint == entry.fingerprint)
        })
    };
    let stale = |entry: &&Entry| !matches(entry);
    let findings = accepted.accepted.iter().filter(stale).map(|entry| {
        let message =
            format!("no change has the fingerprint {} that {} accepted", entry.fingerprint, entry.who);
        Diagnostic::new(Id::AcceptedStale, message)
            .at(place(file, text, &entry.fingerprint))
            .hint("the change is gone or became another one: delete the entry, or look again")
    });
    let findings = findings.collect();
    // Days of one form are in the order of their texts.
    let valid: Vec<&str> =
        accepted.accepted.iter().filter(|it| it.until.as_str() >= today).map(|it| &*it.fingerprint).collect();
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

fn place(file: &str, text: &str, word: &str) -> Span {
    let start = text.find(word).unwrap_or(0);
    Span { file: file.into(), range: start..start + word.len() }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let within = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|number| (1..=most).contains(&number));
    matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) && within(month, 12) && within(day, 31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Change, Place};

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

    #[test]
    fn faults_are_named() {
        let fault = |entries: &str| read("a.yaml", &format!("accepted: [{entries}]")).unwrap_err().message;
        let good = "{fingerprint: aaaaaaaaaaaa, who: me, why: agreed, until: 2026-12-31}";
        assert!(fault(&good.replace("aaaaaaaaaaaa", "XYZ")).contains("`XYZ` is no fingerprint"));
        assert!(fault(&format!("{good}, {good}")).contains("accepted twice"));
        assert!(fault(&good.replace("agreed", "''")).contains("nobody says"));
        assert!(fault(&good.replace("2026-12-31", "soon")).contains("`soon` is no day"));
    }

    #[test]
    fn days_are_days() {
        assert!(
            is_day("2026-12-31") && !is_day("2026-13-01") && !is_day("31.12.2026") && !is_day("2026-1-1")
        );
    }
}
