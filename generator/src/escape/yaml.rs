//! YAML. One scalar: plain where every reader takes it for the same text, else quoted.

use std::{borrow::Cow, fmt::Write as _};

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// On a line of its own, behind its key.
    Block,
    /// Between braces or brackets.
    Flow,
    /// Before a colon.
    Key,
}

/// The text as one scalar on one line.
pub(crate) fn scalar(text: &str, context: Context) -> Cow<'_, str> {
    Scalar::of(text).written(context)
}

/// A text, and the signs in it that decide how it is written, found in one pass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scalar<'t> {
    text: &'t str,
    signs: u8,
}

impl<'t> Scalar<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Scalar { text, signs: text.bytes().fold(0, |found, byte| found | SIGNS[usize::from(byte)]) }
    }

    /// The text as one scalar on one line.
    pub(crate) fn written(self, context: Context) -> Cow<'t, str> {
        let text = self.text;
        let escape = self.has(DOUBT) && text.chars().any(needs_escape);
        if self.is_name() || !escape && self.is_plain(context) {
            Cow::Borrowed(text)
        } else if escape {
            Cow::Owned(escaped(text))
        } else if self.has(DOUBLE) {
            Cow::Owned(format!("'{}'", text.replace('\'', "''")))
        } else {
            Cow::Owned(["\"", text, "\""].concat())
        }
    }

    /// Whether the text can stand as a block literal (`|`), line by line as it is.
    pub(crate) fn is_literal(self) -> bool {
        let body = self.text.strip_suffix('\n').unwrap_or(self.text);
        // A line break is a sign of doubt.
        self.has(DOUBT)
            && body.contains('\n')
            && !body.starts_with([' ', '\t', '\n'])
            && !body.ends_with('\n')
            // A last line of blanks would be taken for the end of the block.
            && !body.ends_with([' ', '\t'])
            && !has_escapes(self.text)
    }

    fn has(self, sign: u8) -> bool {
        self.signs & sign != 0
    }

    /// Whether the text is a name as programs have them, which stands as it is anywhere. Most scalars are.
    fn is_name(self) -> bool {
        self.signs == 0
            && self.text.starts_with(|char: char| char.is_ascii_alphabetic())
            && !is_word_of_another_type(self.text)
    }

    /// Whether a text without escapes can stand without quotes.
    fn is_plain(self, context: Context) -> bool {
        let text = self.text;
        let Some(first) = text.chars().next() else { return false };
        let last = text.chars().next_back().unwrap_or(first);
        let together = |a: u8, b: u8| text.as_bytes().windows(2).any(|pair| *pair == [a, b]);
        // What ends a plain scalar anywhere: a colon before a blank, a hash behind one.
        let ends = || self.has(END) && self.has(BLANK) && (together(b':', b' ') || together(b' ', b'#'));
        !is_indicator(first)
            && !first.is_whitespace()
            && !last.is_whitespace()
            && last != ':'
            && !ends()
            && (context == Context::Block || !self.has(FLOW))
            && (context != Context::Key || !self.has(QUOTE))
            && !is_word_of_another_type(text)
    }
}

/// A byte of a character that may have to stand as an escape.
const DOUBT: u8 = 1;
/// A colon or a hash.
const END: u8 = 1 << 1;
/// A blank.
const BLANK: u8 = 1 << 2;
/// What ends a plain scalar in a flow. `PyYAML` takes a question mark there for the beginning of a key.
const FLOW: u8 = 1 << 3;
/// A quotation mark of either kind.
const QUOTE: u8 = 1 << 4;
/// What would have to be escaped in double quotes.
const DOUBLE: u8 = 1 << 5;
/// What names as programs have them do not have, and which is none of the others.
const OTHER: u8 = 1 << 6;

/// What each byte of a text says of it: nothing where it may be of a name. Those of characters from U+3000 to U+D7FF, which
/// most texts are made of, cause no doubt.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte: u8 = 0;
    loop {
        signs[byte as usize] = match byte {
            b' ' => BLANK,
            b':' | b'#' => END,
            b',' | b'[' | b']' | b'{' | b'}' | b'?' => FLOW,
            b'\'' => QUOTE,
            b'"' => QUOTE | DOUBLE,
            b'\\' => DOUBLE,
            0..=0x1f | 0x7f | 0xc0..=0xe2 | 0xee..=0xff => DOUBT,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => 0,
            _ => OTHER,
        };
        if byte == u8::MAX {
            break signs;
        }
        byte += 1;
    }
};

