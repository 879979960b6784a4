//! What no YAML that people write may have: brackets too deep in one another, for which the parser beneath is slow;
//! aliases of aliases, which grow past any memory; a key twice in one map. All are looked for before the document is
//! read.

use std::{cell::Cell, collections::HashSet, fmt};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

/// How many brackets and braces may stand in one another.
const DEPTH: usize = 64;

/// How many values a document with aliases may have for each of its bytes, and how many more.
const GROWTH: usize = 4;
const SMALL: usize = 1_000;

/// What is too much in a document, and the byte at which it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TooMuch {
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// Looks for brackets too deep in one another and for aliases that grow too much.
///
/// # Errors
/// With the first of either.
pub(crate) fn yaml(text: &str) -> Result<(), TooMuch> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0, depth: 0, fresh: true, aliases: false };
    if let Some(at) = scan.too_deep() {
        let message = format!("more than {DEPTH} brackets stand in one another here");
        return Err(TooMuch { at, message });
    }
    if !scan.aliases {
        return Ok(());
    }
    let left = Cell::new(text.len() * GROWTH + SMALL);
    let walk = Walk { left: &left, unique: false };
    // The reader of the document reports whatever else is wrong.
    if let (Err(error), 0) = (walk.deserialize(serde_yaml::Deserializer::from_str(text)), left.get()) {
        let at = error.location().map_or(0, |at| at.index().min(text.len()));
        return Err(TooMuch { at, message: "the aliases of this file grow to too many values".to_owned() });
    }
    Ok(())
}

/// Looks for a key that stands twice in one map.
///
/// # Errors
/// With the place of the second, or where the text is not YAML.
pub(crate) fn unique_keys(text: &str) -> Result<(), serde_yaml::Error> {
    let left = Cell::new(usize::MAX);
    Walk { left: &left, unique: true }.deserialize(serde_yaml::Deserializer::from_str(text))
}

/// A walk over the characters of a document that tells brackets that open something from those in texts.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    /// Whether a value may begin here.
    fresh: bool,
    aliases: bool,
}

impl Scan<'_> {
    fn too_deep(&mut self) -> Option<usize> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            let (flow, fresh) = (self.depth > 0, self.fresh);
            self.fresh = match byte {
                b'[' | b'{' if flow || fresh => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Some(self.at - 1);
                    }
                    true
                }
                b']' | b'}' if flow => {
                    self.depth -= 1;
                    false
                }
                b'\n' | b',' if flow => true,
                b'\n' => true,
                b'\'' | b'"' if fresh => {
                    self.quoted(byte);
                    false
                }
                b'#' if self.at < 2 || self.bytes.get(self.at - 2).is_some_and(u8::is_ascii_whitespace) => {
                    self.line();
                    true
                }
                b'|' | b'>' if fresh && !flow => {
                    self.block();
                    true
                }
                b'*' if fresh => {
                    self.aliases = true;
                    false
                }
                b'-' | b'?' if fresh && self.ends_word() => true,
                b':' if self.ends_word() => true,
                // A tag or an anchor stands before its value.
                b'&' | b'!' if fresh => {
                    self.word();
                    true
                }
                b' ' | b'\t' | b'\r' => fresh,
                _ => false,
            };
        }
        None
    }

    fn ends_word(&self) -> bool {
        let next = self.bytes.get(self.at);
        next.is_none_or(|next| next.is_ascii_whitespace() || self.depth > 0 && b",[]{}\"'".contains(next))
    }

    fn word(&mut self) {
        while self.bytes.get(self.at).is_some_and(|it| !it.is_ascii_whitespace() && !b",[]{}".contains(it)) {
            self.at += 1;
        }
    }

    fn line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
    }

    /// Passes over the text in quotation marks whose first has been met.
    fn quoted(&mut self, mark: u8) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            if byte == b'\\' && mark == b'"'
                || byte == mark && mark == b'\'' && self.bytes.get(self.at) == Some(&mark)
            {
                self.at += 1;
            } else if byte == mark {
                return;
            }
        }
    }

    /// Passes over a block of text: the lines that are indented more than the one that its sign ends.
    fn block(&mut self) {
        let start = self.bytes.get(..self.at).unwrap_or_default().iter().rposition(|byte| *byte == b'\n');
        let own = self.indent(start.map_or(0, |at| at + 1));
        self.line();
        while self.at < self.bytes.len() {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let is_blank = rest.iter().take_while(|byte| **byte != b'\n').all(u8::is_ascii_whitespace);
            if !is_blank && self.indent(self.at) <= own {
                return;
            }
            self.line();
        }
    }

    fn indent(&self, line: usize) -> usize {
        self.bytes.get(line..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count()
    }
}

