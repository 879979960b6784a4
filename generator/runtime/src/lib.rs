//! The runtime on which every client that Tablature generates stands.
//!
//! A generated crate is thin: statics that say what is known of a service and its operations ([`Service`],
//! [`Operation`]), structs with a table of their fields ([`model!`]), and setters. Everything that does not vary is
//! here, written once against the object-safe trait [`Value`]:
//!
//! - [`value`](mod@value): reading leniently, writing JSON and forms, printing without secrets;
//! - [`auth`]: authenticating as recipes say, or by a [`Signer`] of the caller's own;
//! - [`Client`], [`Builder`], [`Credentials`], [`Profile`]: who calls, and where;
//! - [`Call`], [`Sending`], [`Pages`], [`Items`]: a request, sent once or page by page, with retries and timeouts;
//! - [`ByteStream`]: an answer that is read while it comes;
//! - [`Transport`]: how requests travel; reqwest with rustls unless another is given;
//! - [`Error`]: what went wrong, and whether trying again can help.
//!
//! With the feature `tracing`, each call is a span `call` (`service`, `operation`, `status`, `attempts`, `request_id`),
//! and each attempt is a span `attempt` in it. Their target is `tablature_client`; no argument, header or body is in
//! them.
//!
//! Where this runtime differs on purpose from the vendors' own SDKs, and why, stands in
//! [`DIFFERENCES.md`](https://docs.rs/crate/tablature-client/latest/source/DIFFERENCES.md).

pub mod auth;
pub mod value;

mod arg;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod client;
mod credentials;
mod encode;
mod error;
mod macros;
#[cfg(feature = "mock")]
pub mod mock;
mod operation;
mod page;
mod paging;
mod profile;
mod response;
mod retry;
mod send;
mod service;
mod stream;
mod time;
mod transport;

pub use arg::{Arg, IntoArg};
pub use auth::{ClientCredentials, Recipes, Signer};
pub use builder::Builder;
pub use call::Call;
pub use client::Client;
pub use credentials::Credentials;
pub use error::{Error, ErrorKind, Result};
pub use operation::{Composite, Encoding, Group, Method, Operation, Place, Retry};
pub use page::{Items, Pages};
pub use paging::{Paging, PagingKind, Total};
pub use profile::Profile;
pub use response::{ContentRange, Response};
pub use retry::Retries;
pub use send::Sending;
pub use service::{Envelope, ErrorShape, Protocol, Service};
pub use stream::ByteStream;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{
    BodyReader, BodySource, BodyStream, BoxFuture, HeaderValue, Headers, HttpRequest, HttpResponse,
    HttpStream, Transport, TransportError, TransportErrorKind,
};
pub use value::{Bytes, Extra, Json, List, Map, Object, OpenEnum, Part, Slot, Value, View, base64};
#[doc(hidden)]
pub use value::{into, list};

/// What the macros expand to. Not for use by hand.
#[doc(hidden)]
pub mod private {
    pub use crate::__call_setter as call_setter;
    pub use crate::__field_setter as field_setter;
    pub use crate::__open_enum_impls as open_enum_impls;
    pub use crate::__send_blocking as send_blocking;
    pub use crate::__send_streamed as send_streamed;
    pub use crate::value::{debug, deserialize, serialize};
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
}
