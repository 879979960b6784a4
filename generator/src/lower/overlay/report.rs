//! What is reported about a correction that fails.

use tablature_ir::{Address, address::join};

use super::{
    Correction,
    path::{Nothing, get, keys_of},
    state::State,
};
use crate::diagnostic::{Diagnostic, Id, closest};

/// As many names as a hint lists.
const SHOWN: usize = 30;

/// Nothing is at the place: lists what is there instead.
pub(super) fn matches_nothing(correction: &Correction, state: &State, nothing: &Nothing) -> Diagnostic {
    let Nothing { segment, within } = nothing;
    let mut there: Vec<String> = Vec::new();
    for key in within.iter().filter_map(|keys| get(&state.tree, keys)).flat_map(keys_of) {
        if !there.contains(&key) {
            there.push(key);
        }
    }
    let first = within.first().map(|keys| join(keys)).unwrap_or_default();
    let place = match (&first[..], within.len()) {
        ("", _) => "the service".to_owned(),
        (first, 1) => format!("`{first}`"),
        (first, many) => format!("`{first}` and {} more", many - 1),
    };
    let mut hint = String::new();
    if let Some(close) = closest(segment.trim_matches('"'), there.iter().map(String::as_str)) {
        hint.extend(["did you mean `", close, "`? "]);
    }
    let names = there.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match there.len() {
        0 => hint.extend(["there is nothing in ", &place]),
        1..=SHOWN => hint.extend(["in ", &place, " there is: ", &names]),
        _ => hint.extend(["in ", &place, " there is: ", &names, ", …"]),
    }
    let address = within.first().and_then(|keys| Address::from_keys(keys));
    let field = address.and_then(|address| state.service.field(&address));
    if let Some(name) = field.and_then(|field| field.ty.named()) {
        let fields = format!("{}.fields", Address::Type(name.clone()));
        hint.extend(["; the fields of its type stand at `", &fields, "`"]);
    }
    let at = &correction.at;
    Diagnostic::new(Id::OverlayMatchesNothing, format!("`{at}` matches nothing"))
        .at(correction.places.of(&["at"]))
        .hint(hint)
}
