//! Spans and events for the feature `tracing`: which operation, which attempt, what came of it. No argument, header or
//! body is in them, and so no secret. The target is always `tablature_client`, so that filters stay right wherever the
//! code moves.

#[cfg(feature = "tracing")]
mod on {
    use std::{
        future::{Future, poll_fn},
        pin::pin,
        time::Duration,
    };

    use tracing::{Span, field::Empty};

    use crate::{Call, Error, HttpResponse, Result, send::attempt::Failed};

    const TARGET: &str = "tablature_client";

    /// Runs a call in a span of its own, which says at the end how it went.
    pub(in crate::send) async fn call(
        call: &Call,
        future: impl Future<Output = Result<HttpResponse>>,
    ) -> Result<HttpResponse> {
        let (service, operation) = (call.client.0.service.service, &*call.id);
        let span = tracing::debug_span!(
            target: TARGET, "call", service, operation, status = Empty, attempts = Empty, request_id = Empty
        );
        let result = within(&span, future).await;
        match &result {
            Ok(response) => {
                span.record("status", response.status);
            }
            Err(error) => {
                note(&span, error);
                span.record("attempts", error.attempts());
            }
        }
        result
    }

    /// Runs an attempt in a span of its own, within that of its call.
    pub(in crate::send) async fn attempt(
        attempt: u32,
        future: impl Future<Output = Result<HttpResponse, Failed>>,
    ) -> Result<HttpResponse, Failed> {
        let span = tracing::debug_span!(
            target: TARGET, "attempt", attempt, status = Empty, request_id = Empty
        );
        let result = within(&span, future).await;
        match &result {
            Ok(response) => {
                span.record("status", response.status);
            }
            Err((error, _)) => note(&span, error),
        }
        result
    }

    async fn within<T>(span: &Span, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        poll_fn(|cx| span.in_scope(|| future.as_mut().poll(cx))).await
    }

    fn note(span: &Span, error: &Error) {
        if let Some(status) = error.status() {
            span.record("status", status);
        }
        if let Some(id) = error.request_id() {
            span.record("request_id", id);
        }
    }

    /// The call is sent again.
    pub(in crate::send) fn again(error: &Error, wait: Duration) {
        let (code, status) = (error.code(), error.status());
        tracing::warn!(target: TARGET, code, status, kind = ?error.kind(), ?wait, "sending again");
    }

    /// The call has failed.
    pub(in crate::send) fn failed(error: &Error) {
        let (code, status, request_id) = (error.code(), error.status(), error.request_id());
        let attempts = error.attempts();
        tracing::debug!(target: TARGET, code, status, request_id, attempts, kind = ?error.kind(), "failed");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::{future::Future, time::Duration};

    use crate::{Call, Error};

    pub(in crate::send) fn call<F: Future>(_: &Call, future: F) -> F {
        future
    }

    pub(in crate::send) fn attempt<F: Future>(_: u32, future: F) -> F {
        future
    }

    pub(in crate::send) fn again(_: &Error, _: Duration) {}

    pub(in crate::send) fn failed(_: &Error) {}
}

#[cfg(not(feature = "tracing"))]
pub(super) use off::{again, attempt, call, failed};
#[cfg(feature = "tracing")]
pub(super) use on::{again, attempt, call, failed};
