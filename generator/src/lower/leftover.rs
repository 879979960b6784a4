//! Objects without fields and tables without an object that belong together: by their names, or because they are
//! the only ones.

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

/// Words that say that something is a container or a description of something, not of what.
const GENERIC: [&str; 17] = [
    "list", "set", "array", "info", "item", "data", "node", "model", "object", "detail", "result",
    "response", "struct", "entry", "record", "map", "of",
];

/// What the tables that are left may be of.
#[derive(Clone, Copy)]
enum Side {
    Request,
    /// The response of this place; the first is that of success.
    Response(usize),
}

/// A field that a table may belong to.
struct Open {
    /// The names that lead to it.
    path: Vec<String>,
    /// Whether its type is a word for text: then only a table of its very name may belong to it.
    text: bool,
}

impl Maker<'_> {
    /// Pairs them, on each side of the operation, until nothing more is certain.
    pub(super) fn leftover(&mut self) {
        let responses = (0..self.operation.responses.len()).map(Side::Response);
        for side in std::iter::once(Side::Request).chain(responses) {
            while let Some((path, table)) = self.next_pair(side) {
                if !self.pair(side, &path, table) {
                    break;
                }
            }
        }
    }

    /// The next field and table that belong together.
    fn next_pair(&self, side: Side) -> Option<(Vec<String>, usize)> {
        let unused = self.unused(side);
        if unused.is_empty() {
            return None;
        }
        let mut open = Vec::new();
        match self.body_of(side) {
            Some(LocalBody::Fields(drafts)) => self.open(drafts, &mut Vec::new(), &mut open),
            Some(LocalBody::Type(ty, _)) if *ty.innermost() == Type::Any => {
                open.push(Open { path: Vec::new(), text: false });
            }
            Some(LocalBody::Type(ty, _)) => self.open_within(ty, &mut Vec::new(), &mut open),
            None => {}
        }
        let name = |open: &Open| open.path.last().cloned().unwrap_or_default();
        let pair = |open: &Open, table| Some((open.path.clone(), table));
        for (table, label) in unused.iter().filter(|(_, label)| is_identifier(label)) {
            let is_within = self.entry.raw.tables.get(*table).is_some_and(|table| table.within.is_some());
            // A table in the cell of a text never makes an object of it.
            let may = |open: &&Open| !(open.text && is_within);
            if let Some(own) = open.iter().filter(may).find(|open| key(&name(open)) == key(label)) {
                return pair(own, *table);
            }
        }
        open.retain(|open| !open.text);
        for (table, label) in unused.iter().filter(|(_, label)| is_identifier(label)) {
            let mut alike = open.iter().filter(|open| is_alike(&name(open), label));
            if let (Some(only), None) = (alike.next(), alike.next()) {
                return pair(only, *table);
            }
        }
        let ((first, label), only) = (unused.first()?, open.first()?);
        if open.len() > 1 {
            return None;
        }
        // Words say little, but a name that has nothing of the field's is of something else, unless the field's
        // says nothing either.
        let fits = if is_identifier(label) { words(&name(only)).is_empty() } else { unused.len() == 1 };
        if fits { pair(only, *first) } else { None }
    }

    /// The tables of this side that no field refers to, and their names.
    fn unused(&self, side: Side) -> Vec<(usize, String)> {
        let is_here = |table: &raw::Table| match side {
            Side::Request => table.role == Role::Request,
            Side::Response(0) => table.role == Role::Response && examples::succeeds(table.status),
            Side::Response(at) => {
                let status = self.operation.responses.get_index(at).map(|(status, _)| status);
                table.role == Role::Response && status == Some(&self.status_name(table.status))
            }
        };
        let named = |(index, table): (usize, &raw::Table)| match &table.label {
            Label::Named(line) if is_here(table) && !self.builder.used.contains(&(self.page, index)) => {
                Some((index, line.text.clone()))
            }
            _ => None,
        };
        self.entry.raw.tables.iter().enumerate().filter_map(named).collect()
    }

    fn body_of(&self, side: Side) -> Option<&LocalBody> {
        match side {
            Side::Request => self.operation.body.as_ref(),
            Side::Response(at) => self.operation.responses.get_index(at)?.1.body.as_ref(),
        }
    }

    /// The fields that are objects, or lists, of which nothing more is known, and those that are text.
    fn open(&self, drafts: &Drafts, around: &mut Vec<String>, open: &mut Vec<Open>) {
        for (name, draft) in drafts {
            around.push(name.to_string());
            let text = draft.field.ty == Type::String;
            if text || is_open(draft) {
                open.push(Open { path: around.clone(), text });
            } else {
                self.open_within(&draft.field.ty, around, open);
            }
            around.pop();
        }
    }

    fn open_within(&self, ty: &Type, around: &mut Vec<String>, open: &mut Vec<Open>) {
        // A type may be within itself.
        if around.len() > 12 {
            return;
        }
        if let Some(local) = draft::index(ty).and_then(|index| self.builder.types.get(index)) {
            self.open(&local.fields, around, open);
        }
    }

    /// Whether it worked.
    fn pair(&mut self, side: Side, path: &[String], table: usize) -> bool {
        let name = path.last().map_or("item", String::as_str).to_owned();
        let named = self.builder.named(self.page, table, &name);
        let body = match side {
            Side::Request => self.operation.body.as_mut(),
            Side::Response(at) => {
                let response = self.operation.responses.get_index_mut(at);
                response.and_then(|(_, response)| response.body.as_mut())
            }
        };
        let (drafts, mut rest) = match (body, path) {
            (Some(LocalBody::Type(ty, _)), []) => {
                *ty.innermost_mut() = named;
                return true;
            }
            (Some(LocalBody::Type(ty, _)), path) => {
                let local = draft::index(ty).and_then(|index| self.builder.types.get_mut(index));
                let Some(local) = local else { return false };
                (&mut local.fields, path)
            }
            (Some(LocalBody::Fields(drafts)), path) => (drafts, path),
            (None, _) => return false,
        };
        let Some((first, below)) = rest.split_first() else { return false };
        let Some(mut draft) = drafts.get_mut(first.as_str()) else { return false };
        rest = below;
        while let Some((next, below)) = rest.split_first() {
            let local = draft::index(&draft.field.ty).and_then(|index| self.builder.types.get_mut(index));
            let Some(inner) = local.and_then(|local| local.fields.get_mut(next.as_str())) else {
                return false;
            };
            (draft, rest) = (inner, below);
        }
        *draft.field.ty.innermost_mut() = named;
        // Whether it is one or a list of them, an example may still say.
        if draft.firm == Firm::Yes {
            draft.firm = Firm::Object;
        }
        true
    }
}

