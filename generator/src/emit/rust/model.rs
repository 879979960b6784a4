//! Object types: the struct, its setters where a request contains it, and the call that tells the runtime
//! where its fields are.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tablature_ir::{Access, TypeName};

use super::{
    Paths,
    operation::{docs_code, text},
    source::{Docs, Piece, deprecated, deprecated_text, ident, literal},
    types::{field, imports, value},
};
use crate::plan::{Field, Struct, Type};

/// The file of a type that operations share.
pub(super) fn file(item: &Struct, paths: &Paths) -> Vec<Piece> {
    let mut names = BTreeSet::new();
    runtime(item, &mut names);
    let names = names.iter().map(|name| syn::Ident::new(name, proc_macro2::Span::call_site()));
    let mut pieces = vec![Piece::items(quote! { use tablature_client::{#(#names),*}; })];
    pieces.extend(pieces_of(item, paths));
    pieces
}

/// Adds the names of the runtime that a struct needs.
pub(super) fn runtime(item: &Struct, names: &mut BTreeSet<&'static str>) {
    names.insert("Extra");
    for field in &item.fields {
        imports(&field.ty, names);
    }
}

/// The struct, its `model!`, and its setters where it has some.
pub(super) fn pieces_of(item: &Struct, paths: &Paths) -> Vec<Piece> {
    let name = ident(&item.path.name);
    let docs = Docs::default();
    let about = docs.add(describe(item));
    let deprecation = deprecated(item.deprecated.as_ref());
    let fields = item.fields.iter().map(|item| {
        let name = ident(&item.name);
        let ty = field(item, paths);
        let about = docs.add(describe_field(item));
        let deprecation = deprecated(item.deprecated.as_ref());
        quote! { #about #deprecation pub #name: #ty }
    });
    let items = quote! {
        #about
        #deprecation
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// What the documentation does not know of.
            pub extra: Extra,
        }
    };
    let mut pieces = vec![Piece::documented(items, docs), Piece::Text(model(item))];
    if item.in_request {
        pieces.push(Piece::Text(setters(item, paths)));
    }
    pieces
}

fn describe(item: &Struct) -> Vec<String> {
    if !item.docs.is_empty() {
        return item.docs.clone();
    }
    match TypeName::from(item.wire.as_str()).split() {
        (_, "") => vec!["What comes back.".to_owned()],
        (_, name) => vec![docs_code(name)],
    }
}

/// The documentation of a field; its name on the wire where there is none.
pub(super) fn describe_field(field: &Field) -> Vec<String> {
    if field.docs.is_empty() { vec![docs_code(&field.wire)] } else { field.docs.clone() }
}

/// `tablature_client::model!(Image { name: "ImageName", … } secret "Password");`
fn model(item: &Struct) -> String {
    let mut text = format!("tablature_client::model!({} {{\n", item.path.name);
    for field in &item.fields {
        text.extend(["    ", field.name.as_str(), ": ", &literal(&field.wire), ",\n"]);
    }
    text.push('}');
    let secrets: Vec<String> = item.fields.iter().filter(|f| f.sensitive).map(|f| literal(&f.wire)).collect();
    if !secrets.is_empty() {
        text.extend([" secret ", &secrets.join(", ")]);
    }
    let omitted: Vec<String> =
        item.fields.iter().filter(|f| f.omit_empty).map(|f| literal(&f.wire)).collect();
    if !omitted.is_empty() {
        text.extend([" omit ", &omitted.join(", ")]);
    }
    text.push_str(");\n");
    if item.fields.is_empty() {
        return format!("tablature_client::model!({} {{}});\n", item.path.name);
    }
    text
}

/// `tablature_client::setters!(Image { name: into String, … });`
fn setters(item: &Struct, paths: &Paths) -> String {
    let is_set = |field: &&Field| field.access != Some(Access::ReadOnly);
    if !item.fields.iter().any(|field| is_set(&field)) {
        return String::new();
    }
    let mut out = format!("tablature_client::setters!({} {{\n", item.path.name);
    for field in item.fields.iter().filter(is_set) {
        deprecated_text(field.deprecated.as_ref(), "    ", &mut out);
        let (kind, ty) = taken(field, paths);
        out.extend(["    ", field.setter.as_str()]);
        if field.setter != field.name {
            out.extend(["(", field.name.as_str(), ")"]);
        }
        out.extend([": ", kind, " ", &text(&ty)]);
        if let Some(null) = &field.null {
            out.extend([" | ", null.as_str(), " ", &literal(&field.wire)]);
        }
        out.push_str(",\n");
    }
    out.push_str("});\n");
    out
}

/// What a setter takes from callers: the word for the runtime's macro, and the type.
fn taken(field: &Field, paths: &Paths) -> (&'static str, TokenStream) {
    match &field.ty {
        Type::List(inner) if matches!(**inner, Type::String | Type::Enum(_)) => ("list", value(inner, paths)),
        Type::List(_) => ("all", value(&field.ty, paths)),
        Type::Map(_) => ("whole", value(&field.ty, paths)),
        Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part => {
            ("into", value(&field.ty, paths))
        }
        Type::Integer | Type::Unsigned | Type::Number | Type::Boolean | Type::Struct(_) => {
            (if field.boxed { "boxed" } else { "set" }, value(&field.ty, paths))
        }
    }
}
