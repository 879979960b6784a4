//! Attempts: sending until there is an answer, a lasting error, or no time left.

use std::{
    future::poll_fn,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

use super::{
    answer, prepare,
    streamed::{self, Streamed},
    trace,
};
use crate::{
    BoxFuture, Call, Error, ErrorKind, HttpResponse, Result, Signer, Transport, TransportError,
    TransportErrorKind, Value, retry::retry_after, transport::LONGEST,
};

/// What becomes of the body of an answer.
pub(super) enum Output<'o> {
    /// It is decoded.
    Value(&'o mut dyn Value),
    /// It is handed on as it comes.
    Stream(&'o mut Streamed),
}

/// Sends a call, with retries, and decodes the answer into a value.
pub(crate) async fn call_into(call: &Call, output: &mut dyn Value) -> Result<HttpResponse> {
    run(call, &mut Output::Value(output)).await
}

/// Sends a call, with retries, until there is an answer.
pub(super) fn run<'c>(
    call: &'c Call,
    output: &'c mut Output<'_>,
) -> impl Future<Output = Result<HttpResponse>> {
    trace::call(call, move |told| attempts(call, output, told))
}

async fn attempts(call: &Call, output: &mut Output<'_>, span: trace::Told) -> Result<HttpResponse> {
    let shared = &call.client.0;
    let retries = call.own_retries().unwrap_or(shared.retries);
    let timeout = call.own_timeout().or(shared.timeout);
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let mut left = timeout;
    let (mut attempts, mut is_renewed) = (0, false);
    loop {
        attempts += 1;
        let began = shared.signer.as_ref().map(|_| Instant::now());
        let mut told = Vec::new();
        let (error, asked) = match trace::attempt(attempts, attempt(call, output, left, &mut told)).await {
            Ok(response) => {
                span.done(&response, attempts);
                return Ok(response);
            }
            Err(failed) => failed,
        };
        // An error of these kinds means that nothing was sent.
        let refused = matches!(error.kind(), ErrorKind::Configuration | ErrorKind::Input);
        let sent = if refused { attempts - 1 } else { attempts };
        let error = error.with_operation(call.id()).with_attempts(sent);
        let error = error.without(|text| call.hide(text, &told));
        if let (Some(signer), Some(began)) = (signer_of(call), began)
            && error.status() == Some(401)
            && !std::mem::replace(&mut is_renewed, true)
            && signer.refused(began)
        {
            left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            continue;
        }
        let wait = retries.wait(&error, call.retry(), attempts, asked);
        let in_time = |wait: &Duration| {
            deadline.is_none_or(|deadline| {
                Instant::now().checked_add(*wait).is_some_and(|until| until < deadline)
            })
        };
        let Some(wait) = wait.filter(in_time) else {
            span.failed(&error);
            return Err(error);
        };
        span.again(&error, wait);
        shared.transport.sleep(wait).await;
        left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    }
}

/// An answer that is on its way.
type Answer<'t> = BoxFuture<'t, Result<HttpResponse, TransportError>>;

/// An error, and the wait that the service asked for.
pub(super) type Failed = (Error, Option<Duration>);

async fn attempt(
    call: &Call,
    output: &mut Output<'_>,
    left: Option<Duration>,
    told: &mut Vec<String>,
) -> Result<HttpResponse, Failed> {
    let transport = &*call.client.0.transport;
    let mut left = left;
    if let Some(signer) = signer_of(call) {
        let began = Instant::now();
        let over = || Error::new(ErrorKind::Timeout, "no token in the time for the call");
        let ready = in_time(signer.ready(transport), left, transport).await;
        ready.unwrap_or_else(|| Err(over())).map_err(|error| (error, None))?;
        left = left.map(|left| left.saturating_sub(began.elapsed()));
    }
    let (sending, origin) = begin(call, output, left, told).map_err(|error| (error, None))?;
    let response = in_time(sending, left, transport).await;
    finish(call, output, response, &origin)
}

/// What signs a call in place of the recipes, if anything does.
fn signer_of(call: &Call) -> Option<&dyn Signer> {
    let is_public = call.operation.auth.is_some_and(<[_]>::is_empty);
    call.client.0.signer.as_deref().filter(|_| !is_public)
}

/// Prepares a request and hands it to the transport. No request is kept while its answer is waited for, which keeps
/// the future of a call small.
fn begin<'c>(
    call: &'c Call,
    output: &'c mut Output<'_>,
    left: Option<Duration>,
    told: &mut Vec<String>,
) -> Result<(Answer<'c>, Arc<str>)> {
    let shared = &call.client.0;
    let mut request = prepare(call)?;
    *told = call.told(&request);
    request.connect_timeout = shared.connect_timeout;
    request.timeout = left;
    request.body_limit = shared.body_limit;
    if left.is_some_and(|left| left.is_zero()) {
        return Err(Error::new(ErrorKind::Timeout, "the time for the call is over"));
    }
    let origin = Arc::clone(&request.origin);
    let sending = match output {
        Output::Value(_) => shared.transport.send(request),
        Output::Stream(streamed) => Box::pin(streamed::begin(call, request, streamed)),
    };
    Ok((sending, origin))
}

