//! An operation.

use tablature_ir::{
    Body, ErrorCode, Example, ExampleKind, Operation, Pagination, Response, Retry, Status, Total,
};

use super::{
    entries::{Entries, tagged, text},
    field::{deprecation, fields},
};
use crate::spec::{
    json,
    yaml::{Node, Style},
};

/// The columns that an example may take.
const EXAMPLE_WIDTH: usize = 96;

pub(super) fn operation(operation: &Operation) -> Node<'_> {
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

pub(super) fn error_code(error: &ErrorCode) -> Node<'_> {
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