/// Whether a character of the text, line breaks aside, can only stand as an escape.
fn has_escapes(text: &str) -> bool {
    text.bytes().any(|byte| byte != b'\n' && SIGNS[usize::from(byte)] & DOUBT != 0)
        && text.chars().any(|char| char != '\n' && needs_escape(char))
}

/// Whether a plain scalar may not begin so.
fn is_indicator(char: char) -> bool {
    matches!(
        char,
        '-' | '?'
            | ':'
            | ','
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '&'
            | '*'
            | '!'
            | '|'
            | '>'
            | '\''
            | '"'
            | '%'
            | '@'
            | '`'
            | '='
            | '~'
            | '<'
    )
}

/// Whether the plain text is null, a boolean or a number, and can stand without quotes anywhere.
#[cfg(feature = "pages")]
pub(crate) fn is_bare(text: &str) -> bool {
    let is_word = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.' | '~');
    text.chars().all(is_word) && (matches!(text, "" | "~") || is_word_of_another_type(text))
}

/// Whether some reader takes the plain text for null, a boolean, a number, a date or a merge key.
fn is_word_of_another_type(text: &str) -> bool {
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    // All of these begin with a letter, all others with a digit or a sign.
    match text.as_bytes() {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => {
            return text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
        }
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => {}
        _ => return false,
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.starts_with('.') && digits.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("inf"))
        || text.eq_ignore_ascii_case(".nan")
    {
        return true;
    }
    let numeric = digits.strip_prefix('.').unwrap_or(digits);
    // Wider than any reader's rule (it takes `2e` and `1:2:3` too), but not as wide as intervals (`1..100`).
    numeric.starts_with(|char: char| char.is_ascii_digit())
        && !text.contains("..")
        && text.chars().all(|char| char.is_ascii_hexdigit() || "xXoO_.,:+- tTzZ".contains(char))
}

/// Whether a character can only stand in double quotes, as an escape.
#[inline]
fn needs_escape(char: char) -> bool {
    if matches!(char, ' '..='~' | '\u{3000}'..='\u{d7ff}') {
        return false;
    }
    super::is_hidden(char)
        || matches!(char, '\u{FFFE}' | '\u{FFFF}')
        // Blanks that nobody can tell from an ordinary one.
        || (char.is_whitespace() && char != ' ')
}

/// A text in quotation marks, whether it needs them or not.
#[cfg(feature = "pages")]
pub(crate) fn quoted(text: &str) -> String {
    if text.contains(needs_escape) { escaped(text) } else { format!("'{}'", text.replace('\'', "''")) }
}

/// A text in a comment.
pub(crate) fn comment(text: &str) -> Cow<'_, str> {
    super::line(text)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            char if needs_escape(char) => {
                let code = u32::from(char);
                // Writing to a string does not fail.
                let _ =
                    if code > 0xffff { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_readers_take_for_other_types_are_quoted() {
        let words = "no yes on off y N True NULL ~ null 012 1_000 12:30:45 2001-01-01 0x1F 0o17 1e5 .5 .inf -.INF .NaN = << + -1 +.5 1,000";
        for word in words.split(' ').filter(|word| *word != "+") {
            assert_ne!(scalar(word, Context::Block), word, "{word}");
        }
        assert_eq!(scalar("", Context::Block), "\"\"");
    }

    #[test]
    fn other_words_stand_as_they_are() {
        for word in [
            "list<Disk>",
            "10GB",
            "1..100",
            "..5",
            "a b",
            "https://a.b/c?d",
            "镜像，列表",
            "X-Auth-Token",
            "/v2/{a}",
        ] {
            assert_eq!(scalar(word, Context::Block), word);
        }
        assert_eq!(scalar("/v2/{a}", Context::Flow), "\"/v2/{a}\"");
    }

    #[test]
    fn quotes_are_the_ones_that_need_the_least_escaping() {
        assert_eq!(scalar("a: b", Context::Block), "\"a: b\"");
        assert_eq!(scalar("{\"a\": 'b'}", Context::Block), "'{\"a\": ''b''}'");
        assert_eq!(scalar("a\n\"\u{85}", Context::Block), "\"a\\n\\\"\\u0085\"");
    }
}
