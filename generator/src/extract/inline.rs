//! Text of the page as text of ours.

use crate::load::{Inline, MarkKind};

const BULLET: char = '•';
/// What sets in the text of a cell; of prose it is no part.
const SET_IN: char = '\u{2003}';

/// The text as Markdown: links and code are kept, lines are lines.
#[must_use]
pub fn markdown(inline: &Inline) -> String {
    let text = &inline.text;
    if inline.links.is_empty() && inline.marks.is_empty() {
        return text.trim_start_matches(SET_IN).to_owned();
    }
    let mut inserts: Vec<(usize, String)> = Vec::new();
    // A link to an entry of a list takes the bullet of the entry with it.
    let bullets = inline.links.iter().map(|link| link.range.start as usize);
    let bullets: Vec<usize> =
        bullets.filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(BULLET))).collect();
    for link in inline.links.iter().filter(|link| !link.range.is_empty() && !link.target.starts_with('#')) {
        inserts.push((link.range.start as usize, "[".to_owned()));
        inserts.push((link.range.end as usize, format!("]({})", link.target)));
    }
    for mark in inline.marks.iter().filter(|mark| mark.kind == MarkKind::Code && !mark.range.is_empty()) {
        inserts.push((mark.range.start as usize, "`".to_owned()));
        inserts.push((mark.range.end as usize, "`".to_owned()));
    }
    let mut markdown = String::with_capacity(text.len() + 32);
    let mut done = 0;
    inserts.extend(bullets.iter().map(|at| (*at, String::new())));
    inserts.sort_by_key(|(at, _)| *at);
    for (at, insert) in inserts {
        markdown.push_str(text.get(done..at).unwrap_or_default());
        markdown.push_str(&insert);
        done = at.max(done);
        if bullets.contains(&at) && done == at {
            done += BULLET.len_utf8();
        }
    }
    markdown.push_str(text.get(done..).unwrap_or_default());
    markdown.trim_start_matches(SET_IN).to_owned()
}

/// Whether a text can be a name on the wire or of a type: Latin letters, digits and joining signs.
pub(crate) fn is_identifier(text: &str) -> bool {
    text.len() <= 80
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:[] ".contains(c))
}

/// Whether a text is one word that can be a name.
pub(crate) fn is_name(text: &str) -> bool {
    is_identifier(text) && !text.contains(char::is_whitespace) && !text.ends_with('.')
}
