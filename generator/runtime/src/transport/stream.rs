//! Answers whose body is read while it comes.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{Headers, HttpResponse, TransportError};

/// A body in pieces, in their order. After an error comes nothing more.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Vec<u8>, TransportError>> + Send>>;

/// A response whose body is still to be read.
#[non_exhaustive]
pub struct HttpStream {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: BodyStream,
}

impl HttpStream {
    /// A response with a body in pieces.
    #[must_use]
    pub fn new(
        status: u16,
        headers: Headers,
        body: impl Stream<Item = Result<Vec<u8>, TransportError>> + Send + 'static,
    ) -> Self {
        HttpStream { status, headers, body: Box::pin(body) }
    }
}

/// A response whose whole body is there is one with a single piece.
impl From<HttpResponse> for HttpStream {
    fn from(response: HttpResponse) -> Self {
        let HttpResponse { status, headers, body } = response;
        HttpStream::new(status, headers, Pieces::from(body))
    }
}

impl fmt::Debug for HttpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {} (a stream)", self.status)
    }
}

/// A piece that has come, and what is still to come.
#[derive(Default)]
pub(crate) struct Pieces {
    first: Option<Vec<u8>>,
    rest: Option<BodyStream>,
}

impl Pieces {
    pub(crate) fn new(first: Vec<u8>, rest: BodyStream) -> Self {
        Pieces { rest: Some(rest), ..Pieces::from(first) }
    }
}

impl From<Vec<u8>> for Pieces {
    fn from(whole: Vec<u8>) -> Self {
        Pieces { first: Some(whole).filter(|piece| !piece.is_empty()), rest: None }
    }
}

impl Stream for Pieces {
    type Item = Result<Vec<u8>, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        self.rest.as_mut().map_or(Poll::Ready(None), |rest| rest.as_mut().poll_next(cx))
    }
}
