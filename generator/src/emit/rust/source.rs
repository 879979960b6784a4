//! From tokens to text: a file is a list of pieces, each formatted by itself.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};
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

/// Puts an empty line between items and between methods, where prettyplease leaves none.
fn separate(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut previous = "";
    for line in text.lines() {
        let leads = |line: &str| line.trim_start().starts_with("///") || line.trim_start().starts_with("#[");
        let depth = |line: &str| line.len() - line.trim_start().len();
        let begins =
            |line: &str| leads(line) || ITEMS.iter().any(|start| line.trim_start().starts_with(start));
        let after_item = match depth(line) {
            0 => !previous.is_empty() && !same_kind(previous, line),
            4 => previous == "    }",
            _ => false,
        };
        if after_item && begins(line) && !leads(previous) {
            out.push('\n');
        }
        out.extend([line, "\n"]);
        previous = line;
    }
    out
}

/// How items begin that are set apart.
const ITEMS: &[&str] = &["pub ", "fn ", "impl", "struct ", "static ", "mod ", "use "];

/// Whether two lines are of the kind that stand together: imports, modules.
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

/// The same as text, a line of its own.
pub(super) fn deprecated_text(note: Option<&String>, indent: &str, out: &mut String) {
    match note.map(String::as_str) {
        None => {}
        Some("") => out.extend([indent, "#[deprecated]\n"]),
        Some(note) => out.extend([indent, "#[deprecated = ", &literal(note), "]\n"]),
    }
}

/// A text as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// Which of these types, modules and functions tokens refer to. All are looked for in one walk: looking into tokens
/// copies them.
pub(super) fn mentioned<'n>(tokens: &TokenStream, names: &[&'n str]) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    walk(tokens.clone(), names, &mut found);
    found
}

fn walk<'n>(tokens: TokenStream, names: &[&'n str], found: &mut BTreeSet<&'n str>) {
    // Whether what stands before makes a name that of a method.
    let mut method = false;
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let is_method = std::mem::take(&mut method);
        match tree {
            TokenTree::Ident(ident) => {
                if let Some(name) = names.iter().find(|name| ident == **name)
                    && (!name.starts_with(|first: char| first.is_lowercase())
                        || !is_method && is_used(trees.peek()))
                {
                    found.insert(name);
                }
                method = ident == "fn";
            }
            TokenTree::Group(group) => walk(group.stream(), names, found),
            TokenTree::Punct(punct) => method = punct.as_char() == '.',
            TokenTree::Literal(_) => {}
        }
    }
}

/// Whether what stands behind a name makes it the name of a module or function. A method or an argument may be called
/// the same; only a path or a call means the item.
fn is_used(behind: Option<&TokenTree>) -> bool {
    match behind {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ':' && punct.spacing() == Spacing::Joint,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::mentioned;

    #[test]
    fn arguments_and_methods_are_no_mentions() {
        let mentions = |tokens, name| mentioned(&tokens, &["Kind", name]).contains(name);
        assert!(mentions(quote! { fn f(value: impl Into<types::Kind>) {} }, "types"));
        assert!(mentions(quote! { self.0.form("Ids", list::<String>(value)) }, "list"));
        let own = quote! { fn types(self, types: i64) -> Self { self.0.types(into(types)) } };
        assert!(!mentions(own, "types"));
    }
}
