//! Names with dots → objects within objects.

use indexmap::IndexMap;
use tablature_ir::{Type, WireName};

use super::{
    draft::{Draft, Drafts, LocalType, RowAt, local},
    fields::{Builder, Firm},
    name::Segment,
};
use crate::diagnostic::{Diagnostic, Id};

/// A field and what is below it, by the dots of the names.
#[derive(Default)]
pub(super) struct Node {
    draft: Option<Draft>,
    lists: usize,
    children: IndexMap<String, Node>,
}

impl Builder<'_> {
    pub(super) fn insert(
        &mut self,
        tree: &mut IndexMap<String, Node>,
        segments: &[Segment],
        draft: Draft,
        at: RowAt,
    ) -> bool {
        let [first, rest @ ..] = segments else { return false };
        let node = tree.entry(first.key.clone()).or_default();
        node.lists = node.lists.max(first.lists);
        if !rest.is_empty() {
            return self.insert(&mut node.children, rest, draft, at);
        }
        match &mut node.draft {
            None => {
                node.draft = Some(draft);
                true
            }
            Some(before) => {
                let first = before.at.and_then(|at| self.book.row(at));
                let (Some(row), Some(first)) = (self.book.row(at), first) else { return false };
                let (span, before_span) = (row.span, first.span);
                if let Some(entry) = self.book.entries.get(at.page) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Id::RepeatedField,
                            format!("`{}` has two rows in one table", first_name(segments)),
                        )
                        .at(entry.place(span))
                        .with(entry.place(before_span), "the first, which counts"),
                    );
                }
                false
            }
        }
    }

    pub(super) fn finish(&mut self, tree: IndexMap<String, Node>, path: &str) -> Drafts {
        let mut drafts = Drafts::new();
        for (key, node) in tree {
            let draft = self.finish_node(&key, node, path);
            drafts.insert(WireName(key), draft);
        }
        drafts
    }

    fn finish_node(&mut self, key: &str, node: Node, path: &str) -> Draft {
        let mut draft = node.draft.unwrap_or_default();
        let stated = depth(&draft.field.ty);
        if !node.children.is_empty() {
            let name = format!("{path}{}", capital(key));
            let index = self.types.len();
            let at = first_row(&node.children);
            let at = at.and_then(|at| self.book.spot(at));
            self.types.push(LocalType { name: name.clone(), fields: Drafts::new(), at, table: None });
            let mut fields = self.finish(node.children, &name);
            // A table that the row refers to adds what the dotted names do not say.
            if let Some(known) = super::draft::index(&draft.field.ty).and_then(|known| self.types.get(known))
            {
                for (name, draft) in &known.fields {
                    fields.entry(name.clone()).or_insert_with(|| draft.clone());
                }
            }
            if let Some(local) = self.types.get_mut(index) {
                local.fields = fields;
            }
            draft.field.ty = wrap(local(index), node.lists.max(stated));
            draft.firm = Firm::Yes;
        } else if node.lists > stated {
            draft.field.ty = wrap(draft.field.ty, node.lists - stated);
        }
        draft
    }
}

fn first_name(segments: &[Segment]) -> &str {
    segments.last().map_or("", |segment| segment.key.as_str())
}

fn first_row(children: &IndexMap<String, Node>) -> Option<RowAt> {
    children
        .values()
        .find_map(|node| node.draft.as_ref().and_then(|draft| draft.at).or_else(|| first_row(&node.children)))
}

/// How many lists are around a type.
fn depth(ty: &Type) -> usize {
    match ty {
        Type::List(inner) => 1 + depth(inner),
        _ => 0,
    }
}

fn wrap(ty: Type, lists: usize) -> Type {
    (0..lists).fold(ty, |ty, _| Type::list(ty))
}

fn capital(key: &str) -> String {
    let mut chars = key.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
