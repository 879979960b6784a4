//! Names with dots → objects within objects.

use indexmap::IndexMap;
use tablature_ir::WireName;

use super::{
    draft::{DraftField, DraftFields, LocalType},
    fields::{Builder, Firm},
    ids::RowAt,
    name::Segment,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    hash::RandomState,
};

/// Fields by the first segments of their names.
pub(super) type Tree = IndexMap<String, Node, RandomState>;

/// A field and what is below it, by the dots of the names.
#[derive(Default)]
pub(super) struct Node {
    field: Option<DraftField>,
    lists: usize,
    children: Tree,
}

impl Builder<'_> {
    pub(super) fn insert(
        &mut self,
        tree: &mut Tree,
        segments: &[Segment],
        field: DraftField,
        at: RowAt,
    ) -> bool {
        let [first, rest @ ..] = segments else { return false };
        let node = tree.entry(first.key.clone()).or_default();
        node.lists = node.lists.max(first.lists);
        if !rest.is_empty() {
            return self.insert(&mut node.children, rest, field, at);
        }
        match &mut node.field {
            None => {
                node.field = Some(field);
                true
            }
            Some(before) => {
                let first = before.at.and_then(|at| self.book.row(at));
                let (Some(row), Some(first)) = (self.book.row(at), first) else { return false };
                let (span, before_span) = (row.span, first.span);
                if let Some(entry) = self.book.entry(at.page) {
                    self.diagnostics.push(
                        Diagnostic::new(
                            Id::RepeatedField,
                            format!("`{}` has two rows", first_name(segments)),
                        )
                        .at(entry.place(span))
                        .with(entry.place(before_span), "the first, which counts"),
                    );
                }
                false
            }
        }
    }

    pub(super) fn finish(&mut self, tree: Tree, path: &str) -> DraftFields {
        let mut fields = DraftFields::with_capacity_and_hasher(tree.len(), RandomState::default());
        for (key, node) in tree {
            let field = self.finish_node(&key, node, path);
            fields.insert(WireName(key), field);
        }
        fields
    }

    fn finish_node(&mut self, key: &str, node: Node, path: &str) -> DraftField {
        let mut field = node.field.unwrap_or_default();
        let stated = depth(&field.ty);
        if !node.children.is_empty() {
            let name = format!("{path}{}", capital(key));
            let at = first_row(&node.children);
            let at = at.and_then(|at| self.book.spot(at));
            let index = self.types.push(LocalType {
                name: name.clone(),
                fields: DraftFields::default(),
                at,
                table: None,
                named: None,
            });
            let mut fields = self.finish(node.children, &name);
            // A table that the row refers to adds what the dotted names do not say.
            if let Some(known) = field.ty.local().and_then(|known| self.types.get(known)) {
                for (name, field) in &known.fields {
                    fields.entry(name.clone()).or_insert_with(|| field.clone());
                }
            }
            if let Some(local) = self.types.get_mut(index) {
                local.fields = fields;
            }
            field.ty = wrap(Type::Local(index), node.lists.max(stated));
            field.firm = Firm::Yes;
        } else if node.lists > stated {
            field.ty = wrap(field.ty, node.lists - stated);
        }
        field
    }
}

fn first_name(segments: &[Segment]) -> &str {
    segments.last().map_or("", |segment| segment.key.as_str())
}

fn first_row(children: &Tree) -> Option<RowAt> {
    children
        .values()
        .find_map(|node| node.field.as_ref().and_then(|field| field.at).or_else(|| first_row(&node.children)))
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
