//! Requests as pages show them: a URL whose query goes on over lines, a request line with headers, a command
//! line of curl.

use std::{borrow::Cow, ops::Range};

/// What an example says of a request, apart from its body. All ranges are bytes of the example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, where one is given.
    pub method: Option<Box<str>>,
    /// The URL or path without its query.
    pub target: Box<str>,
    /// Where it stands.
    pub place: Range<usize>,
    /// The query, in order.
    pub query: Vec<Pair>,
    /// The headers, in order.
    pub headers: Vec<Pair>,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub name: Box<str>,
    /// The value, percent-encoding resolved; without a `=` it is nothing.
    pub value: Box<str>,
    /// Where both stand.
    pub place: Range<usize>,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/// The lines of a text with the offset of each, without the white space around them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = offset + line.len() - line.trim_start().len();
        offset += line.len();
        // The backslash of a command line that goes on.
        (start, line.trim().trim_end_matches('\\').trim_end())
    })
}

/// The status of the first status line.
pub(super) fn status(head: &str) -> Option<u16> {
    let (_, line) = lines(head).find(|(_, line)| line.starts_with("HTTP/"))?;
    line.split_ascii_whitespace().nth(1)?.parse().ok().filter(|status| (100..600).contains(status))
}

/// The first request that stands before the body.
pub(super) fn request(head: &str) -> Option<Request> {
    let mut lines = lines(head).peekable();
    let mut request = loop {
        let (start, line) = lines.next()?;
        if let Some(request) = first_line(start, line) {
            break request;
        }
    };
    // The query may go on over lines.
    while let Some((start, line)) = lines.next_if(|(_, line)| line.starts_with(['&', '?'])) {
        query(start + 1, line.get(1..).unwrap_or_default(), &mut request.query);
    }
    for (start, line) in lines {
        if request.method.is_none() {
            request.method = method_in(line).map(Box::from);
        }
        let bare = line.trim_start_matches("-H ").trim_start_matches("--header ");
        let line_start = start + line.len() - bare.trim_start_matches(['\'', '"']).len();
        let line = head.get(line_start..start + line.len()).unwrap_or_default().trim_end_matches(['\'', '"']);
        request.headers.extend(header(line_start, line));
        if request.target.is_empty()
            && let Some(url) = url_in(start, line)
        {
            target(url.0, url.1, &mut request);
        }
    }
    (!request.target.is_empty()).then_some(request)
}

fn first_line(start: usize, line: &str) -> Option<Request> {
    // What a shell prompts with.
    if let Some(command) = line.strip_prefix("$ ") {
        return first_line(start + 2, command);
    }
    let mut request = Request::default();
    let word = line.split_ascii_whitespace().next()?;
    if word == "curl" {
        request.method = method_in(line).map(Box::from);
        if let Some((at, url)) = url_in(start, line) {
            target(at, url, &mut request);
        }
        return Some(request);
    }
    if METHODS.contains(&word) {
        request.method = Some(word.into());
        let rest = line.get(word.len()..)?;
        let at = start + line.len() - rest.trim_start().len();
        // What follows white space is the protocol, or words.
        target(at, rest.split_ascii_whitespace().next()?, &mut request);
        return Some(request);
    }
    if line.starts_with("http://")
        || line.starts_with("https://")
        || line.starts_with('/') && !line.starts_with("//")
    {
        target(start, line, &mut request);
        return Some(request);
    }
    None
}

/// The method that a line of a command gives.
fn method_in(line: &str) -> Option<&str> {
    let mut words = line.split_ascii_whitespace();
    words.find(|word| matches!(*word, "-X" | "--request"))?;
    words.next()
}

/// The URL within a line of a command.
fn url_in(start: usize, line: &str) -> Option<(usize, &str)> {
    let at = line.find("http://").or_else(|| line.find("https://")).or_else(|| without_scheme(line))?;
    let url = line.get(at..)?;
    let end = url.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '"')).unwrap_or(url.len());
    Some((start + at, url.get(..end)?))
}

/// Where an address stands that a command has without its scheme: `localhost:3000/boats`, `127.0.0.1/boats`.
fn without_scheme(line: &str) -> Option<usize> {
    let mut at = 0;
    for word in line.split([' ', '\t', '\'', '"']) {
        let host = word.split(['/', '?']).next().filter(|host| host.len() < word.len()).unwrap_or_default();
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        let is_port = port.is_some_and(|port| port.parse::<u16>().is_ok());
        let is_local = name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok();
        if !name.is_empty() && (is_port || port.is_none() && is_local) {
            return Some(at);
        }
        at += word.len() + 1;
    }
    None
}

fn target(start: usize, text: &str, request: &mut Request) {
    let (path, rest) = text.split_once('?').map_or((text, None), |(path, rest)| (path, Some(rest)));
    request.target = path.into();
    request.place = start..start + text.len();
    if let Some(rest) = rest {
        query(start + path.len() + 1, rest, &mut request.query);
    }
}

fn query(start: usize, text: &str, pairs: &mut Vec<Pair>) {
    let mut at = start;
    for part in text.split('&') {
        let place = at..at + part.len();
        at = place.end + 1;
        if part.is_empty() {
            continue;
        }
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        pairs.push(Pair { name: decode(name).into(), value: decode(value.trim()).into(), place });
    }
}

/// `X-Auth-Token: …`
fn header(start: usize, line: &str) -> Option<Pair> {
    let (name, value) = line.split_once(':').or_else(|| line.split_once('\u{ff1a}'))?;
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (is_name && !value.starts_with("//")).then(|| Pair {
        name: name.into(),
        value: value.trim().into(),
        place: start..start + line.len(),
    })
}

/// Resolves percent-encoding; a text that would not be UTF-8 stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}
