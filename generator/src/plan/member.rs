//! The member that an example gives of an object which a request shows by its members alone: without one, nothing of a
//! required parameter would be sent.

use tablature_ir::Access;

use super::{
    model::{Field, Parameter, Type},
    name::Ident,
    types::Structs,
};

/// A setter of the object within the type of the parameter, and what it takes; `None` where an empty object is shown,
/// where there is no object, and where objects are all that it has.
pub(super) fn of(parameter: &Parameter, structs: &Structs<'_>) -> Option<(Ident, Type)> {
    let Type::Struct(path) = parameter.ty.innermost() else { return None };
    if parameter.shows_empty() {
        return None;
    }
    let is_sent = |field: &&Field| field.access != Some(Access::ReadOnly);
    let is_plain = |field: &&Field| !matches!(field.ty.innermost(), Type::Struct(_));
    let fields = structs.get(path)?.fields.iter().filter(is_sent).filter(is_plain);
    let field = fields.min_by_key(|field| field.ty.is_collection())?;
    Some((field.setter.clone(), field.ty.clone()))
}
