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

    use crate::{
        Call, Error, HttpResponse, Result,
        send::{answer::request_id, attempt::Failed},
    };

    const TARGET: &str = "tablature_client";

    /// The span of a call, which says at the end how it went.
    pub(in crate::send) struct Told(Span);

    /// Runs a call in a span of its own.
    pub(in crate::send) async fn call<F: Future<Output = Result<HttpResponse>>>(
        call: &Call,
        run: impl FnOnce(Told) -> F,
    ) -> Result<HttpResponse> {
        let (service, operation) = (call.client.0.service.service, call.id());
        let span = tracing::debug_span!(
            target: TARGET, "call", service, operation, status = Empty, attempts = Empty, request_id = Empty
        );
        within(&span, run(Told(span.clone()))).await
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
            Ok(response) => succeeded(&span, response),
            Err((error, _)) => note(&span, error),
        }
        result
    }

    impl Told {
        /// The call has been answered, by this attempt.
        pub(in crate::send) fn done(&self, response: &HttpResponse, attempts: u32) {
            succeeded(&self.0, response);
            self.0.record("attempts", attempts);
        }

        /// The call is sent again.
        pub(in crate::send) fn again(&self, error: &Error, wait: Duration) {
            let (code, status) = (error.code(), error.status());
            tracing::warn!(
                target: TARGET, parent: &self.0, code, status, kind = ?error.kind(), ?wait, "sending again"
            );
        }

        /// The call has failed.
        pub(in crate::send) fn failed(&self, error: &Error) {
            let (code, status, request_id) = (error.code(), error.status(), error.request_id());
            let attempts = error.attempts();
            note(&self.0, error);
            self.0.record("attempts", attempts);
            tracing::debug!(
                target: TARGET, parent: &self.0,
                code, status, request_id, attempts, kind = ?error.kind(), "failed"
            );
        }
    }

    async fn within<T>(span: &Span, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        poll_fn(|cx| span.in_scope(|| future.as_mut().poll(cx))).await
    }

    fn succeeded(span: &Span, response: &HttpResponse) {
        span.record("status", response.status);
        if !span.is_disabled()
            && let Some(id) = request_id(&response.headers)
        {
            span.record("request_id", id);
        }
    }

    fn note(span: &Span, error: &Error) {
        if let Some(status) = error.status() {
            span.record("status", status);
        }
        if let Some(id) = error.request_id() {
            span.record("request_id", id);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::{future::Future, time::Duration};

    use crate::{Call, Error, HttpResponse};

    /// Nothing is told.
    #[derive(Clone, Copy)]
    pub(in crate::send) struct Told;

    pub(in crate::send) fn call<F: Future>(_: &Call, run: impl FnOnce(Told) -> F) -> F {
        run(Told)
    }

    pub(in crate::send) fn attempt<F: Future>(_: u32, future: F) -> F {
        future
    }

    #[expect(clippy::unused_self, reason = "with the feature there is a span in it")]
    impl Told {
        pub(in crate::send) fn done(self, _: &HttpResponse, _: u32) {}

        pub(in crate::send) fn again(self, _: &Error, _: Duration) {}

        pub(in crate::send) fn failed(self, _: &Error) {}
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) use off::{Told, attempt, call};
#[cfg(feature = "tracing")]
pub(super) use on::{Told, attempt, call};
