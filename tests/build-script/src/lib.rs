//! A client that the build script generated.
#![deny(warnings, missing_docs)]

/// The store.
pub mod store {
    tablature_client::include_client!("store");
}

/// The shelf, whose operations have what few others have.
pub mod shelf {
    tablature_client::include_client!("shelf");
}

/// The same for this crate alone, which calls little of it: nothing is said about the rest.
mod private {
    tablature_client::include_client!("store");
}

/// A private client can be called all the same.
pub fn endpoint() -> &'static str {
    private::client::SERVICE.endpoint
}

#[cfg(test)]
mod shelf_tests;

#[cfg(test)]
mod tests {
    use super::store::{
        Client,
        operations::list_books::{Kind, ListBooksResponse},
        types::BookKind,
    };

    #[test]
    fn the_client_is_there() {
        let text = r#"{"TotalCount": "1", "Books": [{"Title": "T", "Kind": "Novel", "Parts": [{"Title": "P"}]}]}"#;
        let response: ListBooksResponse = serde_json(text);
        assert_eq!(response.total_count, Some(1));
        let book = &response.books[0];
        assert_eq!(book.kind, Some(BookKind::from("Novel")));
        assert_eq!(book.parts[0].title.as_deref(), Some("P"));
        // Nothing is sent; it only has to be there. The docs advise against it, and so does the compiler.
        #[expect(deprecated)]
        let _call = |client: &Client| client.list_books(Kind::Novel).limit(20).items();
    }

    fn serde_json(text: &str) -> ListBooksResponse {
        let mut response = ListBooksResponse::default();
        tablature_client::value::decode_slice(text.as_bytes(), &mut response).unwrap();
        response
    }
}
