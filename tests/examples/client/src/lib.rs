//! The client that the build script has generated.

/// A store of books.
pub mod store {
    tablature_client::include_client!("store");
}
