//! Operations: arguments up front, setters, composites, and the page's text.

use std::collections::BTreeMap;

use tablature_ir::{self as ir, Body, Fields, Location, OperationId, Service, WireName};

use super::{
    choices, docs,
    fields::Owner,
    media::{self, Kind, is_planned},
    member,
    model::{Composite, Fixed, Operation, Parameter, Place, Type},
    name::{Ident, snake},
    names::Names,
    paging, response,
    scope::{Case, Claim, resolve},
    settings::is_setting,
    types::{SETTERS, Structs, convert, null, rust_type},
};
use crate::{
    diagnostic::{Diagnostic, Id},
    escape::uri,
};

/// How many arguments may be positional; more of them come in a struct.
const POSITIONAL: usize = 2;

/// Methods that every builder has beside those that no setter may be called, and functions that an argument would hide.
const BUILDER: &[&str] = &["base64", "customize", "into", "items", "list", "pages", "send", "send_blocking"];

/// The methods that builders have beside these, where an answer can be read while it comes.
const STREAMED: &[&str] = &["stream", "stream_blocking"];

/// A parameter before it has a name.
struct Draft<'a> {
    wire: &'a str,
    place: Place,
    qualifier: String,
    ty: Type,
    field: Option<&'a ir::Field>,
}

/// Plans one operation.
pub(super) fn plan<'a>(
    id: &'a OperationId,
    operation: &'a ir::Operation,
    service: &'a Service,
    settings: &[String],
    names: &Names<'a>,
    structs: &Structs<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Operation> {
    let (method, name, module) = names.operations.get(id)?.clone();
    let media = media::of(operation, &service.protocol);
    if let Some(media) = media.as_ref().filter(|_| !is_planned(operation)) {
        let message = format!("`{id}`: its body is `{media}`, which clients cannot send yet");
        diagnostics.push(Diagnostic::new(Id::UnsupportedMedia, message));
        return None;
    }
    if let Some(media) = media.as_ref().filter(|_| media::is_unwritten(operation)) {
        let message =
            format!("`{id}`: its body is `{media}`, and callers give it as a text, not by its fields");
        diagnostics.push(Diagnostic::new(Id::UnsupportedMedia, message));
    }
    let mut composites = Vec::new();
    let (fixed, drafts): (Vec<_>, Vec<_>) = drafts(id, operation, names, &mut composites, diagnostics)
        .into_iter()
        .filter(is_sent)
        .partition(is_fixed);
    let fixed = fixed.into_iter().filter_map(self::fixed).collect();
    let supplied: Vec<Option<&String>> = drafts.iter().map(|draft| setting(draft, service)).collect();
    let streamed = if response::plain(operation).is_some() { STREAMED } else { &[] };
    let taken =
        BUILDER.iter().chain(SETTERS).chain(streamed).copied().chain(settings.iter().map(String::as_str));
    let taken: Vec<&str> = taken.collect();
    let claims: Vec<Claim<'_>> = drafts
        .iter()
        .zip(&supplied)
        .filter(|(_, setting)| setting.is_none())
        .map(|(draft, _)| Claim {
            wire: draft.wire,
            wish: snake(if draft.place == Place::WholeBody { "body" } else { draft.wire }),
            qualifier: Some(draft.qualifier.clone()),
        })
        .collect();
    let mut idents =
        resolve(name.as_str(), &claims, Case::Snake, (&taken, "parameter"), diagnostics).into_iter();
    let mut parameters = Vec::with_capacity(drafts.len());
    for (draft, setting) in drafts.into_iter().zip(supplied) {
        // A parameter that a setting supplies has the setting's name, whatever other parameters are called.
        let name = setting.map(|setting| Ident::new(setting)).or_else(|| idents.next())?;
        let parameter = parameter(name, draft, setting.cloned());
        parameters.push(Parameter { member: member::of(&parameter, structs), ..parameter });
    }
    nulls(&mut parameters);
    let (mut required, mut optional): (Vec<_>, Vec<_>) = parameters.into_iter().partition(up_front);
    let enums = names.choices.get(id).map_or(&[][..], Vec::as_slice);
    let mut choices = choices::plan(&operation.groups, (&module, enums), &mut optional, diagnostics);
    if let (Some(Body::OneOf(types)), Some(name)) = (&operation.body, enums.last()) {
        choices.push(choices::body(types, (&module, name), names, diagnostics));
    }
    choices::arguments(&choices, &mut required);
    let response = response::plan(id, (&name, &module), operation, names, diagnostics);
    let paging = operation.pagination.as_ref().and_then(|facts| {
        let planned = paging::plan(facts, &response, structs);
        planned.map_err(|why| diagnostics.push(paging::unusable(id, &why))).ok()
    });
    let (title, docs, url) = texts(operation, service);
    Some(Operation {
        id: id.to_string(),
        args: (required.len() > POSITIONAL).then(|| name.followed_by("Args")),
        method,
        module,
        name,
        title,
        docs,
        page: operation.page.clone(),
        media,
        url,
        deprecated: operation.deprecated.as_ref().map(|why| docs::plain(&why.note())),
        http: operation.method,
        uri: operation.uri.clone(),
        endpoint: operation.endpoint.clone(),
        retry: operation.retry,
        alternatives: operation.alternatives.clone(),
        groups: operation.groups.clone(),
        auth: operation.auth.clone(),
        fixed,
        required,
        optional,
        choices,
        composites,
        response,
        paging,
        errors: operation.errors.clone(),
        examples: operation.examples.clone(),
    })
}

