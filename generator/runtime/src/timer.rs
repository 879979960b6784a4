//! Waiting without a runtime: a thread sleeps and wakes the task.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

/// Completes after this time.
pub(crate) fn sleep(duration: Duration) -> Sleep {
    Sleep { until: Instant::now() + duration, waker: None }
}

pub(crate) struct Sleep {
    until: Instant,
    waker: Option<Arc<Mutex<Waker>>>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Poll::Ready(());
        }
        if let Some(shared) = &self.waker {
            cx.waker().clone_into(&mut shared.lock().unwrap_or_else(PoisonError::into_inner));
            return Poll::Pending;
        }
        let shared = Arc::new(Mutex::new(cx.waker().clone()));
        self.waker = Some(Arc::clone(&shared));
        let wake = move || shared.lock().unwrap_or_else(PoisonError::into_inner).wake_by_ref();
        let sleeper = thread::Builder::new().name("tablature-timer".to_owned()).spawn({
            let wake = wake.clone();
            move || {
                thread::sleep(left);
                wake();
            }
        });
        if sleeper.is_err() {
            // No thread to be had: sleep here, late for others but not wrong.
            thread::sleep(left);
            wake();
        }
        Poll::Pending
    }
}
