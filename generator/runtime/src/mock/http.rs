//! Reading requests and writing responses: as much of HTTP/1.1 as clients send to an API.

use std::io::{self, BufRead, Read, Write};

use super::Received;
use crate::{Headers, HttpResponse};

const LARGEST_LINE: u64 = 64 * 1024;
const LARGEST_BODY: u64 = 64 * 1024 * 1024;
const MOST_HEADERS: usize = 256;

/// The next request of a connection; `None` when the client has closed it.
pub(super) fn read(stream: &mut (impl BufRead + Write)) -> io::Result<Option<Received>> {
    let Some(start) = line(stream)?.filter(|line| !line.is_empty()) else { return Ok(None) };
    let mut words = start.split(' ');
    let (Some(method), Some(target), Some(_)) = (words.next(), words.next(), words.next()) else {
        return Err(invalid("no request line"));
    };
    let mut headers = Headers::default();
    loop {
        let line = line(stream)?.ok_or_else(|| invalid("the head ends early"))?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| invalid("a header without a colon"))?;
        headers.push(name.trim().to_owned(), value.trim().to_owned());
        if headers.iter().count() > MOST_HEADERS {
            return Err(invalid("too many headers"));
        }
    }
    if headers.get("Expect").is_some_and(|value| value.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
    }
    let body = body(stream, &headers)?;
    // A proxy would send the whole URL.
    let whole = |scheme: &str| target.strip_prefix(scheme);
    let target = match whole("http://").or_else(|| whole("https://")) {
        Some(rest) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    Ok(Some(Received::new(method.to_owned(), target, headers, body)))
}

fn body(stream: &mut impl BufRead, headers: &Headers) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if headers.get("Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        loop {
            let size = line(stream)?.ok_or_else(|| invalid("a chunk without a size"))?;
            let size = size.split(';').next().unwrap_or_default().trim();
            let size = u64::from_str_radix(size, 16).map_err(|_| invalid("a chunk without a size"))?;
            take(stream, size, &mut body)?;
            line(stream)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
    let length = headers.get("Content-Length").map_or(Ok(0), str::parse).map_err(|_| invalid("no length"))?;
    take(stream, length, &mut body)?;
    Ok(body)
}

fn take(stream: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> io::Result<()> {
    // All chunks together count.
    if length > LARGEST_BODY.saturating_sub(body.len() as u64) {
        return Err(invalid("the body is too large"));
    }
    let before = body.len();
    stream.take(length).read_to_end(body)?;
    if (body.len() - before) as u64 == length { Ok(()) } else { Err(invalid("the body ends early")) }
}

/// A line without its end; `None` at the end of the stream. Header values are UTF-8 or, failing that, Latin-1.
fn line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if stream.take(LARGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.pop() != Some(b'\n') {
        return Err(invalid("a line without an end"));
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

/// Writes a response; without a body where the request was HEAD or the status has none.
pub(super) fn write(stream: &mut impl Write, response: &HttpResponse, head_only: bool) -> io::Result<()> {
    let mut out = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status)).into_bytes();
    for (name, value) in response.headers.iter() {
        let line_break = |c| c == '\r' || c == '\n';
        if name.contains(line_break) || value.contains(line_break) {
            continue;
        }
        write!(out, "{name}: {value}\r\n")?;
    }
    let bodyless = response.status == 204 || response.status == 304 || response.status < 200;
    if !bodyless {
        write!(out, "Content-Length: {}\r\n", response.body.len())?;
    }
    out.extend_from_slice(b"\r\n");
    if !bodyless && !head_only {
        out.extend_from_slice(&response.body);
    }
    stream.write_all(&out)?;
    stream.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200..300 => "OK",
        300..400 => "Redirect",
        400..500 => "Client Error",
        _ => "Server Error",
    }
}
