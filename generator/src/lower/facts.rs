//! Applies what the words of descriptions say: enum values, defaults, ranges, units, formats.

use tablature_ir::{Deprecation, WireName};

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody},
    fields::Firm,
    ids::{TypeId, Types},
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    hash::HashSet,
    prose,
};

/// Applies the facts to all fields, those of types where they are first reached.
pub(super) fn facts(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    let Draft { path, query, header, form, parts, body, responses, types, stated, .. } = draft;
    let mut facts = Facts { types, page, diagnostics, done: HashSet::default(), stated: Vec::new() };
    for fields in [path, query, header, form].into_iter().chain(parts.values_mut()) {
        facts.all(fields, prose::Side::Request);
    }
    facts.body(body, prose::Side::Request);
    *stated = std::mem::take(&mut facts.stated);
    for response in responses.values_mut() {
        facts.all(&mut response.headers, prose::Side::Response);
        facts.body(&mut response.body, prose::Side::Response);
    }
}

struct Facts<'a> {
    types: &'a mut Types,
    page: &'a Page<'a>,
    diagnostics: &'a mut Diagnostics,
    /// The types that have been reached.
    done: HashSet<TypeId>,
    /// What is said of several fields, of those that are looked at.
    stated: Vec<(WireName, prose::Stated)>,
}

impl Facts<'_> {
    fn body(&mut self, body: &mut Option<LocalBody>, side: prose::Side) {
        match body {
            Some(LocalBody::Fields(fields)) => self.all(fields, side),
            Some(LocalBody::Type(ty, _)) => self.within(&ty.clone(), side),
            None => {}
        }
    }

    fn all(&mut self, fields: &mut DraftFields, side: prose::Side) {
        for (name, field) in fields {
            self.one(name, field, side);
            self.within(&field.ty, side);
        }
    }

    /// The fields of the type that a field has.
    fn within(&mut self, ty: &Type, side: prose::Side) {
        let Some(index) = ty.local() else { return };
        if !self.done.insert(index) {
            return;
        }
        let Some(local) = self.types.get_mut(index) else { return };
        let mut fields = std::mem::take(&mut local.fields);
        // Only parameters have groups, not members of objects.
        let stated = std::mem::take(&mut self.stated);
        self.all(&mut fields, side);
        self.stated = stated;
        if let Some(local) = self.types.get_mut(index) {
            local.fields = fields;
        }
    }

    fn one(&mut self, name: &str, field: &mut DraftField, side: prose::Side) {
        // A map of which no example shows more has text for values, as parameters have.
        if let Type::Map(value) = &mut field.ty
            && **value == Type::Any
            && field.firm != Firm::Yes
        {
            **value = Type::String;
        }
        let Some(row) = field.at.and_then(|at| self.page.book.row(at)) else { return };
        let text = prose::Text { description: &row.description.text, name, ty: &field.ty.outline(), side };
        let facts = prose::facts(&text, &self.page.dialect.prose);
        let ir = &mut field.ir;
        if let Some(values) = facts.values {
            ir.values = values.value.into();
        }
        if ir.default.is_none() {
            ir.default = facts.default.map(|found| found.value);
        }
        ir.range = facts.range.map(|found| Box::new(found.value));
        ir.length = facts.length.map(|found| Box::new(found.value));
        ir.items = facts.items.map(|found| Box::new(found.value));
        ir.unit = facts.unit.map(|found| found.value);
        ir.pattern = facts.pattern.map(|found| found.value);
        ir.format = facts.format.map(|found| found.value);
        ir.sensitive = facts.sensitive.is_some();
        ir.deprecated = facts.deprecated.map(|found| Deprecation::new(found.value));
        if ir.condition.is_none() && ir.required != Some(true) {
            ir.condition = facts.condition.map(|found| found.value);
        }
        self.stated.extend(facts.group.map(|found| (name.into(), found.value)));
        let entry = field.at.and_then(|at| self.page.book.entry(at.page));
        for conflict in facts.conflicts {
            let diagnostic = Diagnostic::new(conflict.id, format!("`{name}`: {}", conflict.message));
            self.diagnostics.push(match entry {
                Some(entry) => diagnostic.at(entry.place(row.description.place(conflict.at))),
                None => diagnostic,
            });
        }
    }
}
