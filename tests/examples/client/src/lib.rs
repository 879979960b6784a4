//! The clients that the build script has generated.

/// A store of books.
pub mod store {
    tablature_client::include_client!("store");
}

/// A desk where books are lent.
pub mod desk {
    tablature_client::include_client!("desk");
}
