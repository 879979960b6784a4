//! What came back.

use std::ops::{Deref, DerefMut};

use crate::transport::HttpResponse;

/// The answer to a call: the decoded output, which it derefs to, and the HTTP response that it was in.
#[derive(Clone, Debug, PartialEq)]
pub struct Response<T> {
    output: T,
    http: HttpResponse,
}

impl<T> Response<T> {
    pub(crate) fn new(output: T, http: HttpResponse) -> Self {
        Response { output, http }
    }

    /// The decoded output alone.
    pub fn into_inner(self) -> T {
        self.output
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.http.status
    }

    /// The value of a response header, whatever the case of its name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.http.headers.get(name)
    }

    /// All response headers.
    #[must_use]
    pub fn headers(&self) -> &crate::Headers {
        &self.http.headers
    }

    /// The body as it came.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.http.body
    }

    /// The header `Content-Range: offset-count/total`.
    #[must_use]
    pub fn content_range(&self) -> Option<ContentRange> {
        ContentRange::parse(self.header("Content-Range")?)
    }

    /// The same response with another output.
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Response<U> {
        Response { output: map(self.output), http: self.http }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.output
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.output
    }
}

/// A header that says which items of how many a list holds: `0-10/35`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContentRange {
    /// The number of items before the first.
    pub offset: u64,
    /// The second number, as the service counts it: the number of items or of the last one.
    pub count: u64,
    /// The number of all items.
    pub total: u64,
}

impl ContentRange {
    /// Reads `offset-count/total`, with or without a unit before it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().rsplit(' ').next()?;
        let (range, total) = text.split_once('/')?;
        let (offset, count) = range.split_once('-')?;
        let number = |text: &str| text.trim().parse().ok();
        Some(ContentRange { offset: number(offset)?, count: number(count)?, total: number(total)? })
    }
}
