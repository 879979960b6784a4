//! The JSON Schemas of the files that people read and write, derived from the types.

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::transform_subschemas};
use serde_json::{Value, json};
use tablature_ir::extension::KEY;

/// The schema of an IR file, as committed in `generator/ir/schema.json`.
#[must_use]
pub fn ir() -> String {
    let mut schema = of::<tablature_ir::Service>("The IR of one service");
    if let Some(version) = schema.pointer_mut("/properties/tablature") {
        *version = json!({"description": "The version of the format.", "const": tablature_ir::VERSION});
    }
    text(&schema)
}

/// The schema of a file of this type, laid out for reading, with a title for people.
#[must_use]
pub fn file<T: JsonSchema>(title: &str) -> String {
    text(&of::<T>(title))
}

/// The schema of a type, with a title for people.
fn of<T: JsonSchema>(title: &str) -> Schema {
    let settings = SchemaSettings::draft2020_12().with_transform(plain);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".into(), title.into());
    schema
}

/// A schema as text, laid out for reading. It is plain data and always has one.
fn text(schema: &Schema) -> String {
    serde_json::to_string_pretty(schema).map(|text| text + "\n").unwrap_or_default()
}

/// Takes out what a reader of the schema does not need: `null` for what is absent, and the links of rustdoc.
fn plain(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|ty| ty != "null");
        if let [only] = &mut types[..] {
            let only = only.take();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| choice != &json!({"type": "null"}));
        if let [Value::Object(only)] = &mut choices[..] {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            only.into_iter().for_each(|(key, value)| {
                schema.insert(key, value);
            });
        }
    }
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = without_links(text);
    }
    if schema.get("properties").is_some_and(|properties| properties.get(KEY).is_some()) {
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.shift_remove(KEY);
        }
        // These stand in place of the one key under which the types gather them.
        schema.insert("patternProperties".into(), json!({"^x-.": {"description": "A key of people's own."}}));
    }
    transform_subschemas(&mut plain, schema);
}

/// ``[`Name`](path)`` and ``[`Name`]`` as `` `Name` ``, on one line.
fn without_links(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((name, behind)) = link.split_once("`]") else { break };
        out.extend([before, "`", name, "`"]);
        rest = match behind.strip_prefix('(').and_then(|target| target.split_once(')')) {
            Some((_, behind)) => behind,
            None => behind,
        };
    }
    (out + rest).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_rustdoc_become_plain_words() {
        assert_eq!(without_links("a [`B`](crate::B) c\n[`D`], e[] f"), "a `B` c `D`, e[] f");
    }
}
