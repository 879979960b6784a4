//! Where requests go: scheme, host and port.

use std::sync::Arc;

use crate::{Error, Result, Setting};

/// Scheme, host and port in one: `https://api.example.com`.
#[derive(Clone, Debug)]
pub(crate) struct Origin(pub(crate) Arc<str>);

impl Origin {
    /// The origin of an endpoint, whose placeholders are filled from settings.
    pub(crate) fn new<'a>(endpoint: &str, setting: impl Fn(Setting) -> Option<&'a str>) -> Result<Self> {
        let mut text = endpoint.to_owned();
        for name in [Setting::Region, Setting::ProjectId, Setting::DomainId] {
            let placeholder = format!("{{{}}}", name.name());
            if text.contains(&placeholder) {
                let value = setting(name).ok_or_else(|| {
                    Error::configuration(format!("no {}: the address {text} needs it", name.name()))
                })?;
                text = text.replace(&placeholder, value);
            }
        }
        let bad = |what: &str| Error::configuration(format!("{what} in the endpoint {:?}", shown(&text)));
        let (scheme, rest) = text.split_once("://").ok_or_else(|| bad("no http:// or https://"))?;
        if scheme != "http" && scheme != "https" {
            return Err(bad("neither http:// nor https://"));
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if host.is_empty() || !host.chars().all(fits) {
            return Err(bad("no proper host"));
        }
        Ok(Origin(format!("{scheme}://{host}").into()))
    }

    /// Host and port, as the header `Host` has them.
    pub(crate) fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }
}

/// An endpoint as it may be printed: people put secrets before the host and behind the question mark.
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

    #[test]
    fn only_scheme_host_and_port_count() {
        let check = |endpoint: &str, wanted: Result<&str, &str>| {
            let region = |setting| (setting == Setting::Region).then_some("r1");
            let found = Origin::new(endpoint, region).map(|origin| origin.0.to_string());
            assert_eq!(
                found.as_deref().map_err(ToString::to_string),
                wanted.map_err(ToOwned::to_owned),
                "{endpoint}"
            );
        };
        check("https://a.{region}.b/base/path?q", Ok("https://a.r1.b"));
        check("http://[::1]:80", Ok("http://[::1]:80"));
        check("ftp://a", Err("neither http:// nor https:// in the endpoint \"ftp://a\""));
        check("a.b", Err("no http:// or https:// in the endpoint \"a.b\""));
        check("https://user:pw@a", Err("no proper host in the endpoint \"https://***@a\""));
        check(
            "https://a.{project_id}.b",
            Err("no project_id: the address https://a.{project_id}.b needs it"),
        );
    }
}
