//! Object types: the struct, its setters where a request contains it, and the call that tells the runtime
//! where its fields are.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Paths,
    operation::text,
    source::{Piece, deprecated, deprecated_text, doc, ident, literal},
    types::{field, imports, value},
};
use crate::plan::{Field, Struct, Type};

/// The file of a named type.
pub(super) fn file(item: &Struct, paths: &Paths) -> Vec<Piece> {
    let mut names = BTreeSet::from(["Extra"]);
    for field in &item.fields {
        imports(&field.ty, &mut names);
    }
    let names = names.iter().map(|name| syn::Ident::new(name, proc_macro2::Span::call_site()));
    let mut pieces = vec![Piece::Items(quote! { use tablature_client::{#(#names),*}; })];
    pieces.extend(pieces_of(item, paths));
    if item.in_request {
        pieces.push(Piece::Text(setters(item, paths)));
    }
    pieces
}

/// The struct and its `model!`.
pub(super) fn pieces_of(item: &Struct, paths: &Paths) -> [Piece; 2] {
    let name = ident(&item.name);
    let docs = doc(describe(item));
    let deprecation = deprecated(item.deprecated.as_ref());
    let fields = item.fields.iter().map(|item| {
        let name = ident(&item.name);
        let ty = field(item, paths);
        let docs = doc(describe_field(item));
        let deprecation = deprecated(item.deprecated.as_ref());
        quote! { #docs #deprecation pub #name: #ty }
    });
    let items = quote! {
        #docs
        #deprecation
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// What the documentation does not know of.
            pub extra: Extra,
        }
    };
    [Piece::Items(items), Piece::Text(model(item))]
}

fn describe(item: &Struct) -> Vec<String> {
    if !item.docs.is_empty() {
        return item.docs.clone();
    }
    if item.wire.is_empty() { vec!["What comes back.".to_owned()] } else { vec![format!("`{}`", item.wire)] }
}

/// The documentation of a field; its name on the wire where there is none.
pub(super) fn describe_field(field: &Field) -> Vec<String> {
    if field.docs.is_empty() { vec![format!("`{}`", field.wire)] } else { field.docs.clone() }
}

/// `tablature_client::model!(Image { name: "ImageName", … } secret "Password");`
fn model(item: &Struct) -> String {
    let mut text = format!("tablature_client::model!({} {{\n", item.name);
    for field in &item.fields {
        text.extend(["    ", field.name.as_str(), ": ", &literal(&field.wire), ",\n"]);
    }
    text.push('}');
    let secrets: Vec<String> = item.fields.iter().filter(|f| f.sensitive).map(|f| literal(&f.wire)).collect();
    if !secrets.is_empty() {
        text.extend([" secret ", &secrets.join(", ")]);
    }
    text.push_str(");\n");
    if item.fields.is_empty() {
        return format!("tablature_client::model!({} {{}});\n", item.name);
    }
    text
}

/// `tablature_client::setters!(Image { name: into String, … });`
fn setters(item: &Struct, paths: &Paths) -> String {
    if item.fields.is_empty() {
        return String::new();
    }
    let mut out = format!("tablature_client::setters!({} {{\n", item.name);
    for field in &item.fields {
        deprecated_text(field.deprecated.as_ref(), "    ", &mut out);
        let (kind, ty) = taken(field, paths);
        out.extend(["    ", field.setter.as_str()]);
        if field.setter != field.name {
            out.extend(["(", field.name.as_str(), ")"]);
        }
        out.extend([": ", kind, " ", &text(&ty), ",\n"]);
    }
    out.push_str("});\n");
    out
}

/// What a setter takes of its callers: the word of the runtime's macro, and its type.
fn taken(field: &Field, paths: &Paths) -> (&'static str, TokenStream) {
    match &field.ty {
        Type::List(inner) if matches!(**inner, Type::String | Type::Enum(_)) => ("list", value(inner, paths)),
        Type::List(_) => ("all", value(&field.ty, paths)),
        Type::Map(_) => ("whole", value(&field.ty, paths)),
        Type::String | Type::Enum(_) | Type::Any => ("into", value(&field.ty, paths)),
        Type::Integer | Type::Number | Type::Boolean | Type::Struct(_) => {
            (if field.boxed { "boxed" } else { "set" }, value(&field.ty, paths))
        }
    }
}
