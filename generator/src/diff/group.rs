//! From findings to changes: the same edit in several places is one change.

use std::{cmp::Reverse, collections::BTreeMap};

use indexmap::IndexMap;
use tablature_ir::Address;

use super::{
    Change, CrateBump, Direction, Place, Report,
    finding::{Compared, Finding},
    render::worst,
    spots,
    spots::Which,
};
use crate::{diagnostic::fingerprint, plan};

/// What makes two findings the same edit: the rule, the vendor, the field by its name in a shared type or by
/// its path, and all that is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    rule: &'static str,
    vendor: String,
    direction: Option<Direction>,
    subject: String,
    old: String,
    new: String,
    verdicts: super::Verdicts,
}

/// The report on what was found.
pub(crate) fn report(compared: &[Compared]) -> Report {
    let mut changes: IndexMap<Key, Change> = IndexMap::new();
    let mut crates: BTreeMap<String, CrateBump> = BTreeMap::new();
    for pair in compared {
        // Pages that belong to no service have no crate.
        if !pair.findings.is_empty() && (pair.old.is_some() || pair.new.is_some()) {
            let name = pair.judged.package.clone();
            let name = name.unwrap_or_else(|| plan::files::package(&pair.vendor, &pair.service));
            let krate =
                crates.entry(name.clone()).or_insert_with(|| CrateBump { name, ..CrateBump::default() });
            krate.bump = krate.bump.max(pair.judged.bump);
            krate.witnesses.extend(pair.judged.witnesses.iter().cloned());
        }
        for (finding, rust) in pair.findings.iter().zip(&pair.judged.paths) {
            let mut place = place(pair, finding);
            place.rust.clone_from(rust);
            let key = Key {
                rule: finding.rule,
                vendor: pair.vendor.clone(),
                direction: finding.site.as_ref().map(|site| site.direction),
                subject: subject(finding),
                old: finding.hit.old.clone(),
                new: finding.hit.new.clone(),
                verdicts: finding.hit.verdicts.clone(),
            };
            changes.entry(key).or_insert_with_key(|key| change(key, finding, &place)).places.push(place);
        }
    }
    let mut changes: Vec<Change> = changes.into_values().collect();
    for change in &mut changes {
        change.places.dedup_by(|a, b| a.fingerprint == b.fingerprint && a.service == b.service);
        if change.places.len() > 1 {
            let all: Vec<&str> = change.places.iter().map(|place| &*place.fingerprint).collect();
            change.fingerprint = fingerprint(&all);
        }
    }
    by_operation(&mut changes);
    Report { changes, crates: crates.into_values().collect() }
}

/// Sorts the changes so that those of an operation stand together, and what breaks comes first, within an operation
/// and among operations.
fn by_operation(changes: &mut Vec<Change>) {
    let mut groups: IndexMap<(String, String, Option<String>), Vec<Change>> = IndexMap::new();
    for change in changes.drain(..) {
        let key = (change.vendor.clone(), change.service.clone(), change.operation.clone());
        groups.entry(key).or_default().push(change);
    }
    let mut groups: Vec<Vec<Change>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|change| Reverse(worst(change)));
    }
    groups.sort_by_key(|group| Reverse(group.first().map(worst)));
    changes.extend(groups.into_iter().flatten());
}

fn change(key: &Key, finding: &Finding, place: &Place) -> Change {
    let [wire, source, docs] = key.verdicts.levels();
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Change {
        rule: key.rule.to_owned(),
        vendor: key.vendor.clone(),
        service: place.service.clone(),
        operation: place.operation.clone(),
        side: key.direction,
        field: place.field.clone(),
        wire,
        source,
        docs,
        why: key.verdicts.why(),
        old: text(&key.old),
        new: text(&key.new),
        guess: finding.hit.guess,
        fingerprint: place.fingerprint.clone(),
        ..Change::default()
    }
}

/// The field of a type by its name, so that an edit of a shared type, or of the types that many pages have each for
/// itself, is one change; else by its path.
fn subject(finding: &Finding) -> String {
    let Some(site) = &finding.site else {
        // An operation that comes or goes is not an edit that many pages share.
        if let "operation-added" | "operation-removed" | "operation-renamed" = finding.rule {
            let operation = finding.operations.1.as_ref().or(finding.operations.0.as_ref());
            return operation.cloned().unwrap_or_default();
        }
        return match &finding.facts.1 {
            Some(Address::Type(name)) => format!("type {name}"),
            _ => String::new(),
        };
    };
    match (&site.owner, site.path.rsplit(['.', ' ']).next()) {
        (Some(_), Some(leaf)) => leaf.to_owned(),
        _ => site.path.clone(),
    }
}

fn place(pair: &Compared, finding: &Finding) -> Place {
    let service = &pair.service;
    let operation = finding.operations.1.as_ref().or(finding.operations.0.as_ref());
    let field = finding.site.as_ref().map(|site| site.path.trim_end().to_owned());
    let side = finding.site.as_ref().map_or("", |site| site.direction.as_str());
    let about = match &finding.facts.1 {
        Some(Address::Type(name)) => name.to_string(),
        // What is neither an operation nor a type is told apart by its page, or by the item of the crate.
        _ => match &finding.spots {
            Some((old, new)) => new.page.clone().or_else(|| old.page.clone()).unwrap_or_default(),
            None if finding.rule == "rust-api-changed" => format!("{}{}", finding.hit.old, finding.hit.new),
            None => String::new(),
        },
    };
    let fingerprint = fingerprint(&[
        finding.rule,
        &pair.vendor,
        service,
        operation.map_or(about.as_str(), String::as_str),
        side,
        field.as_deref().unwrap_or_default(),
    ]);
    Place {
        service: service.to_owned(),
        operation: operation.cloned(),
        field,
        fingerprint,
        old: spots::spot(pair.old.as_deref(), finding, Which::Old),
        new: spots::spot(pair.new.as_deref(), finding, Which::New),
        rust: Vec::new(),
    }
}