/// Whether requests contain it. The table of an object that both sides have also lists what only the service sends.
fn is_sent(draft: &Draft<'_>) -> bool {
    draft.field.is_none_or(|field| field.access != Some(ir::Access::ReadOnly))
}

/// Gives a nullable parameter of a JSON body a setter that sends `null`, unless another parameter has that name.
fn nulls(parameters: &mut [Parameter]) {
    let names: Vec<Ident> = parameters.iter().map(|parameter| parameter.name.clone()).collect();
    for parameter in parameters.iter_mut().filter(|parameter| parameter.null.is_some()) {
        parameter.null = Some(null(&parameter.name))
            .filter(|name| parameter.place == Place::Body && !names.contains(name));
    }
}

/// Whether it always has one value. Parts of a composite are given together, so callers give all of them.
fn is_fixed(draft: &Draft<'_>) -> bool {
    !matches!(draft.place, Place::Part(_)) && draft.field.is_some_and(|field| field.fixed.is_some())
}

fn fixed(draft: Draft<'_>) -> Option<Fixed> {
    let Draft { wire, place, qualifier: _, ty, field } = draft;
    Some(Fixed { wire: wire.to_owned(), place, ty, text: field?.fixed.clone()? })
}

/// Whether it is an argument instead of a setter. A path parameter always is: there is no request without it.
fn up_front(parameter: &Parameter) -> bool {
    parameter.context.is_none() && (parameter.required || parameter.place == Place::Path)
}

