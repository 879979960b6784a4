//! The IR as a tree of YAML: which keys in which order, and what is left out because it is the default.
//!
//! Every struct is taken apart without `..`, so that a new field of the IR does not compile until it has its
//! place here.

use tablature_ir::{
    Auth, Body, Composite, Deprecation, Encoding, Envelope, ErrorCode, ErrorShape, Example, ExampleKind,
    Field, Fields, Format, Operation, Origin, Pagination, Protocol, Response, Retry, Service, Status, Total,
    TypeDef, WireName,
};

use super::{
    json,
    yaml::{Entry, Node, Style},
};

/// The columns that an example may take.
const EXAMPLE_WIDTH: usize = 96;

/// Entries of a map in the making.
struct Entries<'a>(Vec<Entry<'a>>);

impl<'a> Entries<'a> {
    fn new() -> Self {
        Entries(Vec::new())
    }

    fn node(mut self, key: &'a str, node: Node<'a>) -> Self {
        self.0.push((key.into(), node));
        self
    }

    fn text(self, key: &'a str, text: &'a str) -> Self {
        self.node(key, Node::Text(text.into()))
    }

    fn display(self, key: &'a str, value: &impl ToString) -> Self {
        self.node(key, Node::Text(value.to_string().into()))
    }

    fn bare(self, key: &'a str, value: &impl ToString) -> Self {
        self.node(key, Node::Bare(value.to_string().into()))
    }

    /// Left out when empty.
    fn some_text(self, key: &'a str, text: &'a str) -> Self {
        if text.is_empty() { self } else { self.text(key, text) }
    }

    fn some_flag(self, key: &'a str, flag: bool) -> Self {
        if flag { self.bare(key, &true) } else { self }
    }

    /// Left out when there is none.
    fn option<T>(self, key: &'a str, value: Option<T>, node: impl FnOnce(T) -> Node<'a>) -> Self {
        match value {
            Some(value) => self.node(key, node(value)),
            None => self,
        }
    }

    /// Left out when empty.
    fn some_list<T>(
        self,
        key: &'a str,
        style: Style,
        list: &'a [T],
        node: impl Fn(&'a T) -> Node<'a>,
    ) -> Self {
        if list.is_empty() {
            self
        } else {
            self.node(key, Node::List(style, list.iter().map(node).collect()))
        }
    }

    fn some_fields(self, key: &'a str, list: &'a Fields) -> Self {
        if list.is_empty() { self } else { self.node(key, fields(list)) }
    }

    fn map(self, style: Style) -> Node<'a> {
        Node::Map(style, self.0)
    }
}

fn text(text: &str) -> Node<'_> {
    Node::Text(text.into())
}

/// A map of one key.
fn tagged<'a>(key: &'static str, value: Node<'a>) -> Node<'a> {
    Entries::new().node(key, value).map(Style::Fit)
}

/// What the service says of itself, and its operations and types; the two are spaced.
pub(super) fn service(service: &Service) -> [Node<'_>; 3] {
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
        envelope,
        errors,
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
        .option("envelope", envelope.as_ref(), self::envelope)
        .some_list("errors", Style::Block, errors, error_shape);

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

fn operation(operation: &Operation) -> Node<'_> {
    let Operation {
        title,
        description,
        page,
        method,
        uri,
        deprecated,
        retry,
        path,
        query,
        header,
        form,
        body,
        responses,
        errors,
        pagination,
        examples,
    } = operation;
    Entries::new()
        .some_text("title", title)
        .some_text("doc", description)
        .text("page", page)
        .text("method", method.as_str())
        .text("uri", uri)
        .option("deprecated", deprecated.as_ref(), deprecation)
        .option("retry", retry_word(*retry), text)
        .some_fields("path", path)
        .some_fields("query", query)
        .some_fields("header", header)
        .some_fields("form", form)
        .option("body", body.as_ref(), self::body)
        .option("responses", (!responses.is_empty()).then_some(responses), |responses| {
            let entries = responses.iter().map(|(Status(status), value)| (status.into(), response(value)));
            Node::Map(Style::Block, entries.collect())
        })
        .some_list("errors", Style::Block, errors, error_code)
        .option("pagination", pagination.as_ref(), self::pagination)
        .some_list("examples", Style::Block, examples, example)
        .map(Style::Block)
}

fn retry_word(retry: Retry) -> Option<&'static str> {
    match retry {
        Retry::Safe => Some("safe"),
        Retry::Idempotent => Some("idempotent"),
        Retry::Unsafe => None,
    }
}

fn deprecation(Deprecation(words): &Deprecation) -> Node<'_> {
    if words.is_empty() { Node::Bare("true".into()) } else { text(words) }
}

fn body(body: &Body) -> Node<'_> {
    match body {
        Body::Type(ty) => Node::Text(ty.to_string().into()),
        Body::Fields(list) => fields(list),
    }
}

fn response(response: &Response) -> Node<'_> {
    let Response { description, headers, body } = response;
    Entries::new()
        .some_text("doc", description)
        .some_fields("headers", headers)
        .option("body", body.as_ref(), self::body)
        .map(Style::Block)
}

fn error_code(error: &ErrorCode) -> Node<'_> {
    let ErrorCode { code, status, description } = error;
    Entries::new()
        .text("code", code)
        .option("status", *status, |status| Node::Bare(status.to_string().into()))
        .some_text("doc", description)
        .map(Style::Fit)
}

