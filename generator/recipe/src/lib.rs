//! Authentication as data. A [`Recipe`] says which credentials a caller has, what is made of them and of a request,
//! and where the result goes; no vendor is known here.
//!
//! ```yaml
//! name: v5
//! credentials: {api_key: public, api_secret: secret}
//! let:
//!   ts: {time: unix-ms}
//!   sign: {hmac: sha256, key: '{api_secret}', text: '{ts}{method}{path}{?query}{body}', as: hex}
//! put: {header: {X-KEY: '{api_key}', X-SIGN: '{sign}', X-TIME: '{ts}'}}
//! ```
//!
//! Two ideas carry it. A text names values in braces, and filters may follow a name: `{body|sha256|hex}`. And there are
//! two rounds: `let` makes values and `put` sets what is sent; then `over` and `sign` see the request with that in it,
//! and `then` sets what they make. A text that names an optional credential is left out where the credential is absent.
//!
//! | file | what |
//! |---|---|
//! | `model` | the language as it is written |
//! | `puts`, `ordered` | of that, what a step sets, and maps in the order in which they are written |
//! | `read` | reading it, checked on the way, so that a fault has its line |
//! | `text` | texts with names and filters |
//! | `plan` | a recipe compiled: every name a slot |
//! | `compile` | its makers compiled |
//! | `shown` | what its steps show of secrets, of who is calling, of the time |
//! | `run` | a plan over a request |
//! | `many` | texts that are made of many parameters, headers or credentials |
//! | `filter` | filters |
//! | `fixed` | what of a plan credentials alone decide, made once |
//! | `cookie` | cookies of a request |
//! | `member` | members of a JSON body |
//! | `segment` | values in a path |
//! | `hash` | hashes of texts in pieces |
//! | `verify` | the same from the other side: what a request carries, and what it should |
//! | `time` | times as text, and back |
//! | `sample` | a request as plain data, and the test vectors of a recipe |

#![cfg_attr(
    not(feature = "run"),
    expect(dead_code, reason = "a plan that is not run is made to find faults")
)]

mod compile;
#[cfg(feature = "run")]
mod cookie;
#[cfg(feature = "run")]
mod filter;
#[cfg(feature = "run")]
mod fixed;
#[cfg(feature = "run")]
mod hash;
#[cfg(feature = "run")]
mod many;
#[cfg(feature = "run")]
mod member;
mod model;
mod ordered;
mod plan;
mod puts;
mod read;
#[cfg(feature = "run")]
mod run;
#[cfg(feature = "run")]
mod sample;
#[cfg(feature = "run")]
mod segment;
mod shown;
mod text;
mod time;
#[cfg(feature = "run")]
mod verify;

#[cfg(feature = "run")]
pub use cookie::{cookies, fits_cookie, with_cookie};
#[cfg(feature = "run")]
pub use fixed::Fixed;
#[cfg(feature = "run")]
pub use member::put_member;
pub use model::{
    All, Also, Coding, Digest, Encode, Headers, Kind, Known, Made, Maker, Names, Nonce, Recipe, Sort, Source,
    Text, Vector,
};
pub use ordered::Ordered;
pub use plan::{Place, Plan};
pub use puts::Puts;
#[cfg(feature = "run")]
pub use run::{Clock, Request};
#[cfg(feature = "run")]
pub use sample::Sample;
#[cfg(feature = "run")]
pub use segment::put_segment;
#[cfg(feature = "run")]
pub use verify::{Refusal, verify};
