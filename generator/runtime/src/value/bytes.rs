//! Bodies that are not JSON.

use std::{borrow::Cow, fmt, ops::Deref};

use super::{Slot, Value, View};

/// A body that is not JSON, as it came or as it is sent: a picture, an archive, a text.
///
/// ```
/// let body = tablature_client::Bytes::from("a,b\n1,2\n");
///
/// assert_eq!((body.len(), &*body.text()), (8, "a,b\n1,2\n"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// The body as text; what is not UTF-8 is replaced. Where the header `Content-Type` names another charset, the bytes
    /// are for a library of charsets to decode.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }

    /// The bytes.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl<B: Into<Vec<u8>>> From<B> for Bytes {
    fn from(bytes: B) -> Self {
        Bytes(bytes.into())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Prints only the number of bytes: they may be many, and secret.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// UTF-8 is a text; JSON has no spelling for anything else.
impl Value for Bytes {
    fn view(&self) -> View<'_> {
        std::str::from_utf8(&self.0).map_or(View::Absent, View::Text)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Ignore
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn body(&self) -> Option<&[u8]> {
        Some(&self.0)
    }

    fn take_body(&mut self, body: &[u8]) -> bool {
        self.0 = body.to_vec();
        true
    }
}
