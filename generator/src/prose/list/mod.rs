//! Lists of values as descriptions write them.
//!
//! Three shapes, one file each: *plain* (`a / b / c`), *labelled* (`a: first; b: second`), and *swapped* (`first: a;
//! second: b`). A list is taken only when it comes to a clean end; half a list is not a list.

mod labelled;
mod plain;
mod swapped;

use std::ops::Range;

use super::{
    marks::{Marks, Value, is_letter, skip_blanks, tail},
    patterns::Patterns,
};

/// A value of a list and its label.
#[derive(Clone, Debug)]
pub(super) struct Entry<'t> {
    pub(super) value: Value<'t>,
    pub(super) label: &'t str,
}

/// A list that came to a clean end.
#[derive(Clone, Debug)]
pub(super) struct List<'t> {
    pub(super) entries: Vec<Entry<'t>>,
    pub(super) at: Range<usize>,
    /// Whether only commas separate the values: two numbers may then be the ends of a range.
    pub(super) commas: bool,
}

/// How sure it is that there is a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// Said in words.
    Said,
    /// Said in words that may mean something else.
    Hinted,
    /// By its form alone.
    Form,
}

/// What is read, and where it must stop.
#[derive(Clone, Copy)]
pub(super) struct Reader<'p, 't> {
    pub(super) patterns: &'p Patterns,
    pub(super) text: &'t str,
    pub(super) end: usize,
    /// Whether the values are numbers: `1-on` is then the value 1.
    pub(super) numbers: bool,
}

impl<'p, 't> Reader<'p, 't> {
    /// The list that starts here, whatever its shape.
    pub(super) fn list(self, start: usize, sure: Sure) -> Option<List<'t>> {
        let at = self.skip_to_entry(start);
        if self.value(at).is_none() {
            return self.swapped(at);
        }
        if self.is_labelled(at) {
            return self.labelled(at, sure);
        }
        match self.plain(at) {
            Some(list) if list.entries.len() > 1 => Some(list),
            single => self.labelled(at, sure).or_else(|| single.filter(|list| self.is_alone(list.at.end))),
        }
    }

    /// Whether a single value that ends here is the whole list: no text follows that could be its label.
    fn is_alone(self, end: usize) -> bool {
        let at = skip_blanks(self.text, end);
        !self.is_comma(at) || self.is_remark(self.skip_stops(at))
    }

    fn marks(self) -> &'p Marks {
        &self.patterns.marks
    }

    fn char_at(self, at: usize) -> Option<char> {
        if at < self.end { tail(self.text, at).chars().next() } else { None }
    }

    /// The position behind the character here.
    fn next(self, at: usize) -> usize {
        at + self.char_at(at).map_or(1, char::len_utf8)
    }

    /// The value that starts here and ends before the end.
    fn value(self, at: usize) -> Option<Value<'t>> {
        let mut value = self.marks().value(self.text, at)?;
        if self.numbers && !value.quoted && !value.is_number() {
            let digits = value.text.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && value.text.as_bytes().get(digits) == Some(&b'-') {
                value.at.end = value.at.start + digits;
                value.text = self.text.get(value.at.clone())?;
            }
        }
        (value.at.end <= self.end).then_some(value)
    }

    fn is_comma(self, at: usize) -> bool {
        self.char_at(at).is_some_and(|c| self.marks().is_comma(c))
    }

    fn is_stop(self, at: usize) -> bool {
        at < self.end && self.marks().is_stop(self.text, at)
    }

    /// Whether a remark starts here that belongs to no list: "default …", "see …".
    fn is_remark(self, at: usize) -> bool {
        let rest = tail(self.text, at);
        self.patterns.remarks.as_ref().is_some_and(|remarks| remarks.is_match(rest))
    }

    /// Whether a remark starts here that states the default.
    fn is_default(self, at: usize) -> bool {
        let introducers = self.patterns.default_introducers.as_ref();
        let found = introducers.and_then(|introducers| introducers.find(tail(self.text, at)));
        found.is_some_and(|found| found.start() == 0)
    }

    fn is_ending(self, at: usize) -> bool {
        let rest = tail(self.text, at);
        self.patterns.endings.as_ref().is_some_and(|endings| endings.is_match(rest))
    }

    /// The word for "or" here, if there is one.
    fn or(self, at: usize) -> Option<&'p str> {
        Marks::word_at(&self.marks().or, self.text, at)
    }

    /// Behind blanks, line breaks and the marks before an entry.
    fn skip_to_entry(self, mut at: usize) -> usize {
        loop {
            let from = at;
            at = skip_blanks(self.text, at);
            match self.char_at(at) {
                Some('\n') => at += 1,
                // A minus before a digit belongs to the number.
                Some('-') if tail(self.text, at + 1).starts_with(|c: char| c.is_ascii_digit()) => {}
                Some(c) if self.marks().is_bullet(c) => at += c.len_utf8(),
                _ => {}
            }
            if at == from {
                return at;
            }
        }
    }

    /// Behind further marks that end an entry: `a;; b`.
    fn skip_stops(self, mut at: usize) -> usize {
        while self.is_stop(at) || self.is_comma(at) {
            at = self.skip_to_entry(self.next(at));
        }
        at
    }

    /// Behind what joins a value and its label, if that stands here.
    fn joint(self, at: usize) -> Option<usize> {
        if at >= self.end {
            return None;
        }
        let joint = Marks::word_at(&self.marks().joints, self.text, at)?;
        let after = at + joint.len();
        let next = self.char_at(after);
        // `a == b`, `->=` and a dash inside a word join nothing.
        let broken = joint.ends_with(['=', '>', '-']) && next.is_some_and(|c| matches!(c, '=' | '-'));
        let before = self.text.get(..at).unwrap_or_default();
        let word = |c: char| c.is_ascii_alphanumeric();
        let inside = joint == "-" && before.ends_with(word) && next.is_some_and(word) && !self.numbers;
        (!broken && !inside).then_some(after)
    }

    /// The end of a value of several words, where a mark follows: `not exist`.
    fn phrase(self, value: &Value<'t>) -> Option<usize> {
        if value.quoted || !value.text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut end = value.at.end;
        for _ in 0..2 {
            let next = skip_blanks(self.text, end);
            let length = tail(self.text, next).bytes().take_while(u8::is_ascii_alphabetic).count();
            if next == end || length == 0 || self.or(end).is_some() {
                break;
            }
            end = next + length;
        }
        let marked = end >= self.end || self.is_comma(end) || self.is_stop(end);
        (end > value.at.end && marked).then_some(end)
    }

    /// Whether a word of a few letters stands here by itself: one more entry, but not a value.
    fn is_short_word(self, at: usize) -> bool {
        if self.is_remark(at) || self.is_ending(at) {
            return false;
        }
        let letters = tail(self.text, at).chars().take_while(|c| is_letter(*c)).count();
        let length: usize = tail(self.text, at).chars().take(letters).map(char::len_utf8).sum();
        let behind = at + length;
        let closed = self.char_at(behind).is_none_or(|c| self.marks().is_close(c));
        (1..=5).contains(&letters) && (closed || self.is_stop(behind) || self.is_comma(behind))
    }
}