fn pagination(pagination: &Pagination) -> Node<'_> {
    match pagination {
        Pagination::Offset { offset, limit, items, total, within } => {
            let entries = Entries::new().text("offset", offset).text("limit", limit).text("items", items);
            let entries = entries.option("total", total.as_ref(), self::total);
            tagged("offset", entries.option("within", within.as_ref(), |name| text(name)).map(Style::Fit))
        }
        Pagination::Page { page, size, first, items, total } => {
            let entries = Entries::new().text("page", page).text("size", size).bare("first", first);
            let entries = entries.text("items", items).option("total", total.as_ref(), self::total);
            tagged("page", entries.map(Style::Fit))
        }
        Pagination::Marker { marker, limit, items, next } => {
            let entries =
                Entries::new().text("marker", marker).option("limit", limit.as_ref(), |name| text(name));
            tagged("marker", entries.text("items", items).text("next", next).map(Style::Fit))
        }
    }
}

fn total(total: &Total) -> Node<'_> {
    match total {
        Total::Body(path) => tagged("body", text(path)),
        Total::ContentRange(header) => tagged("content-range", text(header)),
    }
}

fn example(example: &Example) -> Node<'_> {
    let Example { of, title, status, text } = example;
    let entries = Entries::new()
        .text(
            "of",
            match of {
                ExampleKind::Request => "request",
                ExampleKind::Body => "body",
                ExampleKind::Response => "response",
            },
        )
        .some_text("title", title)
        .option("status", status.as_ref(), |Status(status)| self::text(status));
    let json = match of {
        ExampleKind::Request => None,
        ExampleKind::Body | ExampleKind::Response => json::layout(text, EXAMPLE_WIDTH),
    };
    match json {
        Some(json) => entries.display("json", &json),
        None => entries.text("text", text),
    }
    .map(Style::Fit)
}

fn type_def(type_def: &TypeDef) -> Node<'_> {
    let TypeDef { description, deprecated, origin, fields } = type_def;
    Entries::new()
        .some_text("doc", description)
        .option("deprecated", deprecated.as_ref(), deprecation)
        .option("origin", origin_word(*origin), text)
        .node("fields", self::fields(fields))
        .map(Style::Block)
}

fn fields(fields: &Fields) -> Node<'_> {
    Node::Map(Style::Block, fields.iter().map(|(name, value)| (name.as_str().into(), field(value))).collect())
}

fn field(field: &Field) -> Node<'_> {
    let Field {
        ty,
        required,
        condition,
        default,
        values,
        range,
        length,
        items,
        pattern,
        unit,
        format,
        sensitive,
        deprecated,
        encoding,
        composite,
        origin,
        description,
    } = field;
    let interval = |interval: &tablature_ir::Interval| Node::Text(interval.to_string().into());
    Entries::new()
        .display("type", ty)
        .option("required", *required, |required| Node::Bare(required.to_string().into()))
        .option("condition", condition.as_deref(), text)
        .option("default", default.as_deref(), text)
        .option("enum", (!values.is_empty()).then_some(values), |values| {
            if values.values().all(String::is_empty) {
                return Node::List(Style::Fit, values.keys().map(|value| text(value)).collect());
            }
            let entries = values.iter().map(|(value, label)| (value.as_str().into(), text(label)));
            Node::Map(Style::Fit, entries.collect())
        })
        .option("range", range.as_ref(), interval)
        .option("length", length.as_ref(), interval)
        .option("items", items.as_ref(), interval)
        .option("pattern", pattern.as_deref(), text)
        .option("unit", unit.as_deref(), text)
        .option("format", format.map(format_word), text)
        .some_flag("sensitive", *sensitive)
        .option("deprecated", deprecated.as_ref(), deprecation)
        .option("encoding", encoding.map(encoding_word), text)
        .option("composite", composite.as_ref(), self::composite)
        .option("origin", origin_word(*origin), text)
        .some_text("doc", description)
        .map(Style::Fit)
}

fn format_word(format: Format) -> &'static str {
    match format {
        Format::UnixSeconds => "unix-seconds",
        Format::UnixMillis => "unix-millis",
        Format::Rfc3339 => "rfc3339",
        Format::Base64 => "base64",
    }
}

fn encoding_word(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Indexed => "indexed",
        Encoding::Repeated => "repeated",
        Encoding::Comma => "comma",
        Encoding::Json => "json",
    }
}

/// The usual origin is not written down.
fn origin_word(origin: Origin) -> Option<&'static str> {
    match origin {
        Origin::Table => None,
        Origin::Prose => Some("prose"),
        Origin::Example => Some("example"),
        Origin::Uri => Some("uri"),
        Origin::Dialect => Some("dialect"),
        Origin::Overlay => Some("overlay"),
    }
}

fn composite(composite: &Composite) -> Node<'_> {
    let Composite { separator, assign, at_least, together, parts } = composite;
    let entries = Entries::new().text("separator", separator).text("assign", assign);
    let entries = if *at_least > 0 { entries.bare("at_least", at_least) } else { entries };
    entries
        .some_list("together", Style::Fit, together, |group: &Vec<WireName>| {
            Node::List(Style::Fit, group.iter().map(|name| text(name)).collect())
        })
        .node("parts", fields(parts))
        .map(Style::Block)
}