/// Reads what came.
fn finish(
    call: &Call,
    output: &mut Output<'_>,
    response: Option<Result<HttpResponse, TransportError>>,
    origin: &str,
) -> Result<HttpResponse, Failed> {
    let shared = &call.client.0;
    let failed = |error| (Error::transport(error, host(origin)), None);
    let response = match response {
        // What is handed on as it comes has no limit.
        Some(Ok(response))
            if matches!(output, Output::Value(_)) && response.body.len() > shared.body_limit =>
        {
            return Err(failed(TransportError::too_large(shared.body_limit)));
        }
        Some(Ok(response)) => response,
        Some(Err(error)) => return Err(failed(error)),
        None => return Err((Error::new(ErrorKind::Timeout, "no answer in the time for the call"), None)),
    };
    let read = match output {
        Output::Value(output) => answer::read(call, &response, *output),
        Output::Stream(_) => answer::check(call, &response),
    };
    match read {
        Ok(()) => Ok(response),
        Err(error) => {
            let asked = response.headers.get("Retry-After");
            Err((error, asked.and_then(|value| retry_after(value, (shared.clock)()))))
        }
    }
}

/// Host and port of an origin.
pub(super) fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}

/// What a transport brings in time; a transport need not watch the time itself.
fn in_time<'t, T>(
    mut sending: BoxFuture<'t, T>,
    left: Option<Duration>,
    transport: &'t dyn Transport,
) -> impl Future<Output = Option<T>> {
    // Made only when the transport has to be waited for: one that answers at once needs no timer.
    let mut timer: Option<BoxFuture<'t, ()>> = None;
    poll_fn(move |cx| {
        if let Poll::Ready(done) = sending.as_mut().poll(cx) {
            return Poll::Ready(Some(done));
        }
        let Some(left) = left.filter(|left| *left < LONGEST) else { return Poll::Pending };
        let timer = timer.get_or_insert_with(|| transport.sleep(left + GRACE));
        timer.as_mut().poll(cx).map(|()| None)
    })
}

/// The time that a transport has beyond the end: one that watches the time itself knows better what was going on then.
const GRACE: Duration = Duration::from_millis(50);

impl From<std::io::Error> for TransportError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Io;
        let kind = match error.kind() {
            Io::ConnectionRefused | Io::HostUnreachable | Io::NetworkUnreachable | Io::NotFound => {
                TransportErrorKind::Connect
            }
            Io::TimedOut | Io::WouldBlock => TransportErrorKind::Timeout,
            Io::InvalidInput => TransportErrorKind::Invalid,
            _ => TransportErrorKind::Broken,
        };
        TransportError::new(kind, error.to_string()).with_source(error)
    }
}
