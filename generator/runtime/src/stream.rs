//! An answer that is read while it comes.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::{
    BoxFuture, Call, Error, ErrorKind, Result, TransportError,
    transport::{LONGEST, Pieces},
};

/// The body of an answer, read while it comes: as much of it is in memory as its user keeps.
///
/// ```
/// # async fn example(client: &tablature_client::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::io::Write;
///
/// let mut answer = client.request(tablature_client::Method::Get, "/reports/2027").stream().await?;
/// let mut file = std::fs::File::create("report.zip")?;
/// while let Some(piece) = answer.next().await {
///     file.write_all(&piece?)?;
/// }
/// # Ok(())
/// # }
/// ```
///
/// Nothing is sent again once an answer has begun: what breaks later is an error in place of the next piece, and the
/// stream ends with it. The limit of bodies does not hold here, and the timeout is not one for the whole: each piece
/// has as much time as the call had until its answer began.
#[must_use = "nothing is read before it is asked for"]
pub struct ByteStream {
    pieces: Pieces,
    call: Call,
    origin: Box<Origin>,
    /// The last pieces, of which lines were handed out up to `start`.
    held: Vec<u8>,
    start: usize,
    count: u64,
    wait: Option<BoxFuture<'static, ()>>,
    is_over: bool,
}

/// What an error says of the request.
#[derive(Default)]
pub(crate) struct Origin {
    pub(crate) host: String,
    pub(crate) status: u16,
    pub(crate) attempts: u32,
    /// Headers that may be secret.
    pub(crate) told: Vec<String>,
}

impl ByteStream {
    pub(crate) fn new(pieces: Pieces, call: Call, origin: Origin) -> Self {
        let origin = Box::new(origin);
        ByteStream { pieces, call, origin, held: Vec::new(), start: 0, count: 0, wait: None, is_over: false }
    }

    /// The next piece, of whatever length it came in; `None` after the last.
    ///
    /// # Errors
    ///
    /// The connection broke, or no piece came in time.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>>> {
        poll_fn(|cx| self.poll_piece(cx)).await
    }

    /// The next line of a text without its end; `None` after the last. What is not UTF-8 is replaced.
    ///
    /// # Errors
    ///
    /// The same as for [`next`](Self::next), and a line that is longer than the limit of bodies.
    pub async fn next_line(&mut self) -> Option<Result<String>> {
        let mut seen = self.start;
        loop {
            if let Some(end) = self.held[seen..].iter().position(|byte| *byte == b'\n') {
                let start = std::mem::replace(&mut self.start, seen + end + 1);
                return Some(Ok(line(&self.held[start..seen + end])));
            }
            self.held.drain(..std::mem::take(&mut self.start));
            seen = self.held.len();
            let limit = self.call.client.0.body_limit;
            if seen > limit {
                self.held.clear();
                return Some(Err(self.failed(TransportError::too_large(limit))));
            }
            match poll_fn(|cx| self.poll_new(cx)).await {
                Some(Ok(piece)) => self.held.extend_from_slice(&piece),
                Some(Err(error)) => return Some(Err(error)),
                None if self.held.is_empty() => return None,
                None => return Some(Ok(line(&std::mem::take(&mut self.held)))),
            }
        }
    }

    /// The next piece, waiting on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Vec<u8>>> {
        let client = self.call.client.clone();
        client.block_on(self.next())
    }

    /// The next line of a text, waiting on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_line_blocking(&mut self) -> Option<Result<String>> {
        let client = self.call.client.clone();
        client.block_on(self.next_line())
    }

    /// As a stream, for the combinators of other crates.
    pub fn into_stream(self) -> impl Stream<Item = Result<Vec<u8>>> + Send + Unpin {
        self
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        let held = std::mem::take(&mut self.held).split_off(std::mem::take(&mut self.start));
        if held.is_empty() { self.poll_new(cx) } else { Poll::Ready(Some(Ok(held))) }
    }

    /// The next piece that comes, whatever is held.
    fn poll_new(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<u8>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let piece = match Pin::new(&mut self.pieces).poll_next(cx) {
            Poll::Ready(piece) => piece,
            Poll::Pending => {
                if self.poll_patience(cx).is_pending() {
                    return Poll::Pending;
                }
                let why = "no more of the answer in the time for the call";
                return Poll::Ready(Some(Err(self.told(Error::new(ErrorKind::Timeout, why)))));
            }
        };
        self.wait = None;
        Poll::Ready(match piece {
            Some(Ok(piece)) => {
                self.count += piece.len() as u64;
                Some(Ok(piece))
            }
            Some(Err(error)) => Some(Err(self.failed(error))),
            None => {
                self.is_over = true;
                None
            }
        })
    }

    /// Ready when there was nothing for as long as the timeout says.
    fn poll_patience(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let shared = &self.call.client.0;
        let Some(patience) = self.call.own_timeout().or(shared.timeout).filter(|wait| *wait < LONGEST) else {
            return Poll::Pending;
        };
        let transport = &shared.transport;
        let wait = self.wait.get_or_insert_with(|| {
            let transport = std::sync::Arc::clone(transport);
            Box::pin(async move { transport.sleep(patience).await })
        });
        wait.as_mut().poll(cx)
    }

    fn failed(&mut self, mut error: TransportError) -> Error {
        error.message = format!("after {} bytes of the answer: {}", self.count, error.message);
        let error = Error::transport(error, &self.origin.host);
        self.told(error)
    }

    /// The error that ends the stream.
    fn told(&mut self, error: Error) -> Error {
        self.is_over = true;
        self.pieces = Pieces::default();
        let Origin { status, attempts, told, .. } = &*self.origin;
        let error = error.with_operation(self.call.id()).with_attempts(*attempts);
        error.with_answer(*status, Vec::new()).without(|text| self.call.hide(text, told))
    }
}

impl Stream for ByteStream {
    type Item = Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(cx)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ByteStream ({} bytes so far)", self.count)
    }
}

/// The text of a line, without its end.
fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes.strip_suffix(b"\r").unwrap_or(bytes)).into_owned()
}