/// All parameters. Those of the path come in the order of the path, so that a reordered table cannot swap arguments.
fn drafts<'a>(
    id: &'a OperationId,
    operation: &'a ir::Operation,
    names: &Names<'a>,
    composites: &mut Vec<Composite>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft<'a>> {
    let mut drafts = Vec::new();
    let mut path: Vec<(&WireName, &ir::Field)> = operation.path.iter().collect();
    path.sort_by_key(|(wire, _)| operation.uri.find(&format!("{{{wire}}}")));
    let owner = Owner::Request(id, Location::Path);
    drafts.extend(path.into_iter().map(|(wire, field)| Draft {
        wire,
        place: Place::Path,
        qualifier: "path".to_owned(),
        ty: rust_type(&owner, wire, field, names, diagnostics),
        field: Some(field),
    }));
    for (location, place, qualifier) in [
        (Location::Query, Place::Query, "query"),
        (Location::Header, Place::Header, "header"),
        (Location::Form, Place::Form, "form"),
    ] {
        let fields = operation.at(location).into_iter().flatten();
        for (wire, field) in fields {
            if let Some(composite) = &field.composite {
                let index = composites.len();
                composites.push(composed(wire, place, field, composite));
                let owner = Owner::Parts(id, location, wire);
                drafts.extend(composite.parts.iter().map(|(part, field)| Draft {
                    wire: part,
                    place: Place::Part(index),
                    qualifier: wire.to_string(),
                    ty: rust_type(&owner, part, field, names, diagnostics),
                    field: Some(field),
                }));
            } else {
                let ty = rust_type(&Owner::Request(id, location), wire, field, names, diagnostics);
                drafts.push(Draft { wire, place, qualifier: qualifier.to_owned(), ty, field: Some(field) });
            }
        }
    }
    let kind = Kind::of(operation);
    let takes_none = matches!(
        operation.method,
        ir::Method::Get | ir::Method::Head | ir::Method::Delete | ir::Method::Options
    );
    let whole =
        |ty| Draft { wire: "", place: Place::WholeBody, qualifier: "body".to_owned(), ty, field: None };
    match &operation.body {
        Some(Body::Fields(fields)) if kind != Kind::Text => {
            drafts.extend(body(id, fields, names, diagnostics));
        }
        // Text and bytes are sent as they are.
        None if takes_none => {}
        _ if kind == Kind::Text => drafts.push(whole(Type::String)),
        _ if kind == Kind::Bytes => drafts.push(whole(Type::Bytes)),
        Some(Body::Type(ty)) => drafts.push(whole(convert(ty, None, names, diagnostics))),
        // A choice.
        Some(Body::OneOf(_) | Body::Fields(_)) | None => {}
    }
    for draft in &mut drafts {
        // Where the body is a form, the docs call the form the body.
        if matches!(kind, Kind::Form | Kind::Parts) && draft.place == Place::Body {
            draft.place = Place::Form;
        }
        if kind == Kind::Parts && draft.place == Place::Form {
            part(draft);
        }
    }
    drafts
}

/// Docs do not say which text of a body of parts is a file, nor which of several. What is written as one text is none.
fn part(draft: &mut Draft<'_>) {
    let encoding = draft.field.and_then(|field| field.encoding);
    let is_one = matches!(encoding, Some(ir::Encoding::Comma | ir::Encoding::Json));
    match &draft.ty {
        Type::String => draft.ty = Type::Part,
        Type::List(inner) if **inner == Type::String && !is_one => {
            draft.ty = Type::List(Box::new(Type::Part));
        }
        _ => {}
    }
}

fn body<'a>(
    id: &'a OperationId,
    fields: &'a Fields,
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft<'a>> {
    let owner = Owner::Request(id, Location::Body);
    fields
        .iter()
        .map(|(wire, field)| Draft {
            wire,
            place: Place::Body,
            qualifier: "body".to_owned(),
            ty: rust_type(&owner, wire, field, names, diagnostics),
            field: Some(field),
        })
        .collect()
}

fn composed(wire: &WireName, place: Place, field: &ir::Field, composite: &ir::Composite) -> Composite {
    Composite {
        wire: wire.to_string(),
        place,
        separator: composite.separator.clone(),
        assign: composite.assign.clone(),
        at_least: composite.at_least,
        together: composite
            .together
            .iter()
            .map(|group| group.iter().map(ToString::to_string).collect())
            .collect(),
        required: field.required == Some(true),
    }
}

/// The setting that supplies a parameter: in every call of an RPC service, elsewhere only in the path.
fn setting<'a>(draft: &Draft<'_>, service: &'a Service) -> Option<&'a String> {
    let supplied = match service.protocol {
        ir::Protocol::Rpc(_) => !matches!(draft.place, Place::Part(_) | Place::WholeBody),
        ir::Protocol::Rest => draft.place == Place::Path,
    };
    let name = service.context.get(draft.wire).filter(|_| supplied)?;
    is_setting(name).then_some(name)
}

/// An argument without a name on the wire.
pub(super) fn bare(name: Ident, place: Place, ty: Type) -> Parameter {
    Parameter {
        expectation: expectation(&name),
        name,
        wire: String::new(),
        place,
        ty,
        docs: Vec::new(),
        deprecated: None,
        sensitive: false,
        base64: false,
        required: true,
        null: None,
        omit_empty: false,
        context: None,
        encoding: None,
        member: None,
    }
}

