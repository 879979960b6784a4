//! From tokens to text: a file is a list of pieces, each formatted by itself.

use std::{cell::RefCell, collections::BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

pub(super) use crate::escape::rust::string as literal;
use crate::{escape, plan};

/// A part of a file.
pub(super) enum Piece {
    /// Items, formatted by prettyplease, and the documentation that their attributes stand for.
    Items(String, Docs),
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
        Piece::Items(format(tokens), docs)
    }

    /// Which of these types, modules and functions the code of the piece refers to.
    pub(super) fn mentions<'n>(&self, names: &[&'n str]) -> BTreeSet<&'n str> {
        let (Piece::Items(text, _) | Piece::Text(text)) = self;
        mentions(text, names)
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
}

/// The text of a file.
pub(super) fn print(pieces: impl IntoIterator<Item = Piece>) -> String {
    let mut text = String::new();
    for piece in pieces {
        let part = match piece {
            Piece::Items(part, docs) => finish(&part, &docs.0.into_inner()),
            Piece::Text(part) => part,
        };
        if part.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&part);
    }
    text
}

/// Formats items. Items that do not parse are a fault of ours; they are printed unformatted, so that the compiler of
/// the generated crate says what is wrong with them.
fn format(tokens: TokenStream) -> String {
    let unformatted = tokens.clone();
    match syn::parse2(tokens) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{unformatted}\n"),
    }
}

/// Puts documentation in its places, and an empty line between items and between methods, where prettyplease leaves
/// none.
fn finish(text: &str, docs: &[String]) -> String {
    let mut out = String::with_capacity(text.len() + docs.iter().map(String::len).sum::<usize>());
    let mut previous = "";
    for line in text.lines() {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        let leads = |line: &str| line.starts_with("///") || line.starts_with("#[");
        let after_item = match indent.len() {
            0 => !previous.is_empty() && !same_kind(previous, line),
            4 => previous == "    }",
            _ => false,
        };
        if after_item
            && (leads(bare) || ITEMS.iter().any(|start| bare.starts_with(start)))
            && !leads(previous.trim_start())
        {
            out.push('\n');
        }
        let number = bare.strip_prefix("///").and_then(|number| number.parse::<usize>().ok());
        match number.and_then(|number| docs.get(number)) {
            Some(lines) => lines.lines().for_each(|line| out.extend([indent, line, "\n"])),
            None => out.extend([line, "\n"]),
        }
        previous = line;
    }
    out
}

/// The starts of items that an empty line sets apart.
const ITEMS: &[&str] = &["pub ", "fn ", "impl", "struct ", "static ", "mod ", "use "];

/// Whether two lines belong together: both are imports, or both are modules.
fn same_kind(a: &str, b: &str) -> bool {
    ["use ", "mod ", "pub use ", "pub mod ", "pub const "]
        .iter()
        .any(|kind| a.starts_with(kind) && b.starts_with(kind))
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

/// Looks for names in formatted code. Comments and texts are passed over. Only a path or a call means an item; a method
/// or an argument with the name of a module or function does not.
fn mentions<'n>(text: &str, names: &[&'n str]) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
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
    found
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
