//! What only examples show: the fields of objects that no table describes, and the names of lists.

use std::borrow::Cow;

use serde_json::{Map, Value};
use tablature_ir::{Origin, WireName};

use super::{
    draft::{DraftField, DraftFields, LocalType, Spot},
    evidence::{Compare, Evidence, common_scalar},
    examples::Parsed,
    fields::Firm,
    ids::Types,
    refs::has_word,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    extract::example::{self, Places},
    load::Span,
    raw::Role,
    words,
};

impl Compare<'_> {
    /// Reports what had to be mended in the JSON of an example before it could be read.
    pub(super) fn mended(&mut self, parsed: &Parsed) {
        let Some(shown) = self.page.entry.raw.examples.get(parsed.index) else { return };
        let place = |mend: &example::Mend| {
            let span = Span::new(shown.start + mend.range.start, shown.start + mend.range.end);
            self.page.entry.document.place(span)
        };
        let Some((first, further)) = parsed.mended.split_first() else { return };
        let mut diagnostic =
            Diagnostic::new(Id::ExampleMended, format!("the example is not JSON: {}", first.fault))
                .at(place(first));
        for mend in further.iter().take(4) {
            diagnostic = diagnostic.with(place(mend), mend.fault.describe());
        }
        self.diagnostics.push(diagnostic);
    }

    /// Where an example shows the key at a path, and this value if one is given.
    pub(super) fn shown_at(&mut self, evidence: Evidence, path: &str, value: Option<&Value>) -> Option<Span> {
        let example = self.page.entry.raw.examples.get(evidence.example)?;
        if self.places.as_ref().is_none_or(|(index, _)| *index != evidence.example) {
            let parsed = self.page.examples.iter().find(|parsed| parsed.index == evidence.example);
            let places = parsed.map(|parsed| Places::of(&example.text, parsed.start));
            self.places = Some((evidence.example, places.unwrap_or_default()));
        }
        let (_, places) = self.places.as_ref()?;
        let is = |place: &&example::Place| {
            along(&place.pointer, path)
                && value.is_none_or(|value| {
                    let text = example.text.get(place.value.clone()).unwrap_or_default();
                    serde_json::from_str::<Value>(text).is_ok_and(|shown| shown == *value)
                })
        };
        let found =
            places.iter().find(is).or_else(|| places.iter().find(|place| along(&place.pointer, path)));
        Some(found.map_or(example.span, |place| {
            Span::new(example.start + place.key.start, example.start + place.key.end)
        }))
    }

    /// Renames a list that the table names in the singular and the example in the plural, if its items fit the table.
    pub(super) fn plurals(
        &mut self,
        fields: &mut DraftFields,
        objects: &[&Map<String, Value>],
        evidence: Evidence,
        path: &str,
    ) {
        let shows = |name: &str| objects.iter().any(|object| object.contains_key(name));
        let singular = |name: &WireName, field: &DraftField| {
            let known = field.ty.local().and_then(|index| self.draft.types.get(index))?;
            let plural = words::plural(name);
            let items: Vec<&Map<String, Value>> = objects
                .iter()
                .filter_map(|object| object.get(&plural)?.as_array())
                .flatten()
                .filter_map(Value::as_object)
                .collect();
            let keys = || items.iter().flat_map(|item| item.keys());
            let alike = keys().filter(|key| known.fields.contains_key(key.as_str())).count();
            (alike > 0 && alike * 2 >= keys().count()).then_some(plural)
        };
        let found: Vec<(WireName, String)> = fields
            .iter()
            .filter(|(name, _)| !shows(name) && !fields.contains_key(words::plural(name).as_str()))
            .filter_map(|(name, field)| Some((name.clone(), singular(name, field)?)))
            .collect();
        for (name, plural) in found {
            let Some((index, _, mut field)) = fields.shift_remove_full(&name) else { continue };
            if !matches!(field.ty, Type::List(_)) {
                field.ty = Type::list(field.ty);
            }
            let full = if path.is_empty() { plural.clone() } else { format!("{path}.{plural}") };
            let mut diagnostic = Diagnostic::new(
                Id::ExampleContradictsTable,
                format!("the table calls the list `{name}`, the example `{plural}`"),
            )
            .hint("the example counts where it shows the list by its plural; say otherwise in an overlay");
            if let Some(at) = field.at
                && let (Some(row), Some(page)) = (self.page.book.row(at), self.page.book.entry(at.page))
            {
                diagnostic = diagnostic.at(page.place(row.name.span));
            }
            if let Some(place) = self.shown_at(evidence, &full, None) {
                diagnostic = diagnostic.with(self.page.entry.document.place(place), "here");
            }
            self.diagnostics.push(diagnostic);
            fields.shift_insert(index, WireName(plural), field);
        }
    }

    /// Gives an object that no table describes the fields that the example shows, if its description names
    /// them, or if it is in a response: there nothing is lost if the service sends others.
    pub(super) fn learn_keys(
        &mut self,
        name: &str,
        field: &mut DraftField,
        leaves: &[&Value],
        evidence: Evidence,
    ) {
        let objects: Vec<&Map<String, Value>> = leaves.iter().filter_map(|leaf| leaf.as_object()).collect();
        let keys = || objects.iter().flat_map(|object| object.keys());
        if field.firm == Firm::Yes || objects.len() != leaves.len() || !keys().all(|key| is_name(key)) {
            return;
        }
        let row = field.at.and_then(|at| self.page.book.row(at));
        let first = keys().next();
        let named = row.is_some_and(|row| {
            first.is_some_and(|first| keys().any(|key| key != first))
                && keys().all(|key| has_word(&row.description.text, key))
        });
        let origin = match (named, evidence.role) {
            (true, _) => Origin::Prose,
            (false, Role::ResponseExample) if first.is_some() => Origin::Example,
            (false, _) => return,
        };
        let spot = field.at.and_then(|at| self.page.book.spot(at));
        let learnt = origin == Origin::Example;
        *field.ty.innermost_mut() = if learnt && objects.iter().all(|object| is_schema(object)) {
            Type::map(Type::Any)
        } else if learnt && objects.iter().all(|object| is_keyed(object)) {
            let values: Vec<&Value> = objects.iter().flat_map(|object| object.values()).collect();
            Type::map(shape(&mut self.draft.types, name, &values, origin, spot))
        } else {
            shape(&mut self.draft.types, name, leaves, origin, spot)
        };
    }

    /// Adds the fields of an example to an object that is known from another example.
    pub(super) fn more_keys(&mut self, fields: &mut DraftFields, objects: &[&Map<String, Value>]) {
        let keys: Vec<&String> = objects.iter().flat_map(|object| object.keys()).collect();
        for key in keys {
            if !fields.contains_key(key.as_str()) && is_name(key) && !self.page.dialect.is_envelope(key) {
                let values: Vec<&Value> = objects.iter().filter_map(|object| object.get(key)).collect();
                let ty = shape(&mut self.draft.types, key, &values, Origin::Example, None);
                fields.insert(WireName(key.clone()), example_draft(ty, Origin::Example));
            }
        }
    }
}

