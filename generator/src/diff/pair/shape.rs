//! How two type expressions differ, lists and maps around them set aside as far as both have them.

use tablature_ir::Type;

/// How a type became another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// It did not.
    Same,
    /// Every value of the old type can be written as one of the new: integer → number, scalar → string.
    Widened,
    /// The other way round.
    Narrowed,
    /// T → a list of T.
    IntoList,
    /// A list of T → T.
    OutOfList,
    /// T → any.
    Opened,
    /// any → T.
    Closed,
    /// One named type became another.
    Named,
    /// Anything else: boolean ↔ integer, object ↔ scalar, object ↔ map.
    Other,
}

/// Compares two types.
pub(crate) fn shape(old: &Type, new: &Type) -> Shape {
    match (old, new) {
        _ if old == new => Shape::Same,
        (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => shape(old, new),
        (Type::Any, _) => Shape::Closed,
        (_, Type::Any) => Shape::Opened,
        (_, Type::List(_)) => Shape::IntoList,
        (Type::List(_), _) => Shape::OutOfList,
        (Type::Named(_), Type::Named(_)) => Shape::Named,
        (Type::Integer, Type::Number) | (Type::Integer | Type::Number | Type::Boolean, Type::String) => {
            Shape::Widened
        }
        (Type::Number, Type::Integer) | (Type::String, Type::Integer | Type::Number | Type::Boolean) => {
            Shape::Narrowed
        }
        _ => Shape::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_its_mirror() {
        let types = ["string", "integer", "number", "boolean", "any", "list<string>", "map<any>", "A", "B"];
        for old in types {
            for new in types {
                let (old, new): (Type, Type) = (old.parse().unwrap(), new.parse().unwrap());
                let mirror = match shape(&old, &new) {
                    Shape::Widened => Shape::Narrowed,
                    Shape::Narrowed => Shape::Widened,
                    Shape::IntoList => Shape::OutOfList,
                    Shape::OutOfList => Shape::IntoList,
                    Shape::Opened => Shape::Closed,
                    Shape::Closed => Shape::Opened,
                    same @ (Shape::Same | Shape::Named | Shape::Other) => same,
                };
                assert_eq!(shape(&new, &old), mirror, "{old} and {new}");
            }
        }
    }
}
