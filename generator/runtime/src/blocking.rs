//! Waiting on the calling thread.

use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use crate::{BoxFuture, Transport};

/// Runs a future to its end, driven by what its transport needs.
pub(crate) fn block_on<F: Future<Output: Send> + Send>(transport: &dyn Transport, future: F) -> F::Output {
    let mut output = None;
    transport.block_on(Box::pin(async { output = Some(future.await) }));
    match output {
        Some(output) => output,
        // The transport returned before the future had ended, which breaks its contract.
        None => unreachable!("Transport::block_on returned early"),
    }
}

/// Runs a future that needs no runtime.
pub(crate) fn park_on(future: BoxFuture<'_, ()>) {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    while future.as_mut().poll(&mut context) == Poll::Pending {
        thread::park();
    }
}
