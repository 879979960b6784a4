//! What is said of a field is said of values of its type: a range of numbers, a length of texts, a count of lists.

use tablature_ir::{
    Encoding, Field, Format, Location, Service, Type, walk,
    walk::{Holder, Node},
};

use super::{Finding, finding, label, values::spells};
use crate::diagnostic::{Diagnostic, Id};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for node in walk(service) {
        let Some(field) = node.field else { continue };
        // A type that is not there is told, and may have been meant to be any.
        if node.ty.named().is_some_and(|name| !service.types.contains_key(name)) {
            continue;
        }
        let misfits = misfits(field).into_iter();
        let misfits =
            misfits.map(|(key, of)| format!("is of type `{}`, and `{key}` is said of {of}", field.ty));
        let foreign = foreign(field)
            .map(|value| format!("lists the value `{value}`, which is no {}", field.ty.innermost()));
        let further = [uncounted(field), kept_slashes(&node, field)].into_iter().flatten();
        for why in misfits.chain(foreign).chain(further) {
            let message = format!("{} {why}", label(&node));
            findings.push(finding(&node, Diagnostic::new(Id::InvalidFact, message)));
        }
    }
}

/// The first documented value that is none of the field's type.
fn foreign(field: &Field) -> Option<&str> {
    let inner = field.ty.innermost();
    let is_own = |value: &str| field.nullable && value == "null" || inner.is_scalar() && spells(inner, value);
    field.values.keys().map(String::as_str).find(|value| *inner != Type::Any && !is_own(value))
}

/// A length or number of elements that is no count, and a composite of no parts, or of parts that run together.
fn uncounted(field: &Field) -> Option<String> {
    let bounds = [("length", &field.length), ("items", &field.items)];
    let bound = bounds
        .into_iter()
        .find_map(|(key, bounds)| Some((key, bounds.as_deref()?)).filter(|(_, it)| !it.is_of_counts()));
    if let Some((key, bounds)) = bound {
        return Some(format!("has `{key}` of `{bounds}`, which bounds no count"));
    }
    let composite = field.composite.as_ref()?;
    if composite.parts.is_empty() {
        return Some("is a `composite` without parts".to_owned());
    }
    let between = [("separator", &composite.separator), ("assign", &composite.assign)];
    let (key, _) = between.into_iter().find(|(_, text)| text.is_empty())?;
    Some(format!("is a `composite` with an empty `{key}`, so that nothing tells its parts apart"))
}

/// Slashes that are said to stay where they are never encoded.
fn kept_slashes(node: &Node<'_>, field: &Field) -> Option<String> {
    let is_text = field.ty == Type::String && matches!(node.holder, Holder::Request(_, Location::Path));
    (field.encoding == Some(Encoding::Slashes) && !is_text)
        .then(|| "has the encoding `slashes`, which texts of the path have".to_owned())
}

/// The keys of what cannot be said of values of a field's type, and of what each is said. Of `any`, all can.
fn misfits(field: &Field) -> Vec<(&'static str, &'static str)> {
    let inner = field.ty.innermost();
    let is_text = matches!(inner, Type::String | Type::Any);
    let is_number = matches!(inner, Type::Integer | Type::Number | Type::Any);
    let is_list = matches!(field.ty, Type::List(_) | Type::Any);
    let mut said = vec![
        (field.range.is_some() && !is_number, "range", "numbers"),
        (field.length.is_some() && !is_text, "length", "texts"),
        (field.items.is_some() && !is_list, "items", "lists"),
        (field.omit_empty && !is_list && !matches!(field.ty, Type::String), "omit_empty", "texts and lists"),
        (field.pattern.is_some() && !is_text, "pattern", "texts"),
        (field.composite.is_some() && !is_text, "composite", "texts"),
        // Numbers are sent as texts, too.
        (field.unit.is_some() && !is_text && !is_number, "unit", "numbers"),
    ];
    said.extend(field.format.map(|format| match format {
        Format::Rfc3339 | Format::Base64 => (!is_text, "format", "texts"),
        Format::UnixSeconds
        | Format::UnixMillis
        | Format::Int32
        | Format::Int64
        | Format::Uint64
        | Format::Decimal => (!is_text && !is_number, "format", "numbers"),
    }));
    said.into_iter().filter(|(is_wrong, ..)| *is_wrong).map(|(_, key, of)| (key, of)).collect()
}
