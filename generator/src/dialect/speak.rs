//! A dialect and the packs of the languages that it speaks, as one.

use serde_yaml::{Mapping, Value};

use super::compile::normal;
use crate::hash::HashSet;

/// The sections in which a word has one meaning.
const SECTIONS: [&str; 3] = ["columns", "types", "required"];

/// The words of these sections that have a meaning, as they are compared.
pub(super) struct Meant([HashSet<String>; SECTIONS.len()]);

impl Meant {
    pub(super) fn by(own: &Value) -> Self {
        Meant(SECTIONS.map(|section| own.get(section).into_iter().flat_map(words).collect()))
    }
}

/// The words of all lists of a section.
fn words(section: &Value) -> impl Iterator<Item = String> {
    let lists = section.as_mapping().into_iter().flat_map(Mapping::values).filter_map(Value::as_sequence);
    lists.flatten().filter_map(Value::as_str).map(|word| normal(word).into_owned())
}

/// Adds a pack to a dialect. Lists grow at their ends, so that the dialect's own entries come first. A word that has
/// another meaning by then keeps it.
pub(super) fn add(own: &mut Value, mut pack: Value, meant: &mut Meant) {
    expand(&mut pack);
    for (section, meant) in SECTIONS.into_iter().zip(&mut meant.0) {
        let Some(section) = pack.get_mut(section) else { continue };
        yield_to(meant, section);
        meant.extend(words(section));
    }
    let Value::Mapping(pack) = pack else { return };
    let sections = pack.into_iter().filter(|(key, _)| !["roles", "keys"].iter().any(|own| key == own));
    merge(own, Value::Mapping(sections.collect()), "");
}

/// Puts the fragments of a pack into its phrases, because fragments of another language have the same names.
fn expand(pack: &mut Value) {
    let Some(prose) = pack.get_mut("prose") else { return };
    let mut fragments: Vec<(String, String)> = Vec::new();
    let texts = prose.get("fragments").and_then(Value::as_mapping).cloned().unwrap_or_default();
    for (name, text) in &texts {
        let (Some(name), Some(text)) = (name.as_str(), text.as_str()) else { continue };
        fragments.push((format!("{{{name}}}"), format!("(?:{})", replaced(text, &fragments))));
    }
    each_text(prose, &mut |text| {
        // Most texts have none.
        if text.contains('{') {
            *text = replaced(text, &fragments);
        }
    });
}

fn replaced(text: &str, fragments: &[(String, String)]) -> String {
    fragments.iter().fold(text.to_owned(), |text, (name, fragment)| text.replace(name, fragment))
}

fn each_text(value: &mut Value, change: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Sequence(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Mapping(map) => map.values_mut().for_each(|item| each_text(item, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_) => {}
    }
}

/// Takes words and phrases out of all lists of a pack. Those that were there are added to `found`.
pub(super) fn take_out(pack: &mut Value, without: &[String], found: &mut HashSet<String>) {
    match pack {
        Value::Sequence(items) => {
            items.retain(|item| {
                let text = item.as_str().or_else(|| item.get("match").or(item.get("phrase"))?.as_str());
                let taken = text.and_then(|text| without.iter().find(|taken| normal(taken) == normal(text)));
                found.extend(taken.cloned());
                taken.is_none()
            });
            for item in items {
                take_out(item, without, found);
            }
        }
        Value::Mapping(map) => {
            for item in map.values_mut() {
                take_out(item, without, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Tagged(_) => {}
    }
}

/// Takes words out of all lists of a section that have a meaning already.
fn yield_to(meant: &HashSet<String>, section: &mut Value) {
    let Value::Mapping(lists) = section else { return };
    for list in lists.values_mut().filter_map(Value::as_sequence_mut) {
        list.retain(|word| word.as_str().is_none_or(|word| !meant.contains(&*normal(word))));
    }
}

fn merge(own: &mut Value, pack: Value, key: &str) {
    match (own, pack) {
        // A fragment may use those above it, so those of packs come first.
        (Value::Mapping(own), Value::Mapping(mut pack)) if key == "fragments" => {
            for (name, text) in std::mem::take(own) {
                pack.insert(name, text);
            }
            *own = pack;
        }
        (Value::Mapping(own), Value::Mapping(pack)) => each_key(own, pack, key),
        (Value::Sequence(own), Value::Sequence(pack)) => {
            let fresh: Vec<Value> = pack.into_iter().filter(|item| !own.contains(item)).collect();
            own.extend(fresh);
        }
        // Punctuation marks stand in one text, not in a list.
        (Value::String(own), Value::String(pack)) if key == "marks" => {
            let fresh: String = pack.chars().filter(|c| !own.contains(*c)).collect();
            own.push_str(&fresh);
        }
        _ => {}
    }
}

fn each_key(own: &mut Mapping, pack: Mapping, around: &str) {
    for (key, value) in pack {
        // The lists of words within `marks` are called by their own keys.
        let name = if around == "marks" { "marks" } else { key.as_str().unwrap_or_default() }.to_owned();
        match own.get_mut(&key) {
            Some(own) => merge(own, value, &name),
            None => {
                own.insert(key, value);
            }
        }
    }
}
