//! From tokens to text: a file is a list of pieces, each formatted by itself.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan;

/// A part of a file.
pub(super) enum Piece {
    /// Items, formatted by prettyplease.
    Items(TokenStream),
    /// Text that is laid out already: a macro call, which prettyplease would print as a row of tokens.
    Text(String),
}

/// The text of a file.
pub(super) fn print(pieces: impl IntoIterator<Item = Piece>) -> String {
    let mut text = String::new();
    for piece in pieces {
        let part = match piece {
            Piece::Items(tokens) => format_items(tokens),
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

/// Formats items. What does not parse is a fault of ours; it is printed unformatted, so that the compiler of
/// the generated crate says what is wrong with it.
fn format_items(tokens: TokenStream) -> String {
    let unformatted = tokens.clone();
    match syn::parse2(tokens) {
        Ok(file) => separate(&prettyplease::unparse(&file)),
        Err(_) => format!("{unformatted}\n"),
    }
}

/// Puts an empty line between items, where prettyplease leaves none, and between methods.
fn separate(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    for line in text.lines() {
        let opens = |line: &str| {
            let line = line.trim_start();
            [
                "///",
                "#[",
                "pub fn ",
                "pub async fn ",
                "pub struct",
                "struct ",
                "impl",
                "static ",
                "pub static",
                "pub const",
                "fn ",
                "pub mod",
                "mod ",
            ]
            .iter()
            .any(|start| line.starts_with(start))
        };
        let depth = |line: &str| line.len() - line.trim_start().len();
        if previous.trim_end().ends_with('}')
            && depth(previous) == depth(line)
            && opens(line)
            && depth(line) <= 4
            || (previous.ends_with(';') && depth(previous) == 0 && opens(line) && !same_kind(previous, line))
        {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

/// Whether two lines are of the kind that stand together: imports, modules.
fn same_kind(a: &str, b: &str) -> bool {
    let kind = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    kind(a) == kind(b) && !b.starts_with("pub static")
}

/// An identifier of the plan as a token.
pub(super) fn ident(name: &plan::Ident) -> Ident {
    match name.as_str().strip_prefix("r#") {
        Some(bare) => Ident::new_raw(bare, Span::call_site()),
        None => Ident::new(name.as_str(), Span::call_site()),
    }
}

/// Documentation: a paragraph each.
pub(super) fn doc<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    let mut lines = TokenStream::new();
    for (index, paragraph) in paragraphs.into_iter().enumerate() {
        if index > 0 {
            lines.extend(quote! { #[doc = ""] });
        }
        for line in paragraph.as_ref().lines() {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            lines.extend(quote! { #[doc = #line] });
        }
    }
    lines
}

/// The same as text, for pieces that are text: `indent` before every line.
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
            out.extend([indent, "///", space, line, "\n"]);
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

/// A text as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
