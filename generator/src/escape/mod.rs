//! Foreign text on its way out: a function for each medium, through which all of it passes.
//!
//! What pages, folders and requests say was written by strangers. In a terminal it must not move the cursor, in a
//! list it must not begin an item, in a comment it must not end the comment; and no person should read it differently
//! from the machine, which is what marks of direction are abused for. Such characters are shown as Rust writes them,
//! `\u{202e}`, where the medium has no escape of its own. `tests/tests/hostile` looks for what goes around this.

pub mod cargo;
#[cfg(feature = "cli")]
pub(crate) mod csv;
#[cfg(feature = "cli")]
pub(crate) mod html;
#[cfg(feature = "cli")]
pub(crate) mod json;
#[cfg(feature = "cli")]
pub(crate) mod markdown;
pub(crate) mod rust;
#[cfg(feature = "cli")]
pub(crate) mod terminal;
#[cfg(test)]
mod tests;
#[cfg(feature = "cli")]
pub(crate) mod toml;
pub(crate) mod uri;
#[cfg(feature = "cli")]
pub(crate) mod workflow;
pub(crate) mod yaml;

use std::borrow::Cow;

/// Whether a character is one that nobody sees and that changes how the rest is seen, or what a terminal does: a control
/// of C0 or C1, a mark of direction, what breaks lines or joins words unseen, a tag.
#[inline]
pub(crate) fn is_hidden(c: char) -> bool {
    // Most of what is not ASCII is Chinese.
    if matches!(c, ' '..='~' | '\u{3000}'..='\u{d7ff}') {
        return false;
    }
    matches!(
        c,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// A text in which hidden characters are shown, except those that the medium keeps.
fn shown(text: &str, kept: impl Fn(char) -> bool) -> Cow<'_, str> {
    let is_shown = |c: char| is_hidden(c) && !kept(c);
    if !text.contains(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_shown(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// A text on one line, in which nothing hides.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    shown(text, |_| false)
}
