//! Maps in the making.

use tablature_ir::Fields;

use super::field::fields;
use crate::spec::yaml::{Entry, Node, Style};

/// Entries of a map in the making.
pub(super) struct Entries<'a>(Vec<Entry<'a>>);

impl<'a> Entries<'a> {
    pub(super) fn new() -> Self {
        Entries(Vec::new())
    }

    pub(super) fn node(mut self, key: &'a str, node: Node<'a>) -> Self {
        self.0.push((key.into(), node));
        self
    }

    pub(super) fn text(self, key: &'a str, text: &'a str) -> Self {
        self.node(key, Node::Text(text.into()))
    }

    pub(super) fn display(self, key: &'a str, value: &impl ToString) -> Self {
        self.node(key, Node::Text(value.to_string().into()))
    }

    pub(super) fn bare(self, key: &'a str, value: &impl ToString) -> Self {
        self.node(key, Node::Bare(value.to_string().into()))
    }

    /// Left out when empty.
    pub(super) fn some_text(self, key: &'a str, text: &'a str) -> Self {
        if text.is_empty() { self } else { self.text(key, text) }
    }

    pub(super) fn some_flag(self, key: &'a str, flag: bool) -> Self {
        if flag { self.bare(key, &true) } else { self }
    }

    /// Left out when there is none.
    pub(super) fn option<T>(self, key: &'a str, value: Option<T>, node: impl FnOnce(T) -> Node<'a>) -> Self {
        match value {
            Some(value) => self.node(key, node(value)),
            None => self,
        }
    }

    /// Left out when empty.
    pub(super) fn some_list<T>(
        self,
        key: &'a str,
        style: Style,
        list: &'a [T],
        node: impl Fn(&'a T) -> Node<'a>,
    ) -> Self {
        if list.is_empty() {
            self
        } else {
            self.node(key, Node::List(style, list.iter().map(node).collect()))
        }
    }

    pub(super) fn some_fields(self, key: &'a str, list: &'a Fields) -> Self {
        if list.is_empty() { self } else { self.node(key, fields(list)) }
    }

    pub(super) fn map(self, style: Style) -> Node<'a> {
        Node::Map(style, self.0)
    }
}

pub(super) fn text(text: &str) -> Node<'_> {
    Node::Text(text.into())
}

/// A map of one key.
pub(super) fn tagged<'a>(key: &'static str, value: Node<'a>) -> Node<'a> {
    Entries::new().node(key, value).map(Style::Fit)
}
