//! Operations of one service → the service: types that pages define alike become one, and get their names.

use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use tablature_ir::{
    Address, Body, Fields, Location, OperationId, Origin, Response, Status, Type, TypeDef, TypeName, WireName,
};

use super::{
    book::Book,
    draft::{self, Draft, Drafts, LocalBody, LocalType, Operation, RowAt, Spot},
};
use crate::{
    diagnostic::{Diagnostic, Id},
    spec::places::{Place, Places},
};

/// A local type: operation and number.
type At = (usize, usize);

/// Puts the operations of a service together.
pub(super) struct Merge<'a> {
    book: &'a Book,
    operations: &'a [Operation],
    names: HashMap<At, TypeName>,
    pub(super) places: Places,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Merge<'a> {
    pub(super) fn new(book: &'a Book, operations: &'a [Operation]) -> Self {
        Merge { book, operations, names: HashMap::new(), places: Places::default(), diagnostics: Vec::new() }
    }

    /// The types by name, sorted.
    pub(super) fn types(&mut self) -> IndexMap<TypeName, TypeDef> {
        // Types of one name, by what they look like; the order is that of the pages.
        let mut groups: BTreeMap<&str, Vec<(String, Vec<At>)>> = BTreeMap::new();
        for (operation, of) in self.operations.iter().enumerate() {
            let shapes = shapes(&of.types);
            let named =
                of.types.iter().zip(shapes).enumerate().filter(|(_, (local, _))| !local.name.is_empty());
            for (index, (local, shape)) in named {
                let group = groups.entry(&local.name).or_default();
                match group.iter_mut().find(|(known, _)| *known == shape) {
                    Some((_, members)) => members.push((operation, index)),
                    None => group.push((shape, vec![(operation, index)])),
                }
            }
        }
        let mut chosen: BTreeMap<TypeName, Vec<At>> = BTreeMap::new();
        for (name, mut group) in groups {
            // What most pages mean keeps the name; of as many, the first.
            group.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
            self.report(name, &group);
            for (rank, (_, members)) in group.into_iter().enumerate() {
                let first = members
                    .first()
                    .and_then(|(operation, index)| self.operations.get(*operation)?.types.get(*index));
                let prefix = first.map_or("", |local| local.prefix.as_str());
                let own = match prefix {
                    "" => type_name(name),
                    prefix => format!("{prefix}{}", super::operation::pascal(&type_name(name))),
                };
                let mut ty = TypeName(if rank == 0 { type_name(name) } else { own.clone() });
                let mut further = 2;
                while chosen.contains_key(&ty) {
                    ty = TypeName(format!("{own}{further}"));
                    further += 1;
                }
                for member in &members {
                    self.names.insert(*member, ty.clone());
                }
                chosen.insert(ty, members);
            }
        }
        let mut types = IndexMap::new();
        for (name, members) in chosen {
            let mut def = TypeDef::default();
            for (rank, (operation, index)) in members.into_iter().enumerate() {
                let Some(local) = self.operations.get(operation).and_then(|of| of.types.get(index)) else {
                    continue;
                };
                self.place(Address::Type(name.clone()), local.at);
                let fact = |key: &WireName| Address::Field(name.clone(), key.clone());
                for (key, draft) in &local.fields {
                    // What a description or an example says of an object stands where the object does.
                    if matches!(draft.field.origin, Origin::Prose | Origin::Example) && draft.at.is_none() {
                        self.place(fact(key), local.at);
                    }
                }
                let fields = self.fields(operation, &local.fields, &fact);
                if rank == 0 {
                    def.fields = fields;
                }
            }
            types.insert(name, def);
        }
        types
    }

    fn report(&mut self, name: &str, group: &[(String, Vec<At>)]) {
        if group.len() < 2 {
            return;
        }
        let place = |merge: &Self, members: &[At]| {
            let (operation, index) = members.first()?;
            let spot = merge.operations.get(*operation)?.types.get(*index)?.at?;
            let entry = merge.book.entries.get(spot.page)?;
            Some(entry.place(spot.span))
        };
        let Some((_, first)) = group.first() else { return };
        let Some(span) = place(self, first) else { return };
        let mut diagnostic =
            Diagnostic::new(Id::SameNameTypes, format!("`{name}` is defined in {} ways", group.len()))
                .at(span);
        for (_, members) in group.iter().skip(1).take(4) {
            if let Some(span) = place(self, members) {
                diagnostic = diagnostic.with(span, "otherwise here");
            }
        }
        self.diagnostics.push(diagnostic);
    }

    /// An operation with its types named.
    pub(super) fn operation(
        &mut self,
        index: usize,
        at: &Operation,
    ) -> (OperationId, tablature_ir::Operation) {
        let id = OperationId(at.id.clone());
        let mut ir = at.ir.clone();
        let parameter = |location| {
            let id = id.clone();
            move |key: &WireName| Address::Parameter(id.clone(), location, key.clone())
        };
        ir.path = self.fields(index, &at.path, &parameter(Location::Path));
        ir.query = self.fields(index, &at.query, &parameter(Location::Query));
        ir.header = self.fields(index, &at.header, &parameter(Location::Header));
        ir.form = self.fields(index, &at.form, &parameter(Location::Form));
        for (name, parts) in &at.parts {
            let fact = |key: &WireName| Address::Part(id.clone(), Location::Query, name.clone(), key.clone());
            let parts = self.fields(index, parts, &fact);
            if let Some(composite) = ir.query.get_mut(name).and_then(|field| field.composite.as_mut()) {
                composite.parts = parts;
            }
        }
        ir.body = self.body(index, at.body.as_ref(), &id, None);
        for (status, response) in &at.responses {
            let header =
                |key: &WireName| Address::Response(id.clone(), status.clone(), Location::Header, key.clone());
            let headers = self.fields(index, &response.headers, &header);
            let body = self.body(index, response.body.as_ref(), &id, Some(status));
            ir.responses.insert(
                status.clone(),
                Response { description: response.description.clone(), headers, body, ..Response::default() },
            );
        }
        (id, ir)
    }

    fn body(
        &mut self,
        operation: usize,
        body: Option<&LocalBody>,
        id: &OperationId,
        status: Option<&Status>,
    ) -> Option<Body> {
        Some(match body? {
            LocalBody::Fields(drafts) => {
                let fact = |key: &WireName| match status {
                    None => Address::Parameter(id.clone(), Location::Body, key.clone()),
                    Some(status) => {
                        Address::Response(id.clone(), status.clone(), Location::Body, key.clone())
                    }
                };
                let fields = self.fields(operation, drafts, &fact);
                if fields.is_empty() {
                    return None;
                }
                Body::Fields(fields)
            }
            LocalBody::Type(ty, at) => {
                self.place(Address::Body(id.clone(), status.cloned()), *at);
                Body::Type(self.named(operation, ty))
            }
        })
    }

    fn fields(&mut self, operation: usize, drafts: &Drafts, fact: &dyn Fn(&WireName) -> Address) -> Fields {
        let mut fields = Fields::new();
        for (name, draft) in drafts {
            let mut field = draft.field.clone();
            field.ty = self.named(operation, &field.ty);
            if let Some(at) = draft.at {
                self.row_place(fact(name), at);
            } else if field.origin == Origin::Table && first_row(draft).is_none() {
                // A container without a row of its own stands where its first member does.
                let spot = self.first_member(operation, draft);
                self.place(fact(name), spot);
            }
            fields.insert(name.clone(), field);
        }
        fields
    }

    fn first_member(&self, operation: usize, draft: &Draft) -> Option<Spot> {
        self.operations.get(operation)?.types.get(draft::index(&draft.field.ty)?)?.at
    }

    fn row_place(&mut self, fact: Address, at: RowAt) {
        let spot = self.book.spot(at);
        self.place(fact, spot);
    }

    fn place(&mut self, fact: Address, at: Option<Spot>) {
        let Some(spot) = at else { return };
        if let Some(entry) = self.book.entries.get(spot.page) {
            self.places
                .add(fact, Place { file: entry.path.clone(), line: spot.line, range: spot.span.range() });
        }
    }

    fn named(&self, operation: usize, ty: &Type) -> Type {
        let mut ty = ty.clone();
        if let Some(index) = draft::index(&ty) {
            *ty.innermost_mut() = match self.names.get(&(operation, index)) {
                Some(name) => Type::Named(name.clone()),
                None => Type::Any,
            };
        }
        ty
    }
}

