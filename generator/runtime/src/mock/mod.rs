//! A server on the loopback interface that plays the service: for tests, and for `tablature mock`.
//!
//! It speaks HTTP/1.1 on a port of its own from plain threads, so it needs no runtime, and several can stand side by
//! side. A request is taken apart and checked against what is known of the service ([`Api`]): an unknown operation, a
//! missing parameter or a wrong signature is answered as the service would, in its own error shape and with the codes that
//! its docs give; where they give none, with those of HTTP. Any other request
//! goes to the first [`Expectation`] that matches, else to the operation's fixture; without either it is unmatched.
//!
//! | file | what |
//! |---|---|
//! | `api` | what is known of the service and its operations |
//! | `http` | reading requests and writing responses |
//! | `received` | a request, taken apart |
//! | `paged` | lists page by page |
//! | `verify` | checking signatures as the service does |
//! | `fault` | the service's own error shapes |
//! | `expectation` | what a test expects, and what is answered |
//! | `server` | the server |
//! | `connection` | its connections |
//! | `decide` | what is answered |

mod api;
mod connection;
mod decide;
mod expectation;
mod fault;
mod http;
mod macros;
mod paged;
mod received;
mod server;
mod verify;

/// A value of a generated type, which `fill` changes. These types have no constructor, because the docs may add to
/// them.
///
/// ```
/// # #[derive(Clone, Default, PartialEq)]
/// # pub struct Image { pub name: Option<String>, pub extra: tablature_client::Extra }
/// # tablature_client::model!(Image { name: "Name" });
/// use tablature_client::mock::made;
///
/// let image = made(|image: &mut Image| image.name = Some("blue".to_owned()));
/// assert_eq!(image.name.as_deref(), Some("blue"));
/// ```
#[must_use]
pub fn made<T: Default>(fill: impl FnOnce(&mut T)) -> T {
    let mut value = T::default();
    fill(&mut value);
    value
}

pub use api::{Api, Fixture, Kind, Route};
pub use expectation::{Expectation, Reply};
pub use fault::{Fault, Refusal, Refusals};
pub use paged::{By, Next, Paged};
pub use received::Received;
pub use server::{Exchange, Server};
