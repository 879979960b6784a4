//! Pieces laid out as the text of a file.
//!
//! What is printed depends on the pieces, on prettyplease, and on this file: [`super::origin`] takes all three.

use proc_macro2::TokenStream;

use super::source::Piece;

/// The text of a file.
pub(super) fn print(pieces: impl IntoIterator<Item = Piece>) -> String {
    let mut text = String::new();
    for piece in pieces {
        let part = match piece {
            Piece::Items(tokens, docs) => finish(&format(tokens), &docs.into_texts()),
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
