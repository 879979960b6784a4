//! What examples show, as a tree of keys.

use indexmap::IndexMap;
use serde_json::Value;

/// What all examples of a side show, as one tree. The first node is the whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

/// A key of an example.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) key: String,
    pub(super) parent: usize,
    /// How many lists are around its value.
    pub(super) lists: usize,
    pub(super) children: IndexMap<String, usize>,
    /// Whether its value is an object, or a list of them.
    pub(super) object: bool,
}

impl Tree {
    /// The tree of some values.
    pub(super) fn new<'v>(values: impl Iterator<Item = &'v Value>) -> Self {
        let mut tree = Tree { nodes: vec![Node::default()] };
        for value in values {
            tree.add(0, value, 0);
        }
        tree
    }

    fn add(&mut self, node: usize, value: &Value, lists: usize) {
        if self.nodes.len() > 4000 || lists > 8 {
            return;
        }
        match value {
            Value::Array(items) => {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.lists = node.lists.max(lists + 1);
                }
                items.iter().take(20).for_each(|item| self.add(node, item, lists + 1));
            }
            Value::Object(members) => {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.object = true;
                }
                for (key, value) in members {
                    let known = self.nodes.get(node).and_then(|node| node.children.get(key)).copied();
                    let child = known.unwrap_or_else(|| {
                        self.nodes.push(Node { key: key.clone(), parent: node, ..Node::default() });
                        let child = self.nodes.len() - 1;
                        if let Some(node) = self.nodes.get_mut(node) {
                            node.children.insert(key.clone(), child);
                        }
                        child
                    });
                    self.add(child, value, 0);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    /// A member of a node.
    pub(super) fn child(&self, node: usize, key: &str) -> Option<usize> {
        self.nodes.get(node)?.children.get(key).copied()
    }

    /// Whether any node has this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.nodes.iter().skip(1).any(|node| node.key == key)
    }

    /// The nodes from the whole to this one, without the whole.
    pub(super) fn way(&self, node: usize) -> Vec<usize> {
        let mut way = Vec::new();
        let mut here = node;
        while here != 0 && way.len() < 32 {
            way.push(here);
            here = self.nodes.get(here).map_or(0, |node| node.parent);
        }
        way.reverse();
        way
    }
}
