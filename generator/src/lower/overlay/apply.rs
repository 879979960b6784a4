//! Applies corrections to a service.
//!
//! They patch the tree of keys that their author sees in the YAML. What comes of it is read by the reader of IR files
//! and validated as these are, so that a correction cannot make what no file could say.

use tablature_ir::{Service, address::join};

use super::{
    Action, Correction, Overlay,
    act::{Change, Touched, add, remove, remove_keys, set},
    blame::{blame, errors, wrongs},
    compare::differences,
    mark::mark,
    path::{Keys, get, get_mut},
    rename::rename,
    report::matches_nothing,
    state::State,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    spec::{
        places::Places,
        yaml::{Keys as Of, Node, Style},
    },
};

/// Applies an overlay to a service, all or nothing: when one correction fails, the service stays as it was. Places of
/// renamed facts follow.
///
/// # Errors
/// One diagnostic for every correction that matches nothing, changes nothing, finds something other than it expects, is
/// impossible, or makes something that is not IR or is wrong in an IR.
pub fn apply(overlay: &Overlay, service: &mut Service, places: &mut Places) -> Result<(), Vec<Diagnostic>> {
    if overlay.is_empty() {
        return Ok(());
    }
    let mut state = State::new(service);
    let mut faults = Vec::new();
    for (index, correction) in overlay.corrections.iter().enumerate() {
        match correct(index, correction, &mut state) {
            Ok(()) => {}
            Err(Failure::Correction(fault)) => faults.push(*fault),
            Err(Failure::Result) => {
                faults.extend(blame(overlay, service));
                return Err(faults);
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let wrongs = wrongs(&mut state);
    if !wrongs.is_empty() {
        let known = errors(service);
        let faults =
            if wrongs.iter().all(|it| known.contains(it)) { Vec::new() } else { blame(overlay, service) };
        if !faults.is_empty() {
            return Err(faults);
        }
    }
    *service = state.service;
    mark(service, overlay, &state.touched);
    for (keys, name) in &state.renamed {
        places.rename(keys, name);
    }
    Ok(())
}

/// Why a correction was not made.
pub(super) enum Failure {
    /// It cannot be made, or not any more.
    Correction(Box<Diagnostic>),
    /// What the corrections before it made is no service.
    Result,
}

/// Makes one correction.
pub(super) fn correct(index: usize, correction: &Correction, state: &mut State) -> Result<(), Failure> {
    let Correction { at, expect, action, optional, places } = correction;
    let fail = |diagnostic: Diagnostic| Failure::Correction(Box::new(diagnostic));
    let found = match at.find(&state.tree).or_else(|nothing| make_room(correction, state).ok_or(nothing)) {
        Ok(found) => found,
        Err(_) if *optional => return Ok(()),
        Err(nothing) => return Err(fail(matches_nothing(correction, state, &nothing))),
    };
    if let Some(expect) = expect {
        for keys in &found {
            let differences =
                get(&state.tree, keys).map(|value| differences(expect, value)).unwrap_or_default();
            if !differences.is_empty() {
                let message = format!("`{}`: {}", join(keys), differences.join("; "));
                return Err(fail(
                    Diagnostic::new(Id::OverlayExpectationBroken, message).at(places.of(&["expect"])).hint(
                        "the docs have changed: look at the page again, then correct or delete this entry",
                    ),
                ));
            }
        }
    }
    let before = state.touched.len();
    // From the end, so that the index of an item does not move before its turn.
    for keys in found.iter().rev() {
        let touched = act(action, keys, state)?.map_err(|why| {
            let message = format!("`{}`: {why}", join(keys));
            fail(Diagnostic::new(Id::OverlayInvalid, message).at(places.action()))
        })?;
        state.touched.extend(touched.into_iter().map(|touched| (index, touched)));
    }
    if state.touched.len() > before {
        return Ok(());
    }
    let message = format!("`{at}` is already as this correction wants it");
    Err(fail(
        Diagnostic::new(Id::OverlayChangesNothing, message)
            .at(places.of(&["at"]))
            .hint("the docs have been fixed: delete this entry"),
    ))
}

/// Keys of a service by which it and its overlay are found. No page says them.
const FOUND_BY: [&str; 3] = ["tablature", "vendor", "service"];

/// The places that an action touched, or why it is impossible.
fn act(action: &Action, keys: &Keys, state: &mut State) -> Result<Result<Vec<Touched>, String>, Failure> {
    if let [key] = keys.as_slice()
        && FOUND_BY.contains(&key.as_str())
    {
        return Ok(Err("the service is found by it, so it is nothing to correct".to_owned()));
    }
    Ok(match action {
        Action::Set(value) => set(state.patch(), keys, value),
        Action::Add(value) => add(state.patch(), keys, value),
        Action::Remove => Ok(remove(state.patch(), keys)),
        Action::RemoveKeys(names) => remove_keys(state.patch(), keys, names),
        Action::Rename(name) => rename(state, keys, name).map_err(|_| Failure::Result)?.map(|renamed| {
            let touched = |keys| Touched { keys, inside: Keys::new(), change: Change::Name };
            renamed.map(touched).into_iter().collect()
        }),
    })
}

/// What is added to may be absent because it is empty: `operations.X.query`. So may what is set, where it is a fact of
/// the service itself: no map above it has a path that could name it as a key.
fn make_room(correction: &Correction, state: &mut State) -> Option<Vec<Keys>> {
    let (parent, key) = correction.at.split_last()?;
    let is_expected = correction.expect.is_some() || correction.optional;
    let value = match &correction.action {
        Action::Add(value) => value,
        Action::Set(value) if parent.is_root() && !is_expected => value,
        Action::Set(_) | Action::Remove | Action::RemoveKeys(_) | Action::Rename(_) => return None,
    };
    let empty = match value {
        Node::List(..) => Node::List(Style::Fit, Vec::new()),
        _ => Node::Map(Style::Fit, Of::Names, Vec::new()),
    };
    let mut made = Vec::new();
    for mut keys in parent.find(&state.tree).ok()? {
        // Only words of the format are created; a missing name is an error.
        if let Some(Node::Map(_, Of::Words, entries)) = get_mut(&mut state.tree, &keys) {
            if entries.iter().all(|(name, _)| name != key) {
                entries.push((key.to_owned().into(), empty.clone()));
            }
            keys.push(key.to_owned());
            made.push(keys);
        }
    }
    (!made.is_empty()).then_some(made)
}
