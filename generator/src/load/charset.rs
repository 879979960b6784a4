//! Bytes → text: UTF-8, else by a byte order mark or the charset that the page declares.

use std::{borrow::Cow, ops::Range};

use encoding_rs::Encoding;

/// How far into a page its charset is looked for, as browsers do.
const PROLOGUE: usize = 1024;

/// The text of a page, or the bytes that do not fit.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Range<usize>> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| declared(bytes)) {
        let (text, _, is_broken) = encoding.decode(bytes);
        if !is_broken {
            return Ok(text);
        }
    }
    let start = error.valid_up_to();
    Err(start..start + error.error_len().unwrap_or(bytes.len() - start))
}

/// The text of a page as far as it can be shown: what does not fit is a sign for that.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    decode(bytes).unwrap_or_else(|_| String::from_utf8_lossy(bytes))
}

/// The charset of `<meta charset="gbk">`, `content="text/html; charset=gbk"`, or of an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..PROLOGUE).unwrap_or(bytes)).to_ascii_lowercase();
    ["charset", "encoding"].iter().find_map(|key| {
        let (_, rest) = head.split_once(key)?;
        let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)));
        Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_declared() {
        assert_eq!(decode("表".as_bytes()).unwrap(), "表");
        assert_eq!(decode(b"<meta charset=gbk>\xb1\xed").unwrap(), "<meta charset=gbk>表");
        let typed = b"<meta content=\"text/html; charset=GB2312\">\xb1\xed";
        assert!(decode(typed).unwrap().ends_with('表'));
        assert_eq!(decode(b"\xff\xfea\0").unwrap(), "a");
        assert_eq!(decode(b"ab\xff").unwrap_err(), 2..3);
        assert_eq!(decode(b"<meta charset=shift_jis>\xff\xff").unwrap_err(), 24..25);
        assert_eq!(text(b"a\xff"), "a\u{fffd}");
    }
}
