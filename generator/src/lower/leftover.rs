//! The one object without fields and the one table without an object belong together.

use tablature_ir::Type;

use super::{
    book::key,
    draft::{self, Draft, Drafts, LocalBody},
    examples,
    fields::Firm,
    operation::Maker,
};
use crate::{
    extract::is_identifier,
    raw::{self, Label, Role},
};

impl Maker<'_> {
    /// Pairs them, on each side of the operation.
    pub(super) fn leftover(&mut self) {
        for role in [Role::Request, Role::Response] {
            let Some(table) = self.unused(role) else { continue };
            let mut open = Vec::new();
            let body = self.body_of(role);
            match body {
                Some(LocalBody::Fields(drafts)) => self.open(drafts, &mut Vec::new(), &mut open),
                Some(LocalBody::Type(ty, _)) if *ty.innermost() == Type::Any => open.push(Vec::new()),
                Some(LocalBody::Type(ty, _)) => self.open_within(ty, &mut Vec::new(), &mut open),
                None => {}
            }
            let [path] = open.as_slice() else { continue };
            if !self.fits(table, path) {
                continue;
            }
            self.pair(role, path, table);
        }
    }

    /// The only table of this side that no field refers to.
    fn unused(&self, role: Role) -> Option<usize> {
        let is = |(index, table): &(usize, &raw::Table)| {
            table.role == role
                && !self.builder.used.contains(&(self.page, *index))
                && matches!(table.label, Label::Named(_))
                && (role == Role::Request || examples::succeeds(table.status))
        };
        let mut unused = self.entry.raw.tables.iter().enumerate().filter(is);
        let (index, _) = unused.next()?;
        unused.next().is_none().then_some(index)
    }

    /// Whether the name of the table may be that of what the field holds: words say little, but a name that
    /// has nothing of the field's is of something else.
    fn fits(&self, table: usize, path: &[String]) -> bool {
        let label = self.entry.raw.tables.get(table).map(|table| &table.label);
        let Some(Label::Named(line)) = label else { return false };
        if !is_identifier(&line.text) {
            return true;
        }
        let (label, name) = (key(&line.text), path.last().map_or_else(String::new, |name| key(name)));
        !name.is_empty() && (label.starts_with(&name) || name.starts_with(&label))
    }

    fn body_of(&self, role: Role) -> Option<&LocalBody> {
        match role {
            Role::Request => self.operation.body.as_ref(),
            _ => self.operation.responses.values().next().and_then(|response| response.body.as_ref()),
        }
    }

    /// The paths of the fields that are objects, or lists, of which nothing more is known.
    fn open(&self, drafts: &Drafts, around: &mut Vec<String>, open: &mut Vec<Vec<String>>) {
        for (name, draft) in drafts {
            around.push(name.to_string());
            if is_open(draft) {
                open.push(around.clone());
            } else {
                self.open_within(&draft.field.ty, around, open);
            }
            around.pop();
        }
    }

    fn open_within(&self, ty: &Type, around: &mut Vec<String>, open: &mut Vec<Vec<String>>) {
        // A type may be within itself.
        if around.len() > 12 {
            return;
        }
        if let Some(local) = draft::index(ty).and_then(|index| self.builder.types.get(index)) {
            self.open(&local.fields, around, open);
        }
    }

    fn pair(&mut self, role: Role, path: &[String], table: usize) {
        let name = path.last().map_or("item", String::as_str).to_owned();
        let named = self.builder.named(self.page, table, &name);
        let body = match role {
            Role::Request => self.operation.body.as_mut(),
            _ => self.operation.responses.values_mut().next().and_then(|response| response.body.as_mut()),
        };
        let (mut ty, mut rest) = match (body, path) {
            (Some(LocalBody::Type(ty, _)), path) => (ty, path),
            (Some(LocalBody::Fields(drafts)), [first, rest @ ..]) => match drafts.get_mut(first.as_str()) {
                Some(draft) => (&mut draft.field.ty, rest),
                None => return,
            },
            (Some(LocalBody::Fields(_)), []) | (None, _) => return,
        };
        while let [next, below @ ..] = rest {
            let local = draft::index(ty).and_then(|index| self.builder.types.get_mut(index));
            let Some(draft) = local.and_then(|local| local.fields.get_mut(next.as_str())) else { return };
            (ty, rest) = (&mut draft.field.ty, below);
        }
        *ty.innermost_mut() = named;
    }
}

/// Whether a field is an object, or a list of what is not said.
fn is_open(draft: &Draft) -> bool {
    let untyped = *draft.field.ty.innermost() == Type::Any;
    let list = matches!(draft.field.ty, Type::List(_));
    untyped
        && (draft.firm == Firm::Object || list && draft.firm == Firm::No)
        && !matches!(draft.field.ty, Type::Map(_))
}
