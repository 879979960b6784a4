//! What the examples say of the fields: they decide where the tables say nothing, else they are reported.

use serde_json::Value;
use tablature_ir::Type;

use super::{
    draft::{self, Draft, Drafts, LocalBody},
    examples,
    fields::Firm,
    operation::Maker,
    shown::only_shown,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    raw::{Label, Role},
};

/// An example while it is compared.
#[derive(Clone, Copy)]
pub(super) struct Evidence {
    /// Which example of the page.
    pub(super) example: usize,
    pub(super) role: Role,
}

impl Maker<'_> {
    /// Compares all examples of success with what the tables say.
    pub(super) fn evidence(&mut self) {
        let parsed = std::mem::take(&mut self.examples);
        for example in &parsed {
            self.mended(example);
            let evidence = Evidence { example: example.index, role: example.role };
            match example.role {
                Role::RequestExample => {
                    let mut body = self.operation.body.take();
                    self.body_evidence(&mut body, &example.value, evidence);
                    self.operation.body = body;
                }
                Role::ResponseExample if examples::succeeds(example.status) => {
                    let Some(response) = self.operation.responses.values_mut().next() else { continue };
                    let mut body = response.body.take();
                    self.body_evidence(&mut body, &example.value, evidence);
                    if let Some(response) = self.operation.responses.values_mut().next() {
                        response.body = body;
                    }
                }
                _ => {}
            }
        }
        self.examples = parsed;
    }

    fn body_evidence(&mut self, body: &mut Option<LocalBody>, value: &Value, evidence: Evidence) {
        match body {
            Some(LocalBody::Fields(drafts)) => self.object(drafts, &[value], evidence, ""),
            Some(LocalBody::Type(ty, _)) => {
                let ty = ty.clone();
                self.value(&ty, &[value], evidence, "");
            }
            None => {}
        }
    }

    /// Compares the fields of an object with the examples of it.
    fn object(&mut self, drafts: &mut Drafts, values: &[&Value], evidence: Evidence, path: &str) {
        let objects: Vec<_> = values.iter().filter_map(|value| value.as_object()).collect();
        if objects.is_empty() {
            return;
        }
        if only_shown(drafts) {
            self.more_keys(drafts, &objects);
        }
        if evidence.role == Role::ResponseExample {
            self.plurals(drafts, &objects, evidence, path);
        }
        for (name, draft) in drafts.iter_mut() {
            let found: Vec<&Value> = objects.iter().filter_map(|object| object.get(name.as_str())).collect();
            if found.is_empty() {
                continue;
            }
            self.field(name, draft, &found, evidence, path);
        }
        self.undocumented(drafts, &objects, evidence, path);
    }

    fn field(&mut self, name: &str, draft: &mut Draft, found: &[&Value], evidence: Evidence, path: &str) {
        self.learn(name, draft, found, evidence);
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        if let Some(value) = found.iter().find(|value| contradicts(&draft.field.ty, value)) {
            self.contradiction(name, draft, value, evidence, &path);
        }
        let ty = draft.field.ty.clone();
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
            Type::Named(_) => {
                let Some(index) = draft::index(ty) else { return };
                let Some(local) = self.builder.types.get_mut(index) else { return };
                // A type within itself is empty here and compares with nothing.
                let mut fields = std::mem::take(&mut local.fields);
                if !fields.is_empty() {
                    self.object(&mut fields, values, evidence, path);
                }
                if let Some(local) = self.builder.types.get_mut(index)
                    && local.fields.is_empty()
                {
                    local.fields = fields;
                }
            }
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any => {}
        }
    }

    /// Lets the example say what the table leaves open.
    fn learn(&mut self, name: &str, draft: &mut Draft, found: &[&Value], evidence: Evidence) {
        let lists = found.iter().any(|value| value.is_array());
        let scalars = found.iter().any(|value| value.is_string() || value.is_number() || value.is_boolean());
        if draft.firm != Firm::Yes && lists && matches!(draft.field.ty, Type::Map(_)) {
            draft.field.ty = Type::list(Type::Any);
        }
        if draft.firm != Firm::Yes && lists && !matches!(draft.field.ty, Type::List(_)) {
            // "Object" and the example is a list of them.
            let inner = std::mem::take(&mut draft.field.ty);
            draft.field.ty = Type::list(inner);
        }
        if draft.firm != Firm::Yes
            && let Some(map) = self.keyed(&draft.field.ty, found)
        {
            draft.field.ty = map;
        }
        if *draft.field.ty.innermost() != Type::Any {
            return;
        }
        if let Type::Map(inner) = &mut draft.field.ty
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
        gather(&draft.field.ty, found, &mut leaves);
        if leaves.is_empty() {
            return;
        }
        let open = draft.firm == Firm::No
            || (scalars && draft.firm != Firm::Object)
            || matches!(draft.field.ty, Type::List(_) | Type::Map(_));
        if open && let Some(scalar) = common_scalar(&leaves) {
            *draft.field.ty.innermost_mut() = scalar;
            return;
        }
        if leaves.iter().all(|leaf| leaf.is_object())
            && let Some(table) = self.by_keys(&leaves, evidence.role)
        {
            let ty = self.builder.named(self.page, table, name);
            *draft.field.ty.innermost_mut() = ty;
            return;
        }
        self.learn_keys(name, draft, &leaves, evidence);
    }

    /// The map that an "Object" with a table is where the example has none of the table's keys in it, but has them
    /// one level deeper: its own keys are names of the caller's.
    fn keyed(&self, ty: &Type, found: &[&Value]) -> Option<Type> {
        let Type::Named(_) = ty else { return None };
        let fields = &self.builder.types.get(draft::index(ty)?)?.fields;
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
    fn by_keys(&self, leaves: &[&Value], role: Role) -> Option<usize> {
        let side = if role == Role::RequestExample { Role::Request } else { Role::Response };
        let keys: Vec<&String> =
            leaves.iter().filter_map(|leaf| leaf.as_object()).flat_map(serde_json::Map::keys).collect();
        let mut best: Option<(usize, usize)> = None;
        for (index, table) in self.entry.raw.tables.iter().enumerate() {
            let free = !self.builder.used.contains(&(self.page, index)) && table.role == side;
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
        best.map(|(index, _)| index)
    }

    fn contradiction(&mut self, name: &str, draft: &Draft, value: &Value, evidence: Evidence, path: &str) {
        let shown = shown(value);
        let mut diagnostic = Diagnostic::new(
            Id::ExampleContradictsTable,
            format!("the table says that `{name}` is {}, the example shows {shown}", kind(&draft.field.ty)),
        )
        .hint("the table counts, and decoding accepts both; correct the type in an overlay if the table is wrong");
        if let Some(row) = draft.at.and_then(|at| self.builder.book.row(at))
            && let Some(page) = draft.at.and_then(|at| self.builder.book.entries.get(at.page))
        {
            diagnostic = diagnostic.at(page.place(if row.ty.is_empty() { row.span } else { row.ty.span }));
        }
        if let Some(place) = self.shown_at(evidence, path, Some(value)) {
            diagnostic = diagnostic.with(self.entry.document.place(place), format!("{shown} here"));
        }
        self.builder.diagnostics.push(diagnostic);
    }

    fn undocumented(
        &mut self,
        drafts: &Drafts,
        objects: &[&serde_json::Map<String, Value>],
        evidence: Evidence,
        path: &str,
    ) {
        let mut seen: Vec<&str> = Vec::new();
        for key in objects.iter().flat_map(|object| object.keys()) {
            let known = drafts.contains_key(key.as_str())
                || seen.contains(&key.as_str())
                || (path.is_empty() && (self.dialect.is_envelope(key) || self.dialect.supplies(key)));
            if known {
                continue;
            }
            seen.push(key);
            let full = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let Some(place) = self.shown_at(evidence, &full, None) else { continue };
            self.builder.diagnostics.push(
                Diagnostic::new(Id::UndocumentedField, format!("`{full}` is only in the example"))
                    .at(self.entry.document.place(place))
                    .hint("add it in an overlay if the service does send or take it"),
            );
        }
        if evidence.role == Role::ResponseExample {
            self.missing(drafts, objects, evidence, path);
        }
    }

    /// Required fields that an example lacks.
    fn missing(
        &mut self,
        drafts: &Drafts,
        objects: &[&serde_json::Map<String, Value>],
        _: Evidence,
        path: &str,
    ) {
        let renamed = objects.iter().flat_map(|object| object.keys()).any(|key| {
            !(drafts.contains_key(key.as_str()) || path.is_empty() && self.dialect.is_envelope(key))
        });
        for (name, draft) in drafts {
            let required =
                draft.field.required == Some(true) || path.is_empty() && draft.field.required.is_none();
            // A key that no table knows hints that the field is now called otherwise.
            if !(required || renamed) || objects.iter().any(|object| object.contains_key(name.as_str())) {
                continue;
            }
            let Some(at) = draft.at else { continue };
            let (Some(row), Some(page)) = (self.builder.book.row(at), self.builder.book.entries.get(at.page))
            else {
                continue;
            };
            self.builder.diagnostics.push(
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
        (Type::Map(_) | Type::Named(_), value) => !value.is_object(),
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
        Type::Named(_) => "an object",
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
