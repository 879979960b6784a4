//! YAML as this project reads and writes it, whatever the file says: an IR, an overlay, a dialect.
//!
//! Reading is strict (a key that stands twice is an error, as is an unknown one) and every fault names its
//! line. Writing is our own: laid out to be read in a pull request, and quoted so that YAML 1.1 and YAML 1.2
//! readers find the same text.

mod emit;
mod json;
mod read;
#[cfg(feature = "pages")]
mod spans;
mod tree;

#[cfg(feature = "pages")]
pub(crate) use emit::{Entry, inline};
pub(crate) use emit::{Keys, Node, Style, document};
pub(crate) use json::json;
pub use read::from_str;
pub(crate) use read::offset;
#[cfg(feature = "pages")]
pub(crate) use read::{plain, unread};
#[cfg(feature = "pages")]
pub(crate) use spans::{Spanned, Spot, spanned};
pub(crate) use tree::tree;
