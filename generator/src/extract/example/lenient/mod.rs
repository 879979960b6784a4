//! A reader of JSON with the usual faults. It always goes on: it passes over what it cannot read, and the caller judges
//! by how much that was.

mod object;
mod string;

use std::ops::Range;

use serde_json::{Map, Number, Value};

use string::Position;

use super::{
    body::{Body, Fault, Mend},
    text::{ascii, is_space},
};

/// A value with its place.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Object(Vec<(String, Range<usize>, Node)>),
    Array(Vec<Node>),
    Scalar(Value),
}

/// Longer texts between angle brackets do not stand for one value.
const MAX_STAND_IN: usize = 300;
/// As deep as the strict reader goes.
const MAX_DEPTH: usize = 128;

/// Reads the body that begins at `start`, unless it is more junk than JSON.
pub(super) fn body(text: &str, start: usize) -> Option<Body> {
    let mut reader = Reader::new(text, start);
    let node = reader.value()?;
    let range = node.range.clone();
    reader.after();
    let junk = reader.mended.iter().filter(|mend| mend.fault == Fault::Junk).count();
    let is_body = matches!(node.kind, Kind::Object(_) | Kind::Array(_));
    (is_body && junk < reader.good).then(|| Body { value: node.into_value(), range, mended: reader.mended })
}

/// Reads for the places only.
pub(super) fn node(text: &str, start: usize) -> Option<Node> {
    Reader::new(text, start).value()
}

