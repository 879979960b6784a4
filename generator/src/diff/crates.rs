//! How the committed crates moved where no change of a spec says why: the generator changed.

use std::collections::BTreeMap;

use super::{
    Bump, Cause, Change, CrateBump, Level, Place, Report,
    api::{Move, moves, signatures},
};
use crate::{diagnostic::fingerprint, plan::files::package};

/// The sources of crates, by the names of these.
pub type Sources = BTreeMap<String, Krate>;

/// A generated crate.
#[derive(Clone, Debug, Default)]
pub struct Krate {
    /// The vendor and the service that it is a client of; empty where it does not say.
    pub of: (String, String),
    /// Path below its `src` → text.
    pub files: BTreeMap<String, String>,
}

/// Adds what moved in the crates to a report that compares their specs.
pub fn add(report: &mut Report, old: &Sources, new: &Sources) {
    for (name, now) in new {
        let Some(before) = old.get(name) else { continue };
        if before.files == now.files {
            continue;
        }
        let lib = name.replace('-', "_");
        let of = |files: &BTreeMap<String, String>| {
            signatures(&lib, files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
        };
        let moved = moves(&of(&before.files), &of(&now.files));
        let told: Vec<String> = report
            .changes
            .iter()
            .flat_map(|change| &change.places)
            .flat_map(|place| place.rust.clone())
            .collect();
        let mut bump = Bump::Patch;
        for (path, it) in &moved {
            bump = bump.max(if it.level() == Level::Breaking { Bump::Major } else { Bump::Minor });
            if !told.iter().any(|known| {
                known == path
                    || path.starts_with(&format!("{known}::"))
                    || known.starts_with(&format!("{path}::"))
            }) {
                report.changes.push(change(&now.of, path, it));
            }
        }
        // People may have given it another name than its service has.
        let usual = package(&now.of.0, &now.of.1);
        match report.crates.iter_mut().find(|it| it.name == *name || it.name == usual) {
            Some(it) => {
                it.name.clone_from(name);
                it.bump = it.bump.max(bump);
            }
            None => report.crates.push(CrateBump { name: name.clone(), bump, ..CrateBump::default() }),
        }
    }
    report.crates.sort_by(|a, b| a.name.cmp(&b.name));
}

fn change((vendor, service): &(String, String), path: &str, it: &Move) -> Change {
    let (old, new) = match it {
        Move::Added(_) => (None, Some(path.to_owned())),
        Move::Removed => (Some(path.to_owned()), None),
        Move::Changed(old, new) | Move::Widened(old, new) => (Some(old.clone()), Some(new.clone())),
    };
    let fingerprint = fingerprint(&["rust-api-changed", vendor, service, path]);
    Change {
        rule: "rust-api-changed".to_owned(),
        vendor: vendor.clone(),
        service: service.clone(),
        source: it.level(),
        why: it.sentence(path),
        old,
        new,
        cause: Cause::Extractor,
        places: vec![Place {
            service: service.clone(),
            fingerprint: fingerprint.clone(),
            rust: vec![path.to_owned()],
            ..Place::default()
        }],
        fingerprint,
        ..Change::default()
    }
}
