//! Percent-encoding: RFC 3986 for paths and queries, `application/x-www-form-urlencoded` for forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends text so that it stays within a path segment, a name or a value of a query.
pub(crate) fn component(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, RESERVED));
}

/// Appends `a=b&c=d`, RFC 3986.
pub(crate) fn query<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], out: &mut String) {
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        component(name.as_ref(), out);
        out.push('=');
        component(value.as_ref(), out);
    }
}

/// Appends `a=b&c=d` as HTML forms spell it: a blank is `+`.
pub(crate) fn form<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], out: &mut String) {
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push('&');
        }
        form_text(name.as_ref(), out);
        out.push('=');
        form_text(value.as_ref(), out);
    }
}

fn form_text(text: &str, out: &mut String) {
    for (index, part) in text.split(' ').enumerate() {
        if index > 0 {
            out.push('+');
        }
        component(part, out);
    }
}

/// Undoes the percent-encoding of a path; what is no valid encoding stays as it is.
pub(crate) fn decode(text: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(text).collect()
}

/// Appends bytes as lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_characters_never_stand_bare() {
        let mut out = String::new();
        component("a b/c?d#e%f+g~h*'é", &mut out);
        assert_eq!(out, "a%20b%2Fc%3Fd%23e%25f%2Bg~h%2A%27%C3%A9");
    }

    #[test]
    fn forms_spell_a_blank_as_plus() {
        let mut out = String::new();
        form(&[("a b", "c+d"), ("e", "")], &mut out);
        assert_eq!(out, "a+b=c%2Bd&e=");
    }
}
