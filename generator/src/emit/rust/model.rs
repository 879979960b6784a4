//! Object types: the struct, its setters where a request contains it, and the call that tells the runtime
//! where its fields are.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Paths,
    source::{Piece, deprecated, doc, ident, literal, mentions},
    types::{argument, field, imports},
};
use crate::plan::{Field, Struct};

/// The file of a named type.
pub(super) fn file(item: &Struct, paths: &Paths) -> Vec<Piece> {
    let mut names = BTreeSet::from(["Extra"]);
    for field in &item.fields {
        imports(&field.ty, &mut names);
    }
    let setters = if item.in_request { setters(item, paths) } else { TokenStream::new() };
    if mentions(&setters, "list") {
        names.insert("list");
    }
    let names = names.iter().map(|name| syn::Ident::new(name, proc_macro2::Span::call_site()));
    let mut pieces = vec![Piece::Items(quote! { use tablature_client::{#(#names),*}; })];
    pieces.extend(pieces_of(item, paths));
    pieces.push(Piece::Items(setters));
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

fn setters(item: &Struct, paths: &Paths) -> TokenStream {
    if item.fields.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&item.name);
    let setters = item.fields.iter().map(|item| {
        let (setter, name) = (ident(&item.setter), ident(&item.name));
        let summary = format!(" Sets `{}`.", item.wire);
        let deprecation = deprecated(item.deprecated.as_ref());
        let (ty, value) = argument(&item.ty, &quote! { value }, paths);
        let value = match (item.ty.is_collection(), item.boxed) {
            (true, _) => value,
            (false, true) => quote! { Some(Box::new(#value)) },
            (false, false) => quote! { Some(#value) },
        };
        quote! {
            #[doc = #summary]
            #deprecation
            #[must_use]
            pub fn #setter(mut self, value: #ty) -> Self {
                self.#name = #value;
                self
            }
        }
    });
    quote! {
        impl #name {
            #(#setters)*
        }
    }
}
