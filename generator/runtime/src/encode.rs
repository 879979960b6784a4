//! Percent-encoding: RFC 3986 for paths and queries, `application/x-www-form-urlencoded` for forms.
//!
//! Encoding is written here rather than through an `AsciiSet`, because a call is mostly signing and this, and runs
//! of plain text are copied whole.

use std::borrow::Cow;

/// A set of bytes: 0 for each byte in it, 1 for all others.
pub(crate) type Bytes = [u8; 256];

/// The set of the letters and digits of ASCII and these other bytes.
pub(crate) const fn bytes(others: &[u8]) -> Bytes {
    let mut set = [1; 256];
    let mut byte = 0;
    while byte < 128 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends before 128")]
        if (byte as u8).is_ascii_alphanumeric() {
            set[byte] = 0;
        }
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        set[others[at] as usize] = 0;
        at += 1;
    }
    set
}

/// Whether all bytes of a text are in a set.
pub(crate) fn all(set: &Bytes, text: &str) -> bool {
    others(set, text.as_bytes()) == 0
}

/// 1 if a byte is in none of a set, else 0.
fn others(set: &Bytes, bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |others, byte| others | set[usize::from(*byte)])
}

/// The number of bytes at the start that are in a set. There is a branch for each eight of them, since nearly always all
/// of them are.
fn run(set: &Bytes, bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>()
        && others(set, chunk) == 0
    {
        rest = behind;
    }
    let plain = rest.iter().take_while(|byte| set[usize::from(**byte)] == 0).count();
    bytes.len() - rest.len() + plain
}

/// The unreserved characters of RFC 3986.
const PLAIN: Bytes = bytes(b"-._~");

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// What encoded text is appended to.
pub(crate) trait Sink {
    /// Appends text.
    fn text(&mut self, text: &str);
    /// Appends a character of ASCII.
    fn ascii(&mut self, character: u8);
}

impl Sink for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn ascii(&mut self, character: u8) {
        self.push(char::from(character));
    }
}

impl Sink for Vec<u8> {
    fn text(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }

    fn ascii(&mut self, character: u8) {
        self.push(character);
    }
}

/// Appends text, encoded so that it stays within a path segment, or within a name or value of a query.
pub(crate) fn component(text: &str, out: &mut String) {
    encode(text, out, "%20");
}

#[inline]
fn encode(text: &str, out: &mut impl Sink, blank: &str) {
    if all(&PLAIN, text) { out.text(text) } else { escape(text, out, blank) }
}

/// The rare case, apart from the usual one, which stays short so.
#[cold]
fn escape(text: &str, out: &mut impl Sink, blank: &str) {
    let plain = run(&PLAIN, text.as_bytes());
    // Only bytes of ASCII are plain, so a run of them ends between characters.
    let (mut plain, mut special) = text.split_at(plain);
    loop {
        out.text(plain);
        let mut chars = special.chars();
        match chars.next() {
            None => return,
            Some(' ') => out.text(blank),
            Some(c) => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.ascii(b'%');
                    out.ascii(DIGITS[usize::from(byte >> 4)]);
                    out.ascii(DIGITS[usize::from(byte & 15)]);
                }
            }
        }
        let rest = chars.as_str();
        (plain, special) = rest.split_at(run(&PLAIN, rest.as_bytes()));
    }
}

/// Appends `a=b&c=d`, RFC 3986.
pub(crate) fn query<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], out: &mut impl Sink) {
    join(pairs, out, "%20");
}

/// Appends `a=b&c=d` as HTML forms spell it: a blank is `+`.
pub(crate) fn form<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], out: &mut impl Sink) {
    join(pairs, out, "+");
}

fn join<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], out: &mut impl Sink, blank: &str) {
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.ascii(b'&');
        }
        encode(name.as_ref(), out, blank);
        out.ascii(b'=');
        encode(value.as_ref(), out, blank);
    }
}

/// Undoes the percent-encoding of a path; invalid encoding stays as it is.
pub(crate) fn decode(text: &str) -> Cow<'_, [u8]> {
    percent_encoding::percent_decode_str(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_never_stand_bare() {
        let mut out = String::new();
        component("a b/c?d#e%f+g~h*'é😀", &mut out);
        assert_eq!(out, "a%20b%2Fc%3Fd%23e%25f%2Bg~h%2A%27%C3%A9%F0%9F%98%80");
        assert_eq!(decode(&out), "a b/c?d#e%f+g~h*'é😀".as_bytes());
    }

    #[test]
    fn forms_spell_a_blank_as_plus() {
        let mut out = String::new();
        form(&[("a b", "c+d"), ("e", "")], &mut out);
        assert_eq!(out, "a+b=c%2Bd&e=");
    }

    #[test]
    fn what_is_not_encoded_stays() {
        for text in ["%", "%2", "%zz", "a%+1b"] {
            assert_eq!(decode(text), text.as_bytes());
        }
    }
}
