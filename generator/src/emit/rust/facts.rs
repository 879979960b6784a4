//! What the runtime has to know of an operation, as a static.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tablature_ir as ir;

use crate::plan::{Composite, Crate, Operation, Parameter, Place, ResponseBody, Type};

/// `static OPERATION: Operation = Operation::new(…)…;`
pub(super) fn facts(item: &Operation, plan: &Crate) -> TokenStream {
    let (id, uri) = (&item.id, &item.uri);
    let method = Ident::new(method(item.http), Span::call_site());
    let endpoint = item.endpoint.as_ref().map(|endpoint| quote! { .endpoint(#endpoint) });
    let retry = (item.retry != item.http.retry()).then(|| retry(item.retry));
    let auth = auth(item);
    let required = names("required", item.parameters().filter(|p| p.required || p.place == Place::Path));
    let secrets = names("secrets", item.parameters().filter(|p| p.sensitive));
    let fixed = fixed(item, plan);
    let groups = groups(item);
    let omit_empty = names("omit_empty", item.parameters().filter(|p| p.omit_empty));
    let alternatives = alternatives(item);
    let encodings = encodings(item);
    let composites = composites(item);
    let paging = item.paging.as_ref().map(|paging| {
        let facts = paging_facts(&paging.facts);
        let place = match moving(item, &paging.facts).map(|parameter| parameter.place) {
            Some(Place::Body) if paging.facts.within().is_none() => Some(quote! { .in_body() }),
            Some(Place::Header) => Some(quote! { .in_header() }),
            _ => None,
        };
        let integer = is_integer_marker(item, &paging.facts, plan).then(|| quote! { .integer_marker() });
        quote! { .paging(#facts #place #integer) }
    });
    let headers = headers(item);
    let media = item.media.as_ref().map(|media| quote! { .content_type(#media) });
    quote! {
        pub(crate) static OPERATION: Operation = Operation::new(#id, Method::#method, #uri)
            #endpoint #alternatives #retry #auth #required #fixed #groups #omit_empty #secrets #encodings #composites #paging #headers #media;
    }
}

/// `.required(&["RepoName"])`, of parameters that have a name.
fn names<'a>(setter: &str, parameters: impl Iterator<Item = &'a Parameter>) -> Option<TokenStream> {
    let wires: Vec<&str> = parameters.map(|p| p.wire.as_str()).filter(|wire| !wire.is_empty()).collect();
    let setter = Ident::new(setter, Span::call_site());
    (!wires.is_empty()).then(|| quote! { .#setter(&[#(#wires),*]) })
}

/// `.fixed(&[("method", "transfer")])`, where this tells operations of one method and path apart.
fn fixed(item: &Operation, plan: &Crate) -> Option<TokenStream> {
    let is_same = |other: &Operation| other.uri == item.uri && other.http == item.http;
    let is_rest = matches!(plan.protocol, ir::Protocol::Rest);
    if !is_rest || plan.operations.iter().filter(|other| is_same(other)).count() < 2 {
        return None;
    }
    let pairs: Vec<TokenStream> = item
        .fixed
        .iter()
        .map(|fixed| {
            let (wire, text) = (&fixed.wire, &fixed.text);
            quote! { (#wire, #text) }
        })
        .collect();
    (!pairs.is_empty()).then(|| quote! { .fixed(&[#(#pairs),*]) })
}

/// `.groups(&[tablature_client::Group::ExactlyOne(&["Id", "Name"])])`: with the whole path, because an operation or a
/// type may well be called a group.
fn groups(item: &Operation) -> Option<TokenStream> {
    let groups: Vec<TokenStream> = item
        .groups
        .iter()
        .map(|group| {
            let name = match group {
                ir::Group::AtLeastOne(_) => "AtLeastOne",
                ir::Group::ExactlyOne(_) => "ExactlyOne",
                ir::Group::AtMostOne(_) => "AtMostOne",
            };
            let name = Ident::new(name, Span::call_site());
            let wires = group.names().iter().map(ir::WireName::as_str);
            quote! { tablature_client::Group::#name(&[#(#wires),*]) }
        })
        .collect();
    (!groups.is_empty()).then(|| quote! { .groups(&[#(#groups),*]) })
}

/// `.alternatives(&[(Method::Get, "/books")])`.
fn alternatives(item: &Operation) -> Option<TokenStream> {
    let lines: Vec<TokenStream> = item
        .alternatives
        .iter()
        .map(|line| {
            let (method, uri) = (Ident::new(method(line.method), Span::call_site()), &line.uri);
            quote! { (Method::#method, #uri) }
        })
        .collect();
    (!lines.is_empty()).then(|| quote! { .alternatives(&[#(#lines),*]) })
}

/// `.auth(&[&["signed"]])`.
fn auth(item: &Operation) -> Option<TokenStream> {
    let ways = item.auth.as_ref()?.iter().map(|way| quote! { &[#(#way),*] });
    Some(quote! { .auth(&[#(#ways),*]) })
}

/// `.retry(Retry::Safe)`.
fn retry(retry: ir::Retry) -> TokenStream {
    let name = match retry {
        ir::Retry::Safe => "Safe",
        ir::Retry::Idempotent => "Idempotent",
        ir::Retry::Unsafe => "Unsafe",
    };
    let name = Ident::new(name, Span::call_site());
    quote! { .retry(Retry::#name) }
}

fn encodings(item: &Operation) -> Option<TokenStream> {
    let pairs: Vec<TokenStream> = item
        .parameters()
        .filter_map(|parameter| {
            let (wire, encoding) = (&parameter.wire, encoding(parameter.encoding?));
            Some(quote! { (#wire, Encoding::#encoding) })
        })
        .collect();
    (!pairs.is_empty()).then(|| quote! { .encodings(&[#(#pairs),*]) })
}

fn encoding(encoding: ir::Encoding) -> Ident {
    let name = match encoding {
        ir::Encoding::Indexed => "Indexed",
        ir::Encoding::Numbered => "Numbered",
        ir::Encoding::MemberNumbered => "MemberNumbered",
        ir::Encoding::IndexedBrackets => "IndexedBrackets",
        ir::Encoding::Slashes => "Slashes",
        ir::Encoding::Repeated => "Repeated",
        ir::Encoding::Brackets => "Brackets",
        ir::Encoding::Comma => "Comma",
        ir::Encoding::Json => "Json",
    };
    Ident::new(name, Span::call_site())
}

fn composites(item: &Operation) -> Option<TokenStream> {
    let composites: Vec<TokenStream> =
        item.composites.iter().enumerate().map(|(index, composite)| one(index, composite, item)).collect();
    (!composites.is_empty()).then(|| quote! { .composites(&[#(#composites),*]) })
}

fn one(index: usize, composite: &Composite, item: &Operation) -> TokenStream {
    let Composite { wire, place, separator, assign, at_least, together, required } = composite;
    let place = Ident::new(place_name(*place), Span::call_site());
    let at_least = if *required { (*at_least).max(1) } else { *at_least };
    let at_least = proc_macro2::Literal::u32_unsuffixed(at_least);
    let together = together.iter().map(|group| quote! { &[#(#group),*] });
    let parts = item.parameters().filter(|p| p.place == Place::Part(index)).map(|p| &p.wire);
    quote! {
        Composite {
            name: #wire,
            place: Place::#place,
            separator: #separator,
            assign: #assign,
            at_least: #at_least,
            together: &[#(#together),*],
            parts: &[#(#parts),*],
        }
    }
}

fn place_name(place: Place) -> &'static str {
    match place {
        Place::Path => "Path",
        Place::Query | Place::Part(_) => "Query",
        Place::Header => "Header",
        Place::Form => "Form",
        Place::Body | Place::WholeBody | Place::Choice(_) => "Body",
    }
}

/// The parameter that moves from page to page, or the one in which it stands.
fn moving<'i>(item: &'i Operation, facts: &ir::Pagination) -> Option<&'i Parameter> {
    let name = facts.within().or_else(|| facts.moving())?;
    item.parameters().find(|parameter| parameter.wire == **name)
}

/// Whether the marker is a number in JSON; anywhere else all values are texts.
fn is_integer_marker(item: &Operation, facts: &ir::Pagination, plan: &Crate) -> bool {
    let ir::Pagination::Marker { marker, within, .. } = facts else { return false };
    let Some(parameter) = moving(item, facts) else { return false };
    let ty = match (within, &parameter.ty) {
        (None, ty) => Some(ty),
        (Some(_), Type::Struct(path)) => {
            let object = plan.structs.iter().find(|known| known.path == *path);
            object
                .and_then(|object| object.fields.iter().find(|field| field.wire == **marker))
                .map(|it| &it.ty)
        }
        (Some(_), _) => None,
    };
    matches!(ty, Some(Type::Integer | Type::Unsigned))
}

fn paging_facts(facts: &ir::Pagination) -> TokenStream {
    let total = |total: &Option<ir::Total>| match total {
        None => TokenStream::new(),
        Some(ir::Total::Body(path)) => quote! { .total(#path) },
        Some(ir::Total::ContentRange(header)) => {
            let header = header.as_str();
            quote! { .content_range(#header) }
        }
    };
    let within = facts.within().map(|name| {
        let name = name.as_str();
        quote! { .within(#name) }
    });
    match facts {
        ir::Pagination::Offset { offset, limit, items, total: stated, within: _ } => {
            let (offset, limit, total) = (offset.as_str(), limit.as_str(), total(stated));
            quote! { Paging::offset(#offset, #limit, #items) #total #within }
        }
        ir::Pagination::Page { page, size, first, items, total: stated, within: _ } => {
            let (page, size, total) = (page.as_str(), size.as_str(), total(stated));
            let first = proc_macro2::Literal::u32_unsuffixed(*first);
            quote! { Paging::page(#page, #size, #first, #items) #total #within }
        }
        ir::Pagination::Marker { marker, limit, items, next, within: _ } => {
            let marker = marker.as_str();
            let ((path, header), limit) = (next_place(next, items), limit_of(limit.as_ref()));
            quote! { Paging::marker(#marker, #path, #items) #header #limit #within }
        }
        ir::Pagination::Link { next, limit, items } => {
            let ((path, header), limit) = (next_place(next, items), limit_of(limit.as_ref()));
            quote! { Paging::link(#path, #items) #header #limit }
        }
    }
}

/// Where the next marker or link is: a path in the body, or a header.
fn next_place(next: &ir::Next, items: &str) -> (String, Option<TokenStream>) {
    match next {
        // The last element of the list of items, wherever that is.
        ir::Next::Body(path) => {
            (path.strip_prefix("items[]").map_or(path.clone(), |rest| format!("{items}[]{rest}")), None)
        }
        ir::Next::Header(ir::InHeader { header }) => {
            let header = header.as_str();
            (String::new(), Some(quote! { .next_header(#header) }))
        }
    }
}

fn limit_of(limit: Option<&ir::WireName>) -> Option<TokenStream> {
    let name = limit?.as_str();
    Some(quote! { .limit(#name) })
}

fn headers(item: &Operation) -> Option<TokenStream> {
    let ResponseBody::Own(own) = &item.response.body else { return None };
    let headers: Vec<&str> = own.fields.iter().filter(|f| f.header).map(|f| f.wire.as_str()).collect();
    (!headers.is_empty()).then(|| quote! { .response_headers(&[#(#headers),*]) })
}

fn method(method: ir::Method) -> &'static str {
    match method {
        ir::Method::Get => "Get",
        ir::Method::Head => "Head",
        ir::Method::Post => "Post",
        ir::Method::Put => "Put",
        ir::Method::Patch => "Patch",
        ir::Method::Delete => "Delete",
        ir::Method::Options => "Options",
    }
}
