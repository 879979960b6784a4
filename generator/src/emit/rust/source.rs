//! What the text of a file is made of: pieces, each laid out by itself.

use std::{cell::RefCell, collections::BTreeSet};

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

pub(super) use crate::escape::rust::string as literal;
use crate::{escape, plan};

/// A part of a file.
pub(super) enum Piece {
    /// Items, which prettyplease formats, and the documentation that their attributes stand for.
    Items(TokenStream, Docs),
    /// Text that is laid out already: a macro call, which prettyplease would print as a row of tokens.
    Text(String),
}

impl Piece {
    /// Items without documentation, or with what they say of themselves.
    pub(super) fn items(tokens: TokenStream) -> Self {
        Piece::documented(tokens, Docs::default())
    }

    /// Items with the documentation that was added while their tokens were made.
    pub(super) fn documented(tokens: TokenStream, docs: Docs) -> Self {
        Piece::Items(tokens, docs)
    }

    /// Which of these types, modules and functions the code of the piece refers to.
    pub(super) fn mentions<'n>(&self, names: &[&'n str]) -> BTreeSet<&'n str> {
        let mut found = BTreeSet::new();
        match self {
            Piece::Items(tokens, _) => mentions_of_tokens(tokens.clone(), names, &mut found),
            Piece::Text(text) => mentions(text, names, &mut found),
        }
        found
    }
}

/// Documentation of items. It is most of what is generated, and to escape, parse and print it as tokens would be most
/// of the work. So tokens hold only its number, which no other documentation looks like; printing puts the text in its
/// place.
#[derive(Default)]
pub(super) struct Docs(RefCell<Vec<String>>);

impl Docs {
    /// The attribute that stands for documentation of one or more paragraphs; no tokens if there is none.
    pub(super) fn add<S: AsRef<str>>(&self, paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
        let mut text = String::new();
        doc_text(paragraphs, "", &mut text);
        if text.is_empty() {
            return TokenStream::new();
        }
        let mut texts = self.0.borrow_mut();
        let number = texts.len().to_string();
        texts.push(text);
        quote! { #[doc = #number] }
    }

    /// The texts, each at its number.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.0.into_inner()
    }

    /// Calls `work` with each text, in order.
    #[cfg(feature = "cli")]
    pub(super) fn each(&self, work: impl FnMut(&String)) {
        self.0.borrow().iter().for_each(work);
    }
}

/// An identifier of the plan as a token.
pub(super) fn ident(name: &plan::Ident) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}

/// Documentation, a paragraph each, for pieces that are text: `indent` before every line.
pub(super) fn doc_text<S: AsRef<str>>(
    paragraphs: impl IntoIterator<Item = S>,
    indent: &str,
    out: &mut String,
) {
    for (index, paragraph) in paragraphs.into_iter().enumerate() {
        if index > 0 {
            out.extend([indent, "///\n"]);
        }
        for line in paragraph.as_ref().lines() {
            let space = if line.is_empty() { "" } else { " " };
            out.extend([indent, "///", space, &escape::rust::doc(line), "\n"]);
        }
    }
}

/// `#[deprecated]` with its note.
pub(super) fn deprecated(note: Option<&String>) -> TokenStream {
    match note.map(String::as_str) {
        None => TokenStream::new(),
        Some("") => quote! { #[deprecated] },
        Some(note) => quote! { #[deprecated = #note] },
    }
}

/// The same as text, a line of its own.
pub(super) fn deprecated_text(note: Option<&String>, indent: &str, out: &mut String) {
    match note.map(String::as_str) {
        None => {}
        Some("") => out.extend([indent, "#[deprecated]\n"]),
        Some(note) => out.extend([indent, "#[deprecated = ", &literal(note), "]\n"]),
    }
}

/// Looks for names in tokens. Only a path or a call means an item; a method or an argument with the name of a module or
/// function does not.
fn mentions_of_tokens<'n>(tokens: TokenStream, names: &[&'n str], found: &mut BTreeSet<&'n str>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut declares = false;
    while let Some(token) = tokens.next() {
        let is_method = std::mem::take(&mut declares);
        match token {
            TokenTree::Group(group) => mentions_of_tokens(group.stream(), names, found),
            TokenTree::Punct(punct) => declares = punct.as_char() == '.',
            TokenTree::Literal(_) => {}
            TokenTree::Ident(ident) => {
                declares = ident == "fn";
                let Some(name) = names.iter().find(|name| ident == **name) else { continue };
                let leads_on = match tokens.peek() {
                    Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
                    Some(TokenTree::Punct(punct)) => {
                        punct.as_char() == ':' && punct.spacing() == Spacing::Joint
                    }
                    _ => false,
                };
                if name.starts_with(|first: char| first.is_ascii_uppercase()) || !is_method && leads_on {
                    found.insert(*name);
                }
            }
        }
    }
}

/// The same in text that is laid out. Comments and texts are passed over.
fn mentions<'n>(text: &str, names: &[&'n str], found: &mut BTreeSet<&'n str>) {
    let mut begins = [false; 256];
    names.iter().filter_map(|name| name.bytes().next()).for_each(|first| begins[usize::from(first)] = true);
    let bytes = text.as_bytes();
    let length =
        |at: usize, goes_on: fn(u8) -> bool| bytes[at..].iter().take_while(|byte| goes_on(**byte)).count();
    // The last word or sign before a name.
    let (mut before, mut at) = (0..0, 0);
    while let Some(first) = bytes.get(at) {
        let end = at
            + match first {
                b' ' | b'\n' => {
                    at += 1;
                    continue;
                }
                b'"' => quoted(&bytes[at..]),
                b'/' if bytes[at..].starts_with(b"//") => length(at, |byte| byte != b'\n'),
                first if is_part(*first) => length(at, is_part),
                _ => 1,
            };
        if begins[usize::from(*first)]
            && let Some(name) = names.iter().find(|name| name.as_bytes() == &bytes[at..end])
        {
            let is_type = first.is_ascii_uppercase();
            let is_method = matches!(&bytes[before.clone()], b"." | b"fn");
            if is_type || !is_method && [&b"("[..], b"::"].iter().any(|next| bytes[end..].starts_with(next)) {
                found.insert(*name);
            }
        }
        before = at..end;
        at = end;
    }
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// The length of the quoted text at the start of the input, including its quotes.
fn quoted(bytes: &[u8]) -> usize {
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::Piece;

    #[test]
    fn arguments_methods_and_texts_are_no_mentions() {
        let mentions = |tokens, name| Piece::items(tokens).mentions(&["Kind", name]).contains(name);
        assert!(mentions(quote! { fn f(value: impl Into<types::Kind>) {} }, "types"));
        assert!(mentions(quote! { fn f(value: impl Into<types::Kind>) {} }, "Kind"));
        assert!(mentions(quote! { fn f() { self.0.form("Ids", list::<String>(value)) } }, "list"));
        let own = || quote! { impl X { fn types(self, types: i64) -> Self { self.0.types(into(types)) } } };
        assert!(!mentions(own(), "types"));
        assert!(mentions(own(), "into"));
        assert!(!mentions(quote! { const A: &str = "a \" Kind"; }, "Kind"));
    }
}
