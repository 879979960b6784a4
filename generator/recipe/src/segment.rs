//! Names in braces in a path: `/bot{token}/send`. Their values are put where they stand.

use std::ops::Range;

use percent_encoding::{AsciiSet, percent_decode_str, utf8_percent_encode};

use crate::filter::RESERVED;

/// What has to be encoded within a segment: RFC 3986 (3.3) lets the others stand, `:` and `@` among them.
const SEGMENT: &AsciiSet = &RESERVED
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A path in which a value stands in place of its name in braces, encoded so that it stays in its segment.
///
/// # Errors
///
/// The path has no such name, or the value would leave its place.
pub fn put_segment(path: &str, name: &str, value: &str) -> Result<String, String> {
    let hole = format!("{{{name}}}");
    if !path.contains(&hole) {
        return Err(format!("{name} belongs in the path, which has no place for it"));
    }
    if matches!(value, "" | "." | "..") {
        return Err(format!("{name} is no value for a path"));
    }
    Ok(path.replace(&hole, &utf8_percent_encode(value, SEGMENT).to_string()))
}

/// Where the value of a name stands in a path that ends as a template says.
pub(crate) fn place(template: &str, path: &str, name: &str) -> Option<Range<usize>> {
    let hole = format!("{{{name}}}");
    let at = template.rsplit('/').position(|part| part.contains(&hole))?;
    let (before, behind) = template.rsplit('/').nth(at)?.split_once(&hole)?;
    let end =
        path.len() - path.rsplit('/').take(at).map(|part| part.len() + 1).sum::<usize>().min(path.len());
    let start = path.get(..end)?.rfind('/')? + 1;
    let segment = path.get(start..end)?;
    let value = segment.strip_prefix(before)?.strip_suffix(behind)?;
    (value != hole).then_some(start + before.len()..end - behind.len())
}

/// A value of a path, decoded.
pub(crate) fn decoded(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_where_its_name_stood() {
        let path = put_segment("/v1/bot{token}/send", "token", "12:a/b c").unwrap();
        assert_eq!(path, "/v1/bot12:a%2Fb%20c/send");
        let found = place("/bot{token}/send", &path, "token").unwrap();
        assert_eq!(decoded(&path[found]), "12:a/b c");
        assert_eq!(place("/bot{token}/send", "/v1/bot{token}/send", "token"), None);
        assert_eq!(place("/bot{token}/send", "/send", "token"), None);
        assert_eq!(place("/{a}", "/x", "a"), Some(1..2));
        for wrong in ["", ".", ".."] {
            assert!(put_segment("/{token}", "token", wrong).is_err());
        }
        assert!(put_segment("/send", "token", "t").is_err());
    }
}
