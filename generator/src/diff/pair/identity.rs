//! Whether two things are the same to the last detail. Equality of maps ignores the order of their keys; the order of
//! rows on a page is a fact here.

use tablature_ir::{Body, Field, Fields, Operation, TypeDef};

/// Whether two operations are the same, the order of fields and values included.
pub(crate) fn operations(a: &Operation, b: &Operation) -> bool {
    a == b
        && fields(&a.path, &b.path)
        && fields(&a.query, &b.query)
        && fields(&a.header, &b.header)
        && fields(&a.form, &b.form)
        && bodies(a.body.as_ref(), b.body.as_ref())
        && a.responses
            .values()
            .zip(b.responses.values())
            .all(|(a, b)| fields(&a.headers, &b.headers) && bodies(a.body.as_ref(), b.body.as_ref()))
}

/// Whether two types are the same, the order of fields and values included.
pub(crate) fn types(a: &TypeDef, b: &TypeDef) -> bool {
    a == b && fields(&a.fields, &b.fields)
}

fn bodies(a: Option<&Body>, b: Option<&Body>) -> bool {
    match (a, b) {
        (Some(Body::Fields(a)), Some(Body::Fields(b))) => fields(a, b),
        // Equality was asked for already, and a type expression has no order.
        _ => true,
    }
}

fn fields(a: &Fields, b: &Fields) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((a_name, a), (b_name, b))| a_name == b_name && field(a, b))
}

fn field(a: &Field, b: &Field) -> bool {
    let parts = match (&a.composite, &b.composite) {
        (Some(a), Some(b)) => fields(&a.parts, &b.parts),
        _ => true,
    };
    a == b && parts && a.values.keys().eq(b.values.keys())
}
