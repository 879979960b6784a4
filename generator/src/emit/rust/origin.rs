//! What the text of a file depends on, in a word: of two files with one origin, one need not be formatted.

use std::{
    fmt::{self, Write},
    sync::LazyLock,
};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use sha1::{Digest, Sha1};

use super::source::Piece;

/// Everything beside the pieces: the version of prettyplease, and what lays out. Ends of lines may differ in a checkout.
static PRINTER: LazyLock<Sha1> = LazyLock::new(|| {
    let layout = include_str!("layout.rs").lines().flat_map(|line| [line, "\n"]);
    layout.fold(Sha1::new_with_prefix(env!("PRETTYPLEASE_VERSION")), |sum, line| sum.chain_update(line))
});

/// The origin of the text that these pieces have when they are printed: 32 hexadecimal digits of a SHA-1.
pub(super) fn origin(pieces: &[Piece]) -> String {
    let mut sum = Sum { sha1: PRINTER.clone(), pending: String::with_capacity(2 * PENDING) };
    for piece in pieces {
        match piece {
            Piece::Items(items, docs) => {
                sum.sign('i');
                sum.tokens(items.clone());
                docs.each(|text| {
                    sum.sign('d');
                    sum.text(text);
                });
            }
            Piece::Text(text) => {
                sum.sign('t');
                sum.text(text);
            }
        }
    }
    sum.finish()
}

/// How many bytes are gathered before they are summed: tokens are short.
const PENDING: usize = 1024;

struct Sum {
    sha1: Sha1,
    pending: String,
}

impl Sum {
    fn sign(&mut self, sign: char) {
        self.pending.push(sign);
        if self.pending.len() >= PENDING {
            self.flush();
        }
    }

    /// A text, and how long it is, so that no two rows of texts are summed alike.
    fn text(&mut self, text: &str) {
        self.show(text.len());
        self.sign(':');
        self.flush();
        self.sha1.update(text);
    }

    fn show(&mut self, shown: impl fmt::Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.pending, "{shown}");
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        Delimiter::None => ('<', '>'),
                    };
                    self.sign('g');
                    self.sign(open);
                    self.tokens(group.stream());
                    self.sign('g');
                    self.sign(close);
                }
                TokenTree::Punct(punct) => {
                    self.sign(if punct.spacing() == Spacing::Joint { 'j' } else { 'p' });
                    self.sign(punct.as_char());
                }
                TokenTree::Ident(ident) => {
                    self.show(ident);
                    self.sign(' ');
                }
                TokenTree::Literal(literal) => {
                    self.show(literal);
                    self.sign(' ');
                }
            }
        }
        self.sign('.');
    }

    fn flush(&mut self) {
        self.sha1.update(&self.pending);
        self.pending.clear();
    }

    fn finish(mut self) -> String {
        self.flush();
        let mut origin = String::with_capacity(32);
        for byte in self.sha1.finalize().iter().take(16) {
            // Writing to a string cannot fail.
            let _ = write!(origin, "{byte:02x}");
        }
        origin
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::{super::source::Docs, Piece, origin};

    #[test]
    fn whatever_changes_the_text_changes_the_origin() {
        let documented = |text: &str| {
            let docs = Docs::default();
            let about = docs.add([text]);
            Piece::documented(quote! { #about struct A; }, docs)
        };
        let items: [fn() -> TokenStream; 8] = [
            || quote! { fn a(b: &str) {} },
            || quote! { fn a(c: &str) {} },
            || quote! { fn a(b: &'static str) {} },
            || quote! { fn a() -> &'static str { "a b" } },
            || quote! { fn a() -> &'static str { "a  b" } },
            || quote! { fn a() -> bool { 1 == 2 } },
            || quote! { fn a() -> bool { (1) == 2 } },
            || quote! { fn a() -> bool { 1 == 2u8 } },
        ];
        let mut files: Vec<Vec<Piece>> = items.iter().map(|tokens| vec![Piece::items(tokens())]).collect();
        files.extend([
            vec![],
            vec![documented("One.")],
            vec![documented("Two.")],
            vec![documented("One."), Piece::Text("t".to_owned())],
            vec![Piece::Text("t".to_owned()), documented("One.")],
            vec![Piece::Text("tt".to_owned())],
            vec![Piece::Text("t".to_owned()), Piece::Text("t".to_owned())],
        ]);
        let mut origins: Vec<String> = files.iter().map(|pieces| origin(pieces)).collect();
        assert_eq!(origins[0], origin(&[Piece::items(items[0]())]));
        let all = origins.len();
        origins.sort();
        origins.dedup();
        assert_eq!(origins.len(), all);
    }
}
