//! How bodies are written: as JSON, as a form, or as XML.

use tablature_ir::{Method, Protocol};

use super::{
    draft::{Draft, LocalBody},
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    dialect::{Word, normal},
    extract::{self, example},
    raw::{self, Media, Role},
};

/// Gives request and response the media types of their bodies. JSON is the usual one and is not given.
pub(super) fn media(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    if is_xml(page, Role::ResponseExample)
        && let Some((_, response)) = draft.responses.iter_mut().find(|(status, _)| status.has_body())
    {
        response.media = Some(XML.to_owned());
    }
    of_request(draft, page);
}

const XML: &str = "application/xml";

/// Whether all examples of a side are XML.
fn is_xml(page: &Page<'_>, role: Role) -> bool {
    let mut shown = page.entry.raw.examples.iter().filter(|shown| shown.role == role);
    !page.examples.iter().any(|example| example.role == role)
        && shown.any(|shown| shown.text.contains("</") && example::read(&shown.text).is_xml)
}

/// What the page states of the request counts; else it is what its examples send, and parts where a row is a file.
fn of_request(draft: &mut Draft, page: &Page<'_>) {
    let sends = matches!(page.method(), Method::Post | Method::Put | Method::Patch);
    if page.dialect.source.service.protocol != Protocol::Rest || !sends {
        return;
    }
    let written = stated(page);
    if written.is_none_or(|written| written == Media::Xml) && is_xml(page, Role::RequestExample) {
        draft.ir.media = Some(XML.to_owned());
        return;
    }
    let fields = match &draft.body {
        Some(LocalBody::Fields(fields)) => fields,
        Some(LocalBody::Type(..)) => return,
        None => &draft.form,
    };
    let is_flat = fields.values().all(|field| !matches!(field.ty.innermost(), Type::Local(_)));
    if fields.is_empty() {
        return;
    }
    let found = written.or_else(|| shown(page).filter(|_| is_flat));
    let of_files = || has_file(page).then_some(Media::Parts).filter(|_| is_flat);
    let is_form = draft.body.is_none();
    draft.ir.media = match found.or_else(of_files) {
        Some(Media::Parts) => Some("multipart/form-data".to_owned()),
        Some(Media::Form) if !is_form => Some("application/x-www-form-urlencoded".to_owned()),
        Some(Media::Xml) if !shows_json(page) => Some(XML.to_owned()),
        Some(Media::Form | Media::Json | Media::Xml) | None => None,
    };
}

/// What the page states, or a header of an example. A service that takes JSON too gets JSON.
fn stated(page: &Page<'_>) -> Option<Media> {
    let raw = &page.entry.raw;
    let mut found: Vec<Media> = requests(raw)
        .filter_map(|example| example.request)
        .flat_map(|request| request.headers)
        .filter(|header| header.name.eq_ignore_ascii_case("content-type"))
        .filter_map(|header| extract::media_named(&header.value))
        .collect();
    found.extend(&raw.media);
    found.iter().find(|media| **media == Media::Json).or(found.first()).copied()
}

/// What the commands of examples send, unless an example has a body of JSON.
fn shown(page: &Page<'_>) -> Option<Media> {
    let raw = &page.entry.raw;
    if shows_json(page) {
        return None;
    }
    let forms = raw.examples.iter().filter_map(|shown| example::read(&shown.text).form);
    forms.map(|form| if form.in_parts { Media::Parts } else { Media::Form }).next()
}

/// Whether an example of the request has a body of JSON.
fn shows_json(page: &Page<'_>) -> bool {
    page.examples.iter().any(|example| example.role == Role::RequestExample)
}

fn requests(raw: &raw::Page) -> impl Iterator<Item = example::Example> {
    let shown = raw.examples.iter().filter(|shown| shown.role == Role::RequestExample);
    shown.map(|shown| example::read(&shown.text))
}

/// Whether a row of the request is a file.
fn has_file(page: &Page<'_>) -> bool {
    let tables = page.entry.raw.tables.iter().filter(|table| table.role == Role::Request);
    tables
        .flat_map(|table| &table.rows)
        .any(|row| matches!(page.dialect.types.get(&*normal(&row.ty.text)), Some(Word::File)))
}
