//! What comes back from an operation.

use tablature_ir::{self as ir, Body, Location, OperationId};

use super::{
    docs,
    fields::Owner,
    media::is_json,
    model::{Response, ResponseBody, Struct, Type, TypePath},
    name::Ident,
    names::Names,
    types::{convert, fields},
};
use crate::diagnostic::Diagnostic;

/// The media type of a success that is no JSON but a file or a text.
pub(super) fn plain(operation: &ir::Operation) -> Option<&str> {
    operation.success()?.1.media.as_deref().filter(|media| !is_json(media))
}

/// Plans the success response. An object, or headers without a body, becomes a struct of its own that holds the
/// headers, too.
pub(super) fn plan<'a>(
    id: &'a OperationId,
    (operation_name, operation_module): (&Ident, &Ident),
    operation: &'a ir::Operation,
    names: &Names<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Response {
    let Some((status, response)) = operation.success() else {
        return Response { status: None, body: ResponseBody::None, headers: Vec::new(), media: None };
    };
    let mut headers = fields(&Owner::Response(id, Location::Header), &response.headers, names, diagnostics);
    for header in &mut headers {
        header.header = true;
    }
    let name = operation_name.followed_by("Response");
    let own = |fields| Struct {
        module: Ident::new("operation"),
        wire: String::new(),
        docs: docs::paragraphs(&response.description),
        deprecated: None,
        fields,
        in_request: false,
        path: TypePath { operation: Some(operation_module.clone()), name: name.clone() },
    };
    let media = plain(operation).map(str::to_owned);
    let (body, headers) = match &response.body {
        _ if media.is_some() => (ResponseBody::Value(Type::Bytes), headers),
        Some(Body::Fields(body)) if body.is_empty() && headers.is_empty() => (ResponseBody::None, headers),
        Some(Body::Fields(body)) => {
            let mut all = fields(&Owner::Response(id, Location::Body), body, names, diagnostics);
            // A header that has the name of a key of the body stays with the headers.
            let (with, without) =
                headers.into_iter().partition(|header| all.iter().all(|field| field.name != header.name));
            let with: Vec<super::model::Field> = with;
            all.extend(with);
            (ResponseBody::Own(own(all)), without)
        }
        // What tells one from another stands in prose, if anywhere.
        Some(Body::OneOf(_)) => (ResponseBody::Value(Type::Any), headers),
        Some(Body::Type(ty)) => (ResponseBody::Value(convert(ty, None, names, diagnostics)), headers),
        None if headers.is_empty() => (ResponseBody::None, headers),
        None => (ResponseBody::Own(own(headers)), Vec::new()),
    };
    Response { status: Some(status.0.clone()), body, headers, media }
}
