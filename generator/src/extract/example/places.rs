//! Where the keys and values of a body stand.

use std::ops::Range;

use super::{
    body::Body,
    lenient::{self, Kind, Node},
};

/// Where the keys and values of a body stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    all: Vec<Place>,
}

/// Where a key and its value stand, in bytes of the example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path as of [`serde_json::Value::pointer`]: `/ImageSet/0/CreateTime`.
    pub pointer: String,
    /// The key with its quotes. An item of a list has none; this is its value, too.
    pub key: Range<usize>,
    /// The value.
    pub value: Range<usize>,
}

impl Places {
    /// The places in the body that begins at `start` of an example's text. This reads the text once more: most examples
    /// never need it.
    #[must_use]
    pub fn of(text: &str, start: usize) -> Self {
        let mut places = Places::default();
        if let Some(node) = lenient::node(text, start) {
            let mut pointer = String::new();
            add(&node, &mut pointer, &mut places.all);
        }
        places
    }

    /// The place at a path.
    #[cfg(test)]
    pub(crate) fn get(&self, pointer: &str) -> Option<&Place> {
        self.all.iter().rev().find(|place| place.pointer == pointer)
    }

    /// All of them, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.all.iter()
    }
}

impl Body {
    /// Where every key and value of the body stands; `text` is that of the example.
    #[must_use]
    pub fn places(&self, text: &str) -> Places {
        Places::of(text, self.range.start)
    }
}

fn add(node: &Node, pointer: &mut String, all: &mut Vec<Place>) {
    let len = pointer.len();
    match &node.kind {
        Kind::Object(members) => {
            for (name, key, value) in members {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                all.push(Place { pointer: pointer.clone(), key: key.clone(), value: value.range.clone() });
                add(value, pointer, all);
                pointer.truncate(len);
            }
        }
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                all.push(Place {
                    pointer: pointer.clone(),
                    key: item.range.clone(),
                    value: item.range.clone(),
                });
                add(item, pointer, all);
                pointer.truncate(len);
            }
        }
        Kind::Scalar(_) => {}
    }
}
