//! Attempts: sending until there is an answer, an error that stays, or no time.

use std::time::{Duration, Instant};

use super::{answer, prepare, trace};
use crate::{
    Call, Error, ErrorKind, HttpResponse, Result, TransportError, TransportErrorKind, Value,
    retry::retry_after,
};

/// Sends a call, with retries, and decodes the answer into a value.
pub(crate) async fn call_into(call: &Call, output: &mut dyn Value) -> Result<HttpResponse> {
    let shared = &call.client.0;
    let retries = call.retries.unwrap_or(shared.retries);
    let timeout = call.timeout.or(shared.timeout);
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let mut left = timeout;
    let mut attempts = 0;
    loop {
        attempts += 1;
        let (error, asked) = match trace::attempt(call, attempts, attempt(call, output, left)).await {
            Ok(response) => return Ok(response),
            Err(failed) => failed,
        };
        let error = error.with_operation(&call.id).with_attempts(attempts);
        let error = error.without(|text| call.hide(text));
        let wait = retries.wait(&error, call.operation.retry, attempts, asked);
        let in_time = |wait: &Duration| deadline.is_none_or(|deadline| Instant::now() + *wait < deadline);
        let Some(wait) = wait.filter(in_time) else {
            trace::failed(call, &error);
            return Err(error);
        };
        trace::again(call, &error, wait);
        shared.transport.sleep(wait).await;
        left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    }
}

type Failed = (Error, Option<Duration>);

async fn attempt(
    call: &Call,
    output: &mut dyn Value,
    left: Option<Duration>,
) -> Result<HttpResponse, Failed> {
    let shared = &call.client.0;
    let mut request = prepare(call).map_err(|error| (error, None))?;
    request.connect_timeout = shared.connect_timeout;
    request.timeout = left;
    if left.is_some_and(|left| left.is_zero()) {
        return Err((Error::new(ErrorKind::Timeout, "the time for the call is over"), None));
    }
    let response = match shared.transport.send(request).await {
        Ok(response) => response,
        Err(error) => return Err((Error::transport(error), None)),
    };
    match answer::read(call, &response, output) {
        Ok(()) => Ok(response),
        Err(error) => {
            let asked = response.headers.get("Retry-After");
            Err((error, asked.and_then(|value| retry_after(value, (shared.clock)()))))
        }
    }
}

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
        TransportError::new(kind, error.to_string())
    }
}
