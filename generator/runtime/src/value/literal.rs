//! What one word or string of JSON says, apart from where it stands.

/// The index of the first byte, at `from` or after it, that ends a plain run of a string: a quote, a backslash or a
/// control character. Looks at eight bytes at a time.
pub(super) fn plain(bytes: &[u8], from: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let escapes = zeros(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let found = quotes | escapes | controls;
        if found != 0 {
            return bytes.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = behind;
    }
    let ends = |byte: &u8| matches!(byte, 0..0x20 | b'"' | b'\\');
    bytes.len() - rest.len() + rest.iter().position(ends).unwrap_or(rest.len())
}

/// A literal without its quotes.
pub(super) fn unquoted(literal: &[u8]) -> &[u8] {
    literal.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(literal)
}

/// What is no JSON value, as text.
pub(super) fn broken_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(unquoted(bytes)).into_owned()
}

/// What a string literal says; line breaks and tabs in it are taken as they are.
pub(super) fn unescaped(literal: &[u8]) -> Option<String> {
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

/// A word that is a number as JSON writes them (RFC 8259, section 6).
pub(super) fn digits(word: &[u8]) -> Option<&str> {
    let digits = |from: usize| word.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(word.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && word.get(at) == Some(&b'0')) {
        return None;
    }
    at += whole;
    if word.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(word.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(word.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    if at == word.len() { std::str::from_utf8(word).ok() } else { None }
}
