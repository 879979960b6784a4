//! The type of a field while it is being lowered: as in the IR, but for objects, which have no names yet.

use tablature_ir::TypeName;

use super::ids::TypeId;

/// As [`tablature_ir::Type`], with the types of the operation by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Integer,
    Number,
    Boolean,
    #[default]
    Any,
    List(Box<Type>),
    Map(Box<Type>),
    /// An object of this operation.
    Local(TypeId),
}

impl Type {
    /// `list<element>`.
    pub(super) fn list(element: Type) -> Self {
        Type::List(Box::new(element))
    }

    /// `map<value>`.
    pub(super) fn map(value: Type) -> Self {
        Type::Map(Box::new(value))
    }

    /// The type inside all lists and maps.
    pub(super) fn innermost(&self) -> &Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost(),
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any | Type::Local(_) => self,
        }
    }

    /// As [`innermost`](Self::innermost), to be changed in place.
    pub(super) fn innermost_mut(&mut self) -> &mut Type {
        match self {
            Type::List(inner) | Type::Map(inner) => inner.innermost_mut(),
            Type::String | Type::Integer | Type::Number | Type::Boolean | Type::Any | Type::Local(_) => self,
        }
    }

    /// The object inside all lists and maps.
    pub(super) fn local(&self) -> Option<TypeId> {
        match self.innermost() {
            Type::Local(id) => Some(*id),
            _ => None,
        }
    }

    /// Whether this is a string, an integer, a number or a boolean.
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Type::String | Type::Integer | Type::Number | Type::Boolean)
    }

    /// The type in the IR. `name` gives the names of objects; one without a name becomes `any`.
    pub(super) fn named(&self, name: &dyn Fn(TypeId) -> Option<TypeName>) -> tablature_ir::Type {
        match self {
            Type::String => tablature_ir::Type::String,
            Type::Integer => tablature_ir::Type::Integer,
            Type::Number => tablature_ir::Type::Number,
            Type::Boolean => tablature_ir::Type::Boolean,
            Type::Any => tablature_ir::Type::Any,
            Type::List(inner) => tablature_ir::Type::list(inner.named(name)),
            Type::Map(inner) => tablature_ir::Type::map(inner.named(name)),
            Type::Local(id) => name(*id).map_or(tablature_ir::Type::Any, tablature_ir::Type::Named),
        }
    }

    /// What prose needs to know of it: objects are some object.
    pub(super) fn outline(&self) -> tablature_ir::Type {
        self.named(&|_| Some(TypeName(String::new())))
    }
}

/// The scalar that a word of the dialect means.
impl From<&tablature_ir::Type> for Type {
    fn from(ty: &tablature_ir::Type) -> Self {
        match ty {
            tablature_ir::Type::String => Type::String,
            tablature_ir::Type::Integer => Type::Integer,
            tablature_ir::Type::Number => Type::Number,
            tablature_ir::Type::Boolean => Type::Boolean,
            tablature_ir::Type::List(inner) => Type::list(Type::from(&**inner)),
            tablature_ir::Type::Map(inner) => Type::map(Type::from(&**inner)),
            // A word of a dialect names no object.
            tablature_ir::Type::Any | tablature_ir::Type::Named(_) => Type::Any,
        }
    }
}
