//! Sending a call whose answer is read while it comes.

use std::future::poll_fn;

use super::{
    answer,
    attempt::{Output, host, run},
};
use crate::{
    ByteStream, Call, HttpRequest, HttpResponse, HttpStream, Response, Result, TransportError,
    stream::Origin,
    transport::{BodyStream, Pieces},
};

/// The most bytes of JSON that are read to see whether they are a refusal. What is longer tells something else.
const REFUSAL: usize = 64 * 1024;

/// What is known of an answer that has begun.
#[derive(Default)]
pub(super) struct Streamed {
    /// The body, or what is left of it.
    rest: Option<BodyStream>,
    origin: Origin,
}

/// Sends a call, with retries, until an answer begins that is no refusal.
pub(super) async fn call(call: Call) -> Result<Response<ByteStream>> {
    let mut streamed = Streamed::default();
    let mut http = run(&call, &mut Output::Stream(&mut streamed)).await?;
    let Streamed { rest, mut origin } = streamed;
    origin.status = http.status;
    let first = std::mem::take(&mut http.body);
    let pieces = match rest {
        Some(rest) => Pieces::new(first, rest),
        None => Pieces::from(first),
    };
    Ok(Response::new(ByteStream::new(pieces, call, origin), http))
}

/// Sends a request and waits for the head of the answer. The body is there only as far as it may tell why the call
/// failed: whole where the status says so, the start of it where it is JSON.
pub(super) async fn begin(
    call: &Call,
    request: HttpRequest,
    Streamed { rest, origin }: &mut Streamed,
) -> Result<HttpResponse, TransportError> {
    host(&request.origin).clone_into(&mut origin.host);
    origin.told = call.told(&request);
    origin.attempts += 1;
    let limit = request.body_limit;
    let HttpStream { status, headers, mut body } = call.client.0.transport.stream(request).await?;
    let mut response = HttpResponse { status, headers, body: Vec::new() };
    let is_success = (200..300).contains(&status);
    if is_success && !answer::is_json(&response.headers) {
        *rest = Some(body);
        return Ok(response);
    }
    while let Some(piece) = poll_fn(|cx| body.as_mut().poll_next(cx)).await {
        let piece = piece?;
        if !is_success && piece.len() > limit.saturating_sub(response.body.len()) {
            return Err(TransportError::too_large(limit));
        }
        response.body.extend_from_slice(&piece);
        if is_success && response.body.len() > REFUSAL {
            *rest = Some(body);
            break;
        }
    }
    Ok(response)
}
