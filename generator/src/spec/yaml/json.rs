//! A value as JSON on one line. Builds that only read IR files have no JSON library.

use std::fmt::Write;

use serde::Serialize;

use super::{emit::Node, tree};
use crate::escape::is_hidden;

/// The text of RFC 8259. What stands bare in the tree is a number, `true`, `false` or `null`.
pub(crate) fn json(value: &impl Serialize) -> String {
    let mut out = String::new();
    // The IR has no map whose keys are not text.
    if let Ok(node) = tree(value) {
        write(&mut out, &node);
    }
    out
}

fn write(out: &mut String, node: &Node<'_>) {
    match node {
        Node::Bare(text) => out.push_str(text),
        Node::Text(text) => string(out, text),
        Node::List(_, items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                write(out, item);
            }
            out.push(']');
        }
        Node::Map(_, _, entries) => {
            out.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                string(out, key);
                out.push(':');
                write(out, value);
            }
            out.push('}');
        }
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if is_hidden(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a text cannot fail.
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::json;

    #[test]
    fn another_reader_finds_the_same() {
        let value = BTreeMap::from([
            ("a\"\\\n\u{1}\u{202e}\u{e0041}", vec!["x", "{}", "1", "true", ""]),
            ("b", Vec::new()),
        ]);
        let read: BTreeMap<String, Vec<String>> = serde_json::from_str(&json(&value)).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::to_value(value).unwrap());
    }
}
