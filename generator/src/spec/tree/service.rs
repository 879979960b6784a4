//! A service: what its operations share, and its types.

use tablature_ir::{Auth, Envelope, ErrorShape, Protocol, Service, TypeDef};

use super::{
    entries::{Entries, tagged, text},
    field::{deprecation, fields, origin_word},
    operation::{error_code, operation},
};
use crate::spec::yaml::{Node, Style};

/// What the service says of itself, and its operations and types; the two are spaced.
pub(in crate::spec) fn service(service: &Service) -> [Node<'_>; 3] {
    let Service {
        tablature,
        vendor,
        service,
        title,
        docs,
        protocol,
        endpoint,
        auth,
        context,
        global,
        envelope,
        errors,
        transient,
        codes,
        operations,
        types,
    } = service;
    let head = Entries::new()
        .bare("tablature", tablature)
        .text("vendor", vendor)
        .text("service", service)
        .some_text("title", title)
        .some_text("docs", docs)
        .node("protocol", self::protocol(protocol))
        .text("endpoint", endpoint)
        .some_list("auth", Style::Fit, auth, self::auth)
        .option("context", (!context.is_empty()).then_some(context), |context| {
            let entries = context.iter().map(|(name, setting)| (name.as_str().into(), text(setting)));
            Node::Map(Style::Fit, entries.collect())
        })
        .option("global", global.then_some("true"), |global| Node::Bare(global.into()))
        .option("envelope", envelope.as_ref(), self::envelope)
        .some_list("errors", Style::Block, errors, error_shape)
        .some_list("transient", Style::Fit, transient, |code| text(code))
        .some_list("codes", Style::Block, codes, error_code);

    let mut operations: Vec<_> = operations.iter().collect();
    operations.sort_by_key(|(id, _)| *id);
    let operations = operations.into_iter().map(|(id, value)| (id.as_str().into(), operation(value)));
    let mut types: Vec<_> = types.iter().collect();
    types.sort_by_key(|(name, _)| *name);
    let types = types.into_iter().map(|(name, value)| (name.as_str().into(), type_def(value)));
    [
        head.map(Style::Block),
        Node::Map(Style::Spaced, operations.collect()),
        Node::Map(Style::Spaced, types.collect()),
    ]
}

fn protocol(protocol: &Protocol) -> Node<'_> {
    match protocol {
        Protocol::Rpc(parameter) => tagged("rpc", text(parameter)),
        Protocol::Rest => text("rest"),
    }
}

fn auth(auth: &Auth) -> Node<'_> {
    match auth {
        Auth::ParamSha1 => text("param-sha1"),
        Auth::SdkHmacSha256 => text("sdk-hmac-sha256"),
        Auth::Token(header) => tagged("token", text(header)),
    }
}

fn envelope(envelope: &Envelope) -> Node<'_> {
    let Envelope { code, ok, message, other } = envelope;
    Entries::new()
        .text("code", code)
        .text("ok", ok)
        .text("message", message)
        .some_list("other", Style::Fit, other, |name| text(name))
        .map(Style::Fit)
}

fn error_shape(shape: &ErrorShape) -> Node<'_> {
    let ErrorShape { code, message, request_id } = shape;
    Entries::new()
        .text("code", code)
        .text("message", message)
        .option("request_id", request_id.as_deref(), text)
        .map(Style::Fit)
}

fn type_def(type_def: &TypeDef) -> Node<'_> {
    let TypeDef { description, deprecated, origin, fields: list } = type_def;
    Entries::new()
        .some_text("doc", description)
        .option("deprecated", deprecated.as_ref(), deprecation)
        .option("origin", origin_word(*origin), text)
        .node("fields", fields(list))
        .map(Style::Block)
}
