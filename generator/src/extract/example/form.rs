//! The form that an example sends: by the flags of curl, or as the body of a request.

use super::request::{self, Request};

/// A form that an example sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Whether it is `multipart/form-data`, whose parts may be files; else it is `application/x-www-form-urlencoded`.
    pub in_parts: bool,
    /// Names and values, in order. The value of a part that is a file begins with `@`.
    pub pairs: Vec<(Box<str>, Box<str>)>,
}

/// The form that the request in a text sends.
pub(super) fn form(text: &str, request: Option<&Request>) -> Option<Form> {
    let start = text.trim_start();
    let start = start.strip_prefix("$ ").unwrap_or(start);
    if start.starts_with("curl ") { of_command(start) } else { of_body(text, request?) }
}

/// What the flags of curl send. See its manual: `-d` and its kin, `-F` and its kin; with `-G` all of it goes into the query.
fn of_command(text: &str) -> Option<Form> {
    // What follows the command on lines of its own is the answer, which may have quotes that never close.
    let mut command = String::new();
    let mut words = None;
    for line in text.lines().take(MAX_LINES) {
        let goes_on = line.trim_end().ends_with('\\');
        command.push_str(line.trim_end().strip_suffix('\\').unwrap_or(line));
        command.push(' ');
        if !goes_on {
            words = shlex::split(&command);
            if words.is_some() {
                break;
            }
        }
    }
    let mut words = words.or_else(|| shlex::split(&command))?.into_iter();
    let mut form = Form { in_parts: false, pairs: Vec::new() };
    while let Some(word) = words.next() {
        let (flag, attached) = flag(&word);
        let in_parts = matches!(flag, "-F" | "--form" | "--form-string");
        let is_data = matches!(
            flag,
            "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-binary" | "--data-urlencode"
        );
        if matches!(flag, "-G" | "--get") {
            return None;
        }
        if !in_parts && !is_data {
            continue;
        }
        let value = match attached {
            Some(value) => value.to_owned(),
            None => words.next()?,
        };
        form.in_parts |= in_parts;
        if in_parts || flag == "--data-urlencode" {
            form.pairs.extend(pair(&value));
        } else {
            form.pairs.extend(value.split('&').filter_map(encoded));
        }
    }
    (!form.pairs.is_empty()).then_some(form)
}

/// A command has few lines; what is longer is none.
const MAX_LINES: usize = 64;

/// A flag, and what is attached to it: `-dname=x`, `--data=name=x`.
fn flag(word: &str) -> (&str, Option<&str>) {
    if let Some((flag, value)) = word.split_once('=').filter(|(flag, _)| flag.starts_with("--")) {
        return (flag, Some(value));
    }
    match word.get(..2) {
        Some(flag @ ("-d" | "-F")) if word.len() > 2 => (flag, word.get(2..)),
        _ => (word, None),
    }
}

/// A body of names and values below headers that say that it is one.
fn of_body(text: &str, request: &Request) -> Option<Form> {
    let media = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"))?;
    if !media.value.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let body = text.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    let pairs: Option<Vec<_>> = body.split('&').map(encoded).collect();
    Some(Form { in_parts: false, pairs: pairs? })
}

/// A name and its value, which is percent-encoded.
fn encoded(text: &str) -> Option<(Box<str>, Box<str>)> {
    let (name, value) = pair(text)?;
    Some((name, request::decode(&value).into()))
}

/// A name and its value, where the name is one.
fn pair(text: &str) -> Option<(Box<str>, Box<str>)> {
    let (name, value) = text.trim().split_once('=')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    let is_name = !name.is_empty() && name.chars().all(is_part) && !name.starts_with('[');
    is_name.then(|| (name.into(), value.into()))
}
