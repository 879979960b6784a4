//! Applies corrections to a service.
//!
//! They work on the service as a tree of keys, which is what their author sees in the YAML; the tree becomes a
//! service again at the end.

use serde_json::{Map, Value};
use tablature_ir::Service;

use super::{
    Action, Correction, Overlay,
    act::{add, remove, remove_keys, set},
    expect::{differences, spelled},
    kind::Kind,
    path::{Keys, get, get_mut, show},
    rename::rename,
    report::{matches_nothing, no_ir},
};
use crate::{
    diagnostic::{Diagnostic, Id},
    spec::places::Places,
};

/// Applies an overlay to a service; places of renamed facts follow. All or nothing: when one correction fails,
/// the service stays as it was.
///
/// # Errors
/// One diagnostic for every correction that matches nothing, changes nothing, finds something else than it
/// expects, or cannot be made.
pub fn apply(overlay: &Overlay, service: &mut Service, places: &mut Places) -> Result<(), Vec<Diagnostic>> {
    if overlay.is_empty() {
        return Ok(());
    }
    let original = tree(service);
    let mut root = original.clone();
    let (mut faults, mut renames) = (Vec::new(), Vec::new());
    for correction in &overlay.corrections {
        match correct(correction, &mut root) {
            Ok(new) => renames.extend(new),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        match serde_json::from_value::<Service>(root) {
            Ok(mut corrected) => {
                corrected.operations.sort_unstable_keys();
                corrected.types.sort_unstable_keys();
                *service = corrected;
                for rename in &renames {
                    places.rename(&rename.from, &rename.to);
                }
                return Ok(());
            }
            Err(error) => faults.push(
                culprit(overlay, original)
                    .unwrap_or_else(|| Diagnostic::new(Id::OverlayInvalid, error.to_string())),
            ),
        }
    }
    Err(faults)
}

/// The service as its author sees it in the YAML, enum values always as a map.
fn tree(service: &Service) -> Value {
    // A service is plain data with keys that are text: it always has a tree.
    spelled("", serde_json::to_value(service).unwrap_or_default())
}

/// The correction after which the tree is no service any more. Found by making them one by one again.
fn culprit(overlay: &Overlay, mut root: Value) -> Option<Diagnostic> {
    overlay.corrections.iter().find_map(|correction| {
        let _ = correct(correction, &mut root);
        let error = serde_json::from_value::<Service>(root.clone()).err()?;
        Some(no_ir(&correction.places, &error.to_string()))
    })
}

/// A place that got another name.
pub(super) struct Renamed {
    /// Where it was.
    pub from: Keys,
    /// Its new name.
    pub to: String,
}

/// Makes one correction, and tells what it renamed.
fn correct(correction: &Correction, root: &mut Value) -> Result<Vec<Renamed>, Diagnostic> {
    let Correction { at, expect, action, optional, places } = correction;
    let found = match at.find(root).or_else(|nothing| make_room(correction, root).ok_or(nothing)) {
        Ok(found) => found,
        Err(_) if *optional => return Ok(Vec::new()),
        Err(nothing) => return Err(matches_nothing(correction, root, &nothing)),
    };
    if let Some(expect) = expect {
        let expect =
            spelled(found.first().and_then(|keys| keys.last()).map_or("", String::as_str), expect.clone());
        for keys in &found {
            let differences = get(root, keys).map(|value| differences(&expect, value)).unwrap_or_default();
            if !differences.is_empty() {
                let message = format!("`{}`: {}", show(keys), differences.join("; "));
                return Err(Diagnostic::new(Id::OverlayExpectationBroken, message)
                    .at(places.expect.clone())
                    .hint(
                        "the docs have changed: look at the page again, then correct or delete this entry",
                    ));
            }
        }
    }
    let mut renamed = Vec::new();
    let mut changed = false;
    // From the end, so that the index of an item does not move before its turn.
    for keys in found.iter().rev() {
        let outcome = match action {
            Action::Set(value) => set(root, keys, value),
            Action::Add(value) => add(root, keys, value),
            Action::Remove => Ok(remove(root, keys)),
            Action::RemoveKeys(names) => remove_keys(root, keys, names),
            Action::Rename(name) => rename(root, keys, name).inspect(|done| {
                if *done {
                    renamed.push(Renamed { from: keys.clone(), to: name.clone() });
                }
            }),
        };
        changed |= outcome.map_err(|why| {
            Diagnostic::new(Id::OverlayInvalid, format!("`{}`: {why}", show(keys))).at(places.action.clone())
        })?;
    }
    if changed {
        Ok(renamed)
    } else {
        Err(Diagnostic::new(
            Id::OverlayChangesNothing,
            format!("`{at}` is already as this correction wants it"),
        )
        .at(places.at.clone())
        .hint("the docs have been fixed: delete this entry"))
    }
}

/// What is added to may be absent because it is empty: `operations.X.query`.
fn make_room(correction: &Correction, root: &mut Value) -> Option<Vec<Keys>> {
    let Action::Add(value) = &correction.action else { return None };
    let (parent, key) = correction.at.split_last()?;
    let value = spelled(key, value.clone());
    let empty = if value.is_array() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
    let mut made = Vec::new();
    for mut keys in parent.find(root).ok()? {
        let takes_it = match Kind::of(&keys) {
            Kind::Service | Kind::Operation | Kind::Response | Kind::TypeDef => true,
            Kind::Field => key == "enum",
            _ => false,
        };
        if let Some(Value::Object(map)) = get_mut(root, &keys)
            && takes_it
        {
            map.entry(key).or_insert_with(|| empty.clone());
            keys.push(key.to_owned());
            made.push(keys);
        }
    }
    (!made.is_empty()).then_some(made)
}