/// Whether a field and a table are named after the same thing.
fn is_alike(name: &str, label: &str) -> bool {
    // A path names one field only.
    if label.contains('.') {
        return false;
    }
    let (name, label) = (words(name), words(label));
    let within = |a: &[String], b: &[String]| {
        !a.is_empty() && a.iter().all(|word| b.iter().any(|other| other.starts_with(word.as_str())))
    };
    within(&name, &label) || within(&label, &name)
}

/// The words of a name that say of what it is, in the singular.
fn words(name: &str) -> Vec<String> {
    let stems = crate::words::stems(name).into_iter();
    stems.filter(|word| word.len() > 1 && !GENERIC.contains(&word.as_str())).collect()
}

/// Whether a field is an object, or a list of what is not said.
fn is_open(draft: &Draft) -> bool {
    let untyped = *draft.field.ty.innermost() == Type::Any;
    let list = matches!(draft.field.ty, Type::List(_));
    untyped
        && (draft.firm == Firm::Object || list && draft.firm == Firm::No)
        && !matches!(draft.field.ty, Type::Map(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_thing_are_alike() {
        assert!(is_alike("TopicList", "TopicInfo"));
        assert!(is_alike("TaskSet", "UGAATask"));
        assert!(is_alike("route_tables", "RouteTableInfo"));
        assert!(!is_alike("DataSet", "MetricPeriod"));
        assert!(!is_alike("sni_container_refs", "insert_headers"));
        assert!(words("DataSet").is_empty());
    }
}
