//! The transport that is used when none is given: reqwest with rustls, ring and the system's roots.

use std::{
    error::Error as _,
    io,
    sync::{Arc, OnceLock},
    time::Duration,
};

use rustls::{ClientConfig, crypto::CryptoProvider};

use super::{
    BoxFuture, Headers, HttpRequest, HttpResponse, HttpStream, Transport, TransportError, TransportErrorKind,
};
use crate::{Error, Result};

/// Sends requests with reqwest. Redirects are not followed.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
}

impl ReqwestTransport {
    /// A transport with the settings of this crate.
    ///
    /// # Errors
    ///
    /// TLS cannot be set up.
    pub fn new(connect_timeout: Option<Duration>) -> Result<Self> {
        let mut builder = ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(tls()?);
        // Whatever other crates of the program have switched on.
        #[cfg(not(feature = "gzip"))]
        {
            builder = builder.no_gzip().no_brotli().no_zstd().no_deflate();
        }
        if let Some(timeout) = connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        let client = builder
            .build()
            .map_err(|error| Error::configuration(format!("no HTTP client: {}", words(&error))))?;
        Ok(ReqwestTransport { client })
    }

    /// A transport that uses another reqwest client. That client should not follow redirects: headers that reqwest does
    /// not know to be secret would go to other hosts.
    #[must_use]
    pub fn from_client(client: ::reqwest::Client) -> Self {
        ReqwestTransport { client }
    }
}

/// TLS with the system's roots, which are loaded once, for the first client. The provider of cryptography is the one
/// that the program has chosen, else ring for these clients alone: a library does not choose for others.
fn tls() -> Result<ClientConfig> {
    static CONFIG: OnceLock<std::result::Result<ClientConfig, String>> = OnceLock::new();
    let make = || {
        let chosen = CryptoProvider::get_default().cloned();
        let provider = chosen.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
        let verifier = rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?;
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        // This is the system's own verifier, which rustls does not bring.
        let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        Ok(builder.with_no_client_auth())
    };
    let config = CONFIG.get_or_init(|| make().map_err(|error: rustls::Error| error.to_string()));
    config.clone().map_err(|why| Error::configuration(format!("no TLS: {why}")))
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let limit = request.body_limit;
            let request = convert(request)?;
            let mut response = self.client.execute(request).await.map_err(failed)?;
            let (status, headers) = head(&response);
            let mut out = HttpResponse { status, headers, body: Vec::new() };
            // A stated length is enough to refuse a body, but no reason to ask for memory.
            if response.content_length().is_some_and(|length| length > limit as u64) {
                return Err(TransportError::too_large(limit));
            }
            while let Some(chunk) = response.chunk().await.map_err(failed)? {
                if chunk.len() > limit - out.body.len() {
                    return Err(TransportError::too_large(limit));
                }
                out.body.extend_from_slice(&chunk);
            }
            Ok(out)
        })
    }

    fn stream(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpStream, TransportError>> {
        // What reqwest calls a timeout would hold for the whole body.
        request.timeout = None;
        Box::pin(async move {
            let response = self.client.execute(convert(request)?).await.map_err(failed)?;
            let (status, headers) = head(&response);
            Ok(HttpStream::new(status, headers, answer::Answer(response.into())))
        })
    }

    fn sends_sources(&self) -> bool {
        true
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    #[cfg(feature = "blocking")]
    fn block_on(&self, future: BoxFuture<'_, ()>) {
        runtime::block_on(future);
    }
}

fn head(response: &::reqwest::Response) -> (u16, Headers) {
    let mut headers = Headers::default();
    for (name, value) in response.headers() {
        headers.push(name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    (response.status().as_u16(), headers)
}

fn convert(request: HttpRequest) -> Result<::reqwest::Request, TransportError> {
    let invalid = |what: &str| TransportError::new(TransportErrorKind::Invalid, what.to_owned());
    let method = match request.method {
        crate::Method::Get => ::reqwest::Method::GET,
        crate::Method::Head => ::reqwest::Method::HEAD,
        crate::Method::Post => ::reqwest::Method::POST,
        crate::Method::Put => ::reqwest::Method::PUT,
        crate::Method::Patch => ::reqwest::Method::PATCH,
        crate::Method::Delete => ::reqwest::Method::DELETE,
        crate::Method::Options => ::reqwest::Method::OPTIONS,
    };
    let url = ::reqwest::Url::parse(&request.url()).map_err(|error| invalid(&error.to_string()))?;
    let mut out = ::reqwest::Request::new(method, url);
    for (name, value) in request.headers.iter() {
        let name = ::reqwest::header::HeaderName::from_bytes(name.as_bytes());
        let value = ::reqwest::header::HeaderValue::from_bytes(value.as_bytes());
        let (Ok(name), Ok(value)) = (name, value) else { return Err(invalid("a header cannot be sent")) };
        out.headers_mut().append(name, value);
    }
    *out.timeout_mut() = request.timeout;
    *out.body_mut() = Some(match request.source {
        Some(source) => ::reqwest::Body::wrap(stream::Stream::new(source)),
        None => request.body.into(),
    });
    Ok(out)
}

fn failed(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Invalid
    } else {
        TransportErrorKind::Broken
    };
    TransportError::new(kind, words(&error)).with_source(error)
}

/// An error and its causes in one line.
fn words(error: &::reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            text = format!("{text}: {io}");
            break;
        }
        let words = error.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = error.source();
    }
    text
}

