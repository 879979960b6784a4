//! Titles, and the anchors that are written into them.

use crate::{
    load::{Anchor, Span},
    raw::{Line, Page},
};

/// Gives a page its title, without an anchor that Markdown does not know: `Create a user {#createUser}`.
pub(super) fn set(page: &mut Page, text: &str, span: Span, anchors: &[Anchor]) {
    let (text, written) = cut(text);
    let first = anchors.first().map(|anchor| &*anchor.name);
    page.anchor = written.or(first).map(|name| Line { text: name.to_owned(), span });
    page.title = Some(Line { text: text.to_owned(), span });
}

/// A title and the anchor at its end: `{#id}`, `{: #id}`.
fn cut(text: &str) -> (&str, Option<&str>) {
    let found = || {
        let (title, mark) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
        let name = mark.trim_start_matches(':').trim().strip_prefix('#')?.split_whitespace().next()?;
        Some((title.trim_end(), Some(name)))
    };
    found().filter(|(title, _)| !title.is_empty()).unwrap_or((text, None))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn anchors_are_no_words_of_titles() {
        assert_eq!(cut("Create a user {#createUser}"), ("Create a user", Some("createUser")));
        assert_eq!(cut("Create a user {: #create-user .api }"), ("Create a user", Some("create-user")));
        assert_eq!(cut("GET /users/{id}"), ("GET /users/{id}", None));
        assert_eq!(cut("{#x}"), ("{#x}", None));
    }
}
