//! The public API of a crate as it was emitted, from its source text. This shows what a change of the generator does,
//! which two plans made by one generator cannot tell.

use std::collections::BTreeMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, File, Ident, ImplItem, Item, ItemMacro, Token, Type, Visibility,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    token,
};

use super::Move;

/// Signatures by path: `a::types::B::c` → `Option < i64 >`.
pub(crate) type Signatures = BTreeMap<String, String>;

/// The public items of the files of a crate. A file that is not Rust has none.
pub(crate) fn signatures<'a>(lib: &str, files: impl Iterator<Item = (&'a str, &'a str)>) -> Signatures {
    let mut found = Signatures::new();
    for (path, text) in files {
        let Ok(file) = syn::parse_file(text) else { continue };
        let module = match path.split_once('/') {
            // Each operation has a module; what else is in a folder is exported there.
            Some(("operations", file)) => match file.strip_suffix(".rs").filter(|stem| *stem != "mod") {
                Some(stem) => format!("{lib}::operations::{stem}"),
                None => format!("{lib}::operations"),
            },
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

/// The enums, requests and setters that the runtime's macros define.
fn of_macro(module: &str, item: &ItemMacro, found: &mut Signatures) {
    let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    match name.as_str() {
        "request" => {
            if let Ok(request) = item.mac.parse_body::<Request>() {
                request.signatures(module, found);
            }
        }
        "setters" => {
            if let Ok(Setters { owner, setters }) = item.mac.parse_body() {
                let setters = setters.iter().map(Setter::of_field);
                found.extend(
                    setters.map(|(name, signature)| (format!("{module}::{owner}::{name}"), signature)),
                );
            }
        }
        "open_enum" => of_enum(module, &item.mac.tokens.to_string(), found),
        _ => {}
    }
}

fn of_enum(module: &str, tokens: &str, found: &mut Signatures) {
    let Some((head, body)) = tokens.split_once('{') else { return };
    let owner = head.rsplit("enum").next().unwrap_or_default();
    let owner = owner.split(':').next().unwrap_or_default().trim();
    found.insert(format!("{module}::{owner}"), "enum".to_owned());
    let variants = body.split(" = \"").filter_map(|before| before.rsplit([' ', '\n', ']']).next());
    for variant in variants.filter(|it| it.starts_with(char::is_alphabetic)) {
        found.insert(format!("{module}::{owner}::{variant}"), String::new());
    }
}

/// `ListImages -> ImageList, |page| page.images => Image; limit: set i64 => query("Limit"),`
struct Request {
    name: Ident,
    /// What comes back, and the items of a page.
    output: String,
    /// None in crates whose requests are structs of their own.
    setters: Option<Vec<Setter>>,
}

impl Request {
    fn signatures(self, module: &str, found: &mut Signatures) {
        let path = format!("{module}::{}", self.name);
        found.insert(format!("{path}::send"), self.output);
        if let Some(setters) = self.setters {
            let setters = setters.iter().map(Setter::of_call);
            found.extend(setters.map(|(name, signature)| (format!("{path}::{name}"), signature)));
            found.insert(path, "struct".to_owned());
        }
    }
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        let mut output = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![;]) {
            output.extend([input.parse::<TokenTree>()?]);
        }
        let defines = input.parse::<Option<Token![;]>>()?.is_some();
        let setters = if defines { Some(Setter::all(input)?) } else { None };
        Ok(Request { name, output: output.to_string(), setters })
    }
}

/// `Image { name: into String, }`
struct Setters {
    owner: Ident,
    setters: Vec<Setter>,
}

impl Parse for Setters {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let owner = input.parse()?;
        let body;
        syn::braced!(body in input);
        Ok(Setters { owner, setters: Setter::all(&body)? })
    }
}

/// `name: into String`, with or without the place that it goes to.
struct Setter {
    name: Ident,
    /// What callers give, if anything.
    taken: TokenStream,
}

impl Setter {
    fn all(input: ParseStream<'_>) -> syn::Result<Vec<Self>> {
        let mut setters = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            let name = input.call(Ident::parse_any)?;
            if input.peek(token::Paren) {
                input.parse::<TokenTree>()?;
            }
            input.parse::<Token![:]>()?;
            let kind = input.call(Ident::parse_any)?;
            let ty: Type = input.parse()?;
            let taken = match kind.to_string().as_str() {
                "into" | "all" | "base64" => quote! { , value: impl Into<#ty> },
                "list" => quote! { , value: impl IntoIterator<Item = impl Into<#ty>> },
                "null" => TokenStream::new(),
                _ => quote! { , value: #ty },
            };
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<TokenTree>()?;
            }
            input.parse::<Option<Token![,]>>()?;
            setters.push(Setter { name, taken });
        }
        Ok(setters)
    }

    fn of_call(&self) -> (String, String) {
        let Setter { name, taken } = self;
        (name.to_string(), text(&quote! { fn #name(self #taken) -> Self }))
    }

    fn of_field(&self) -> (String, String) {
        let Setter { name, taken } = self;
        (name.to_string(), text(&quote! { fn #name(mut self #taken) -> Self }))
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
        // Left behind by a signature that was laid out over several lines.
        (",)", ")"),
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
        impl Client { pub fn list(&self, name: String) -> A { A::default() } }
        tablature_client::request!(A -> AResponse);
        tablature_client::request! {
            /// A request.
            B -> BResponse, |page| page.items => Item;

            /// How many.
            limit: set i64 => query("limit"),
        }
        tablature_client::setters!(C { names(names_): list String, });
        tablature_client::open_enum! { pub enum Kind { #[doc = "x"] First = "1", Second = "2", } }
    "#;

    #[test]
    fn public_items_are_found() {
        let found = signatures("lib", [("operations/a.rs", FILE)].into_iter());
        let paths: Vec<&str> = found.keys().map(String::as_str).collect();
        let expected = [
            "lib::Client::list",
            "lib::operations::a::A",
            "lib::operations::a::A::a",
            "lib::operations::a::A::send",
            "lib::operations::a::A::set",
            "lib::operations::a::B",
            "lib::operations::a::B::limit",
            "lib::operations::a::B::send",
            "lib::operations::a::C::names",
            "lib::operations::a::Kind",
            "lib::operations::a::Kind::First",
            "lib::operations::a::Kind::Second",
        ];
        assert_eq!(paths, expected);
        assert_eq!(found["lib::operations::a::A::a"], "Option<i64>");
        assert_eq!(found["lib::operations::a::B::limit"], "fn limit(self, value: i64) -> Self");
        let names = "fn names(mut self, value: impl IntoIterator<Item = impl Into<String>>) -> Self";
        assert_eq!(found["lib::operations::a::C::names"], names);
    }
}
