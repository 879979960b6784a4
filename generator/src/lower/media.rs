//! How bodies are written: as JSON, as a form, or as XML.

use tablature_ir::{Method, Protocol};

use super::{
    draft::{Draft, LocalBody},
    examples,
    page::Page,
    ty::Type,
};
use crate::{
    diagnostic::Diagnostics,
    dialect::{Word, normal},
    extract::{
        self,
        example::{self, Example},
    },
    raw::{Media, Role},
};

/// Gives request and response the media types of their bodies. JSON is the usual one and is not given.
pub(super) fn media(draft: &mut Draft, page: &Page<'_>, _: &mut Diagnostics) {
    if answers_xml(page)
        && let Some((_, response)) = draft.responses.iter_mut().find(|(status, _)| status.has_body())
    {
        response.media = Some(XML.to_owned());
    }
    let sends = matches!(page.method(), Method::Post | Method::Put | Method::Patch);
    if page.dialect.source.service.protocol == Protocol::Rest && sends {
        draft.ir.media = of_request(draft, page).map(str::to_owned);
    }
}

const XML: &str = "application/xml";

/// Whether an example of success is XML, and none is JSON.
fn answers_xml(page: &Page<'_>) -> bool {
    let answers =
        |role: Role, status: Option<u16>| role == Role::ResponseExample && examples::succeeds(status);
    let mut shown = page.entry.raw.examples.iter().filter(|shown| answers(shown.role, shown.status));
    !page.examples.iter().any(|example| answers(example.role, example.status))
        && shown.any(|shown| shown.text.contains("</") && example::read(&shown.text).is_xml)
}

/// The media type of the request. What the page states of it counts; else it is what its examples send, and parts where a
/// row is a file.
fn of_request(draft: &Draft, page: &Page<'_>) -> Option<&'static str> {
    let shown: Vec<(Role, Example)> =
        page.entry.raw.examples.iter().map(|shown| (shown.role, example::read(&shown.text))).collect();
    let asked = || shown.iter().filter(|(role, _)| *role == Role::RequestExample).map(|(_, example)| example);
    let shows_json = page.examples.iter().any(|example| example.role == Role::RequestExample);
    let written = stated(page, asked());
    let is_xml = !shows_json && asked().any(|example| example.is_xml);
    if is_xml && written.is_none_or(|written| written == Media::Xml) {
        return Some(XML);
    }
    let fields = match &draft.body {
        Some(LocalBody::Fields(fields)) => fields,
        Some(LocalBody::Type(..)) => return None,
        None => &draft.form,
    };
    if fields.is_empty() {
        return None;
    }
    // How a form spells members of members nobody says.
    let is_flat = fields.values().all(|field| !matches!(field.ty.innermost(), Type::Local(_)));
    let sent = || shown.iter().find_map(|(_, example)| example.form.as_ref()).filter(|_| !shows_json);
    let sent = || sent().map(|form| if form.in_parts { Media::Parts } else { Media::Form });
    let guessed = || sent().or_else(|| has_file(page).then_some(Media::Parts)).filter(|_| is_flat);
    match written.or_else(guessed)? {
        Media::Parts => Some("multipart/form-data"),
        Media::Form if draft.body.is_some() => Some("application/x-www-form-urlencoded"),
        Media::Xml if !shows_json => Some(XML),
        Media::Form | Media::Json | Media::Xml => None,
    }
}

/// What the page states, or a header of an example. A service that takes JSON too gets JSON.
fn stated<'e>(page: &Page<'_>, asked: impl Iterator<Item = &'e Example>) -> Option<Media> {
    let headers = asked.filter_map(|example| example.request.as_ref()).flat_map(|request| &request.headers);
    let types = headers.filter(|header| header.name.eq_ignore_ascii_case("content-type"));
    let mut found: Vec<Media> = types.filter_map(|header| extract::media_named(&header.value)).collect();
    found.extend(&page.entry.raw.media);
    found.iter().find(|media| **media == Media::Json).or(found.first()).copied()
}

/// Whether a row of the request is a file.
fn has_file(page: &Page<'_>) -> bool {
    let tables = page.entry.raw.tables.iter().filter(|table| table.role == Role::Request);
    tables
        .flat_map(|table| &table.rows)
        .any(|row| matches!(page.dialect.types.get(&*normal(&row.ty.text)), Some(Word::File)))
}