mod answer {
    //! The body of an answer, frame by frame.

    use std::{
        pin::Pin,
        task::{Context, Poll, ready},
    };

    use futures_core::Stream;
    use http_body::Body;

    use crate::TransportError;

    pub(super) struct Answer(pub(super) ::reqwest::Body);

    impl Stream for Answer {
        type Item = Result<Vec<u8>, TransportError>;

        fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            loop {
                let Some(frame) = ready!(Pin::new(&mut self.0).poll_frame(cx)) else {
                    return Poll::Ready(None);
                };
                // Trailers are no part of the body.
                match frame.map_err(super::failed).map(http_body::Frame::into_data) {
                    Ok(Ok(piece)) => return Poll::Ready(Some(Ok(piece.into()))),
                    Ok(Err(_)) => {}
                    Err(error) => return Poll::Ready(Some(Err(error))),
                }
            }
        }
    }
}

mod stream {
    //! A body that is read piece by piece, on threads that may wait for a disk.

    use std::{
        future::Future,
        io::{self, Read},
        pin::Pin,
        task::{Context, Poll, ready},
    };

    use bytes::Bytes;
    use http_body::{Body, Frame, SizeHint};
    use tokio::task::JoinHandle;

    use crate::{BodyReader, BodySource};

    /// How much is read at once.
    const PIECE: usize = 64 * 1024;

    pub(super) struct Stream {
        reader: Option<BodyReader>,
        reading: Option<JoinHandle<(BodyReader, io::Result<Vec<u8>>)>>,
        left: u64,
    }

    impl Stream {
        pub(super) fn new(source: BodySource) -> Self {
            Stream { left: source.len(), reader: Some(source.open()), reading: None }
        }
    }

    impl Body for Stream {
        type Data = Bytes;
        type Error = io::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
            if self.left == 0 {
                return Poll::Ready(None);
            }
            if let Some(mut reader) = self.reader.take() {
                self.reading = Some(tokio::task::spawn_blocking(move || {
                    let mut piece = vec![0; PIECE];
                    let read = reader.read(&mut piece).map(|count| {
                        piece.truncate(count);
                        piece
                    });
                    (reader, read)
                }));
            }
            let Some(reading) = &mut self.reading else { return Poll::Ready(None) };
            let (reader, read) = ready!(Pin::new(reading).poll(cx)).map_err(io::Error::other)?;
            self.reading = None;
            self.reader = Some(reader);
            let piece = read?;
            if piece.is_empty() {
                return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
            }
            self.left = self.left.saturating_sub(piece.len() as u64);
            Poll::Ready(Some(Ok(Frame::data(Bytes::from(piece)))))
        }

        fn is_end_stream(&self) -> bool {
            self.left == 0
        }

        fn size_hint(&self) -> SizeHint {
            SizeHint::with_exact(self.left)
        }
    }
}

#[cfg(feature = "blocking")]
mod runtime {
    //! One runtime for all blocking calls, made when it is first needed; it costs no further crate, as reqwest brings
    //! tokio anyway. A thread of its own drives it between calls too, so that a connection that the other side has
    //! closed meanwhile is not used for the next call.

    use std::sync::OnceLock;

    use crate::BoxFuture;

    pub(super) fn block_on(future: BoxFuture<'_, ()>) {
        if tokio::runtime::Handle::try_current().is_err() {
            return run(future);
        }
        // Within a runtime, waiting on this thread would stop it; another thread may wait.
        std::thread::scope(|scope| {
            let _ = scope.spawn(|| run(future)).join();
        });
    }

    fn run(future: BoxFuture<'_, ()>) {
        static RUNTIME: OnceLock<Option<tokio::runtime::Runtime>> = OnceLock::new();
        let runtime = RUNTIME.get_or_init(|| {
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().ok()
        });
        match runtime {
            Some(runtime) => runtime.block_on(future),
            None => crate::blocking::park_on(future),
        }
    }
}
