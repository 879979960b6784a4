//! Workflow commands of GitHub Actions: `::error file=…,title=…::message`.

/// The message, which stands behind the second `::`.
pub(crate) fn data(text: &str) -> String {
    let shown = super::shown(text, |c| matches!(c, '\n' | '\r'));
    shown.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
