//! Reads JSON text in one go into whatever asks for it. What is not quite JSON costs only the member that it is in, not
//! the whole answer.
//!
//! Libraries give up at a number beyond the floats (`1e400`), at words that other languages write (`NaN`), at a byte
//! that is not UTF-8, and at nesting over 128. Nor do they keep the digits of a number that a page calls a string,
//! unless a feature says so, which would then hold for the caller's whole program. So this reader is our own; a
//! caller's features of `serde_json` do not change what is read.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
    value::{StrDeserializer, StringDeserializer},
};

use super::literal::{broken_text, digits, plain, unescaped, unquoted};

type Result<T> = std::result::Result<T, serde_json::Error>;

/// The deepest nesting that is read, the same as `serde_json`'s.
const DEEPEST: usize = 127;

/// A text that is being read. As a [`Deserializer`] it gives the nearest JSON values. With `deserialize_bytes`, which
/// only our own visitor calls, it gives numbers as they were written and invalid values as they came, both as bytes.
pub(super) struct Reader<'t> {
    bytes: &'t [u8],
    /// The bytes as text: checking them once costs a tenth of checking each string in them. `None` where a byte is not
    /// UTF-8.
    text: Option<&'t str>,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Reader { bytes, text: std::str::from_utf8(bytes).ok(), at: 0, depth: 0 }
    }

    /// Reads what a seed asks for, to the end of the text.
    ///
    /// # Errors
    ///
    /// The text has no structure that could be followed.
    pub(super) fn read<S: DeserializeSeed<'t>>(mut self, seed: S) -> Result<S::Value> {
        let value = seed.deserialize(&mut self).and_then(|value| match self.peek() {
            None => Ok(value),
            Some(_) => Err(fault("trailing characters")),
        });
        // The error says where it is, in words that people know.
        value.map_err(|fault| match serde_json::from_slice::<serde::de::IgnoredAny>(self.bytes) {
            Ok(_) => fault,
            Err(fault) => fault,
        })
    }

    /// The next byte that is not a blank.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn since(&self, start: usize) -> &'t [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// A part of the text; `None` where it is not UTF-8.
    fn part(&self, start: usize, end: usize) -> Option<&'t str> {
        match self.text {
            Some(text) => text.get(start..end),
            None => std::str::from_utf8(self.bytes.get(start..end)?).ok(),
        }
    }

    /// Passes a string that says what stands between its quotes, as nearly all do.
    fn plain_string(&mut self) -> Option<&'t str> {
        let start = self.at + 1;
        let end = plain(self.bytes, start);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        let inner = self.part(start, end)?;
        self.at = end + 1;
        Some(inner)
    }

    /// Passes a string with escapes and returns what it says; the inner `Err` holds the literal if that is no text.
    #[cold]
    fn odd_string(&mut self) -> Result<std::result::Result<String, &'t [u8]>> {
        let start = self.at;
        self.pass_string(start)?;
        let literal = self.since(start);
        Ok(unescaped(literal).ok_or(literal))
    }

    fn pass_string(&mut self, start: usize) -> Result<()> {
        self.at = start + 1;
        loop {
            self.at = plain(self.bytes, self.at);
            match self.bytes.get(self.at) {
                None => return Err(fault("a string without an end")),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }

    /// A value without quotes.
    fn word(&mut self) -> Result<&'t [u8]> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b",]}[{:\"".contains(byte);
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        if self.at == start { Err(fault("no value")) } else { Ok(self.since(start)) }
    }

    /// A short integer, which most numbers are, without a second look.
    fn integer(&mut self) -> Option<i64> {
        const MOST_DIGITS: usize = 18;
        let rest = self.bytes.get(self.at..)?;
        let negative = usize::from(rest.first() == Some(&b'-'));
        let digits = rest.get(negative..)?;
        let (mut magnitude, mut count) = (0_u64, 0);
        for byte in digits.iter().take(MOST_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()) {
            (magnitude, count) = (magnitude * 10 + u64::from(byte - b'0'), count + 1);
        }
        let end = digits.get(count);
        let is_whole = matches!(end, None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'));
        // What starts with 0 is 0, or for others to look at; no integer is `-0`.
        let leads =
            count > 1 && digits.first() == Some(&b'0') || negative == 1 && digits.first() == Some(&b'0');
        if !is_whole || leads || !(1..=MOST_DIGITS).contains(&count) {
            return None;
        }
        let magnitude = i64::try_from(magnitude).ok()?;
        self.at += negative + count;
        Some(if negative == 1 { -magnitude } else { magnitude })
    }

    /// Passes a list or object that is nested too deep, without a call for each level.
    fn skip(&mut self) -> Result<&'t [u8]> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            match self.bytes.get(self.at) {
                None => return Err(fault("a list or an object without an end")),
                Some(b'"') => {
                    self.pass_string(self.at)?;
                    continue;
                }
                Some(b'[' | b'{') => open += 1,
                Some(b']' | b'}') => open = open.saturating_sub(1),
                Some(_) => {}
            }
            self.at += 1;
            if open == 0 {
                return Ok(self.since(start));
            }
        }
    }

    /// Passes the comma before what is next; `false` at the end.
    fn goes_on(&mut self, first: &mut bool, end: u8) -> Result<bool> {
        let found = self.peek();
        if found == Some(end) {
            return Ok(false);
        }
        if std::mem::replace(first, false) {
            return Ok(true);
        }
        if found != Some(b',') {
            return Err(fault("no comma and no end"));
        }
        self.at += 1;
        if self.peek() == Some(end) { Err(fault("a comma before the end")) } else { Ok(true) }
    }

    fn value<V: Visitor<'t>>(&mut self, visitor: V, as_written: bool) -> Result<V::Value> {
        match self.peek() {
            None => Err(fault("no value")),
            Some(b'[' | b'{') if self.depth >= DEEPEST => {
                let skipped = self.skip()?;
                self.broken(skipped, visitor, as_written)
            }
            Some(b'[') => {
                self.open();
                let value = visitor.visit_seq(List { reader: self, first: true })?;
                self.close(b']')?;
                Ok(value)
            }
            Some(b'{') => {
                self.open();
                let value = visitor.visit_map(Members { reader: self, first: true })?;
                self.close(b'}')?;
                Ok(value)
            }
            Some(b'"') => match self.plain_string() {
                Some(text) => visitor.visit_str(text),
                None => match self.odd_string()? {
                    Ok(text) => visitor.visit_string(text),
                    Err(literal) => self.broken(literal, visitor, as_written),
                },
            },
            Some(b'-' | b'0'..=b'9') => {
                if let Some(integer) = self.integer() {
                    return visitor.visit_i64(integer);
                }
                let word = self.word()?;
                self.number(word, visitor, as_written)
            }
            Some(_) => match self.word()? {
                b"null" => visitor.visit_unit(),
                b"true" => visitor.visit_bool(true),
                b"false" => visitor.visit_bool(false),
                word => self.broken(word, visitor, as_written),
            },
        }
    }

    /// Gives something that is no JSON value; an error if it is the whole text.
    fn broken<V: Visitor<'t>>(&self, bytes: &[u8], visitor: V, as_written: bool) -> Result<V::Value> {
        match as_written {
            _ if self.depth == 0 => Err(fault("no value")),
            true => visitor.visit_bytes(bytes),
            false => visitor.visit_string(broken_text(bytes)),
        }
    }

    fn number<V: Visitor<'t>>(&self, word: &[u8], visitor: V, as_written: bool) -> Result<V::Value> {
        if as_written && self.depth > 0 {
            // Our own visitor finds out what it is.
            return visitor.visit_bytes(word);
        }
        let Some(digits) = digits(word) else { return self.broken(word, visitor, as_written) };
        if as_written {
            return visitor.visit_bytes(word);
        }
        if let Ok(integer) = digits.parse::<i64>() {
            // No integer is `-0`.
            return if digits == "-0" { visitor.visit_f64(-0.0) } else { visitor.visit_i64(integer) };
        }
        match (digits.parse::<u64>(), digits.parse::<f64>()) {
            (Ok(integer), _) => visitor.visit_u64(integer),
            (_, Ok(number)) if number.is_finite() => visitor.visit_f64(number),
            _ => visitor.visit_str(digits),
        }
    }

    /// Passes the colon between the name of a member and its value.
    fn colon(&mut self) -> Result<()> {
        if self.peek() != Some(b':') {
            return Err(fault("no colon"));
        }
        self.at += 1;
        Ok(())
    }

    fn open(&mut self) {
        self.at += 1;
        self.depth += 1;
    }

    fn close(&mut self, end: u8) -> Result<()> {
        if self.peek() != Some(end) {
            return Err(fault("no end"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }
}

fn fault(what: impl fmt::Display) -> serde_json::Error {
    serde_json::Error::custom(what)
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(visitor, false)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(visitor, true)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct List<'r, 't> {
    reader: &'r mut Reader<'t>,
    first: bool,
}

impl<'t> SeqAccess<'t> for List<'_, 't> {
    type Error = serde_json::Error;

    fn next_element_seed<T: DeserializeSeed<'t>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.reader.goes_on(&mut self.first, b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

struct Members<'r, 't> {
    reader: &'r mut Reader<'t>,
    first: bool,
}

impl<'t> MapAccess<'t> for Members<'_, 't> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'t>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let reader = &mut *self.reader;
        if !reader.goes_on(&mut self.first, b'}')? {
            return Ok(None);
        }
        if reader.peek() != Some(b'"') {
            return Err(fault("no name of a member"));
        }
        if let Some(name) = reader.plain_string() {
            reader.colon()?;
            return seed.deserialize(StrDeserializer::new(name)).map(Some);
        }
        let name = reader.odd_string()?;
        reader.colon()?;
        // A member must have a name, whatever is in it.
        let name = name.unwrap_or_else(|literal| String::from_utf8_lossy(unquoted(literal)).into_owned());
        seed.deserialize(StringDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'t>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests;
