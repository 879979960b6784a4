//! Strings: where they end, and what stands in them.

use super::Reader;
use crate::extract::example::{
    Fault,
    text::{ascii, is_space},
};

/// What a string is, which tells what can follow its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    Key,
    Value,
}

impl Reader<'_> {
    /// A string, from its first quotation mark to its last.
    pub(super) fn string(&mut self, position: Position) -> String {
        let start = self.at;
        let Some(quote) = self.sign() else { return String::new() };
        self.take();
        if quote == '\'' {
            self.mend(Fault::SingleQuotes, start);
        }
        let mut out = String::new();
        while let Some(c) = self.peek() {
            let at = self.at;
            match c {
                '\\' => self.escape(&mut out),
                _ if ascii(c) == quote && self.ends_string(c, position) => {
                    self.take();
                    return out;
                }
                '\n' if self.lacks_end(position) => {
                    self.mend(Fault::Quotes, start);
                    return self.without_comma(out);
                }
                _ => {
                    self.at += c.len_utf8();
                    out.push(c);
                    if c.is_control() {
                        self.mend_once(Fault::Control, at);
                    } else if ascii(c) == quote && c.is_ascii() {
                        self.mend_once(Fault::Quotes, at);
                    }
                }
            }
        }
        self.mend(Fault::Quotes, start);
        out
    }

    /// Several of one kind in one string are one.
    fn mend_once(&mut self, fault: Fault, at: usize) {
        if self.mended.last().is_none_or(|last| last.fault != fault) {
            self.mend(fault, at);
        }
    }

    /// Whether a quotation mark ends its string, judged by what comes after it.
    fn ends_string(&self, quote: char, position: Position) -> bool {
        let after = self.rest().get(quote.len_utf8()..).unwrap_or_default();
        let line = after.trim_start_matches([' ', '\t', '\r', '\u{3000}', '\u{a0}']);
        let next = line.chars().next().map(ascii);
        match (position, next) {
            (_, None | Some('\n'))
            | (Position::Key, Some(':' | '=' | ',' | '}' | '?'))
            | (Position::Value, Some(',' | '}' | ']' | '#' | ':')) => true,
            (_, Some('/')) => line.starts_with("//") || line.starts_with("/*"),
            // `"a" "b": 1`, a comma or a colon is missing.
            (_, Some('"')) => line.len() < after.len(),
            (Position::Value, Some('.' | '…')) => line.starts_with("..") || line.starts_with('…'),
            // Words after it: a remark, if white space is between.
            (Position::Value, Some(next)) => !next.is_ascii() && line.len() < after.len(),
            (Position::Key, Some(next)) => line.len() < after.len() && matches!(next, '0'..='9' | '{' | '['),
        }
    }

    /// Whether a string that reaches the end of its line lacks its quotation mark: the next line looks like
    /// the next member.
    fn lacks_end(&self, position: Position) -> bool {
        let next = self.rest().trim_start_matches(is_space);
        let mut signs = next.chars();
        match signs.next().map(ascii) {
            None | Some('}' | ']' | '{') => true,
            Some('"') => {
                position == Position::Key || {
                    let line = next.get(1..).and_then(|line| line.lines().next()).unwrap_or_default();
                    line.find('"')
                        .is_some_and(|end| line[end + 1..].trim_start().starts_with([':', '\u{ff1a}']))
                }
            }
            _ => position == Position::Key,
        }
    }

    /// Removes from a string without an end the comma that follows it in the JSON.
    fn without_comma(&mut self, mut out: String) -> String {
        let kept = out.trim_end_matches(is_space).len();
        out.truncate(kept);
        if out.ends_with(',') {
            out.pop();
            // The loop around this looks for the comma.
            let before = self.text.get(..self.at).unwrap_or_default();
            self.at = before.rfind(',').unwrap_or(self.at);
        }
        out
    }

    fn escape(&mut self, out: &mut String) {
        let start = self.at;
        self.at += 1;
        let Some(c) = self.peek() else { return out.push('\\') };
        self.at += c.len_utf8();
        match c {
            '"' | '\\' | '/' | '\'' => out.push(c),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                if let Some(c) = self.unicode() {
                    out.push(c);
                } else {
                    self.mend(Fault::Escape, start);
                    out.push_str("\\u");
                }
            }
            _ => {
                self.mend(Fault::Escape, start);
                out.push('\\');
                out.push(c);
            }
        }
    }

    fn unicode(&mut self) -> Option<char> {
        let unit = self.hex()?;
        if (0xd800..0xdc00).contains(&unit) && self.rest().starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            if let Some(low) = self.hex().filter(|low| (0xdc00..0xe000).contains(low)) {
                return char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            self.at = back;
        }
        Some(char::from_u32(unit).unwrap_or('\u{fffd}'))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits =
            self.rest().get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
