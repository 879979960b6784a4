//! Responses that no table describes: what the examples show is their body.

use serde_json::Value;
use tablature_ir::{Method, Origin, Type};

use super::{
    draft::{self, LocalBody, Spot},
    examples::{self, Parsed},
    fields::ELEMENT,
    operation::Maker,
};
use crate::raw::Role;

impl Maker<'_> {
    /// Gives the response of success the body that its examples show, if no table gives it one. All examples are one
    /// type: keys become fields, and nothing is required. What the envelope holds is left out. Where HTTP allows no
    /// body, the example is of something else.
    pub(super) fn answer(&mut self) {
        let first = self.operation.responses.iter().next();
        let bare = self.method != Method::Head
            && first.is_some_and(|(status, response)| response.body.is_none() && status.has_body());
        let shown = |it: &&Parsed| it.role == Role::ResponseExample && examples::succeeds(it.status);
        let Some(first) = self.examples.iter().find(shown).filter(|_| bare) else { return };
        let span = self.entry.raw.examples.get(first.index).map(|example| (example.line, example.span));
        let at = span.map(|(line, span)| Spot { page: self.page, line, span });
        let values: Vec<Value> =
            self.examples.iter().filter(shown).map(|it| self.opened(&it.value)).collect();
        let values: Vec<&Value> = values.iter().collect();
        let ty = self.shape(ELEMENT, &values, Origin::Example, at);
        let body = match draft::index(&ty) {
            Some(index) if matches!(ty, Type::Named(_)) => {
                let Some(local) = self.builder.types.get_mut(index) else { return };
                // The body is no type of its own.
                local.name.clear();
                LocalBody::Fields(std::mem::take(&mut local.fields))
            }
            _ if ty == Type::Any => return,
            _ => LocalBody::Type(ty, at),
        };
        if let Some(response) = self.operation.responses.values_mut().next() {
            response.body = Some(body);
        }
    }

    /// A body without what belongs to the envelope.
    fn opened(&self, value: &Value) -> Value {
        let Value::Object(members) = value else { return value.clone() };
        let own = members.iter().filter(|(key, _)| !self.dialect.is_envelope(key));
        Value::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect())
    }
}
