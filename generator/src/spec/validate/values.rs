//! A default and a fixed value are values of the field: of its type, and within its bounds.

use tablature_ir::{Field, Interval, Service, Type, walk};

use super::{Finding, finding, label};
use crate::diagnostic::{Diagnostic, Id};

pub(super) fn check(service: &Service, findings: &mut Vec<Finding>) {
    for node in walk(service) {
        let Some(field) = node.field else { continue };
        let values = [
            ("default", &field.default, Id::InvalidDefault),
            // The address of a request may show what its table contradicts.
            ("fixed value", &field.fixed, Id::UnfitValue),
        ];
        for (what, value, of_other_type) in values {
            let Some(value) = value.as_deref().filter(|value| !is_listed(field, value)) else { continue };
            let found = if spells(&field.ty, value) {
                outside(field, value).map(|why| (Id::UnfitValue, why))
            } else {
                Some((of_other_type, format!("which is no {}", field.ty)))
            };
            if let Some((id, why)) = found {
                let message = format!("{} has the {what} `{value}`, {why}", label(&node));
                findings.push(finding(&node, Diagnostic::new(id, message)));
            }
        }
    }
}

/// Whether a value is listed, and so is one whatever else is said; `null` may be one of another type.
fn is_listed(field: &Field, value: &str) -> bool {
    field.nullable && value == "null" || field.values.contains_key(value)
}

/// Which bounds of the field a value of its type is outside of.
fn outside(field: &Field, value: &str) -> Option<String> {
    let outside = |bounds: &Option<Box<Interval>>, number: f64| {
        bounds.as_ref().filter(|bounds| !bounds.contains(number)).map(ToString::to_string)
    };
    match field.ty {
        Type::Integer | Type::Number => {
            let bounds = outside(&field.range, value.parse().ok()?)?;
            Some(format!("which lies outside of its range `{bounds}`"))
        }
        Type::String => {
            let length = u32::try_from(value.chars().count()).ok()?;
            let bounds = outside(&field.length, length.into())?;
            Some(format!("which is not of its length `{bounds}`"))
        }
        // The value of a list or object is one text for the whole, and of others nothing is known.
        Type::Boolean | Type::Any | Type::List(_) | Type::Map(_) | Type::Named(_) => None,
    }
}

/// Whether a text spells a value of a type. Flags are also sent as `1`, `True`.
pub(super) fn spells(ty: &Type, text: &str) -> bool {
    let is_number = || text.parse::<f64>().is_ok_and(f64::is_finite);
    match ty {
        Type::Integer => is_number() && !text.contains(['.', 'e', 'E']),
        Type::Number => is_number(),
        Type::Boolean => ["true", "false", "1", "0"].iter().any(|flag| text.eq_ignore_ascii_case(flag)),
        Type::String | Type::Any | Type::List(_) | Type::Map(_) | Type::Named(_) => true,
    }
}
