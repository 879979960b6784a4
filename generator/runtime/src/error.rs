//! What can go wrong, told so that a program and a person can act on it.

use std::fmt;

use crate::transport::{TransportError, TransportErrorKind};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed, or why it was not made. Never holds a secret of the client.
pub struct Error(Box<Inner>);

#[derive(Default)]
struct Inner {
    kind: ErrorKind,
    operation: String,
    code: Option<String>,
    message: String,
    request_id: Option<String>,
    status: Option<u16>,
    body: Vec<u8>,
    retryable: bool,
    attempts: u32,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up: credentials, region, endpoint. Nothing was sent.
    #[default]
    Configuration,
    /// The arguments cannot be sent: an empty id, options that contradict each other. Nothing was sent.
    Input,
    /// No connection could be made; nothing was sent.
    Connect,
    /// The time for the call ran out.
    Timeout,
    /// The connection broke after sending began.
    Transport,
    /// The answer is larger than the client takes: see [`Builder::body_limit`](crate::Builder::body_limit).
    TooLarge,
    /// The service answered with an error.
    Service,
    /// The answer does not fit the operation; [`Error::body`] has it.
    Decode,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, message: message.into(), ..Inner::default() }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Input, message)
    }

    /// The error of a transport, on the way to a host.
    pub(crate) fn transport(error: TransportError, host: &str) -> Self {
        let (kind, retryable) = match error.kind {
            TransportErrorKind::Connect => (ErrorKind::Connect, true),
            TransportErrorKind::Timeout => (ErrorKind::Timeout, true),
            TransportErrorKind::Broken => (ErrorKind::Transport, true),
            TransportErrorKind::Invalid => (ErrorKind::Transport, false),
            TransportErrorKind::TooLarge => (ErrorKind::TooLarge, false),
        };
        let message = match kind {
            ErrorKind::Connect => format!("no connection to {host}: {}", error.message),
            _ => format!("{host}: {}", error.message),
        };
        let mut this = Self::new(kind, message).with_retryable(retryable);
        this.0.source = Some(Box::new(error));
        this
    }

    pub(crate) fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.0.source = Some(Box::new(source));
        self
    }

    pub(crate) fn with_operation(mut self, operation: &str) -> Self {
        operation.clone_into(&mut self.0.operation);
        self
    }

    pub(crate) fn with_code(mut self, code: Option<String>) -> Self {
        self.0.code = code;
        self
    }

    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        self.0.request_id = id;
        self
    }

    pub(crate) fn with_answer(mut self, status: u16, body: Vec<u8>) -> Self {
        self.0.status = Some(status);
        self.0.body = body;
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Hides secrets that an answer may have echoed.
    pub(crate) fn without(mut self, hide: impl Fn(&str) -> Option<String>) -> Self {
        let inner = &mut *self.0;
        for text in
            [Some(&mut inner.message), inner.code.as_mut(), inner.request_id.as_mut()].into_iter().flatten()
        {
            if let Some(hidden) = hide(text) {
                *text = hidden;
            }
        }
        self
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was called; empty when the client could not be built.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The service's own code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The service's own message, or what went wrong on this side.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The id under which the service's support finds the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The body of the answer as it came, even where it could not be decoded.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Whether the same request may succeed a little later. It does not say that sending it twice is harmless.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if !inner.operation.is_empty() {
            write!(f, "{}: ", inner.operation)?;
        }
        if inner.message.is_empty() {
            f.write_str("the service gave no message")?;
        } else {
            f.write_str(&inner.message)?;
        }
        let mut notes = Vec::new();
        notes.extend(inner.code.as_ref().map(|code| format!("code {code}")));
        notes.extend(inner.status.map(|status| format!("HTTP {status}")));
        notes.extend(inner.request_id.as_ref().map(|id| format!("request {id}")));
        if inner.attempts > 1 {
            notes.push(format!("after {} attempts", inner.attempts));
        }
        if notes.is_empty() { Ok(()) } else { write!(f, " ({})", notes.join(", ")) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("code", &inner.code)
            .field("message", &inner.message)
            .field("status", &inner.status)
            .field("request_id", &inner.request_id)
            .field("retryable", &inner.retryable)
            .field("attempts", &inner.attempts)
            .field("body", &format_args!("{} bytes", inner.body.len()))
            .finish()
    }
}

/// The cause, where it lies on this side: the error of the transport or of the reader of JSON.
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
