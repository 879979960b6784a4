//! What examples say about fields. It decides where tables say nothing; otherwise, differences are reported.

use serde_json::Value;

use super::{
    draft::{Draft, DraftField, DraftFields, LocalBody},
    examples,
    fields::{Builder, Firm},
    ids::TableAt,
    page::Page,
    shown::only_shown,
    ty::Type,
};
use crate::{
    diagnostic::{Diagnostic, Diagnostics, Id},
    extract::example::Places,
    raw::{Label, Role},
};

/// An example while it is compared.
#[derive(Clone, Copy)]
pub(super) struct Evidence {
    /// Which example of the page.
    pub(super) example: usize,
    pub(super) role: Role,
}

/// Compares all examples of success with what the tables say.
pub(super) fn evidence(draft: &mut Draft, page: &Page<'_>, diagnostics: &mut Diagnostics) {
    Compare { draft, page, diagnostics, places: None }.all();
}

/// What a comparison of examples and tables goes through.
pub(super) struct Compare<'a> {
    pub(super) draft: &'a mut Draft,
    pub(super) page: &'a Page<'a>,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Where the keys of the example stand that was asked for last.
    pub(super) places: Option<(usize, Places)>,
}

impl Compare<'_> {
    fn all(&mut self) {
        for example in &self.page.examples {
            self.mended(example);
            let evidence = Evidence { example: example.index, role: example.role };
            match example.role {
                Role::RequestExample => {
                    let mut body = self.draft.body.take();
                    self.body_evidence(&mut body, &example.value, evidence);
                    self.draft.body = body;
                }
                Role::ResponseExample if examples::succeeds(example.status) => {
                    let Some(response) = self.draft.responses.values_mut().next() else { continue };
                    let mut body = response.body.take();
                    self.body_evidence(&mut body, &example.value, evidence);
                    if let Some(response) = self.draft.responses.values_mut().next() {
                        response.body = body;
                    }
                }
                _ => {}
            }
        }
    }

    fn body_evidence(&mut self, body: &mut Option<LocalBody>, value: &Value, evidence: Evidence) {
        match body {
            Some(LocalBody::Fields(fields)) => self.object(fields, &[value], evidence, ""),
            Some(LocalBody::Type(ty, _)) => {
                let ty = ty.clone();
                self.value(&ty, &[value], evidence, "");
            }
            None => {}
        }
    }

    /// Compares the fields of an object with the examples of it.
    fn object(&mut self, fields: &mut DraftFields, values: &[&Value], evidence: Evidence, path: &str) {
        let objects: Vec<_> = values.iter().filter_map(|value| value.as_object()).collect();
        if objects.is_empty() {
            return;
        }
        // A request body that comes from examples alone is complete: further examples may belong to other requests.
        let told = evidence.role == Role::RequestExample && path.is_empty();
        if !told && only_shown(fields) {
            self.more_keys(fields, &objects);
        }
        if evidence.role == Role::ResponseExample {
            self.plurals(fields, &objects, evidence, path);
        }
        for (name, field) in fields.iter_mut() {
            let found: Vec<&Value> = objects.iter().filter_map(|object| object.get(name.as_str())).collect();
            if found.is_empty() {
                continue;
            }
            self.field(name, field, &found, evidence, path);
        }
        self.undocumented(fields, &objects, evidence, path);
    }

    fn field(
        &mut self,
        name: &str,
        field: &mut DraftField,
        found: &[&Value],
        evidence: Evidence,
        path: &str,
    ) {
        self.learn(name, field, found, evidence);
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if let Some(value) = found.iter().find(|value| contradicts(&field.ty, value)) {
            self.contradiction(name, field, value, evidence, &path);
        }
        let ty = field.ty.clone();
        self.value(&ty, found, evidence, &path);
    }

    fn value(&mut self, ty: &Type, values: &[&Value], evidence: Evidence, path: &str) {
        match ty {
            Type::List(inner) => {
                let items: Vec<&Value> =
                    values.iter().filter_map(|value| value.as_array()).flatten().collect();
                if !items.is_empty() {
                    self.value(inner, &items, evidence, path);
                }
            }
            Type::Map(inner) => {
                let items: Vec<&Value> = values
                    .iter()
                    .filter_map(|value| value.as_object())
                    .flat_map(serde_json::Map::values)
                    .collect();
                if !items.is_empty() {
                    self.value(inner, &items, evidence, path);
                }
            }
            Type::Local(index) => {
                let Some(local) = self.draft.types.get_mut(*index) else { return };
                // A type within itself is empty here and compares with nothing.
                let mut fields = std::mem::take(&mut local.fields);
                if !fields.is_empty() {
                    self.object(&mut fields, values, evidence, path);
                }
                if let Some(local) = self.draft.types.get_mut(*index)
                    && local.fields.is_empty()
                {
                    local.fields = fields;
                }
            }
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any => {}
        }
    }

    /// Lets the example say what the table leaves open.
    fn learn(&mut self, name: &str, field: &mut DraftField, found: &[&Value], evidence: Evidence) {
        let lists = found.iter().any(|value| value.is_array());
        let scalars = found.iter().any(|value| value.is_string() || value.is_number() || value.is_boolean());
        if field.firm != Firm::Yes && lists && matches!(field.ty, Type::Map(_)) {
            field.ty = Type::list(Type::Any);
        }
        if field.firm != Firm::Yes && lists && !matches!(field.ty, Type::List(_)) {
            // "Object" and the example is a list of them.
            let inner = std::mem::take(&mut field.ty);
            field.ty = Type::list(inner);
        }
        if field.firm != Firm::Yes
            && let Some(map) = self.keyed(&field.ty, found)
        {
            field.ty = map;
        }
        if *field.ty.innermost() != Type::Any {
            return;
        }
        if let Type::Map(inner) = &mut field.ty
            && **inner == Type::Any
            && found
                .iter()
                .filter_map(|value| value.as_object())
                .flat_map(serde_json::Map::values)
                .any(Value::is_array)
        {
            **inner = Type::list(Type::Any);
        }
        let mut leaves: Vec<&Value> = Vec::new();
        gather(&field.ty, found, &mut leaves);
        if leaves.is_empty() {
            return;
        }
        let open = field.firm == Firm::No
            || (scalars && field.firm != Firm::Object)
            || matches!(field.ty, Type::List(_) | Type::Map(_));
        if open && let Some(scalar) = common_scalar(&leaves) {
            *field.ty.innermost_mut() = scalar;
            return;
        }
        if leaves.iter().all(|leaf| leaf.is_object())
            && let Some(table) = self.by_keys(&leaves, evidence.role)
        {
            let ty = Builder::new(self.draft, self.page, self.diagnostics).named(table, name);
            *field.ty.innermost_mut() = ty;
            return;
        }
        self.learn_keys(name, field, &leaves, evidence);
    }

    /// The map that an object with a table really is: no example has keys of the table directly in it, but one level
    /// deeper, so its own keys are names that callers choose. `None` if it is not such a map.
    fn keyed(&self, ty: &Type, found: &[&Value]) -> Option<Type> {
        let Type::Local(index) = ty else { return None };
        let fields = &self.draft.types.get(*index)?.fields;
        let objects: Vec<_> = found.iter().map(|value| value.as_object()).collect::<Option<_>>()?;
        if objects.iter().flat_map(|object| object.keys()).any(|key| fields.contains_key(key.as_str())) {
            return None;
        }
        let values: Vec<&Value> = objects.iter().flat_map(|object| object.values()).collect();
        let lists = values.iter().all(|value| value.is_array());
        let items = values.iter().flat_map(|value| match value {
            Value::Array(items) => items.iter().collect(),
            other => vec![*other],
        });
        let items: Vec<_> = items.map(Value::as_object).collect::<Option<_>>()?;
        let keys: Vec<&String> = items.iter().flat_map(|item| item.keys()).collect();
        let known = keys.iter().filter(|key| fields.contains_key(key.as_str())).count();
        let of = if lists { Type::list(ty.clone()) } else { ty.clone() };
        (known * 2 > keys.len()).then(|| Type::map(of))
    }

    /// A table that nothing refers to and whose rows are the keys of the example.
    fn by_keys(&self, leaves: &[&Value], role: Role) -> Option<TableAt> {
        let side = if role == Role::RequestExample { Role::Request } else { Role::Response };
        let keys: Vec<&String> =
            leaves.iter().filter_map(|leaf| leaf.as_object()).flat_map(serde_json::Map::keys).collect();
        let mut best: Option<(usize, usize)> = None;
        for (index, table) in self.page.entry.raw.tables.iter().enumerate() {
            let free = !self.draft.seen.used.contains(&self.page.table_at(index)) && table.role == side;
            if !free || matches!(table.label, Label::Root) {
                continue;
            }
            let names: Vec<_> = table.rows.iter().map(|row| row.name.joined()).collect();
            let known =
                keys.iter().filter(|key| names.iter().any(|name| name.trim() == key.as_str())).count();
            if known * 2 > keys.len() && best.is_none_or(|(_, most)| known > most) {
                best = Some((index, known));
            }
        }
        best.map(|(table, _)| self.page.table_at(table))
    }

    fn contradiction(
        &mut self,
        name: &str,
        field: &DraftField,
        value: &Value,
        evidence: Evidence,
        path: &str,
    ) {
        let shown = shown(value);
        let mut diagnostic = Diagnostic::new(
            Id::ExampleContradictsTable,
            format!("the table says that `{name}` is {}, the example shows {shown}", kind(&field.ty)),
        )
        .hint("the table counts, and decoding accepts both; correct the type in an overlay if the table is wrong");
        if let Some(row) = field.at.and_then(|at| self.page.book.row(at))
            && let Some(page) = field.at.and_then(|at| self.page.book.entry(at.page))
        {
            diagnostic = diagnostic.at(page.place(if row.ty.is_empty() { row.span } else { row.ty.span }));
        }
        if let Some(place) = self.shown_at(evidence, path, Some(value)) {
            diagnostic = diagnostic.with(self.page.entry.document.place(place), format!("{shown} here"));
        }
        self.diagnostics.push(diagnostic);
    }

    fn undocumented(
        &mut self,
        fields: &DraftFields,
        objects: &[&serde_json::Map<String, Value>],
        evidence: Evidence,
        path: &str,
    ) {
        let mut seen: Vec<&str> = Vec::new();
        for key in objects.iter().flat_map(|object| object.keys()) {
            let known = fields.contains_key(key.as_str())
                || seen.contains(&key.as_str())
                || (path.is_empty()
                    && (self.page.dialect.is_envelope(key) || self.page.dialect.supplies(key)));
            if known {
                continue;
            }
            seen.push(key);
            let full = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let Some(place) = self.shown_at(evidence, &full, None) else { continue };
            self.diagnostics.push(
                Diagnostic::new(Id::UndocumentedField, format!("`{full}` is only in the example"))
                    .at(self.page.entry.document.place(place))
                    .hint("add it in an overlay if the service does send or take it"),
            );
        }
        if evidence.role == Role::ResponseExample {
            self.missing(fields, objects, evidence, path);
        }
    }

    /// Required fields that an example lacks.
    fn missing(
        &mut self,
        fields: &DraftFields,
        objects: &[&serde_json::Map<String, Value>],
        _: Evidence,
        path: &str,
    ) {
        let renamed = objects.iter().flat_map(|object| object.keys()).any(|key| {
            !(fields.contains_key(key.as_str()) || path.is_empty() && self.page.dialect.is_envelope(key))
        });
        for (name, field) in fields {
            let required = field.ir.required == Some(true) || path.is_empty() && field.ir.required.is_none();
            // A key that no table has suggests that the field was renamed.
            if !(required || renamed) || objects.iter().any(|object| object.contains_key(name.as_str())) {
                continue;
            }
            let Some(at) = field.at else { continue };
            let (Some(row), Some(page)) = (self.page.book.row(at), self.page.book.entry(at.page)) else {
                continue;
            };
            self.diagnostics.push(
                Diagnostic::new(Id::ExampleLacksField, format!("no example shows `{name}`"))
                    .at(page.place(row.name.span)),
            );
        }
    }
}

