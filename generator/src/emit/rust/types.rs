//! Types in Rust: as fields hold them, and as arguments take them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Paths, source::ident};
use crate::plan::{Field, Parameter, Type};

/// The type of a value.
pub(super) fn value(ty: &Type, paths: &Paths) -> TokenStream {
    match ty {
        Type::String => quote! { String },
        Type::Integer => quote! { i64 },
        Type::Unsigned => quote! { u64 },
        Type::Number => quote! { f64 },
        Type::Boolean => quote! { bool },
        Type::Any => quote! { Json },
        Type::Bytes => quote! { tablature_client::Bytes },
        Type::Part => quote! { tablature_client::Part },
        Type::List(inner) => {
            let inner = value(inner, paths);
            quote! { Vec<#inner> }
        }
        Type::Map(inner) => {
            let inner = value(inner, paths);
            quote! { Map<#inner> }
        }
        Type::Struct(path) | Type::Enum(path) => {
            let (name, root) = (ident(&path.name), &paths.root);
            match (&path.operation, &paths.operation) {
                (Some(module), Some(own)) if module == own => quote! { #name },
                (Some(module), _) => {
                    let module = ident(module);
                    quote! { #root::operations::#module::#name }
                }
                (None, Some(_)) => quote! { types::#name },
                (None, None) => quote! { super::#name },
            }
        }
    }
}

/// The type of a field: an option of a value, or a collection, which is empty where it is missing.
pub(super) fn field(field: &Field, paths: &Paths) -> TokenStream {
    let ty = value(&field.ty, paths);
    if field.ty.is_collection() {
        ty
    } else if field.boxed {
        quote! { Option<Box<#ty>> }
    } else {
        quote! { Option<#ty> }
    }
}

/// The type of the argument for a parameter, and the expression that makes its value from the argument.
pub(super) fn parameter(item: &Parameter, name: &TokenStream, paths: &Paths) -> (TokenStream, TokenStream) {
    let (ty, value) = typed_argument(&item.ty, name, paths);
    (ty, encoded(item, value))
}

/// The value of a parameter as it goes over the wire.
pub(super) fn encoded(item: &Parameter, value: TokenStream) -> TokenStream {
    if item.base64 {
        quote! { base64(#value) }
    } else {
        value
    }
}

/// As [`argument`], but the expression states its type, because what takes it is generic.
fn typed_argument(ty: &Type, name: &TokenStream, paths: &Paths) -> (TokenStream, TokenStream) {
    let (taken, made) = argument(ty, name, paths);
    let plain = value(ty, paths);
    match ty {
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => {
            (taken, quote! { into::<#plain>(#name) })
        }
        Type::List(inner) => match &**inner {
            Type::String | Type::Enum(_) | Type::Part => {
                let element = value(inner, paths);
                (taken, quote! { list::<#element>(#name) })
            }
            _ => (taken, quote! { into::<#plain>(#name) }),
        },
        Type::Integer | Type::Unsigned | Type::Number | Type::Boolean | Type::Map(_) | Type::Struct(_) => {
            (taken, made)
        }
    }
}

/// The type of an argument, and the expression that makes the value from it.
pub(super) fn argument(ty: &Type, name: &TokenStream, paths: &Paths) -> (TokenStream, TokenStream) {
    let plain = value(ty, paths);
    match ty {
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => {
            (quote! { impl Into<#plain> }, quote! { #name.into() })
        }
        Type::Integer | Type::Unsigned | Type::Number | Type::Boolean | Type::Map(_) | Type::Struct(_) => {
            (plain, name.clone())
        }
        Type::List(inner) => {
            let element = value(inner, paths);
            match **inner {
                Type::String | Type::Enum(_) | Type::Part => {
                    (quote! { impl IntoIterator<Item = impl Into<#element>> }, quote! { list(#name) })
                }
                _ => (quote! { impl Into<Vec<#element>> }, quote! { #name.into() }),
            }
        }
    }
}

/// Adds the names of the runtime that a type needs.
pub(super) fn imports(ty: &Type, names: &mut std::collections::BTreeSet<&'static str>) {
    match ty {
        Type::Any => {
            names.insert("Json");
        }
        Type::Map(inner) => {
            names.insert("Map");
            imports(inner, names);
        }
        Type::List(inner) => imports(inner, names),
        Type::String
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::Boolean
        | Type::Bytes
        | Type::Part
        | Type::Struct(_)
        | Type::Enum(_) => {}
    }
}
