//! What is known of one operation, as a static of the generated crate.

use crate::{Paging, send::Template};

/// An operation. Built in a `const`, like [`Service`](crate::Service).
///
/// ```
/// use tablature_client::{Method, Operation, Paging, Retry};
///
/// static OPERATION: Operation = Operation::new("GetImages", Method::Post, "/")
///     .retry(Retry::Safe)
///     .required(&["RepoName"])
///     .paging(Paging::offset("Offset", "Limit", "ImageSet").total("TotalCount"));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The operation's id.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path as a template: `/v2/repos/{name}`.
    pub uri: &'static str,
    /// Where its requests go, where that is not the endpoint of the service. A client that was given an endpoint sends
    /// all requests there.
    pub endpoint: Option<&'static str>,
    /// Whether a request whose answer was lost may be sent again.
    pub retry: Retry,
    /// The required parameters, by name, wherever they stand.
    pub required: &'static [&'static str],
    /// The parameters that are never printed.
    pub secrets: &'static [&'static str],
    /// The parameters that always have the same value, by name; the caller of a generated crate does not see them.
    pub fixed: &'static [(&'static str, &'static str)],
    /// Parameters that depend on each other.
    pub groups: &'static [Group],
    /// The parameters that are left out when they are an empty text or list.
    pub omit_empty: &'static [&'static str],
    /// Further methods and paths for the same operation.
    pub alternatives: &'static [(Method, &'static str)],
    /// Query and form parameters whose encoding is not the usual one of their place.
    pub encodings: &'static [(&'static str, Encoding)],
    /// Composite parameters.
    pub composites: &'static [Composite],
    /// How it is called page by page.
    pub paging: Option<Paging>,
    /// Response headers that are fields of the output.
    pub response_headers: &'static [&'static str],
    /// The media type of the request body.
    pub content_type: Option<&'static str>,
    /// The ways to authenticate, where not every way of the service will do: each a list of recipes needed together. An
    /// empty list where no credentials are needed.
    pub auth: Option<&'static [&'static [&'static str]]>,
    /// The path, taken apart once, while the crate is compiled.
    template: Template,
}

impl Operation {
    /// An operation of which nothing else is known: its method says whether it may be sent again.
    #[must_use]
    pub const fn new(id: &'static str, method: Method, uri: &'static str) -> Self {
        Operation {
            id,
            method,
            uri,
            endpoint: None,
            retry: method.retry(),
            required: &[],
            secrets: &[],
            fixed: &[],
            groups: &[],
            omit_empty: &[],
            alternatives: &[],
            encodings: &[],
            composites: &[],
            paging: None,
            response_headers: &[],
            content_type: None,
            auth: None,
            template: Template::new(uri),
        }
    }

    /// The path, taken apart; `None` if somebody has set another one.
    pub(crate) fn template(&self) -> Option<&Template> {
        Some(&self.template).filter(|template| template.is_of(self.uri))
    }

    /// Sets an endpoint of its own.
    #[must_use]
    pub const fn endpoint(mut self, endpoint: &'static str) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Says whether it may be sent again, where that differs from what the method says.
    #[must_use]
    pub const fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the required parameters.
    #[must_use]
    pub const fn required(mut self, names: &'static [&'static str]) -> Self {
        self.required = names;
        self
    }

    /// Sets the parameters that are never printed.
    #[must_use]
    pub const fn secrets(mut self, names: &'static [&'static str]) -> Self {
        self.secrets = names;
        self
    }

    /// Sets the parameters that always have the same value.
    #[must_use]
    pub const fn fixed(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = values;
        self
    }

    /// Sets the parameters that depend on each other.
    #[must_use]
    pub const fn groups(mut self, groups: &'static [Group]) -> Self {
        self.groups = groups;
        self
    }

    /// Sets the parameters that are left out when they are an empty text or list.
    #[must_use]
    pub const fn omit_empty(mut self, names: &'static [&'static str]) -> Self {
        self.omit_empty = names;
        self
    }

    /// Sets further methods and paths for the same operation.
    #[must_use]
    pub const fn alternatives(mut self, lines: &'static [(Method, &'static str)]) -> Self {
        self.alternatives = lines;
        self
    }

    /// Sets the encodings that are not the usual ones, which are numbered in a form and repeated in a query.
    #[must_use]
    pub const fn encodings(mut self, encodings: &'static [(&'static str, Encoding)]) -> Self {
        self.encodings = encodings;
        self
    }

    /// Sets the composite parameters.
    #[must_use]
    pub const fn composites(mut self, composites: &'static [Composite]) -> Self {
        self.composites = composites;
        self
    }

    /// Says how it is called page by page.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the response headers that are fields of the output.
    #[must_use]
    pub const fn response_headers(mut self, names: &'static [&'static str]) -> Self {
        self.response_headers = names;
        self
    }

    /// Sets the media type of the request body.
    #[must_use]
    pub const fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Sets the ways to authenticate, by the names of the service's recipes; an empty list for a public operation.
    #[must_use]
    pub const fn auth(mut self, ways: &'static [&'static [&'static str]]) -> Self {
        self.auth = Some(ways);
        self
    }
}

/// Parameters of which only a certain number may be given, wherever in the request they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// One of them must be there, and more may.
    AtLeastOne(&'static [&'static str]),
    /// One of them must be there, and no other.
    ExactlyOne(&'static [&'static str]),
    /// None needs to be there, but no two may.
    AtMostOne(&'static [&'static str]),
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the methods of RFC 9110 and RFC 5789")]
pub enum Method {
    #[default]
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Head => "HEAD",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
        }
    }

    /// Whether a request of this method may be sent again when its answer was lost (RFC 9110, section 9.2).
    #[must_use]
    pub const fn retry(self) -> Retry {
        match self {
            Method::Get | Method::Head | Method::Options => Retry::Safe,
            Method::Put | Method::Delete => Retry::Idempotent,
            Method::Post | Method::Patch => Retry::Unsafe,
        }
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whether a request may be sent a second time when the answer to the first was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Only reads: may be sent any number of times.
    Safe,
    /// Changes something, but sending it twice has the same effect as once.
    Idempotent,
    /// Creates something: is not sent again unless the caller asks for that.
    #[default]
    Unsafe,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Path,
    Query,
    Header,
    Form,
    Body,
}

/// How a list or object is spelled in a query or form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `Name.0=a&Name.1=b`; members of objects behind a further dot.
    Indexed,
    /// `Name.1=a&Name.2=b`; members of objects behind a further dot.
    Numbered,
    /// `name=a&name=b`.
    Repeated,
    /// `Name.member.1=a&Name.member.2=b`; members of objects behind a further dot.
    MemberNumbered,
    /// `name[]=a&name[]=b`, and `name[key]=c` for objects.
    Brackets,
    /// `name[0]=a&name[1]=b`, and `name[0][key]=c` for objects.
    IndexedBrackets,
    /// `name=a,b`.
    Comma,
    /// `name=[{"a":"b"}]`.
    Json,
    /// A text in the path that keeps its slashes: `a/b`, not `a%2Fb`.
    Slashes,
}

/// One parameter that is composed of parts: `center::self|namespace::group`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Composite {
    /// The name of the parameter.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// The text between two parts: `|`.
    pub separator: &'static str,
    /// The text between the name and the value of a part: `::`.
    pub assign: &'static str,
    /// The least number of parts.
    pub at_least: u32,
    /// Groups of parts that are given together or not at all.
    pub together: &'static [&'static [&'static str]],
    /// The names of the parts, in the order in which they are written.
    pub parts: &'static [&'static str],
}
