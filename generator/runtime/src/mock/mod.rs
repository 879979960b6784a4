//! A server on the loopback interface that plays the service: for tests, and for `tablature mock`.
//!
//! It speaks HTTP/1.1 on a port of its own from plain threads, so that it needs no runtime and several can stand
//! side by side. A request is taken apart and held against what is known of the service ([`Api`]): an unknown
//! operation, a missing parameter or a wrong signature is answered as the service would, in its own error shape.
//! What is left goes to the first [`Expectation`] that matches, else to the operation's fixture, else is unmatched.
//!
//! | file | what |
//! |---|---|
//! | `api` | what is known of the service and its operations |
//! | `http` | reading requests and writing responses |
//! | `received` | a request, taken apart |
//! | `verify` | checking signatures as the service does |
//! | `fault` | the service's own error shapes |
//! | `expectation` | what a test expects, and what is answered |
//! | `server` | the server |

mod api;
mod expectation;
mod fault;
mod http;
mod macros;
mod received;
mod server;
mod verify;

pub use api::{Api, Fixture, Route};
pub use expectation::{Expectation, Reply};
pub use fault::Fault;
pub use received::Received;
pub use server::{Exchange, Server};
