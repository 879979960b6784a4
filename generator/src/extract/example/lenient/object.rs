//! Objects: keys, what stands between them and their values, and what is no member.

use std::ops::Range;

use serde_json::Value;

use super::{Kind, MAX_DEPTH, Node, Reader, string::Position};
use crate::extract::example::{
    Fault, Mend,
    text::{ascii, is_space},
};

/// A member: the key, its place, the value.
type Member = (String, Range<usize>, Node);

impl Reader<'_> {
    /// An object, or a placeholder that looks like one.
    pub(super) fn object(&mut self) -> Option<Kind> {
        let start = self.at;
        if self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.take();
        self.open.push('{');
        let mut members = Vec::new();
        let mut comma = None;
        loop {
            self.skip();
            let before = self.at;
            if matches!(self.sign(), None | Some('}' | ']')) {
                if self.closes('{', start, comma.take()) {
                    break;
                }
                continue;
            }
            match self.sign() {
                Some(',') => self.comma(&mut comma, !members.is_empty()),
                Some('.' | '…' | '·') if self.ellipsis() => {}
                Some('"' | '\'') => {
                    self.missing_comma(comma.take().is_some(), !members.is_empty());
                    let key = self.string(Position::Key);
                    self.at += usize::from(self.sign() == Some('?'));
                    self.member(key, before, &mut members)?;
                    // Whatever stands for its value, a key in quotes is one.
                    self.good += 1;
                }
                Some(_) => {
                    self.missing_comma(comma.take().is_some(), !members.is_empty());
                    let key = self.bare_key();
                    // A body of one member has blanks around it.
                    let is_tight = self.open.len() > 1 || start + 1 == before;
                    let is_placeholder =
                        members.is_empty() && self.sign() == Some('}') && !key.is_empty() && is_tight;
                    if is_placeholder {
                        // `{server_id}` without quotes.
                        self.take();
                        self.open.pop();
                        self.mend(Fault::Unquoted, start);
                        return Some(Kind::Scalar(Value::String(format!("{{{key}}}"))));
                    }
                    // `{ email, password }`
                    let is_named = is_name(&key) && matches!(self.sign(), Some(',' | '}'));
                    if is_named || matches!(self.sign(), Some(':' | '=')) && !key.is_empty() {
                        self.mend(Fault::Unquoted, before);
                        self.member(key, before, &mut members)?;
                    } else {
                        self.pass_over(before);
                    }
                }
                None => {}
            }
            self.progress(before);
        }
        self.open.pop();
        Some(Kind::Object(members))
    }

    /// What follows a key.
    fn member(&mut self, mut key: String, start: usize, members: &mut Vec<Member>) -> Option<()> {
        let range = start..self.at;
        self.skip();
        let sign = self.at;
        let value = match self.sign() {
            Some(':') => {
                self.take();
                self.value()?
            }
            Some('=') => {
                self.take();
                self.at += usize::from(self.rest().starts_with('>'));
                self.mend(Fault::Colon, sign);
                self.value()?
            }
            Some(',' | '}') | None => {
                // `"key=value"`
                let value = key.find('=').map(|at| key.split_off(at).split_off(1));
                self.mend(if value.is_some() { Fault::Colon } else { Fault::MissingValue }, start);
                let kind = Kind::Scalar(value.map_or(Value::Null, Value::String));
                Node { range: range.clone(), kind }
            }
            Some(_) => {
                self.mend(Fault::Colon, sign);
                self.value()?
            }
        };
        self.good += 1;
        members.push((key, range, value));
        Some(())
    }

    /// Reads `["key": 1, "other": 2]`, an object in the wrong brackets.
    pub(super) fn members_in_array(&mut self, first: Node) -> Option<Node> {
        let start = first.range.start;
        self.mended.push(Mend { fault: Fault::Unclosed, range: first.range.clone() });
        let mut members = Vec::new();
        let mut key = first;
        loop {
            let range = key.range.clone();
            if let Kind::Scalar(Value::String(text)) = key.kind {
                self.member(text, range.start, &mut members)?;
                if let Some(last) = members.last_mut() {
                    last.1 = range;
                }
            }
            self.skip();
            let end = self.at;
            if self.sign() != Some(',') {
                return Some(Node { range: start..end, kind: Kind::Object(members) });
            }
            self.take();
            self.skip();
            if !matches!(self.sign(), Some('"' | '\'')) {
                return Some(Node { range: start..end, kind: Kind::Object(members) });
            }
            let at = self.at;
            let text = self.string(Position::Key);
            key = Node { range: at..self.at, kind: Kind::Scalar(Value::String(text)) };
        }
    }

    /// Passes over something that is not a member, up to the end of the line.
    fn pass_over(&mut self, start: usize) {
        let rest = self.rest();
        self.at += rest.find(['\n', ',', '}', ']', '"']).unwrap_or(rest.len());
        self.mend(Fault::Junk, start);
    }

    fn bare_key(&mut self) -> String {
        let rest = self.rest();
        let end =
            rest.find(|c: char| matches!(ascii(c), ':' | '=' | ',' | '}' | '{' | ']' | '[' | '"' | '\n'));
        let key = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += key.len();
        let key = key.trim_matches(is_space);
        key.strip_suffix('?').unwrap_or(key).to_owned()
    }
}

/// Whether a word can be a key that has no value beside it.
fn is_name(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}