/// The type that values have.
pub(super) fn shape(
    types: &mut Types,
    name: &str,
    values: &[&Value],
    origin: Origin,
    at: Option<Spot>,
) -> Type {
    let values: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
    if let Some(scalar) = common_scalar(&values) {
        return scalar;
    }
    if !values.is_empty() && values.iter().all(|value| value.is_array()) {
        let items: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
        return Type::list(shape(types, name, &items, origin, at));
    }
    let objects: Vec<&Map<String, Value>> = values.iter().filter_map(|value| value.as_object()).collect();
    let mut keys: Vec<&String> = Vec::new();
    for key in objects.iter().flat_map(|object| object.keys()) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    // Among names a key of another kind is a name, too: `{"last": 1, "open": 2, "low": 3, "24h": 4}`.
    let names = keys.iter().filter(|key| is_name(key)).count();
    if keys.is_empty() || objects.len() != values.len() || names * 4 < keys.len() * 3 {
        return Type::Any;
    }
    let index = types.push(LocalType { name: name.to_owned(), at, ..LocalType::default() });
    let mut fields = DraftFields::default();
    for key in keys {
        let values: Vec<&Value> = objects.iter().filter_map(|object| object.get(key)).collect();
        // What the description names are the keys of the object itself, not what is within them.
        let ty = shape(types, key, &values, Origin::Example, at);
        fields.insert(WireName(key.clone()), example_draft(ty, origin));
    }
    if let Some(local) = types.get_mut(index) {
        local.fields = fields;
    }
    Type::Local(index)
}