impl Node {
    fn into_value(self) -> Value {
        match self.kind {
            Kind::Object(members) => {
                let members = members.into_iter().map(|(key, _, value)| (key, value.into_value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
            Kind::Array(items) => Value::Array(items.into_iter().map(Node::into_value).collect()),
            Kind::Scalar(value) => value,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    mended: Vec<Mend>,
    /// The brackets that are open: `{` and `[`.
    open: Vec<char>,
    /// How many keys and values are surely such.
    good: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Reader { text, at, mended: Vec::new(), open: Vec::new(), good: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The next sign, full-width ones as ASCII.
    fn sign(&self) -> Option<char> {
        self.peek().map(ascii)
    }

    fn mend(&mut self, fault: Fault, start: usize) {
        self.mended.push(Mend { fault, range: start..self.at });
    }

    /// Takes a sign.
    fn take(&mut self) {
        let Some(c) = self.peek() else { return };
        let start = self.at;
        self.at += c.len_utf8();
        if ascii(c) != c {
            self.mend(Fault::FullWidth, start);
        }
    }

    /// Passes over white space, comments, and the signs of a tree view.
    fn skip(&mut self) {
        loop {
            let blank = self.rest().trim_start_matches(is_space);
            self.at = self.text.len() - blank.len();
            let start = self.at;
            let len = if blank.starts_with("//") || blank.starts_with('#') {
                blank.find('\n').unwrap_or(blank.len())
            } else if blank.starts_with("/*") {
                blank.find("*/").map_or(blank.len(), |end| end + 2)
            } else if blank.starts_with(['-', '+']) && blank[1..].starts_with(['"', '{', '[']) {
                1
            } else {
                return;
            };
            self.at += len;
            self.mend(if len == 1 { Fault::Junk } else { Fault::Comment }, start);
            // The sign of a tree view does not make the JSON worse.
            self.good += usize::from(len == 1);
        }
    }

    /// `...` and the like.
    fn ellipsis(&mut self) -> bool {
        let rest = self.rest();
        let dots = rest.len() - rest.trim_start_matches(['.', '…', '·']).len();
        let is_ellipsis = dots >= 2;
        if is_ellipsis {
            let start = self.at;
            self.at += dots;
            self.mend(Fault::Ellipsis, start);
        }
        is_ellipsis
    }

    /// `[...]`: further items like those before.
    fn further(&mut self) -> bool {
        let inner =
            self.rest().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inner, _)| inner);
        let Some(inner) = inner.filter(|inner| matches!(inner.trim(), "..." | "…")) else { return false };
        let start = self.at;
        self.at += inner.len() + 2;
        self.mend(Fault::Ellipsis, start);
        true
    }

    fn value(&mut self) -> Option<Node> {
        self.skip();
        let start = self.at;
        let kind = match self.sign() {
            Some('{') => self.object()?,
            Some('[') => self.array()?,
            Some('"' | '\'') => {
                self.good += 1;
                Kind::Scalar(Value::String(self.string(Position::Value)))
            }
            Some(',' | '}' | ']') | None => {
                self.mend(Fault::MissingValue, start);
                Kind::Scalar(Value::Null)
            }
            Some(_) if self.ellipsis() => Kind::Scalar(Value::Null),
            Some(_) => Kind::Scalar(self.word()),
        };
        Some(Node { range: start..self.at, kind })
    }

    fn array(&mut self) -> Option<Kind> {
        let start = self.at;
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.take();
        self.open.push('[');
        let mut items = Vec::new();
        let mut comma = None;
        loop {
            self.skip();
            let before = self.at;
            if matches!(self.sign(), None | Some('}' | ']')) {
                if self.closes('[', start, comma.take()) {
                    break;
                }
                continue;
            }
            match self.sign() {
                Some(',') => self.comma(&mut comma, !items.is_empty()),
                Some('.' | '…' | '·') if self.ellipsis() => {}
                Some('[') if !items.is_empty() && self.further() => {}
                Some(_) => {
                    self.missing_comma(comma.take().is_some(), !items.is_empty());
                    let item = self.value()?;
                    self.skip();
                    if self.sign() == Some(':') && matches!(item.kind, Kind::Scalar(Value::String(_))) {
                        items.push(self.members_in_array(item)?);
                    } else {
                        items.push(item);
                    }
                }
                None => {}
            }
            self.progress(before);
        }
        self.open.pop();
        Some(Kind::Array(items))
    }

    /// Whether what comes next ends a bracket. The bracket's own end is taken.
    fn closes(&mut self, open: char, start: usize, comma: Option<Range<usize>>) -> bool {
        if let Some(range) = comma {
            self.mended.push(Mend { fault: Fault::ExtraComma, range });
        }
        let own = if open == '{' { '}' } else { ']' };
        match self.sign() {
            Some(sign) if sign == own => {
                self.take();
                true
            }
            // The end of something around this.
            Some(sign) => {
                let around = if sign == '}' { '{' } else { '[' };
                let outer = self.open.split_last().map_or(&[][..], |(_, outer)| outer);
                let is_outer = outer.contains(&around);
                if is_outer {
                    self.mended.push(Mend { fault: Fault::Unclosed, range: start..start + 1 });
                } else {
                    let at = self.at;
                    self.take();
                    self.mend(Fault::ExtraBracket, at);
                }
                is_outer
            }
            None => {
                self.mended.push(Mend { fault: Fault::Unclosed, range: start..start + 1 });
                true
            }
        }
    }

    fn comma(&mut self, comma: &mut Option<Range<usize>>, has_members: bool) {
        let start = self.at;
        self.take();
        if comma.is_some() || !has_members {
            self.mend(Fault::ExtraComma, start);
        }
        *comma = Some(start..self.at);
    }

    fn missing_comma(&mut self, has_comma: bool, has_members: bool) {
        if !has_comma && has_members {
            let at = self.at;
            self.mend(Fault::MissingComma, at);
        }
    }

    /// Passes over one character if nothing was read since `before`, so that the reader always moves on.
    fn progress(&mut self, before: usize) {
        if self.at == before
            && let Some(c) = self.peek()
        {
            self.at += c.len_utf8();
            self.mend(Fault::Junk, before);
        }
    }

    /// A value without quotes: `true`, `12`, `<ip>`, `xxx`.
    fn word(&mut self) -> Value {
        let start = self.at;
        let rest = self.rest();
        let ends = |c: char| matches!(ascii(c), ',' | '}' | ']' | '\n');
        // What stands for a value may have signs in it, and line breaks: `<String, how it is called>`.
        let stands = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(inner, _)| inner);
        let stands = stands
            .filter(|inner| inner.len() <= MAX_STAND_IN && !inner.contains('<'))
            .map_or(0, |inner| inner.len() + 2);
        let behind = rest.get(stands..).unwrap_or_default();
        let mut end = behind.find(ends).map_or(rest.len(), |at| stands + at);
        // `String[]` is one word.
        let is_list = rest.get(..end).is_some_and(|word| word.ends_with('['));
        end += usize::from(is_list && rest.get(end..).is_some_and(|rest| rest.starts_with(']')));
        for comment in ["//", "/*", " #"] {
            // The slashes of `http://` are no comment.
            let line = rest.get(..end).unwrap_or_default();
            let mut found = line.match_indices(comment).map(|(at, _)| at);
            end =
                found.find(|at| line.get(..*at).is_some_and(|before| !before.ends_with(':'))).unwrap_or(end);
        }
        let word = rest.get(..end).unwrap_or_default().trim_end_matches(is_space);
        self.at += word.len();
        // `15490...`, a number of which only the beginning is shown.
        let shown = word.trim_end_matches(['.', '…']);
        if let Some(value) = literal(shown) {
            self.good += 1;
            if shown.len() < word.len() {
                self.mend(Fault::Ellipsis, start + shown.len());
            }
            return value;
        }
        let is_junk = word.contains(' ') && !word.starts_with(['<', '$', '{', '[']);
        self.mend(if is_junk { Fault::Junk } else { Fault::Unquoted }, start);
        match word {
            "True" | "TRUE" => Value::Bool(true),
            "False" | "FALSE" => Value::Bool(false),
            "None" | "NULL" | "Null" | "nil" | "undefined" | "NaN" => Value::Null,
            _ => Value::String(word.to_owned()),
        }
    }

    /// Passes over superfluous brackets and commas after the body.
    fn after(&mut self) {
        loop {
            self.skip();
            let start = self.at;
            let fault = match self.sign() {
                Some('}' | ']') => Fault::ExtraBracket,
                Some(',') => Fault::ExtraComma,
                _ => return,
            };
            self.take();
            self.mend(fault, start);
        }
    }
}

/// `true`, `false`, `null` or a number.
fn literal(word: &str) -> Option<Value> {
    match word {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        "null" => return Some(Value::Null),
        _ => {}
    }
    let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    if !is_number {
        return None;
    }
    serde_json::from_str::<Number>(word).ok().map(Value::Number)
}
