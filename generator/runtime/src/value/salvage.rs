//! JSON text that is not quite JSON: what cannot be read costs the member that it is in, not the answer.
//!
//! `serde_json` reads nearly all answers, and is fast. It gives up at a number beyond the floats (`1e400`), at words
//! that other languages write (`NaN`), at a byte that is no UTF-8 and at nesting over 128, and it does not keep the
//! digits of a number that a page calls a string. Those answers are read a second time, here, into a tree whose
//! numbers are still text.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor, value::StringDeserializer};

use super::Json;

/// A value as it was written.
#[derive(Debug, PartialEq)]
pub(super) enum Salvaged<'t> {
    Null,
    Boolean(bool),
    /// The digits.
    Number(&'t str),
    Text(String),
    List(Vec<Salvaged<'t>>),
    Map(Vec<(String, Salvaged<'t>)>),
    /// What is no value of JSON, or too deep in others.
    Broken(&'t [u8]),
}

/// The name under which our own visitor asks for a value as it was written; others get the nearest value of JSON.
pub(super) const AS_WRITTEN: &str = "tablature as written";

/// The deepest nesting that is read, which is `serde_json`'s.
const DEEPEST: usize = 127;

/// Reads a text; `None` when it has no structure that could be followed.
pub(super) fn salvage(text: &[u8]) -> Option<Salvaged<'_>> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.blank();
    (reader.at == text.len() && !matches!(value, Salvaged::Broken(_))).then_some(value)
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blank(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn since(&self, start: usize) -> &'t [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: usize) -> Option<Salvaged<'t>> {
        self.blank();
        match self.peek()? {
            b'[' | b'{' if depth >= DEEPEST => self.skip(),
            b'[' => self.list(depth),
            b'{' => self.map(depth),
            b'"' => {
                let start = self.at;
                self.string()?;
                let literal = self.since(start);
                Some(text(literal).map_or(Salvaged::Broken(literal), Salvaged::Text))
            }
            _ => self.word(),
        }
    }

    fn list(&mut self, depth: usize) -> Option<Salvaged<'t>> {
        self.eat(b'[')?;
        let mut list = Vec::new();
        self.blank();
        if self.eat(b']').is_some() {
            return Some(Salvaged::List(list));
        }
        loop {
            list.push(self.value(depth + 1)?);
            self.blank();
            if self.eat(b']').is_some() {
                return Some(Salvaged::List(list));
            }
            self.eat(b',')?;
        }
    }

    fn map(&mut self, depth: usize) -> Option<Salvaged<'t>> {
        self.eat(b'{')?;
        let mut map = Vec::new();
        self.blank();
        if self.eat(b'}').is_some() {
            return Some(Salvaged::Map(map));
        }
        loop {
            self.blank();
            let start = self.at;
            self.string()?;
            let name = self.since(start);
            // A name has to be there, whatever is in it.
            let name = text(name).unwrap_or_else(|| String::from_utf8_lossy(unquoted(name)).into_owned());
            self.blank();
            self.eat(b':')?;
            map.push((name, self.value(depth + 1)?));
            self.blank();
            if self.eat(b'}').is_some() {
                return Some(Salvaged::Map(map));
            }
            self.eat(b',')?;
        }
    }

    /// Passes a string literal, whatever is in it.
    fn string(&mut self) -> Option<()> {
        self.eat(b'"')?;
        loop {
            match self.peek()? {
                b'"' => return self.eat(b'"'),
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Passes a list or object with all that is in it, without a call for each level.
    fn skip(&mut self) -> Option<Salvaged<'t>> {
        let start = self.at;
        let mut open = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'[' | b'{' => open += 1,
                b']' | b'}' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Some(Salvaged::Broken(self.since(start)));
            }
        }
    }

    /// A value without quotes.
    fn word(&mut self) -> Option<Salvaged<'t>> {
        let start = self.at;
        while self.peek().is_some_and(|b| !b.is_ascii_whitespace() && !b",]}[{:\"".contains(&b)) {
            self.at += 1;
        }
        Some(match self.since(start) {
            b"" => return None,
            b"null" => Salvaged::Null,
            b"true" => Salvaged::Boolean(true),
            b"false" => Salvaged::Boolean(false),
            word => std::str::from_utf8(word)
                .ok()
                .filter(|word| is_number(word))
                .map_or(Salvaged::Broken(word), Salvaged::Number),
        })
    }
}

/// A literal without its quotes.
fn unquoted(literal: &[u8]) -> &[u8] {
    literal.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(literal)
}

/// What is no value of JSON, as text.
pub(super) fn broken_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(unquoted(bytes)).into_owned()
}

/// What a string literal says; a line break or tabulator in it is taken for itself.
fn text(literal: &[u8]) -> Option<String> {
    serde_json::from_slice(literal).ok().or_else(|| {
        let escaped: Vec<u8> = literal
            .iter()
            .flat_map(|byte| match byte {
                0..0x20 => format!("\\u{byte:04x}").into_bytes(),
                byte => vec![*byte],
            })
            .collect();
        serde_json::from_slice(&escaped).ok()
    })
}

