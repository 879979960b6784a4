//! The typography of a dialect, and how a single value is read.

use std::ops::Range;

use super::config;

/// The typography of lists, compiled.
#[derive(Debug)]
pub(super) struct Marks {
    quotes: Vec<char>,
    open: Vec<char>,
    close: Vec<char>,
    commas: Vec<char>,
    slashes: Vec<char>,
    stops: Vec<char>,
    bullets: Vec<char>,
    pub(super) joints: Vec<String>,
    pub(super) weak_joints: Vec<String>,
    pub(super) or: Vec<String>,
}

/// A value as it is written: `All`, `"All"`, `v1.0`.
#[derive(Clone, Debug)]
pub(super) struct Value<'t> {
    /// Its text, without quotation marks.
    pub(super) text: &'t str,
    /// Its place, with quotation marks.
    pub(super) at: Range<usize>,
    pub(super) quoted: bool,
}

impl Value<'_> {
    /// Whether it is a whole number.
    pub(super) fn is_integer(&self) -> bool {
        let digits = self.text.strip_prefix('-').unwrap_or(self.text);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    }

    /// Whether it is a number.
    pub(super) fn is_number(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_digit())
            && self.text.parse::<f64>().is_ok_and(f64::is_finite)
            && self.text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
    }
}

impl Marks {
    pub(super) fn new(config: &config::Marks) -> Self {
        let chars = |text: &String| text.chars().collect();
        Marks {
            quotes: chars(&config.quotes),
            open: chars(&config.open),
            close: chars(&config.close),
            commas: chars(&config.commas),
            slashes: chars(&config.slashes),
            stops: chars(&config.stops),
            bullets: chars(&config.bullets),
            joints: config.joints.clone(),
            weak_joints: config.weak_joints.clone(),
            or: config.or.clone(),
        }
    }

    pub(super) fn is_quote(&self, c: char) -> bool {
        self.quotes.contains(&c)
    }

    pub(super) fn is_open(&self, c: char) -> bool {
        self.open.contains(&c)
    }

    pub(super) fn is_close(&self, c: char) -> bool {
        self.close.contains(&c)
    }

    pub(super) fn is_comma(&self, c: char) -> bool {
        self.commas.contains(&c)
    }

    pub(super) fn is_slash(&self, c: char) -> bool {
        self.slashes.contains(&c)
    }

    pub(super) fn is_bullet(&self, c: char) -> bool {
        self.bullets.contains(&c)
    }

    /// Whether the character at `at` ends an entry. An ASCII full stop does so only before a blank or a quotation
    /// mark: `v1.0` is one value.
    pub(super) fn is_stop(&self, text: &str, at: usize) -> bool {
        let mut rest = tail(text, at).chars();
        match rest.next() {
            Some('\n') => true,
            Some('.') if self.stops.contains(&'.') => {
                rest.next().is_none_or(|next| next.is_whitespace() || self.is_quote(next))
            }
            Some(c) => self.stops.contains(&c),
            None => false,
        }
    }

    /// The word of a list of words that stands here.
    pub(super) fn word_at<'w>(words: &'w [String], text: &str, at: usize) -> Option<&'w str> {
        let rest = tail(text, at);
        words.iter().map(String::as_str).find(|word| rest.starts_with(word))
    }

    /// The position behind the bracket that closes the one at `at`, on the same line.
    pub(super) fn closing(&self, text: &str, at: usize) -> Option<usize> {
        let mut depth = 0usize;
        for (offset, c) in tail(text, at).char_indices() {
            if c == '\n' {
                return None;
            }
            if self.is_open(c) {
                depth += 1;
            } else if self.is_close(c) {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + offset + c.len_utf8());
                }
            }
        }
        None
    }

    /// The value that starts here.
    pub(super) fn value<'t>(&self, text: &'t str, at: usize) -> Option<Value<'t>> {
        let rest = tail(text, at);
        let first = rest.chars().next()?;
        if self.is_quote(first) { self.quoted(text, at, first) } else { self.plain(text, at) }
    }

    fn quoted<'t>(&self, text: &'t str, at: usize, first: char) -> Option<Value<'t>> {
        let start = at + first.len_utf8();
        let rest = tail(text, start);
        let (length, last) = rest.char_indices().take(64).find(|(_, c)| self.is_quote(*c) || *c == '\n')?;
        if last == '\n' {
            return None;
        }
        let inner = rest.get(..length)?.trim();
        let foreign =
            |c: char| self.is_comma(c) || (self.is_open(c) || self.is_close(c)) && !matches!(c, '{' | '}');
        if inner.contains(foreign) {
            return None;
        }
        Some(Value { text: inner, at: at..start + length + last.len_utf8(), quoted: true })
    }

    fn plain<'t>(&self, text: &'t str, at: usize) -> Option<Value<'t>> {
        let rest = tail(text, at).as_bytes();
        // `${name}` stands for another value.
        if rest.starts_with(b"${")
            && let Some(length) = rest.iter().take(64).position(|b| *b == b'}')
        {
            let range = at..at + length + 1;
            return text.get(range.clone()).map(|text| Value { text, at: range, quoted: false });
        }
        let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let mut end = usize::from(rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit));
        loop {
            match rest.get(end) {
                Some(b) if word(*b) => end += 1,
                Some(b'.' | b'-') if end > 0 && rest.get(end + 1).is_some_and(|b| word(*b)) => end += 1,
                _ => break,
            }
        }
        let value = text.get(at..at + end)?;
        if value.is_empty() || value.bytes().all(|b| b == b'_') {
            return None;
        }
        // A stray quotation mark behind a word is a misprint of the list: `"V100", 2080", "T4"`.
        let stray = tail(text, at + end).chars().next().filter(|c| self.is_quote(*c) && *c != '\'');
        let end = at + end + stray.map_or(0, char::len_utf8);
        Some(Value { text: value, at: at..end, quoted: false })
    }
}

/// The text from here; empty beyond its end.
pub(super) fn tail(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// The position of the first character from here that is not a blank; a line break counts as a character.
pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = tail(text, at);
    at + rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n').len()
}

/// Whether a character is a letter of a script that sets words without blanks between, as far as lists care.
pub(super) fn is_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic()
}
