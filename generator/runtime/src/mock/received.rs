//! A request, taken apart.

use std::io::{self, Cursor};

use super::{Kind, http};
use crate::{Headers, Json, encode, value::text_of};

/// A request that a mock has received.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Received {
    /// The operation, if it is one that the mock knows.
    pub operation: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The path as it came.
    pub path: String,
    /// The parameters in the path, decoded.
    pub path_parameters: Vec<(String, String)>,
    /// The query in the order of the wire, decoded.
    pub query: Vec<(String, String)>,
    /// The query as it came, without `?`.
    pub raw_query: String,
    /// The headers.
    pub headers: Headers,
    /// The form, or the parts of a multipart body, in the order of the wire, decoded; empty for any other body.
    pub form: Vec<(String, String)>,
    /// The JSON body.
    pub json: Option<Json>,
    /// The body as it came.
    pub body: Vec<u8>,
    /// Whether an answer in chunks would be understood: HTTP/1.0 has none.
    pub(super) takes_chunks: bool,
}

impl Received {
    /// The first request in these bytes, read as a mock reads it from a connection; `None` where there is none.
    ///
    /// # Errors
    ///
    /// The request is cut, or readers could disagree about it.
    pub fn read(bytes: &[u8]) -> io::Result<Option<Self>> {
        http::read(&mut Cursor::new(bytes.to_vec()))
    }

    pub(super) fn new(method: String, target: &str, headers: Headers, body: Vec<u8>) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let content_type = headers.get("Content-Type").unwrap_or_default();
        let media_type = content_type.to_ascii_lowercase();
        let boundary = content_type.split_once("boundary=").filter(|_| media_type.starts_with("multipart/"));
        let boundary = boundary.map(|(_, boundary)| boundary.trim_matches('"').to_owned());
        let text = std::str::from_utf8(&body).unwrap_or_default();
        let is_form = media_type.starts_with("application/x-www-form-urlencoded");
        Received {
            operation: None,
            method,
            path: path.to_owned(),
            path_parameters: Vec::new(),
            query: pairs(query, false),
            raw_query: query.to_owned(),
            form: match boundary {
                _ if is_form => pairs(text, true),
                Some(boundary) => parts(&body, &boundary),
                None => Vec::new(),
            },
            json: if is_form { None } else { serde_json::from_slice(&body).ok() },
            headers,
            body,
            takes_chunks: true,
        }
    }

    /// The value of a parameter, wherever it stands: path, query, form, header, or a member of the JSON body.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let lists = [&self.path_parameters, &self.query, &self.form];
        let pair =
            lists.into_iter().flatten().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let member = || match self.json.as_ref()?.get(name)? {
            Json::Null => None,
            Json::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        pair.or_else(member).or_else(|| self.headers.get(name).map(str::to_owned))
    }

    /// Whether a parameter is there, even if only as its first element (`Disks.0.Size` for `Disks`).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        let is_part = |known: &str| known.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '[']));
        // Some names contain the place of the index: `Disks.N.Size`.
        let numbered = name.split_once(".N").map(|(list, _)| format!("{list}.0"));
        self.parameter(name).is_some()
            || self.query.iter().chain(&self.form).any(|(known, _)| {
                is_part(known) || numbered.as_ref().is_some_and(|start| known.starts_with(start.as_str()))
            })
    }

    /// The first parameter that no spelling of its kind allows, with its value.
    pub(super) fn not_of_its_kind(&self, kinds: &[(String, Kind)]) -> Option<(String, String)> {
        kinds.iter().find_map(|(name, kind)| {
            let flat = [&self.path_parameters, &self.query, &self.form].into_iter().flatten();
            let flat = flat.filter(|(known, _)| known == name).map(|(_, value)| value.clone());
            let member = match self.json.as_ref().and_then(|json| json.get(name)) {
                None | Some(Json::Null) => None,
                Some(json) => text_of(json),
            };
            let wrong = flat.chain(member).find(|value| !kind.takes(value))?;
            Some((name.clone(), wrong))
        })
    }

    /// Whether no parameter that always has the same value has another one.
    pub(super) fn fits(&self, fixed: &[(String, String)]) -> bool {
        fixed.iter().all(|(name, text)| self.parameter(name).is_none_or(|given| given == *text))
    }

    /// The names and values of query and form, in the order of the wire.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.query.iter().chain(&self.form).map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

/// The names and contents of the parts of a multipart body; files are read as text, too.
fn parts(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(body);
    let divider = format!("--{boundary}");
    let part = |part: &str| {
        let (head, content) = part.strip_prefix("\r\n")?.split_once("\r\n\r\n")?;
        let (_, rest) = head.split_once("; name=\"")?;
        let (name, _) = rest.split_once('"')?;
        Some((name.to_owned(), content.strip_suffix("\r\n").unwrap_or(content).to_owned()))
    };
    text.split(divider.as_str()).skip(1).filter_map(part).collect()
}

/// `a=b&c=d`, decoded.
fn pairs(text: &str, plus_is_blank: bool) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = if plus_is_blank { text.replace('+', " ") } else { text.to_owned() };
        String::from_utf8_lossy(&encode::decode(&text)).into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}
