//! What is said of a correction that fails.

use serde_json::Value;

use super::{
    Correction, Places,
    path::{Nothing, get, keys_of, show},
    references,
};
use crate::diagnostic::{Diagnostic, Id, Span, closest};

/// As many names as a hint lists.
const SHOWN: usize = 30;

/// Nothing is at the place: lists what is there instead.
pub(super) fn matches_nothing(correction: &Correction, root: &Value, nothing: &Nothing) -> Diagnostic {
    let Nothing { segment, within } = nothing;
    let mut there: Vec<String> = Vec::new();
    for key in within.iter().filter_map(|keys| get(root, keys)).flat_map(keys_of) {
        if !there.contains(&key) {
            there.push(key);
        }
    }
    let first = within.first().map(|keys| show(keys)).unwrap_or_default();
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
    if let Some(name) = within.first().and_then(|keys| references::type_at(root, keys)) {
        hint.extend(["; the fields of its type stand at `types.", name.as_str(), ".fields`"]);
    }
    let at = &correction.at;
    Diagnostic::new(Id::OverlayMatchesNothing, format!("`{at}` matches nothing"))
        .at(correction.places.at.clone())
        .hint(hint)
}

/// The tree is no service after the correction; `message` is what its reader says.
pub(super) fn no_ir(places: &Places, message: &str) -> Diagnostic {
    let (what, known) = message.split_once(", expected ").unwrap_or((message, ""));
    let word = what.split('`').nth(1).unwrap_or_default();
    // The word that is wrong, where the entry has it.
    let span = places.text.find(word).filter(|_| !word.is_empty()).map_or_else(
        || places.action.clone(),
        |at| {
            let start = places.entry.range.start + at;
            Span { range: start..start + word.len(), ..places.entry.clone() }
        },
    );
    let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
    let diagnostic = Diagnostic::new(Id::OverlayInvalid, format!("the result is no IR: {what}")).at(span);
    match closest(word, known.iter().copied()) {
        Some(close) => diagnostic.hint(format!("did you mean `{close}`?")),
        None if known.is_empty() => diagnostic,
        None => diagnostic.hint(format!("known here: {}", known.join(", "))),
    }
}
