//! Spans and events for the feature `tracing`: which operation, which attempt, what came of it. No argument, no
//! header and no body, so that no secret can be among them.

#[cfg(feature = "tracing")]
mod on {
    use std::{
        future::{Future, poll_fn},
        pin::pin,
        time::Duration,
    };

    use crate::{Call, Error};

    /// Runs an attempt in a span of its own.
    pub(in crate::send) async fn attempt<T>(call: &Call, attempt: u32, future: impl Future<Output = T>) -> T {
        let service = call.client.0.service.service;
        let operation = &*call.id;
        let span = tracing::debug_span!("call", service, operation, attempt);
        let mut future = pin!(future);
        poll_fn(|cx| span.in_scope(|| future.as_mut().poll(cx))).await
    }

    /// The call is sent again.
    pub(in crate::send) fn again(call: &Call, error: &Error, wait: Duration) {
        let (operation, code, status) = (&*call.id, error.code(), error.status());
        tracing::warn!(operation, code, status, kind = ?error.kind(), ?wait, "sending again");
    }

    /// The call has failed.
    pub(in crate::send) fn failed(call: &Call, error: &Error) {
        let (operation, code, status) = (&*call.id, error.code(), error.status());
        let (request_id, attempts) = (error.request_id(), error.attempts());
        tracing::debug!(operation, code, status, request_id, attempts, kind = ?error.kind(), "failed");
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::{future::Future, time::Duration};

    use crate::{Call, Error};

    pub(in crate::send) fn attempt<F: Future>(_: &Call, _: u32, future: F) -> F {
        future
    }

    pub(in crate::send) fn again(_: &Call, _: &Error, _: Duration) {}

    pub(in crate::send) fn failed(_: &Call, _: &Error) {}
}

#[cfg(not(feature = "tracing"))]
pub(super) use off::{again, attempt, failed};
#[cfg(feature = "tracing")]
pub(super) use on::{again, attempt, failed};
