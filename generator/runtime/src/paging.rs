//! How an operation is called page by page, as a part of the static that is known of it.

use crate::Place;

/// How an operation is called page by page. Paths are keys of the response joined by `.`, empty for the body
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// What moves from page to page.
    pub kind: PagingKind,
    /// The parameter that says how many items a page has.
    pub limit: Option<&'static str>,
    /// Where the items are.
    pub items: &'static str,
    /// Where the total is.
    pub total: Option<Total>,
    /// The composite parameter that has the paging parameters as parts, or the object of the body that has them.
    pub within: Option<&'static str>,
    /// The place of the paging parameters, where that is not the query or the form.
    pub place: Option<Place>,
    /// The response header with the next marker or link, where that is not in the body.
    pub next_header: Option<&'static str>,
    /// Whether a marker is an integer.
    pub integer_marker: bool,
}

/// What moves from page to page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagingKind {
    /// The number of items to skip.
    Offset(&'static str),
    /// The number of the page.
    Page {
        /// The parameter.
        page: &'static str,
        /// The number of the first page.
        first: u32,
    },
    /// A marker.
    Marker {
        /// The parameter.
        marker: &'static str,
        /// Where the next one is: a path in the body, where `list[].id` is a key of the last element of a list.
        next: &'static str,
    },
    /// A link to the next page as a whole.
    Link {
        /// Where it is: a path in the body, to a text or to what hypermedia has for links.
        next: &'static str,
    },
}

/// Where the total number of items is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// A path in the response body.
    Body(&'static str),
    /// A response header of the form `offset-count/total`, or with the total alone.
    ContentRange(&'static str),
}

impl Paging {
    /// Paging by the number of items to skip.
    #[must_use]
    pub const fn offset(offset: &'static str, limit: &'static str, items: &'static str) -> Self {
        Self::new(PagingKind::Offset(offset), Some(limit), items)
    }

    /// Paging by the number of the page.
    #[must_use]
    pub const fn page(page: &'static str, size: &'static str, first: u32, items: &'static str) -> Self {
        Self::new(PagingKind::Page { page, first }, Some(size), items)
    }

    /// Paging by a marker.
    #[must_use]
    pub const fn marker(marker: &'static str, next: &'static str, items: &'static str) -> Self {
        Self::new(PagingKind::Marker { marker, next }, None, items)
    }

    /// Paging by links to the next page.
    #[must_use]
    pub const fn link(next: &'static str, items: &'static str) -> Self {
        Self::new(PagingKind::Link { next }, None, items)
    }

    const fn new(kind: PagingKind, limit: Option<&'static str>, items: &'static str) -> Self {
        Paging {
            kind,
            limit,
            items,
            total: None,
            within: None,
            place: None,
            next_header: None,
            integer_marker: false,
        }
    }

    /// Names the parameter that says how many items a page has.
    #[must_use]
    pub const fn limit(mut self, limit: &'static str) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Says where in the body the total is.
    #[must_use]
    pub const fn total(mut self, path: &'static str) -> Self {
        self.total = Some(Total::Body(path));
        self
    }

    /// Names the header of the form `offset-count/total`, or with the total alone.
    #[must_use]
    pub const fn content_range(mut self, header: &'static str) -> Self {
        self.total = Some(Total::ContentRange(header));
        self
    }

    /// Names the composite parameter that has the paging parameters as parts, or the object of the body that has them.
    #[must_use]
    pub const fn within(mut self, name: &'static str) -> Self {
        self.within = Some(name);
        self
    }

    /// Says that the parameters are members of the JSON body.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.place = Some(Place::Body);
        self
    }

    /// Says that the parameters are headers.
    #[must_use]
    pub const fn in_header(mut self) -> Self {
        self.place = Some(Place::Header);
        self
    }

    /// Names the response header with the next marker or link; a link is written as in RFC 8288.
    #[must_use]
    pub const fn next_header(mut self, header: &'static str) -> Self {
        self.next_header = Some(header);
        self
    }

    /// Says that a marker is an integer.
    #[must_use]
    pub const fn integer_marker(mut self) -> Self {
        self.integer_marker = true;
        self
    }
}
