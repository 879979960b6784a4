//! What a clause says before a phrase: whose property it states, and under which condition.

use std::borrow::Cow;

use super::{
    marks::{is_letter, skip_blanks, tail},
    patterns::Patterns,
};

/// The sentence before this position, from the last mark that ends one.
pub(super) fn sentence<'t>(text: &'t str, at: usize, patterns: &Patterns) -> &'t str {
    let before = text.get(..at).unwrap_or_default();
    let start = before
        .char_indices()
        .rev()
        .find(|(index, _)| patterns.marks.is_stop(text, *index))
        .map_or(0, |(index, c)| index + c.len_utf8());
    before.get(start..).unwrap_or_default()
}

/// Whether what is said at this position holds in some cases only: "when …", "if …" — but not "if left out".
pub(super) fn is_conditional(text: &str, at: usize, patterns: &Patterns) -> bool {
    let Some(conditional) = &patterns.conditional else { return false };
    let sentence = sentence(text, at, patterns);
    if !conditional.is_match(sentence) {
        return false;
    }
    let rest = match &patterns.absence {
        Some(absence) => absence.removed_from(sentence),
        None => Cow::Borrowed(sentence),
    };
    conditional.is_match(&rest)
}

/// Whether what is said at this position is said of the field itself: right before it stands nothing that could be
/// another subject.
pub(super) fn is_own(text: &str, at: usize, patterns: &Patterns) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches(|c| patterns.marks.is_bullet(c));
    let word: usize = before.chars().rev().take_while(|c| is_letter(*c)).map(char::len_utf8).sum();
    if word == 0 {
        // `IKEv2 default: 0` speaks of IKEv2.
        let trimmed = before.trim_end_matches([' ', '\t']);
        let named = trimmed.ends_with(|c: char| c.is_ascii_alphanumeric());
        let unit = trimmed.chars().rev().take_while(char::is_ascii_alphanumeric).all(|c| c.is_ascii_digit());
        return !named || unit;
    }
    let word = before.get(before.len() - word..).unwrap_or_default();
    patterns.subjects.as_ref().is_some_and(|subjects| subjects.is_match(word))
}

/// Whether the text at this position lies inside braces, as in a sample of JSON.
pub(super) fn is_sample(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let depth = |c: char| before.matches(c).count();
    depth('{') > depth('}')
}

/// Whether a value ends at this position: a mark follows, or the end of the text.
pub(super) fn ends(text: &str, at: usize, patterns: &Patterns) -> bool {
    let Some(c) = tail(text, at).chars().next() else { return true };
    if patterns.marks.is_comma(c) {
        let next = skip_blanks(text, at + c.len_utf8());
        return !tail(text, next)
            .starts_with(|c: char| c.is_ascii_alphanumeric() || patterns.marks.is_quote(c));
    }
    patterns.marks.is_stop(text, at) || patterns.marks.is_open(c) || patterns.marks.is_close(c)
}
