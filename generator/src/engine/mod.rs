//! The pipeline: pages → specs → crates. Every command, the build crate, the benches and the tests are doors to it.
//!
//! 1. `tree`: walks a folder, or a revision of a git repository, for pages.
//! 2. `read`: load → extract → lower → settings → overlays → validate; the function [`read`] shows them in order.
//! 3. `open`: the other way to a spec, from an IR file. It validates as `read` does.
//! 4. `make`: plan → emit, for specs of either origin.
//!
//! `sources` fetches pages from repositories elsewhere and keeps the pins. `reading` is what decides how pages are
//! read: a dialect, a vendor's settings, corrections. `failure` is why a run could not do its work. Nothing here
//! writes, except to the cache of what is fetched.

mod failure;
pub(crate) mod file;
#[cfg(feature = "cli")]
mod make;
mod open;
#[cfg(feature = "pages")]
mod read;
#[cfg(feature = "pages")]
mod reading;
#[cfg(feature = "pages")]
mod requests;
#[cfg(feature = "pages")]
pub mod runtime;
#[cfg(feature = "pages")]
mod select;
#[cfg(feature = "pages")]
pub mod settings;
mod slashes;
#[cfg(feature = "cli")]
pub mod sources;
#[cfg(feature = "pages")]
pub mod tree;

pub use self::{
    failure::Failure,
    open::{Text, is_spec, may_be_spec, open, open_text},
    slashes::slashes,
};
#[cfg(feature = "cli")]
pub use make::{Made, make};
#[cfg(all(test, feature = "pages"))]
pub(crate) use read::lowered;
#[cfg(feature = "pages")]
pub use read::{Specs, pages, read};
#[cfg(feature = "cli")]
pub(crate) use read::{after, document, doubtful};
#[cfg(feature = "pages")]
pub use reading::{Reading, dialect, service_of};
#[cfg(feature = "cli")]
pub(crate) use select::{keep_used_enums, used};
