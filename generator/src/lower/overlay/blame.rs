//! Finds the correction that caused a fault, by applying them again one after another.

use std::ops::Range;

use tablature_ir::Service;

use super::{
    Correction, Overlay,
    act::Touched,
    apply::correct,
    state::{State, Wrong, follow},
};
use crate::{
    diagnostic::{Diagnostic, Id, Severity, Span},
    spec::{validate::findings, yaml::Spot},
};

/// All faults of the service in the tree.
pub(super) fn wrongs(state: &mut State) -> Vec<Wrong> {
    match state.typed() {
        Ok(service) => errors(service),
        Err(wrong) => vec![wrong],
    }
}

/// What is only a warning where pages say it, since it may be so, and a fault of people who say it instead of them.
const CONTRADICTIONS: [Id; 3] = [Id::DanglingName, Id::DefaultNotInEnum, Id::UnfitValue];

/// All faults of a service.
pub(super) fn errors(service: &Service) -> Vec<Wrong> {
    let is_fault = |it: &Diagnostic| it.severity == Severity::Error || CONTRADICTIONS.contains(&it.id);
    let errors = findings(service).into_iter().filter(|it| is_fault(&it.diagnostic));
    errors
        .map(|finding| Wrong {
            id: Some(finding.diagnostic.id),
            message: finding.diagnostic.message,
            hint: finding.diagnostic.hint,
            spot: Spot { keys: finding.fact.keys().into_iter().map(str::to_owned).collect(), on_key: false },
        })
        .collect()
}

/// A diagnostic for each fault that a correction caused, at that correction. Faults that were there before have none.
pub(super) fn blame(overlay: &Overlay, service: &Service) -> Vec<Diagnostic> {
    let mut state = State::new(service);
    let mut found: Vec<(Wrong, Option<usize>)> =
        wrongs(&mut state).into_iter().map(|it| (it, None)).collect();
    for (index, correction) in overlay.corrections.iter().enumerate() {
        let renames = state.renamed.len();
        if correct(index, correction, &mut state).is_err() {
            break;
        }
        // The known faults under their new names: whoever only renamed the place of a fault did not cause it.
        for (keys, name) in state.renamed.iter().skip(renames) {
            for (wrong, _) in &mut found {
                follow(&mut wrong.spot.keys, keys, name);
            }
        }
        let is_rename = state.renamed.len() > renames;
        let before = |wrong: &Wrong| {
            let is_same = |it: &Wrong| {
                it.message == wrong.message || is_rename && it.id == wrong.id && it.spot == wrong.spot
            };
            found.iter().find(|(it, _)| is_same(it)).map(|(_, culprit)| *culprit)
        };
        found = wrongs(&mut state)
            .into_iter()
            .map(|wrong| {
                let culprit = before(&wrong).unwrap_or(Some(index));
                (wrong, culprit)
            })
            .collect();
    }
    let at = |(wrong, culprit): (Wrong, Option<usize>)| {
        let index = culprit?;
        let place = place(overlay.corrections.get(index)?, index, &state, &wrong);
        let diagnostic = Diagnostic::new(Id::OverlayInvalid, wrong.message).at(place);
        Some(Diagnostic { hint: wrong.hint, ..diagnostic })
    };
    found.into_iter().filter_map(at).collect()
}

/// The place of a fault within a correction: the value that it gave, and in it the word that the message quotes.
fn place(correction: &Correction, index: usize, state: &State, wrong: &Wrong) -> Span {
    let places = &correction.places;
    let touched = || state.touched.iter().filter(|(of, _)| *of == index).map(|(_, touched)| touched);
    let keys = &wrong.spot.keys;
    let inside = |touched: &&Touched| keys.starts_with(&touched.keys);
    let around = |touched: &&Touched| touched.keys.starts_with(keys);
    let value = places.value();
    if let Some(touched) = touched().find(inside) {
        let rest = keys.get(touched.keys.len()..).unwrap_or_default();
        let spot =
            Spot { keys: touched.inside.iter().chain(rest).cloned().collect(), on_key: wrong.spot.on_key };
        let found = value.place(&spot);
        return places.span(word(&places.text, &found, wrong).unwrap_or(found));
    }
    if wrong.spot.on_key && touched().any(|touched| around(&touched)) {
        // A key of the path itself.
        return places.of(&["at"]);
    }
    let values = touched()
        .filter(around)
        .map(|touched| value.place(&Spot { keys: touched.inside.clone(), on_key: false }));
    let word = values.into_iter().find_map(|found| word(&places.text, &found, wrong));
    word.map_or_else(|| places.action(), |found| places.span(found))
}

/// The first word that the message quotes and that is not a name of the place, if it stands in this range.
fn word(text: &str, range: &Range<usize>, wrong: &Wrong) -> Option<Range<usize>> {
    let value = text.get(range.clone())?;
    let quoted = wrong.message.split('`').skip(1).step_by(2);
    let names = &wrong.spot.keys;
    let mut words = quoted.filter(|word| !word.is_empty() && names.iter().all(|name| name != word));
    words.find_map(|word| {
        let start = range.start + value.find(word)?;
        Some(start..start + word.len())
    })
}