/// The values at the innermost of a type.
fn gather<'v>(ty: &Type, values: &[&'v Value], leaves: &mut Vec<&'v Value>) {
    match ty {
        Type::List(inner) => {
            let items: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
            gather(inner, &items, leaves);
        }
        Type::Map(inner) => {
            let items: Vec<&Value> = values
                .iter()
                .filter_map(|value| value.as_object())
                .flat_map(serde_json::Map::values)
                .collect();
            gather(inner, &items, leaves);
        }
        _ => leaves.extend(values.iter().filter(|value| !value.is_null())),
    }
}

/// The scalar type that all values have.
pub(super) fn common_scalar(values: &[&Value]) -> Option<Type> {
    let of = |value: &Value| match value {
        Value::String(_) => Some(Type::String),
        Value::Bool(_) => Some(Type::Boolean),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(Type::Integer),
        Value::Number(_) => Some(Type::Number),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    let mut types = values.iter().map(|value| of(value));
    let first = types.next()??;
    types.try_fold(first, |ty, next| match (ty, next?) {
        (a, b) if a == b => Some(a),
        (Type::Integer, Type::Number) | (Type::Number, Type::Integer) => Some(Type::Number),
        _ => None,
    })
}

/// Whether a value is of another kind than the type.
fn contradicts(ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Any, _) | (_, Value::Null) => false,
        (Type::String, value) => !value.is_string(),
        (Type::Integer, Value::Number(number)) => number.is_f64(),
        (Type::Number, value) => !value.is_number(),
        (Type::Boolean, value) => !value.is_boolean(),
        (Type::List(_), Value::Array(items)) => match ty {
            Type::List(inner) => items.iter().any(|item| contradicts(inner, item)),
            _ => false,
        },
        (Type::List(_) | Type::Integer, _) => true,
        (Type::Map(_) | Type::Local(_), value) => !value.is_object(),
    }
}

fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::String => "a string",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::Boolean => "a boolean",
        Type::Any => "anything",
        Type::List(_) => "a list",
        Type::Map(_) => "a map",
        Type::Local(_) => "an object",
    }
}

fn shown(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(items) if items.iter().any(Value::is_object) => "a list of objects",
        Value::Array(_) => "a list of other values",
        Value::Object(_) => "an object",
    }
}