fn example_draft(ty: Type, origin: Origin) -> DraftField {
    DraftField::new(ty, origin)
}

/// Whether all fields are known from examples only.
pub(super) fn only_shown(fields: &DraftFields) -> bool {
    !fields.is_empty() && fields.values().all(|field| field.ir.origin == Origin::Example)
}

/// Whether the pointer to a place leads along the keys of a path; indices of lists and free keys are passed.
fn along(pointer: &str, path: &str) -> bool {
    let pointer = if pointer.contains('~') {
        Cow::Owned(pointer.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(pointer)
    };
    // The end of the pointer always holds at least the last piece of the path.
    let last = path.rfind('.').and_then(|dot| path.get(dot + 1..)).unwrap_or(path);
    if !pointer.ends_with(last) {
        return false;
    }
    let Some(mut rest) = pointer.strip_prefix('/') else { return false };
    let mut path = path;
    loop {
        if rest == path {
            return true;
        }
        let key = path.split('.').next().unwrap_or_default();
        // A key may have dots of its own: then the pointer has the longer piece.
        let piece = rest.split('/').next().unwrap_or_default();
        if let Some(below) = path.strip_prefix(piece).and_then(|below| below.strip_prefix('.'))
            && !key.is_empty()
        {
            path = below;
        }
        match rest.split_once('/') {
            Some((_, below)) => rest = below,
            None => return false,
        }
    }
}

/// Whether an object is the properties of a JSON Schema: a service that answers with one says nothing of its fields.
fn is_schema(object: &Map<String, Value>) -> bool {
    const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "object", "array", "null"];
    let typed =
        |value: &Value| value.get("type").and_then(Value::as_str).is_some_and(|ty| TYPES.contains(&ty));
    !object.is_empty() && object.values().all(typed)
}

/// Whether an object is a map by its values: three or more objects that have a key in common.
fn is_keyed(object: &Map<String, Value>) -> bool {
    let values: Vec<_> = object.values().filter_map(Value::as_object).collect();
    let common = |key: &String| values.iter().all(|value| value.contains_key(key));
    values.len() == object.len() && values.len() >= 3 && values.iter().any(|value| value.keys().any(common))
}

/// Whether a key is a name rather than the key of a map: an address, an id, a number. A sign before it says that the
/// format gives it a meaning: `@type`, `$ref`, `@odata.context`.
fn is_name(key: &str) -> bool {
    if let Some(rest) = key.strip_prefix(['@', '$']) {
        return rest.split('.').all(is_name);
    }
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        && key.len() <= 48
        && digits * 3 <= key.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_passes_indices() {
        assert!(along("/ImageSet/0/CreateTime", "ImageSet.CreateTime"));
        assert!(along("/a/b.c/0/d", "a.b.c.d"));
        assert!(!along("/a/0/d", "b.d"));
        assert!(!along("/ImageSet/0", "ImageSet.CreateTime"));
    }

    #[test]
    fn keys_of_maps_are_no_names() {
        assert!(is_name("in_use"));
        assert!(is_name("@odata.context"));
        assert!(!is_name("@"));
        assert!(!is_name("i-0a1b2c3d4e"));
        assert!(!is_name("10.0.0.1"));
    }

    #[test]
    fn properties_of_schemas_are_no_fields() {
        let schema = |text: &str| is_schema(&serde_json::from_str(text).unwrap());
        assert!(schema(r#"{"id": {"type": "string"}, "links": {"type": "array", "items": {}}}"#));
        assert!(!schema(r#"{"disk": {"type": "ssd"}}"#));
    }

    #[test]
    fn objects_of_like_objects_are_maps() {
        let keyed = |text: &str| is_keyed(&serde_json::from_str(text).unwrap());
        assert!(keyed(r#"{"a": {"type": 1}, "b": {"type": 2, "of": 3}, "c": {"type": 4}}"#));
        assert!(!keyed(r#"{"a": {"type": 1}, "b": {"of": 3}, "c": {"x": 4}}"#));
        assert!(!keyed(r#"{"a": {"type": 1}, "b": {"type": 3}}"#));
    }
}
