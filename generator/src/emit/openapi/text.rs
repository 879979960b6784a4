//! A document as text.

use serde_json::Value;

use crate::{
    escape,
    spec::yaml::{Keys, Node, Style, document},
};

/// As JSON, indented.
#[must_use]
pub fn json(document: &Value) -> String {
    // A value is plain data with keys that are text: it always has a JSON text.
    let text = serde_json::to_string_pretty(document).map(|text| text + "\n").unwrap_or_default();
    escape::json::document(&text).into_owned()
}

/// As YAML, small maps on one line.
#[must_use]
pub fn yaml(value: &Value) -> String {
    document(&node("", value).0)
}

/// The node of a value, and how deep it is.
fn node<'a>(key: &str, value: &'a Value) -> (Node<'a>, usize) {
    match value {
        Value::Null => (Node::Bare("null".into()), 0),
        Value::Bool(flag) => (Node::Bare(flag.to_string().into()), 0),
        Value::Number(number) => (Node::Bare(number.to_string().into()), 0),
        Value::String(text) => (Node::Text(text.into()), 0),
        Value::Array(items) => {
            let nodes: Vec<_> = items.iter().map(|item| node("", item)).collect();
            let depth = 1 + nodes.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
            let style = if depth > 2 { Style::Block } else { Style::Fit };
            (Node::List(style, nodes.into_iter().map(|(node, _)| node).collect()), depth)
        }
        Value::Object(map) => {
            let nodes: Vec<_> =
                map.iter().map(|(key, value)| (key.as_str().into(), node(key, value))).collect();
            let depth = 1 + nodes.iter().map(|(_, (_, depth))| *depth).max().unwrap_or(0);
            // What people look for gets a line of its own.
            let is_table = matches!(
                key,
                "" | "info"
                    | "paths"
                    | "properties"
                    | "schemas"
                    | "responses"
                    | "components"
                    | "securitySchemes"
            );
            let style = if depth > 3 || is_table { Style::Block } else { Style::Fit };
            (
                Node::Map(
                    style,
                    Keys::Names,
                    nodes.into_iter().map(|(key, (node, _))| (key, node)).collect(),
                ),
                depth,
            )
        }
    }
}
