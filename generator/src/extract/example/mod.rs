//! What an example on a page shows: a request, a JSON body, or both.
//!
//! Examples are written by hand. JSON is read strictly first; if that fails, the usual faults are mended: superfluous
//! or missing commas, comments, single or full-width quotes, `...`, placeholders without quotes, unclosed brackets.
//! What was mended is recorded with its place.

mod body;
mod call;
mod form;
mod lenient;
mod places;
mod request;
#[cfg(test)]
mod tests;
mod text;
mod xml;

use serde_json::Value;

use crate::load::Code;

pub use body::{Body, Fault, Mend};
pub use call::{call, may_call};
pub use form::Form;
pub use places::{Place, Places};
pub use request::{Pair, Request};

/// An example, read. All ranges are bytes of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Example {
    /// The request line or URL, its query and headers.
    pub request: Option<Request>,
    /// The status of `HTTP/1.1 200 OK`.
    pub status: Option<u16>,
    /// The JSON.
    pub body: Option<Body>,
    /// Whether the body is XML.
    pub is_xml: bool,
    /// The form that the request sends, where it sends no JSON as a whole.
    pub form: Option<Form>,
}

/// Whether a block of code is a program, which shows how to call a service and not what goes over the wire. Data is not one,
/// whatever the page says that it is written in.
#[must_use]
pub fn is_program(code: &Code) -> bool {
    const LANGUAGES: [&str; 30] = [
        "c",
        "clojure",
        "cpp",
        "cs",
        "csharp",
        "dart",
        "elixir",
        "go",
        "golang",
        "groovy",
        "java",
        "javascript",
        "js",
        "kotlin",
        "lua",
        "node",
        "nodejs",
        "objc",
        "perl",
        "php",
        "powershell",
        "python",
        "py",
        "r",
        "rb",
        "ruby",
        "rust",
        "scala",
        "swift",
        "ts",
    ];
    let word = code.language.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_comment = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with(['/', '#']);
    let first = code.text.lines().find(|line| !is_comment(line)).unwrap_or_default().trim_start();
    let is_data =
        first.starts_with(['{', '[']) || ["curl", "http", "HTTP"].iter().any(|word| first.starts_with(word));
    !is_data && LANGUAGES.iter().any(|language| word.eq_ignore_ascii_case(language))
}

/// Reads an example.
#[must_use]
pub fn read(text: &str) -> Example {
    let body = body(text);
    let head = text.get(..body.as_ref().map_or(text.len(), |body| body.range.start)).unwrap_or_default();
    let request = request::request(head);
    // What stands below a command that sends a form is its answer.
    let form = form::form(text, request.as_ref());
    let is_xml = body.is_none() && form.is_none() && xml::is_within(text);
    Example { request, status: request::status(head), body, is_xml, form }
}

/// Reads the JSON of an example, which may follow a request line and headers.
#[must_use]
pub fn body(text: &str) -> Option<Body> {
    let mut first_lenient = None;
    for start in starts(text) {
        if let Some(body) = strict(text, start) {
            return Some(body);
        }
        // One start that reads badly may be a placeholder in a URL; the body may still come.
        first_lenient = first_lenient.or_else(|| lenient::body(text, start));
        if first_lenient.is_some() {
            break;
        }
    }
    first_lenient
}

fn strict(text: &str, start: usize) -> Option<Body> {
    let rest = text.get(start..)?;
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let value = values.next()?.ok()?;
    let end = start + values.byte_offset();
    // A bracket too many is worth telling.
    let after = text.get(end..)?.trim_start();
    (!after.starts_with(['}', ']', ','])).then(|| Body { value, range: start..end, mended: Vec::new() })
}

/// Where a body may begin: at a bracket that opens a line, or what a command line sends.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut offset = 0;
    let lines = text.split_inclusive('\n').filter_map(move |line| {
        let start = offset;
        offset += line.len();
        let opens = |at: usize| line.get(at..).is_some_and(|rest| rest.starts_with(['{', '[', '\u{ff5b}']));
        let blank = line.len() - line.trim_start_matches(text::is_space).len();
        if opens(blank) {
            return Some(start + blank);
        }
        // `-d '{`, `--data "{`
        // A pair of a form is no JSON.
        let flag = |flag: &&str| {
            let behind = |at: usize| line.get(at + flag.len()..).unwrap_or_default();
            line.find(*flag).filter(|at| !behind(*at).starts_with("-urlencode"))
        };
        let sent = ["-d '", "-d \"", "--data", "--json '", "-Body '"].iter().find_map(flag)?;
        let at = sent + line.get(sent..)?.find(['{', '['])?;
        Some(start + at)
    });
    lines.take(MAX_STARTS)
}

/// A text of nothing but brackets is not tried at each of them.
const MAX_STARTS: usize = 8;
