//! What request bodies are, by their media types.

use tablature_ir::{Body, Operation, Protocol};

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// JSON.
    Json,
    /// Names and values, percent-encoded.
    Form,
    /// Parts with headers of their own, some of which may be files.
    Parts,
    /// A text as it is.
    Text,
    /// Bytes as they are.
    Bytes,
}

const FORM: &str = "application/x-www-form-urlencoded";

impl Kind {
    /// How the body of an operation is written.
    pub(super) fn of(operation: &Operation) -> Self {
        match operation.media.as_deref() {
            None => Kind::Json,
            Some(media) if is_json(media) => Kind::Json,
            Some(FORM) => Kind::Form,
            Some("multipart/form-data") => Kind::Parts,
            Some(media) if media.starts_with("text/") || is_lines(media) || is_xml(media) => Kind::Text,
            Some(_) => Kind::Bytes,
        }
    }
}

/// The media type of an operation, where it is not the usual one of its protocol. A form counts even when it is empty.
pub(super) fn of(operation: &Operation, protocol: &Protocol) -> Option<String> {
    let has_form = operation.body.is_none() && !operation.form.is_empty();
    let is_form = operation.media.is_none() && has_form && *protocol == Protocol::Rest;
    operation.media.clone().or_else(|| is_form.then(|| FORM.to_owned()))
}

/// Whether clients can send it: what is no JSON and no form is given as a whole. The fields of a text, such as the elements
/// of an XML document, are for whoever writes it.
pub(super) fn is_planned(operation: &Operation) -> bool {
    match Kind::of(operation) {
        Kind::Json => true,
        Kind::Form | Kind::Parts => operation.body.as_ref().is_none_or(|body| body.types().is_empty()),
        Kind::Text => operation.form.is_empty(),
        Kind::Bytes => !has_fields(operation) && operation.form.is_empty(),
    }
}

/// Whether fields are known of a body that is given as one text.
pub(super) fn is_unwritten(operation: &Operation) -> bool {
    Kind::of(operation) == Kind::Text && has_fields(operation)
}

fn has_fields(operation: &Operation) -> bool {
    matches!(operation.body, Some(Body::Fields(_)))
}

/// Whether bodies of a media type are XML: `application/xml`, `application/soap+xml`.
fn is_xml(media: &str) -> bool {
    media.split(['/', '+', '-', '.', '_']).any(|word| word == "xml")
}

/// Whether bodies of a media type are JSON. `application/merge-patch+json` is, and so are a vendor's own versions.
pub(super) fn is_json(media: &str) -> bool {
    let subtype = media.split_once('/').map_or(media, |(_, subtype)| subtype);
    let mut words = subtype.split(['+', '-', '.', '_']);
    words.any(|word| word == "json") && !subtype.ends_with("json-seq")
}

/// Whether bodies have one line of JSON for each value; callers write them.
fn is_lines(media: &str) -> bool {
    ["application/x-ndjson", "application/ndjson", "application/jsonl"].contains(&media)
}
