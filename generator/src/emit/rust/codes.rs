//! The documented error codes as constants.

use quote::quote;

use super::source::{Piece, doc, ident};
use crate::plan::Code;

/// The file of the codes.
pub(super) fn file(codes: &[Code]) -> Vec<Piece> {
    let docs = "//! Error codes that the documentation lists, to be compared with the code of an error.\n";
    std::iter::once(Piece::Text(docs.to_owned())).chain(items(codes)).collect()
}

/// The constants.
pub(super) fn items(codes: &[Code]) -> Vec<Piece> {
    let constants = codes.iter().map(|code| {
        let (name, value) = (ident(&code.name), &code.code);
        let docs = if code.docs.is_empty() { vec![format!("`{}`", code.code)] } else { code.docs.clone() };
        let docs = doc(docs);
        quote! { #docs pub const #name: &str = #value; }
    });
    vec![Piece::Items(quote! { #(#constants)* })]
}
