//! Reading requests and writing responses: as much of HTTP/1.1 as clients send to an API.

use std::io::{self, BufRead, Read, Write};

use super::Received;
use crate::{Headers, HttpResponse, send::is_json};

/// The most bytes of a request line with its headers, or of the lines around chunks.
const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: u64 = 64 * 1024 * 1024;
const MOST_HEADERS: usize = 256;
/// How much of an answer goes in a chunk.
const CHUNK: usize = 16 * 1024;

/// The next request of a connection; `None` when the client has closed it.
pub(super) fn read(stream: &mut (impl BufRead + Write)) -> io::Result<Option<Received>> {
    let mut room = LARGEST_HEAD;
    let Some(start) = line(stream, &mut room)?.filter(|line| !line.is_empty()) else { return Ok(None) };
    let mut words = start.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(invalid("no request line"));
    };
    if method.is_empty() || target.is_empty() || !version.starts_with("HTTP/1.") {
        return Err(invalid("no request line"));
    }
    let headers = headers(stream, &mut room)?;
    if headers.get("Expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = body(stream, &headers)?;
    // A proxy would send the whole URL.
    let whole = |scheme: &str| target.strip_prefix(scheme);
    let takes_chunks = version != "HTTP/1.0";
    let target = match whole("http://").or_else(|| whole("https://")) {
        Some(rest) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    let received = Received::new(method.to_owned(), target, headers, body);
    Ok(Some(Received { takes_chunks, ..received }))
}

/// Lines of `name: value` up to an empty one.
fn headers(stream: &mut impl BufRead, room: &mut usize) -> io::Result<Headers> {
    let mut headers = Headers::default();
    for _ in 0..=MOST_HEADERS {
        let line = line(stream, room)?.ok_or_else(|| invalid("the head ends early"))?;
        if line.is_empty() {
            return Ok(headers);
        }
        let (name, value) = line.split_once(':').ok_or_else(|| invalid("a header without a colon"))?;
        // Readers disagree about a blank before the colon and about a line that goes on (RFC 9112, 5.1 and 5.2).
        if name.is_empty() || name.contains([' ', '\t']) {
            return Err(invalid("a header with a blank in its name"));
        }
        headers.push(name.to_owned(), value.trim().to_owned());
    }
    Err(invalid("too many headers"))
}

/// Reads a body as its headers delimit it. Two ways at once are refused, for another reader may take the other one (RFC
/// 9112, 6.3).
fn body(stream: &mut impl BufRead, headers: &Headers) -> io::Result<Vec<u8>> {
    let all = |name: &str| {
        let same = headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value.to_owned()).collect::<Vec<_>>()
    };
    let (lengths, codings) = (all("Content-Length"), all("Transfer-Encoding"));
    if codings.is_empty() {
        let Some((first, others)) = lengths.split_first() else { return Ok(Vec::new()) };
        if others.iter().any(|other| other != first) {
            return Err(invalid("two lengths"));
        }
        let mut body = Vec::new();
        take(stream, number(first, 10).ok_or_else(|| invalid("no length"))?, &mut body)?;
        return Ok(body);
    }
    if !lengths.is_empty() {
        return Err(invalid("a length beside a transfer coding"));
    }
    match codings.as_slice() {
        [coding] if coding.eq_ignore_ascii_case("chunked") => chunks(stream),
        _ => Err(invalid("a transfer coding other than chunked")),
    }
}

fn chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        // What stands behind a size has this room for each chunk; a chunk has at least one byte of data.
        let mut room = LARGEST_HEAD;
        let size = line(stream, &mut room)?.ok_or_else(|| invalid("a chunk without a size"))?;
        let size = size.split(';').next().unwrap_or_default().trim_end();
        let size = number(size, 16).ok_or_else(|| invalid("a chunk without a size"))?;
        if size == 0 {
            // Trailers are thrown away.
            headers(stream, &mut room)?;
            return Ok(body);
        }
        take(stream, size, &mut body)?;
        if line(stream, &mut room)?.is_none_or(|line| !line.is_empty()) {
            return Err(invalid("a chunk longer than its size"));
        }
    }
}

/// A number of digits alone, without sign or blanks.
fn number(text: &str, radix: u32) -> Option<u64> {
    let is_number = !text.is_empty() && text.chars().all(|c| c.is_digit(radix));
    is_number.then(|| u64::from_str_radix(text, radix).ok()).flatten()
}

fn take(stream: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    // The limit holds for all chunks together.
    if length > LARGEST_BODY.saturating_sub(body.len() as u64) {
        return Err(invalid("the body is too large"));
    }
    let before = body.len();
    stream.take(length).read_to_end(body)?;
    if (body.len() - before) as u64 == length { Ok(()) } else { Err(invalid("the body ends early")) }
}

/// A line without its end, no longer than there is room for; `None` at the end of the stream. Header values are UTF-8
/// or, failing that, Latin-1.
fn line(stream: &mut impl BufRead, room: &mut usize) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if *room == 0 {
        return Err(invalid("the head is too large"));
    }
    if stream.take(*room as u64).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    *room = room.saturating_sub(bytes.len());
    if bytes.pop() != Some(b'\n') {
        return Err(invalid(if *room == 0 { "the head is too large" } else { "a line without an end" }));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let text = String::from_utf8(bytes);
    Ok(Some(text.unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect())))
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// How a response is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct How {
    /// Without its body, as a request of HEAD wants it.
    pub(super) head_only: bool,
    /// In chunks where it is not JSON, as from a service that does not know the length beforehand.
    pub(super) chunked: bool,
    /// After how many bytes the body is cut, if it is.
    pub(super) cut: Option<usize>,
}

/// Writes a response; without a body where the status has none. Returns whether all of it is written.
pub(super) fn write(stream: &mut impl Write, response: &HttpResponse, how: How) -> io::Result<bool> {
    let mut out = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status)).into_bytes();
    for (name, value) in response.headers.iter() {
        let line_break = |c| c == '\r' || c == '\n';
        if name.contains(line_break) || value.contains(line_break) {
            continue;
        }
        write!(out, "{name}: {value}\r\n")?;
    }
    let bodyless = response.status == 204 || response.status == 304 || response.status < 200;
    let media = response.headers.get("Content-Type");
    let is_json = media.is_none_or(is_json);
    let is_chunked = how.chunked && !is_json && !response.body.is_empty();
    if is_chunked && !bodyless {
        out.extend_from_slice(b"Transfer-Encoding: chunked\r\n");
    } else if !bodyless {
        write!(out, "Content-Length: {}\r\n", response.body.len())?;
    }
    out.extend_from_slice(b"\r\n");
    if bodyless || how.head_only {
        stream.write_all(&out)?;
        stream.flush()?;
        return Ok(true);
    }
    let end = how.cut.map_or(response.body.len(), |cut| cut.min(response.body.len()));
    let (sent, is_whole) = (&response.body[..end], how.cut.is_none());
    if is_chunked {
        stream.write_all(&out)?;
        for chunk in sent.chunks(CHUNK) {
            write!(stream, "{:x}\r\n", chunk.len())?;
            stream.write_all(chunk)?;
            stream.write_all(b"\r\n")?;
        }
        if is_whole {
            stream.write_all(b"0\r\n\r\n")?;
        }
    } else {
        out.extend_from_slice(sent);
        stream.write_all(&out)?;
    }
    stream.flush()?;
    Ok(is_whole)
}

fn reason(status: u16) -> &'static str {
    match status {
        200..300 => "OK",
        300..400 => "Redirect",
        400..500 => "Client Error",
        _ => "Server Error",
    }
}
