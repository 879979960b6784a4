//! When two values say the same, and what a correction expects to find.

use crate::spec::yaml::{Node, inline};

/// The differences between two values, one line each; empty if there are none.
pub(super) fn differences(expected: &Node<'_>, found: &Node<'_>) -> Vec<String> {
    if let (Node::Map(_, _, expected), Node::Map(..)) = (expected, found) {
        let value = |key: &str| entry(found, key);
        return expected
            .iter()
            .filter(|(key, expected)| !agrees(expected, value(key)))
            .map(|(key, expected)| {
                format!("expected `{key}` to be {}, found {}", show(Some(expected)), show(value(key)))
            })
            .collect();
    }
    if same(expected, found) {
        return Vec::new();
    }
    vec![format!("expected {}, found {}", show(Some(expected)), show(Some(found)))]
}

/// Whether a value is as expected. An absent value counts as null, and an absent flag as false.
fn agrees(expected: &Node<'_>, found: Option<&Node<'_>>) -> bool {
    match found {
        Some(found) => same(expected, found) || is_null(expected) && scalar(found) == Some("false"),
        None => is_null(expected) || matches!(expected, Node::Bare(text) if text == "false"),
    }
}

/// Whether two values say the same: scalars by their text, maps in any order, a list of words as a map from words to
/// nothing.
pub(super) fn same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (a, b) {
        (Node::List(_, a), Node::List(_, b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Node::Map(_, _, a), Node::Map(_, _, other)) => {
            let found = |key: &str| entry(b, key);
            a.len() == other.len() && a.iter().all(|(key, a)| found(key).is_some_and(|b| same(a, b)))
        }
        (Node::List(..), Node::Map(..)) => labelled(a).is_some_and(|a| same(&a, b)),
        (Node::Map(..), Node::List(..)) => labelled(b).is_some_and(|b| same(a, &b)),
        (a, b) => scalar(a).is_some_and(|a| scalar(b) == Some(a)),
    }
}

/// A list of words as a map from words to nothing; none for anything else.
pub(super) fn labelled(node: &Node<'_>) -> Option<Node<'static>> {
    let Node::List(style, items) = node else { return None };
    let entries: Option<Vec<_>> =
        items.iter().map(|item| Some((scalar(item)?.to_owned().into(), Node::Text("".into())))).collect();
    Some(Node::Map(*style, crate::spec::yaml::Keys::Names, entries?))
}

/// The text of a scalar.
pub(super) fn scalar<'a>(node: &'a Node<'_>) -> Option<&'a str> {
    match node {
        Node::Bare(text) | Node::Text(text) => Some(text),
        Node::List(..) | Node::Map(..) => None,
    }
}

/// Whether the value removes a key.
pub(super) fn is_null(node: &Node<'_>) -> bool {
    matches!(node, Node::Bare(text) if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
}

fn entry<'a, 'n>(node: &'a Node<'n>, key: &str) -> Option<&'a Node<'n>> {
    let Node::Map(_, _, entries) = node else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

/// A value in a message.
fn show(node: Option<&Node<'_>>) -> String {
    match node {
        Some(node) if is_null(node) => "absent".to_owned(),
        None => "absent".to_owned(),
        Some(node) => scalar(node).map_or_else(|| format!("`{}`", inline(node)), |text| format!("`{text}`")),
    }
}
