//! Parts of a body of parts (`multipart/form-data`): a text, bytes, or a file that is read while it is sent.

use std::{borrow::Cow, fmt, path::PathBuf, sync::Arc};

use super::{Slot, Value, View};

/// A part of a body of parts. A text becomes one, and so do bytes; a file is read when it is sent.
///
/// ```
/// use tablature_client::Part;
///
/// let text = Part::from("a remark");
/// let bytes = Part::from(vec![1, 2, 3]).named("three.bin");
/// let file = Part::file("picture.png").media("image/png");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    pub(crate) content: Content,
    pub(crate) name: Option<String>,
    pub(crate) media: Option<Cow<'static, str>>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Arc<[u8]>),
    File(PathBuf),
}

impl Part {
    /// A file, sent under its own name. It is read anew for each attempt, and never as a whole if the transport can
    /// send a body piece by piece.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Part { content: Content::File(path), name, media: Some(BYTES.into()) }
    }

    /// Sets the file name that is sent.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type. Unless it is set, it is `application/octet-stream` for a file and for bytes, and a text has
    /// none.
    #[must_use]
    pub fn media(mut self, media: impl Into<Cow<'static, str>>) -> Self {
        self.media = Some(media.into());
        self
    }
}

const BYTES: &str = "application/octet-stream";

impl Default for Part {
    fn default() -> Self {
        Part::from("")
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Part { content: Content::Bytes(text.as_bytes().into()), name: None, media: None }
    }
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Part { content: Content::Bytes(text.into_bytes().into()), name: None, media: None }
    }
}

impl From<Vec<u8>> for Part {
    fn from(bytes: Vec<u8>) -> Self {
        Part { content: Content::Bytes(bytes.into()), name: None, media: Some(BYTES.into()) }
    }
}

/// Leaves out the content.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Content::File(path) => write!(f, "the file {}", path.display()),
        }
    }
}

/// UTF-8 is a text; JSON has no spelling for anything else.
impl Value for Part {
    fn view(&self) -> View<'_> {
        match &self.content {
            Content::Bytes(bytes) => std::str::from_utf8(bytes).map_or(View::Absent, View::Text),
            Content::File(_) => View::Absent,
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Ignore
    }

    fn clear(&mut self) {
        *self = Part::default();
    }

    fn part(&self) -> Option<&Part> {
        Some(self)
    }
}
