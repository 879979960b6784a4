//! One operation: its static facts, the client's method, the builder, and the response.

use std::fmt::Write;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::quote;

use super::{
    Paths, enumeration, example, facts, model,
    source::{Docs, Piece, deprecated, deprecated_text, doc_text, ident, literal},
    types::{self, imports, value},
};
use crate::{
    escape,
    plan::{self, Choice, Crate, Fixed, Operation, Paging, Parameter, Place, ResponseBody, Struct, Type},
};

/// The file of an operation: all that its callers need to know, including its types.
pub(super) fn file(item: &Operation, plan: &Crate, paths: &Paths) -> Vec<Piece> {
    let facts = facts::facts(item, plan);
    let docs = Docs::default();
    let method = method(item, paths, &docs);
    let args = args(item, paths, &docs);
    let code = Piece::documented(quote! { #facts #method #args }, docs);
    let (structs, enums) = (plan.structs_of(Some(&item.module)), plan.enums_of(Some(&item.module)));
    let root = &paths.root;
    let mut pieces = vec![
        Piece::Text(about(item)),
        Piece::items(runtime_imports(item, structs, &code)),
        code,
        Piece::Text(args_debug(item)),
        Piece::Text(request(item, paths)),
        Piece::Text(item.choices.iter().map(|choice| choice_text(choice, item, paths)).collect()),
    ];
    let own = match &item.response.body {
        ResponseBody::Own(own) => Some(own),
        ResponseBody::None | ResponseBody::Value(_) => None,
    };
    pieces.extend(own.into_iter().chain(structs).flat_map(|item| model::pieces_of(item, paths)));
    pieces.extend(enums.iter().map(enumeration::piece));
    let uses_types =
        plan.has_shared_types() && pieces.iter().any(|piece| !piece.mentions(&["types"]).is_empty());
    let crate_imports = if uses_types {
        quote! { use #root::{Client, types}; }
    } else {
        quote! { use #root::Client; }
    };
    pieces.insert(2, Piece::items(crate_imports));
    pieces
}

/// The line for the module in the list of operations.
fn about(item: &Operation) -> String {
    let title = if item.title.is_empty() { docs_code(&item.id) } else { item.title.clone() };
    format!("//! {}\n", escape::rust::doc(&title))
}

/// What the file uses of the runtime, sorted.
fn runtime_imports(item: &Operation, structs: &[Struct], code: &Piece) -> TokenStream {
    const NAMES: &[&str] = &[
        "Call",
        "Composite",
        "Encoding",
        "Method",
        "Operation",
        "Paging",
        "Place",
        "Retry",
        "base64",
        "into",
        "list",
    ];
    let mut names = code.mentions(NAMES);
    for parameter in item.parameters() {
        imports(&parameter.ty, &mut names);
    }
    match &item.response.body {
        ResponseBody::None => {}
        ResponseBody::Own(own) => model::runtime(own, &mut names),
        ResponseBody::Value(ty) => imports(ty, &mut names),
    }
    for item in structs {
        model::runtime(item, &mut names);
    }
    let names = names.iter().map(|name| Ident::new(name, Span::call_site()));
    quote! { use tablature_client::{#(#names),*}; }
}

/// The method of the client.
fn method(item: &Operation, paths: &Paths, docs: &Docs) -> TokenStream {
    let (method, name) = (ident(&item.method), ident(&item.name));
    let mut paragraphs = vec![item.title.clone()];
    paragraphs.retain(|title| !title.is_empty());
    paragraphs.extend(item.docs.iter().cloned());
    if let Some(lib) = &paths.lib {
        paragraphs.push("# Example".to_owned());
        paragraphs.push(example::code(item, lib));
    }
    let about = docs.add(paragraphs);
    let deprecation = deprecated(item.deprecated.as_ref());
    let fixed = item.fixed.iter().map(|it| in_place(&it.wire, it.place, &fixed_value(it), item));
    let mut call = quote! { Call::new(&self.0, &OPERATION) #(#fixed)* };
    let mut parameters = Vec::new();
    if let Some(args) = &item.args {
        let args = ident(args);
        parameters.push(quote! { args: #args });
        for parameter in &item.required {
            let name = ident(&parameter.name);
            call = set(parameter, &call, &types::encoded(parameter, quote! { args.#name }), item);
        }
    } else {
        for parameter in &item.required {
            let name = ident(&parameter.name);
            let (ty, value) = types::parameter(parameter, &quote! { #name }, paths);
            parameters.push(quote! { #name: #ty });
            call = set(parameter, &call, &value, item);
        }
    }
    quote! {
        impl Client {
            #about
            #deprecation
            pub fn #method(&self, #(#parameters),*) -> #name {
                #name(#call)
            }
        }
    }
}

/// The call with an argument in it: `call.form("RepoName", value)`, or `choice.put(call)`.
fn set(parameter: &Parameter, call: &TokenStream, value: &TokenStream, item: &Operation) -> TokenStream {
    if let Place::Choice(_) = parameter.place {
        return quote! { #value.put(#call) };
    }
    let set = in_place(&parameter.wire, parameter.place, value, item);
    quote! { #call #set }
}

/// The expression for a value that is always sent: in its type on the wire, or as text where it is spelled otherwise.
fn fixed_value(fixed: &Fixed) -> TokenStream {
    let text = &fixed.text;
    let literal = match fixed.ty {
        Type::Integer => text.parse().ok().map(Literal::i64_suffixed).map(TokenTree::from),
        Type::Unsigned => text.parse().ok().map(Literal::u64_suffixed).map(TokenTree::from),
        Type::Number => text
            .parse()
            .ok()
            .filter(|it: &f64| it.is_finite())
            .map(Literal::f64_suffixed)
            .map(TokenTree::from),
        Type::Boolean => text.parse().ok().map(|it: bool| {
            TokenTree::from(Ident::new(if it { "true" } else { "false" }, Span::call_site()))
        }),
        _ => None,
    };
    literal.map_or_else(|| quote! { #text }, TokenStream::from)
}

fn in_place(wire: &str, place: Place, value: &TokenStream, item: &Operation) -> TokenStream {
    match place {
        Place::Path => quote! { .path(#wire, #value) },
        Place::Query => quote! { .query(#wire, #value) },
        Place::Header => quote! { .header(#wire, #value) },
        Place::Form => quote! { .form(#wire, #value) },
        Place::Body => quote! { .body(#wire, #value) },
        Place::WholeBody => quote! { .whole_body(#value) },
        Place::Part(index) => {
            let composite = item.composites.get(index).map_or("", |composite| composite.wire.as_str());
            quote! { .part(#composite, #wire, #value) }
        }
        Place::Choice(_) => TokenStream::new(),
    }
}

/// The struct of required arguments.
fn args(item: &Operation, paths: &Paths, docs: &Docs) -> TokenStream {
    let Some(args) = &item.args else { return TokenStream::new() };
    let name = ident(args);
    let fields = item.required.iter().map(|parameter| {
        let name = ident(&parameter.name);
        let ty = value(&parameter.ty, paths);
        let about = docs.add(describe(parameter));
        let deprecation = deprecated(parameter.deprecated.as_ref());
        quote! { #about #deprecation pub #name: #ty }
    });
    let about = docs.add([format!("The required arguments of [`Client::{}`].", item.method.bare())]);
    // A derived `Debug` would print secrets.
    let derived = if has_secrets(item) {
        quote! { Clone }
    } else {
        quote! { Clone, Debug }
    };
    quote! {
        #about
        #[derive(#derived)]
        pub struct #name {
            #(#fields,)*
        }
    }
}

fn has_secrets(item: &Operation) -> bool {
    item.required.iter().any(|parameter| parameter.sensitive)
}

/// The `Debug` of arguments, some of which are secret.
fn args_debug(item: &Operation) -> String {
    let Some(args) = item.args.as_ref().filter(|_| has_secrets(item)) else { return String::new() };
    let mut out = format!("tablature_client::args_debug!({args} {{\n");
    for parameter in &item.required {
        let how = if parameter.sensitive { "hidden" } else { "shown" };
        out.extend([INDENT, parameter.name.as_str(), ": ", how, ",\n"]);
    }
    out.push_str("});\n");
    out
}

/// The macro call that defines the request, its setters, and its output:
///
/// ```text
/// tablature_client::request! {
///     /// A request of [`Client::list_images`].
///     ListImages[region] -> ListImagesResponse, |page| page.images => Image;
///
///     /// How many at most.
///     limit: set i64 => query("Limit"),
/// }
/// ```
fn request(item: &Operation, paths: &Paths) -> String {
    let mut out = "tablature_client::request! {\n".to_owned();
    doc_text([format!("A request of [`Client::{}`].", item.method.bare())], INDENT, &mut out);
    deprecated_text(item.deprecated.as_ref(), INDENT, &mut out);
    let settings = paths.settings.join(", ");
    out.extend([INDENT, item.name.as_str(), "[", &settings, "] -> ", &output_text(item, paths)]);
    if let Some(paging) = &item.paging {
        let item = text(&value(&paging.item, paths));
        out.extend([", |page| ", &take(paging), " => ", &item]);
    }
    if item.response.media.is_some() {
        out.push_str(", stream");
    }
    out.push_str(";\n");
    for parameter in item.optional.iter().filter(|parameter| !parameter.is_built_in()) {
        out.push('\n');
        doc_text(describe(parameter), INDENT, &mut out);
        deprecated_text(parameter.deprecated.as_ref(), INDENT, &mut out);
        let (kind, ty) = taken(parameter, paths);
        let name = parameter.name.as_str();
        out.extend([INDENT, name, ": ", kind, " ", &text(&ty), " => ", &place(parameter, item), ",\n"]);
    }
    for parameter in item.parameters() {
        let Some(name) = &parameter.null else { continue };
        out.push('\n');
        doc_text([format!("Sends {} as `null`.", docs_code(&parameter.wire))], INDENT, &mut out);
        out.extend([INDENT, name.as_str(), ": null () => ", &place(parameter, item), ",\n"]);
    }
    out.push_str("}\n");
    out
}

/// The macro call that defines the enum of a choice:
///
/// ```text
/// tablature_client::choice! {
///     /// What [`Client::get_book`] sends one of.
///     GetBookChoice;
///
///     /// The ISBN.
///     Isbn: shown set String => query("Isbn"),
/// }
/// ```
fn choice_text(choice: &Choice, item: &Operation, paths: &Paths) -> String {
    let mut out = "tablature_client::choice! {\n".to_owned();
    doc_text([format!("What [`Client::{}`] sends one of.", item.method.bare())], INDENT, &mut out);
    out.extend([INDENT, choice.path.name.as_str(), ";\n"]);
    for (variant, parameter) in &choice.members {
        out.push('\n');
        doc_text(describe(parameter), INDENT, &mut out);
        deprecated_text(parameter.deprecated.as_ref(), INDENT, &mut out);
        let shown = if parameter.sensitive { "hidden" } else { "shown" };
        let how = if parameter.base64 { "base64" } else { "set" };
        let ty = text(&value(&parameter.ty, paths));
        let place = place(parameter, item);
        let _ = writeln!(out, "{INDENT}{variant}: {shown} {how} {ty} => {place},");
    }
    out.push_str("}\n");
    out
}

/// A name on the wire as code.
pub(super) fn docs_code(wire: &str) -> String {
    format!("`{}`", wire.replace('`', "'"))
}

const INDENT: &str = "    ";

/// Where a setter puts its value: `query("Limit")`.
fn place(parameter: &Parameter, item: &Operation) -> String {
    let wire = literal(&parameter.wire);
    match parameter.place {
        Place::Path => format!("path({wire})"),
        Place::Query => format!("query({wire})"),
        Place::Header => format!("header({wire})"),
        Place::Form => format!("form({wire})"),
        Place::Body => format!("body({wire})"),
        Place::WholeBody => "whole_body()".to_owned(),
        Place::Part(index) => {
            let composite = item.composites.get(index).map_or("", |composite| composite.wire.as_str());
            format!("part({}, {wire})", literal(composite))
        }
        Place::Choice(_) => String::new(),
    }
}

/// What a setter takes from callers: the word for the runtime's macros, and the type.
pub(super) fn taken(parameter: &Parameter, paths: &Paths) -> (&'static str, TokenStream) {
    match &parameter.ty {
        _ if parameter.base64 => ("base64", quote! { String }),
        Type::List(inner) if matches!(**inner, Type::String | Type::Enum(_) | Type::Part) => {
            ("list", value(inner, paths))
        }
        ty @ (Type::String | Type::Enum(_) | Type::Any | Type::Bytes | Type::Part | Type::List(_)) => {
            ("into", value(ty, paths))
        }
        ty @ (Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::Boolean
        | Type::Map(_)
        | Type::Struct(_)) => ("set", value(ty, paths)),
    }
}

/// A type as text.
pub(super) fn text(tokens: &TokenStream) -> String {
    tokens.to_string().replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace("( )", "()")
}

/// The type that the response holds, as text.
pub(super) fn output_text(item: &Operation, paths: &Paths) -> String {
    text(&output(item, paths))
}

/// The name of the response's own struct; `None` if it has none.
pub(super) fn own_output(item: &Operation) -> Option<&str> {
    match &item.response.body {
        ResponseBody::Own(own) => Some(own.path.name.as_str()),
        ResponseBody::None | ResponseBody::Value(_) => None,
    }
}

/// The type that the response holds.
fn output(item: &Operation, paths: &Paths) -> TokenStream {
    match &item.response.body {
        ResponseBody::None => quote! { () },
        ResponseBody::Own(own) => {
            let name = ident(&own.path.name);
            quote! { #name }
        }
        ResponseBody::Value(ty) => value(ty, paths),
    }
}

/// The expression from a page to its items: `page.data.map(|inner| inner.images).unwrap_or_default()`.
fn take(paging: &Paging) -> String {
    let names: Vec<&str> = paging.items.iter().map(plan::Ident::as_str).collect();
    match names[..] {
        [] => "page".to_owned(),
        [only] => format!("page.{only}"),
        [first, ref between @ .., last] => {
            let chain = |chain: String, name: &&str| chain + ".and_then(|inner| inner." + name + ")";
            let between = between.iter().fold(String::new(), chain);
            format!("page.{first}{between}.map(|inner| inner.{last}).unwrap_or_default()")
        }
    }
}

/// The documentation of a parameter; its name on the wire where there is none.
fn describe(parameter: &Parameter) -> Vec<String> {
    let mut docs =
        if parameter.docs.is_empty() { vec![docs_code(&parameter.wire)] } else { parameter.docs.clone() };
    if parameter.context.is_some() {
        docs.push("The client's own setting is used where this is not called.".to_owned());
    }
    docs
}
