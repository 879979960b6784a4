//! How requests travel. Bring another HTTP client, or look at every call, by implementing [`Transport`].

mod headers;
#[cfg(feature = "reqwest")]
mod reqwest;
mod source;
mod stream;

use std::{borrow::Cow, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use crate::Method;

#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

pub use headers::{HeaderValue, Headers};
pub use source::{BodyReader, BodySource};
pub(crate) use stream::Pieces;
pub use stream::{BodyStream, HttpStream};

/// The longest that anybody waits: a day.
pub(crate) const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one HTTP request and brings back the response.
///
/// A transport does not follow redirects (credentials would go where nobody meant them to), does not retry and
/// does not treat a status as an error; all that is done above it.
///
/// ```
/// use tablature_client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};
///
/// /// Looks at every request on its way.
/// struct Logged<T>(T);
///
/// impl<T: Transport> Transport for Logged<T> {
///     fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
///         eprintln!("{} {}", request.method, request.target);
///         self.0.send(request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// No response came. A response with a status of failure is not an error here.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Sends a request whose answer is read piece by piece, for [`Call::stream`](crate::Call::stream). The limit of
    /// bodies and the timeout do not hold for the body then. The default reads it whole, by [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// No response came. What breaks later is told by the body.
    fn stream(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpStream, TransportError>> {
        Box::pin(async move { self.send(request).await.map(HttpStream::from) })
    }

    /// Whether it can send [`HttpRequest::source`]. If not, it is given all files in the body, in memory.
    fn sends_sources(&self) -> bool {
        false
    }

    /// Waits between two attempts, and for the timeout of a call. The default needs no runtime: one thread keeps the
    /// time for all.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        // As far ahead as a clock can be trusted to count.
        Box::pin(futures_timer::Delay::new(duration.min(LONGEST)))
    }

    /// Drives a future to its end on this thread, for the `blocking` feature. The default parks the thread, which
    /// suits a transport whose futures need no runtime.
    #[cfg(feature = "blocking")]
    fn block_on(&self, future: BoxFuture<'_, ()>) {
        crate::blocking::park_on(future);
    }
}

/// A request, signed and ready to be sent.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// `http` or `https`, host and port: `https://api.example.com`.
    pub origin: Arc<str>,
    /// Path and query, encoded: `/v2/repos?limit=10`.
    pub target: String,
    /// The headers, `Host` among them.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The body that is read while it is sent, if there are files in it; `body` is empty then. Only a transport that
    /// [sends it](Transport::sends_sources) is given one.
    pub source: Option<BodySource>,
    /// How long establishing the connection may take.
    pub connect_timeout: Option<Duration>,
    /// How much time is left for the whole call.
    pub timeout: Option<Duration>,
    /// The most bytes that the body of the response may have. A transport that stops there saves memory; the body of
    /// one that does not is checked afterwards.
    pub body_limit: usize,
}

/// The body limit unless the builder sets another: 64 MB.
pub(crate) const BODY_LIMIT: usize = 64 * 1024 * 1024;

impl HttpRequest {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: Method, origin: impl Into<Arc<str>>, target: impl Into<String>) -> Self {
        HttpRequest {
            method,
            origin: origin.into(),
            target: target.into(),
            headers: Headers::default(),
            body: Vec::new(),
            source: None,
            connect_timeout: None,
            timeout: None,
            body_limit: BODY_LIMIT,
        }
    }

    /// Origin and target in one.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.origin, self.target)
    }
}

/// Leaves out what a header or body might give away.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(f, "{} {}{path} ({} bytes)", self.method, self.origin, self.body.len())
    }
}

/// A response, whatever its status.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// A response without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        HttpResponse { status, headers: Headers::default(), body: body.into() }
    }

    /// The same response with one more header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<HeaderValue>) -> Self {
        self.headers.push(name, value);
        self
    }
}

/// Leaves out what a header or body might give away.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {} ({} bytes)", self.status, self.body.len())
    }
}

/// Why no response came.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportError {
    /// When it failed.
    pub kind: TransportErrorKind,
    /// What happened, in words and without secrets.
    pub message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// When a transport failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// Before anything was sent: the name was not found, the connection refused, or it took too long to
    /// establish. The request can be sent again whatever it does.
    Connect,
    /// A timeout after sending began.
    Timeout,
    /// The connection broke; whether the request arrived is not known.
    Broken,
    /// The request cannot be sent by this transport at all.
    Invalid,
    /// The body of the response is larger than [`HttpRequest::body_limit`].
    TooLarge,
}

impl TransportError {
    /// An error of this kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        TransportError { kind, message: message.into(), source: None }
    }

    /// The same error with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The error for an answer of more than so many bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        TransportError::new(
            TransportErrorKind::TooLarge,
            format!("the body of the answer has more than {limit} bytes, which is the limit of this client"),
        )
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