/// Walks a document of any kind. Counts its values down, aliases as what they stand for, and where `unique` refuses a
/// key that stands twice in a map: a reader of maps would take the last without a word.
#[derive(Clone, Copy)]
struct Walk<'c> {
    left: &'c Cell<usize>,
    unique: bool,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.left.set(self.left.get().saturating_sub(1));
        if self.left.get() == 0 {
            return Err(de::Error::custom("too many values"));
        }
        deserializer.deserialize_any(self)
    }
}

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E: de::Error>(self, _: $type) -> Result<(), E> { Ok(()) })*
    };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars!(
        visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64,
        visit_str: &str
    );

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = HashSet::new();
        while if self.unique { map.next_key_seed(NewKey(&mut seen))? } else { map.next_key_seed(self)? }
            .is_some()
        {
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let (_, variant) = data.variant::<de::IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// A key that is not among those seen. The error is made here, so that it names the line of the second key.
struct NewKey<'a>(&'a mut HashSet<String>);

impl<'de> DeserializeSeed<'de> for NewKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NewKey<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        if self.0.insert(key.to_owned()) {
            Ok(())
        } else {
            Err(E::custom(format_args!("the key `{key}` stands twice in this map")))
        }
    }
}

/// Reads a document that people write, unless something in it is too much.
///
/// # Errors
/// Something is too much, or the document does not fit `T`; with the byte at which.
#[cfg(feature = "cli")]
pub(crate) fn from_str<'t, T: serde::Deserialize<'t>>(text: &'t str) -> Result<T, TooMuch> {
    yaml(text)?;
    serde_yaml::from_str(text).map_err(|error| TooMuch {
        at: error.location().map_or(0, |at| at.index().min(text.len())),
        message: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_that_of_brackets_which_open_something() {
        let deep = |before: &str| format!("{before}{}", "[".repeat(100));
        for before in ["", "a: ", "- ", "a: {b: ", "&x ", "a: !t ", "a:\n  [1,\n"] {
            let text = deep(before);
            assert!(yaml(&text).is_err(), "{before}");
        }
        assert_eq!(yaml(&deep("a: 1\nb: ")).unwrap_err().at, 8 + 64);
        let closed = "a: [".to_owned() + &"x, ".repeat(200) + "]\n";
        for text in [
            deep("a: b "),
            deep("a: 'b "),
            deep("a: \"b \\\""),
            deep("# "),
            deep("a: |\n  "),
            deep("a: >-\n\n    b\n  "),
            "a: [x]\n".repeat(200),
            "a: [0, 100)\n".repeat(50),
            "a: b - [0, 100) 'c\n".repeat(200),
            closed,
        ] {
            assert_eq!(yaml(&text), Ok(()), "{text}");
        }
    }

    #[test]
    fn aliases_of_aliases_are_too_much() {
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let of = format!("*a{}, ", level - 1);
            laughs.extend([format!("a{level}: &a{level} [{}]\n", of.repeat(8))]);
        }
        let found = yaml(&laughs).unwrap_err();
        assert!(found.message.contains("aliases"), "{found:?}");
        assert_eq!(yaml("a: &a {b: 1}\nc: *a\nd: [*a, *a]\n"), Ok(()));
        // The reader of the document reports what is not YAML.
        assert_eq!(yaml("a: *b\n c: ["), Ok(()));
    }
}
