//! A terminal: escape sequences of strangers move the cursor, write over what was there, or send keys.

use std::borrow::Cow;

/// Text of one or more lines.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    super::shown(text, |c| matches!(c, '\n' | '\t'))
}

/// Text that was coloured by this tool, whose foreign parts have passed through [`text`]: what sets colours stays.
pub(crate) fn colored(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return self::text(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out += &self::text(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && !matches!(c, '[' | ';')).unwrap_or(after.len());
        if after.starts_with('[') && after[end..].starts_with('m') {
            out.extend(["\u{1b}", &after[..=end]]);
            rest = &after[end + 1..];
        } else {
            out += "\\u{1b}";
            rest = after;
        }
    }
    out += &self::text(rest);
    Cow::Owned(out)
}
