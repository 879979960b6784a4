//! Sending a call: prepare, send, read the answer, and again where that is right.

mod answer;
mod attempt;
mod body;
mod check;
mod endpoint;
mod params;
mod parts;
mod prepare;
mod streamed;
mod template;
mod trace;

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{BoxFuture, ByteStream, Call, Response, Result, Value};

pub(crate) use attempt::call_into;
pub(crate) use body::is_json;
pub(crate) use check::{header as check_header, header_value as check_header_value};
pub(crate) use endpoint::{Endpoint, shown, stays};
#[cfg(feature = "mock")]
pub(crate) use endpoint::{below, path_of};
pub(crate) use prepare::{FORM, address_and_path, prepare};
pub(crate) use template::Template;

/// A call on its way.
#[must_use = "a future does nothing until it is awaited"]
pub struct Sending<T>(BoxFuture<'static, Result<Response<T>>>);

impl<T: Value + Default> Sending<T> {
    pub(crate) fn new(call: Call) -> Self {
        Sending(Box::pin(async move {
            let mut output = T::default();
            let http = call_into(&call, &mut output).await?;
            Ok(Response::new(output, http))
        }))
    }
}

impl Sending<ByteStream> {
    pub(crate) fn streamed(call: Call) -> Self {
        Sending(Box::pin(streamed::call(call)))
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<Response<T>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl<T> std::fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sending")
    }
}
