//! What a reviewer has accepted, changes and findings: a YAML file of fingerprints, each with who, why and until when.
//!
//! A fingerprint names a change by rule, operation and field, and a finding by kind, file and what it says, so that an
//! edit of other lines does not lose the decision. What is accepted is no longer listed and no longer counts for
//! `--fail-on`. An entry that no longer matches anything is an error: somebody has to look again. An entry past its day
//! is as if it were not there.

use std::collections::HashSet;

use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, Id, Span},
    spec::yaml,
};

/// The file.
#[derive(Clone, Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accepted {
    /// Changes, for `diff`.
    pub accepted: Vec<Entry>,
    /// Findings, for `lint`.
    pub findings: Vec<Entry>,
}

/// One accepted change or finding.
#[derive(Clone, Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The fingerprint of a finding, of a change, or of one place of a change that has several.
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
    let accepted: Accepted = yaml::from_str(Id::AcceptedSyntax, file, text)?;
    let mut seen = HashSet::new();
    for entry in accepted.accepted.iter().chain(&accepted.findings) {
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

/// The fingerprints that count on a day such as `2026-12-31`.
#[must_use]
pub fn valid<'a>(entries: &'a [Entry], today: &str) -> Vec<&'a str> {
    // Days of one form are in the order of their texts.
    entries.iter().filter(|it| it.until.as_str() >= today).map(|it| &*it.fingerprint).collect()
}

/// A finding for each entry that matches nothing. `what` says what it should match: a change, a finding.
#[must_use]
pub fn stale(
    entries: &[Entry],
    matches: impl Fn(&str) -> bool,
    what: &str,
    file: &str,
    text: &str,
) -> Vec<Diagnostic> {
    let stale = entries.iter().filter(|entry| !matches(&entry.fingerprint));
    let findings = stale.map(|entry| {
        let message =
            format!("no {what} has the fingerprint {} that {} accepted", entry.fingerprint, entry.who);
        Diagnostic::new(Id::AcceptedStale, message)
            .at(place(file, text, &entry.fingerprint))
            .hint(format!("the {what} is gone or became another one: delete the entry, or look again"))
    });
    findings.collect()
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

    #[test]
    fn faults_are_named() {
        let fault = |entries: &str| read("a.yaml", &format!("accepted: [{entries}]")).unwrap_err().message;
        let good = "{fingerprint: aaaaaaaaaaaa, who: me, why: agreed, until: 2026-12-31}";
        assert!(fault(&good.replace("aaaaaaaaaaaa", "XYZ")).contains("`XYZ` is no fingerprint"));
        assert!(fault(&format!("{good}, {good}")).contains("accepted twice"));
        assert!(fault(&good.replace("agreed", "''")).contains("nobody says"));
        assert!(fault(&good.replace("2026-12-31", "soon")).contains("`soon` is no day"));
        assert!(read("a.yaml", &format!("findings: [{good}]")).is_ok());
    }

    #[test]
    fn days_are_days() {
        assert!(
            is_day("2026-12-31") && !is_day("2026-13-01") && !is_day("31.12.2026") && !is_day("2026-1-1")
        );
    }
}
