//! Examples that have words for types in place of values: `{"humans": int, "name": "string"}`.

use serde_json::Value;
use tablature_ir::Type;

use crate::dialect::{Dialect, Word, normal};

/// How deep an example is looked into.
const DEPTH: usize = 32;

/// Puts values of their types in place of the words, if all texts of an example are such words, several of them, and
/// not all mean texts. Says whether that was so.
pub(super) fn fill(value: &mut Value, dialect: &Dialect) -> bool {
    let (mut texts, mut telling) = (0, 0);
    let is_outline = count(value, dialect, &mut texts, &mut telling, DEPTH);
    let is_outline = is_outline && texts > 1 && telling > 0;
    if is_outline {
        replace(value, dialect, DEPTH);
    }
    is_outline
}

/// The type that a text is a word for; what follows the word says more of the field: `<Integer, the boat's length>`.
fn meant(text: &str, dialect: &Dialect) -> Option<Type> {
    let text = text.trim_start_matches(['<', '{', '[']).trim_end_matches(['>', '}', ']']);
    let text = text.split([',', ';', ':', '(']).next().unwrap_or_default();
    match dialect.types.get(&*normal(text)) {
        Some(Word::Scalar(ty)) => Some(ty.clone()),
        Some(Word::File) => Some(tablature_ir::Type::String),
        Some(Word::Object | Word::List | Word::Map | Word::Any) | None => None,
    }
}

/// The word for the items of a list: `String[]`, `Boat[]`.
fn items(text: &str) -> Option<&str> {
    let item = text.trim().strip_suffix("[]")?;
    (!item.is_empty() && item.chars().all(char::is_alphanumeric)).then_some(item)
}

/// Whether all texts are words for types; counts them, and those that mean no text.
fn count(value: &Value, dialect: &Dialect, texts: &mut usize, telling: &mut usize, depth: usize) -> bool {
    let mut all = |value: &Value| depth > 0 && count(value, dialect, texts, telling, depth - 1);
    match value {
        Value::String(text) if items(text).is_some() => {
            *texts += 1;
            *telling += 1;
            true
        }
        Value::String(text) => meant(text, dialect).is_some_and(|ty| {
            *texts += 1;
            *telling += usize::from(ty != Type::String);
            true
        }),
        Value::Array(items) => items.iter().all(all),
        Value::Object(members) => members.values().all(&mut all),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn replace(value: &mut Value, dialect: &Dialect, depth: usize) {
    match value {
        Value::String(text) => {
            if let Some(item) = items(text) {
                let mut held = Value::from(item);
                replace(&mut held, dialect, depth);
                // What the items are may stand elsewhere.
                let held = meant(item, dialect).map(|_| held);
                *value = Value::Array(held.into_iter().collect());
                return;
            }
            let sample = match meant(text, dialect) {
                Some(Type::Integer) => Value::from(0),
                Some(Type::Number) => Value::from(0.5),
                Some(Type::Boolean) => Value::from(true),
                _ => return,
            };
            *value = sample;
        }
        Value::Array(items) if depth > 0 => {
            for item in items {
                replace(item, dialect, depth - 1);
            }
        }
        Value::Object(members) if depth > 0 => {
            for member in members.values_mut() {
                replace(member, dialect, depth - 1);
            }
        }
        Value::Array(_) | Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