/// Whether a word is a number as JSON writes them (RFC 8259, section 6).
pub(super) fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

impl Salvaged<'_> {
    /// As JSON: what has no place in it is a text.
    pub(super) fn into_json(self) -> Json {
        match self {
            Salvaged::Null => Json::Null,
            Salvaged::Boolean(boolean) => boolean.into(),
            Salvaged::Number(digits) => serde_json::from_str(digits).unwrap_or_else(|_| digits.into()),
            Salvaged::Text(text) => text.into(),
            Salvaged::List(list) => list.into_iter().map(Salvaged::into_json).collect(),
            Salvaged::Map(map) => map.into_iter().map(|(name, value)| (name, value.into_json())).collect(),
            Salvaged::Broken(bytes) => broken_text(bytes).into(),
        }
    }
}

/// Reading a tree cannot fail but where a seed does.
impl<'de> Deserializer<'de> for Salvaged<'_> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self {
            Salvaged::Null => visitor.visit_unit(),
            Salvaged::Boolean(boolean) => visitor.visit_bool(boolean),
            Salvaged::Number(digits) => match serde_json::from_str::<serde_json::Number>(digits) {
                Ok(number) => number.deserialize_any(visitor),
                Err(_) => visitor.visit_str(digits),
            },
            Salvaged::Text(text) => visitor.visit_string(text),
            Salvaged::List(list) => visitor.visit_seq(List(list.into_iter())),
            Salvaged::Map(map) => visitor.visit_map(Members { rest: map.into_iter(), value: None }),
            Salvaged::Broken(bytes) => visitor.visit_string(broken_text(bytes)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self {
            Salvaged::Number(digits) if name == AS_WRITTEN => match digits.parse() {
                // There is no integer that is `-0`.
                Ok(integer) if digits != "-0" => visitor.visit_i64(integer),
                _ => visitor.visit_bytes(digits.as_bytes()),
            },
            Salvaged::Broken(bytes) if name == AS_WRITTEN => visitor.visit_bytes(bytes),
            other => other.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct List<'t>(std::vec::IntoIter<Salvaged<'t>>);

impl<'de> SeqAccess<'de> for List<'_> {
    type Error = serde_json::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Self::Error> {
        self.0.next().map(|value| seed.deserialize(value)).transpose()
    }
}

struct Members<'t> {
    rest: std::vec::IntoIter<(String, Salvaged<'t>)>,
    value: Option<Salvaged<'t>>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = serde_json::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Self::Error> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(StringDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Self::Error> {
        seed.deserialize(self.value.take().unwrap_or(Salvaged::Null))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &[u8]) -> Option<String> {
        salvage(text).map(|value| value.into_json().to_string())
    }

    #[test]
    fn what_is_no_json_costs_its_member() {
        let check = |text: &[u8], wanted: &str| {
            assert_eq!(json(text).as_deref(), Some(wanted), "{}", String::from_utf8_lossy(text));
        };
        check(br#" {"a": 1e400, "b": [1, NaN, -Infinity] } "#, r#"{"a":"1e400","b":[1,"NaN","-Infinity"]}"#);
        check(b"{\"a\": \"x\xFFy\", \"b\": 2}", "{\"a\":\"x\u{FFFD}y\",\"b\":2}");
        check(b"{\"a\": \"line\nbreak\", \"b\xFF\": 0.5}", "{\"a\":\"line\\nbreak\",\"b\u{FFFD}\":0.5}");
        check(br#"{"a": 007, "b": "\ud800", "c": null}"#, r#"{"a":"007","b":"\\ud800","c":null}"#);
        check(br#"{"a": 123456789012345678901234}"#, r#"{"a":1.2345678901234569e+23}"#);
    }

    #[test]
    fn what_has_no_structure_is_refused() {
        for text in
            ["", "<html>", "{", "{\"a\"}", "{\"a\":}", "[1,]", "[1 2]", "{\"a\":1}}", "\"a", "{a:1}", "\"\\"]
        {
            assert_eq!(json(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn nesting_that_is_too_deep_costs_what_is_in_it() {
        let deep = format!("{{\"a\": {}{}, \"b\": 1}}", "[".repeat(100_000), "]".repeat(100_000));
        let read = salvage(deep.as_bytes()).map(Salvaged::into_json);
        assert_eq!(read.and_then(|json| json.get("b").cloned()), Some(1.into()));
        assert_eq!(json("[".repeat(100_000).as_bytes()), None);
    }

    #[test]
    fn numbers_are_those_of_json() {
        for number in ["0", "-0", "10", "0.10", "1e5", "1E+400", "-1.5e-3"] {
            assert!(is_number(number), "{number}");
        }
        for word in ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", "1_0", "NaN", "१"] {
            assert!(!is_number(word), "{word}");
        }
    }
}
