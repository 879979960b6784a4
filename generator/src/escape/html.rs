//! A page of HTML. Its template escapes markup; this shows hidden characters.

/// A page that was rendered.
pub(crate) fn page(html: &str) -> String {
    super::shown(html, |c| matches!(c, '\n' | '\t')).into_owned()
}
