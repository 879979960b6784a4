//! The public API of a crate as it was emitted, from its source text. So a change of the generator shows, which
//! plans made by one generator cannot tell.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{File, ImplItem, Item, ItemMacro, Type, Visibility};

use super::Move;

/// Signatures by path: `a::types::B::c` → `Option < i64 >`.
pub(crate) type Signatures = BTreeMap<String, String>;

/// The public items of the files of a crate. A file that is no Rust has none.
pub(crate) fn signatures<'a>(lib: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Signatures {
    let mut found = Signatures::new();
    for (path, text) in files {
        let Ok(file) = syn::parse_file(text) else { continue };
        let module = match path.split_once('/') {
            Some((folder, _)) => format!("{lib}::{folder}"),
            None if path == "codes.rs" => format!("{lib}::codes"),
            None => lib.to_owned(),
        };
        collect(lib, &module, &file, &mut found);
    }
    found
}

fn collect(lib: &str, module: &str, file: &File, found: &mut Signatures) {
    for item in &file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let path = format!("{module}::{}", item.ident);
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    if let Some(name) = &field.ident {
                        found.insert(format!("{path}::{name}"), text(&field.ty));
                    }
                }
                found.insert(path, "struct".to_owned());
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let Type::Path(owner) = &*item.self_ty else { continue };
                let owner = text(owner);
                // The client is defined beside the operations that add methods to it.
                let home = if owner == "Client" { lib } else { module };
                for method in &item.items {
                    if let ImplItem::Fn(method) = method
                        && is_public(&method.vis)
                    {
                        found.insert(format!("{home}::{owner}::{}", method.sig.ident), text(&method.sig));
                    }
                }
            }
            Item::Const(item) if is_public(&item.vis) => {
                found.insert(format!("{module}::{}", item.ident), text(&item.ty));
            }
            Item::Macro(item) => of_macro(module, item, found),
            _ => {}
        }
    }
}

/// The enums and requests that the runtime's macros define.
fn of_macro(module: &str, item: &ItemMacro, found: &mut Signatures) {
    let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let tokens = item.mac.tokens.to_string();
    if name == "request" {
        let output = tokens.split_once("->").map(|(request, output)| (request.trim().to_owned(), output));
        if let Some((request, output)) = output {
            found.insert(format!("{module}::{request}::send"), output.trim().to_owned());
        }
    } else if name == "open_enum"
        && let Some((head, body)) = tokens.split_once('{')
    {
        let owner = head.rsplit("enum").next().unwrap_or_default();
        let owner = owner.split(':').next().unwrap_or_default().trim();
        found.insert(format!("{module}::{owner}"), "enum".to_owned());
        let variants = body.split(" = \"").filter_map(|before| before.rsplit([' ', '\n', ']']).next());
        for variant in variants.filter(|it| it.starts_with(char::is_alphabetic)) {
            found.insert(format!("{module}::{owner}::{variant}"), String::new());
        }
    }
}

/// What differs between two versions of a crate.
pub(crate) fn moves(old: &Signatures, new: &Signatures) -> BTreeMap<String, Move> {
    let mut moves = BTreeMap::new();
    for (path, signature) in old {
        match new.get(path) {
            None => moves.insert(path.clone(), Move::Removed),
            Some(other) if other != signature => {
                moves.insert(path.clone(), Move::Changed(signature.clone(), other.clone()))
            }
            Some(_) => None,
        };
    }
    for path in new.keys().filter(|path| !old.contains_key(*path)) {
        moves.insert(path.clone(), Move::Added(super::Kind::Function));
    }
    moves
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as text, as a person would write them.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("& ", "&"),
        (" :", ":"),
    ]
    .iter()
    .fold(text, |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        pub struct A { pub a: Option<i64>, hidden: bool }
        impl A { pub fn set(self, value: impl Into<String>) -> Self { self } }
        impl Client { pub fn list(&self, name: String) -> A { todo!() } }
        tablature_client::request!(A -> AResponse);
        tablature_client::open_enum! { pub enum Kind { #[doc = "x"] First = "1", Second = "2", } }
    "#;

    #[test]
    fn public_items_are_found() {
        let found = signatures("lib", [("operations/a.rs", FILE)].into_iter());
        let paths: Vec<&str> = found.keys().map(String::as_str).collect();
        let expected = [
            "lib::Client::list",
            "lib::operations::A",
            "lib::operations::A::a",
            "lib::operations::A::send",
            "lib::operations::A::set",
            "lib::operations::Kind",
            "lib::operations::Kind::First",
            "lib::operations::Kind::Second",
        ];
        assert_eq!(paths, expected);
        assert_eq!(found["lib::operations::A::a"], "Option<i64>");
    }
}
