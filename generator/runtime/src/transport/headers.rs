//! Headers of requests and responses.

use std::{borrow::Cow, fmt, sync::Arc};

/// Headers in their order; names compare without regard to case.
#[derive(Clone, Default, PartialEq)]
pub struct Headers(Vec<(Cow<'static, str>, HeaderValue)>);

impl Headers {
    /// The first value of a header.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| is_same(known, name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn with_capacity(count: usize) -> Self {
        Headers(Vec::with_capacity(count))
    }

    /// Adds a header at the end.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<HeaderValue>) {
        self.0.push((name.into(), value.into()));
    }

    /// Sets a header, in place of any of that name.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<HeaderValue>) {
        let name = name.into();
        if self.get(&name).is_some() {
            self.remove(&name);
        }
        self.push(name, value);
    }

    /// Takes all headers of a name away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| !is_same(known, name));
    }

    /// All headers in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (&**name, value.as_str()))
    }
}

/// Whether two names are of the same header. Nearly always they are spelled alike, which is seen at once.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && (a == b || a.eq_ignore_ascii_case(b))
}

/// Prints names only: a value may be a secret.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

/// The value of a header. One that every request has again, such as a token, is made once and shared.
#[derive(Clone)]
pub struct HeaderValue(Held);

#[derive(Clone)]
enum Held {
    Fixed(&'static str),
    Owned(String),
    Shared(Arc<str>),
}

impl HeaderValue {
    /// The value as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Fixed(text) => text,
            Held::Owned(text) => text,
            Held::Shared(text) => text,
        }
    }
}

impl PartialEq for HeaderValue {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

/// Leaves the value out, which may be a secret.
impl fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeaderValue")
    }
}

impl From<&'static str> for HeaderValue {
    fn from(text: &'static str) -> Self {
        HeaderValue(Held::Fixed(text))
    }
}

impl From<String> for HeaderValue {
    fn from(text: String) -> Self {
        HeaderValue(Held::Owned(text))
    }
}

impl From<Arc<str>> for HeaderValue {
    fn from(text: Arc<str>) -> Self {
        HeaderValue(Held::Shared(text))
    }
}

impl From<Cow<'static, str>> for HeaderValue {
    fn from(text: Cow<'static, str>) -> Self {
        HeaderValue(match text {
            Cow::Borrowed(text) => Held::Fixed(text),
            Cow::Owned(text) => Held::Owned(text),
        })
    }
}
