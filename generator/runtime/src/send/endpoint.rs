//! Where requests go: scheme, host, port, and the path below which a service lies.

use std::sync::Arc;

use crate::{Error, Result, encode};

/// An address whose placeholders are filled: `https://api.example.com/v4`.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// Scheme, host and port in one: `https://api.example.com`.
    pub(crate) origin: Arc<str>,
    /// Host and port, as the header `Host` has them.
    pub(crate) host: Arc<str>,
    /// The path as it was written, empty or `/v4` or `/v4/`.
    pub(crate) path: Arc<str>,
}

impl Endpoint {
    /// The address of an endpoint, whose placeholders are filled from settings.
    pub(crate) fn new<'a>(endpoint: &str, setting: impl Fn(&str) -> Option<&'a str>) -> Result<Self> {
        let mut text = endpoint.to_owned();
        while let Some((before, rest)) = text.split_once('{')
            && let Some((name, after)) = rest.split_once('}')
        {
            let value = setting(name).ok_or_else(|| {
                Error::configuration(format!("no {name}: the address {} needs it", shown(endpoint)))
            })?;
            text = format!("{before}{value}{after}");
        }
        let bad = |what: &str| Error::configuration(format!("{what} in the endpoint {:?}", shown(&text)));
        let (scheme, rest) = text.split_once("://").ok_or_else(|| bad("no http:// or https://"))?;
        if scheme != "http" && scheme != "https" {
            return Err(bad("neither http:// nor https://"));
        }
        let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if host.is_empty() || !host.chars().all(fits) {
            return Err(bad("no proper host"));
        }
        // Each operation has a query of its own, which would not be signed together with this one.
        if path.contains('?') {
            return Err(bad("a query"));
        }
        if path.contains('#') {
            return Err(bad("a fragment"));
        }
        if !path.is_empty() && !stays(path) {
            return Err(bad("no proper path"));
        }
        Ok(Endpoint { origin: format!("{scheme}://{host}").into(), host: host.into(), path: path.into() })
    }

    /// The start of every path; the path of an operation is appended to it.
    pub(crate) fn below(&self) -> &str {
        below(&self.path)
    }
}

/// A path without slashes at its end, since that of an operation starts with one.
pub(crate) fn below(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// The path of an endpoint that may have placeholders.
#[cfg(feature = "mock")]
pub(crate) fn path_of(endpoint: &str) -> &str {
    let rest = endpoint.split_once("://").map_or(endpoint, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

/// Whether everything on the way takes a path as it is. Nothing in it has to be encoded, and no step in the hierarchy
/// resolved, which would make the signature that of another path.
pub(crate) fn stays(path: &str) -> bool {
    path.starts_with('/') && encode::all(&STAYS, path) && !steps(path)
}

/// Whether all paths of a template stay as they are, because what is in its braces is encoded. `false` may also mean
/// that it takes a look at the whole path to know: at a dot that parameters might make a step of.
pub(crate) const fn is_plain(template: &str) -> bool {
    let bytes = template.as_bytes();
    if bytes.is_empty() || bytes[0] != b'/' {
        return false;
    }
    let (mut at, mut inside) = (0, false);
    while at < bytes.len() {
        let byte = bytes[at];
        if inside {
            inside = byte != b'}';
        } else if byte == b'{' {
            inside = true;
        } else if STAYS[byte as usize] != 0
            || byte == b'%'
            || (byte == b'.' && !bytes[at - 1].is_ascii_alphanumeric())
        {
            return false;
        }
        at += 1;
    }
    !inside
}

const STAYS: encode::Bytes = encode::bytes(b"!$%&'()*+,-./:;=@[]_~");

fn steps(path: &str) -> bool {
    path.bytes().any(|b| matches!(b, b'.' | b'%'))
        && path.split('/').any(|segment| matches!(&*crate::encode::decode(segment), b"." | b".."))
}

/// An endpoint that is fit to print: people put secrets before the host and behind the question mark.
pub(crate) fn shown(endpoint: &str) -> String {
    let (before, query) = endpoint.split_once('?').map_or((endpoint, ""), |(before, _)| (before, "?***"));
    let (scheme, rest) = before.split_once("://").unwrap_or(("", before));
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit_once('@').map_or(host.to_owned(), |(_, host)| format!("***@{host}"));
    let scheme = if scheme.is_empty() { String::new() } else { format!("{scheme}://") };
    format!("{scheme}{host}{path}{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(endpoint: &str, wanted: Result<(&str, &str), &str>) {
        let region = |setting: &str| (setting == "region").then_some("r1");
        let found = Endpoint::new(endpoint, region);
        let found = found.as_ref().map(|found| (&*found.origin, &*found.path)).map_err(ToString::to_string);
        assert_eq!(found, wanted.map_err(ToOwned::to_owned), "{endpoint}");
    }

    #[test]
    fn scheme_host_port_and_path_count() {
        check("https://a.{region}.b", Ok(("https://a.r1.b", "")));
        check("https://a.{region}.b/v4", Ok(("https://a.r1.b", "/v4")));
        check("https://a.b/{region}/v4/", Ok(("https://a.b", "/r1/v4/")));
        check("https://a.b/", Ok(("https://a.b", "/")));
        check("https://a.b/x%20y/~z", Ok(("https://a.b", "/x%20y/~z")));
        check("http://[::1]:80", Ok(("http://[::1]:80", "")));
    }

    #[test]
    fn of_the_characters_that_are_seen_these_alone_do_not_stay() {
        for byte in 0..=127_u8 {
            let stays = byte.is_ascii_graphic() && !b"?#\\\"<>^`{|}".contains(&byte);
            assert_eq!(super::stays(&format!("/a{}", char::from(byte))), stays, "{:?}", char::from(byte));
        }
        assert!(!super::stays("/\u{e9}"));
    }

    #[test]
    fn a_template_is_plain_where_no_parameter_can_make_a_step() {
        for plain in ["/", "/a/{b}/c", "/v1.0/{a}", "/a/{b}:run"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in
            ["", "a", "/.{a}", "/{a}.", "/{a}../b", "/a/..", "/a%2e", "/a b", "/a?b", "/a/{b", "/\u{e9}"]
        {
            assert!(!is_plain(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        check("ftp://a", Err("neither http:// nor https:// in the endpoint \"ftp://a\""));
        check("a.b", Err("no http:// or https:// in the endpoint \"a.b\""));
        check("https://user:pw@a", Err("no proper host in the endpoint \"https://***@a\""));
        check("https://a/v4?key=1", Err("a query in the endpoint \"https://a/v4?***\""));
        check("https://a?key=1", Err("a query in the endpoint \"https://a?***\""));
        check("https://a/v4#top", Err("a fragment in the endpoint \"https://a/v4#top\""));
        for path in ["/a/../b", "/%2e%2E/b", "/a b", "/\u{e9}", "/a\\b", "/{open", "/a\r\nb"] {
            let endpoint = format!("https://a{path}");
            let message = format!("no proper path in the endpoint {endpoint:?}");
            check(&endpoint, Err(message.as_str()));
        }
        check(
            "https://a.{project_id}.b",
            Err("no project_id: the address https://a.{project_id}.b needs it"),
        );
    }
}