fn first_row(draft: &Draft) -> Option<RowAt> {
    draft.at
}

/// What each type of a page looks like: names, types and which are required, types within types included.
fn shapes(types: &[LocalType]) -> Vec<String> {
    types.iter().enumerate().map(|(index, _)| shape(types, index, &mut Vec::new())).collect()
}

fn shape(types: &[LocalType], index: usize, around: &mut Vec<usize>) -> String {
    use std::fmt::Write;
    if let Some(up) = around.iter().rev().position(|outer| *outer == index) {
        return format!("^{up}");
    }
    let Some(local) = types.get(index) else { return String::new() };
    around.push(index);
    let mut text = format!("{}{{", local.name);
    for (name, draft) in &local.fields {
        let required = match draft.field.required {
            None => "",
            Some(true) => "!",
            Some(false) => "?",
        };
        // Writing to a string cannot fail.
        let _ = match draft::index(&draft.field.ty) {
            Some(inner) => {
                write!(text, "{name}{required}:{}{},", lists(&draft.field.ty), shape(types, inner, around))
            }
            None => write!(text, "{name}{required}:{},", draft.field.ty),
        };
    }
    around.pop();
    text.push('}');
    text
}

/// The lists and maps around a type.
fn lists(ty: &Type) -> String {
    match ty {
        Type::List(inner) => format!("[{}", lists(inner)),
        Type::Map(inner) => format!("<{}", lists(inner)),
        _ => String::new(),
    }
}

/// A name as a type expression can hold it.
fn type_name(name: &str) -> String {
    let clean: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let clean = clean.trim_matches('_');
    let scalar =
        matches!(clean, "string" | "integer" | "number" | "boolean" | "any" | "list" | "map" | "object");
    if clean.is_empty() || scalar || clean.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Type{}", super::operation::pascal(clean))
    } else {
        clean.to_owned()
    }
}