fn parameter(name: Ident, draft: Draft<'_>, context: Option<String>) -> Parameter {
    let Some(field) = draft.field else {
        let docs = vec!["The body of the request.".to_owned()];
        return Parameter { docs, ..bare(name, draft.place, draft.ty) };
    };
    let mut paragraphs = docs::paragraphs(&field.description);
    paragraphs.extend(docs::facts(field));
    // Some pages want passwords in base64, and callers would not think of that in time.
    let base64 = field.sensitive && field.format == Some(ir::Format::Base64) && draft.ty == Type::String;
    if base64 {
        paragraphs.push("Give the text itself; it is sent in base64.".to_owned());
    }
    let part = matches!(draft.place, Place::Part(_));
    Parameter {
        null: field.nullable.then(|| name.clone()),
        expectation: expectation(&name),
        name,
        wire: draft.wire.to_owned(),
        place: draft.place,
        ty: draft.ty,
        docs: paragraphs,
        deprecated: field.deprecated.as_ref().map(|why| docs::plain(&why.note())),
        sensitive: field.sensitive,
        base64,
        required: field.required == Some(true) && !part,
        omit_empty: field.omit_empty,
        context,
        encoding: field.encoding,
        member: None,
    }
}

/// The setter in a mock's expectation, which has other methods of its own than a builder.
fn expectation(name: &Ident) -> Ident {
    const OWN: &[&str] = &[
        "calls",
        "cut",
        "delay",
        "hang_up",
        "respond",
        "respond_error",
        "respond_fixture",
        "respond_made",
        "respond_with",
        "times",
    ];
    if OWN.contains(&name.bare()) { Ident::new(&format!("with_{}", name.bare())) } else { name.clone() }
}

/// Title, further paragraphs, and the address of the page.
fn texts(operation: &ir::Operation, service: &Service) -> (String, Vec<String>, Option<String>) {
    let title = docs::line(&operation.title);
    let mut paragraphs = docs::paragraphs(&operation.description);
    let title = if title.is_empty() && !paragraphs.is_empty() { paragraphs.remove(0) } else { title };
    let same = |a: &str, b: &str| {
        a.trim_end_matches(|c: char| !c.is_alphanumeric())
            == b.trim_end_matches(|c: char| !c.is_alphanumeric())
    };
    if paragraphs.first().is_some_and(|first| same(first, &title)) {
        paragraphs.remove(0);
    }
    paragraphs.extend(operation.groups.iter().map(|group| {
        let names: Vec<String> = group.names().iter().map(|name| docs::code(name)).collect();
        let verb = if matches!(group, ir::Group::AtMostOne(_)) { "Takes" } else { "Needs" };
        format!("{verb} {} {}.", group.words(), names.join(", "))
    }));
    paragraphs.extend(operation.alternatives.iter().map(|line| {
        let code = format!("customize(|call| call.by(Method::{:?}, {:?}))", line.method, line.uri);
        format!("The same by {}: {}.", docs::code(&line.to_string()), docs::code(&code))
    }));
    let url = address(service, operation);
    paragraphs.push(match &url {
        Some(url) => format!("[Documentation]({})", uri::target(url)),
        None => format!("Page: {}", docs::code(&operation.page)),
    });
    (title, paragraphs, url)
}

/// The published address of an operation's page, with what a URL cannot hold percent-encoded.
pub(crate) fn address(service: &ir::Service, operation: &ir::Operation) -> Option<String> {
    let base = &service.docs;
    let between = if base.ends_with(['/', '=', '#', '?']) { "" } else { "/" };
    let behind = || (!base.is_empty()).then(|| format!("{base}{between}{}", uri::path(&operation.page)));
    operation.url.clone().or_else(behind)
}

/// Structs by path, for [`paging`].
pub(super) fn by_path(structs: &[super::model::Struct]) -> Structs<'_> {
    structs.iter().map(|item| (&item.path, item)).collect::<BTreeMap<_, _>>()
}
