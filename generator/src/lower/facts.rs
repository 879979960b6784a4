//! Applies what the words of descriptions say: enum values, defaults, ranges, units, formats.

use std::collections::HashSet;

use tablature_ir::{Deprecation, Type};

use super::{
    draft::{self, Draft, Drafts, LocalBody},
    fields::Firm,
    operation::Maker,
};
use crate::{diagnostic::Diagnostic, prose};

impl Maker<'_> {
    /// Applies the facts to all fields, those of types where they are first reached.
    pub(super) fn facts(&mut self) {
        let mut done = HashSet::new();
        for location in [
            tablature_ir::Location::Path,
            tablature_ir::Location::Query,
            tablature_ir::Location::Header,
            tablature_ir::Location::Form,
        ] {
            let Some(drafts) = self.operation.at(location) else { continue };
            let mut drafts = std::mem::take(drafts);
            self.all(&mut drafts, prose::Side::Request, &mut done);
            if let Some(place) = self.operation.at(location) {
                *place = drafts;
            }
        }
        let mut parts = std::mem::take(&mut self.operation.parts);
        for drafts in parts.values_mut() {
            self.all(drafts, prose::Side::Request, &mut done);
        }
        self.operation.parts = parts;
        let mut body = self.operation.body.take();
        self.body(&mut body, prose::Side::Request, &mut done);
        self.operation.body = body;
        let mut responses = std::mem::take(&mut self.operation.responses);
        for response in responses.values_mut() {
            self.all(&mut response.headers, prose::Side::Response, &mut done);
            self.body(&mut response.body, prose::Side::Response, &mut done);
        }
        self.operation.responses = responses;
    }

    fn body(&mut self, body: &mut Option<LocalBody>, side: prose::Side, done: &mut HashSet<usize>) {
        match body {
            Some(LocalBody::Fields(drafts)) => self.all(drafts, side, done),
            Some(LocalBody::Type(ty, _)) => self.within(&ty.clone(), side, done),
            None => {}
        }
    }

    fn all(&mut self, drafts: &mut Drafts, side: prose::Side, done: &mut HashSet<usize>) {
        for (name, draft) in drafts {
            self.one(name, draft, side);
            self.within(&draft.field.ty, side, done);
        }
    }

    /// The fields of the type that a field has.
    fn within(&mut self, ty: &Type, side: prose::Side, done: &mut HashSet<usize>) {
        let Some(index) = draft::index(ty) else { return };
        if !done.insert(index) {
            return;
        }
        let Some(local) = self.builder.types.get_mut(index) else { return };
        let mut fields = std::mem::take(&mut local.fields);
        self.all(&mut fields, side, done);
        if let Some(local) = self.builder.types.get_mut(index) {
            local.fields = fields;
        }
    }

    fn one(&mut self, name: &str, draft: &mut Draft, side: prose::Side) {
        // A map of which no example shows more has text for values, as parameters have.
        if let Type::Map(value) = &mut draft.field.ty
            && **value == Type::Any
            && draft.firm != Firm::Yes
        {
            **value = Type::String;
        }
        let Some(row) = draft.at.and_then(|at| self.builder.book.row(at)) else { return };
        let text = prose::Text { description: &row.description.text, name, ty: &draft.field.ty, side };
        let facts = prose::facts(&text, &self.dialect.prose);
        let field = &mut draft.field;
        if let Some(values) = facts.values {
            field.values = values.value;
        }
        if field.default.is_none() {
            field.default = facts.default.map(|found| found.value);
        }
        field.range = facts.range.map(|found| found.value);
        field.length = facts.length.map(|found| found.value);
        field.items = facts.items.map(|found| found.value);
        field.unit = facts.unit.map(|found| found.value);
        field.pattern = facts.pattern.map(|found| found.value);
        field.format = facts.format.map(|found| found.value);
        field.sensitive = facts.sensitive.is_some();
        field.deprecated = facts.deprecated.map(|found| Deprecation::new(found.value));
        if field.condition.is_none() && field.required != Some(true) {
            field.condition = facts.condition.map(|found| found.value);
        }
        let page = draft.at.and_then(|at| self.builder.book.entries.get(at.page));
        for conflict in facts.conflicts {
            let diagnostic = Diagnostic::new(conflict.id, format!("`{name}`: {}", conflict.message));
            self.builder.diagnostics.push(match page {
                Some(page) => diagnostic.at(page.place(row.description.place(conflict.at))),
                None => diagnostic,
            });
        }
    }
}
