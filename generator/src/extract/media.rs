//! The media types that pages state for the bodies of requests.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::{
    dialect::{Dialect, Part},
    load::Table,
    raw::Media,
};

/// How texts spell media types, in small letters. `urlencoded` alone speaks of values in addresses.
const SPELLED: [(&str, Media); 11] = [
    ("application/json", Media::Json),
    ("+json", Media::Json),
    ("application/xml", Media::Xml),
    ("text/xml", Media::Xml),
    ("multipart/form-data", Media::Parts),
    ("form-data", Media::Parts),
    ("x-www-form-urlencoded", Media::Form),
    ("form urlencoded", Media::Form),
    ("form-urlencoded", Media::Form),
    ("form-encoded", Media::Form),
    ("form encoded", Media::Form),
];

/// The media type that a text names first.
pub(crate) fn named(text: &str) -> Option<Media> {
    let text = text.to_ascii_lowercase();
    let found = SPELLED.iter().filter_map(|(word, media)| Some((text.find(word)?, *media)));
    // `multipart/form-data` begins before the `form-data` in it.
    found.min_by_key(|(at, _)| *at).map(|(_, media)| media)
}

/// What the sentences of a text say of the bodies of requests.
pub(super) fn stated(text: &str, dialect: &Dialect) -> Vec<Media> {
    if !may_state(text) {
        return Vec::new();
    }
    let clauses = text.split(['\n', ';', '\u{3002}', '\u{ff1b}', '\u{ff0c}']);
    let clauses = clauses.flat_map(|clause| clause.split(". ")).flat_map(|clause| clause.split(", "));
    clauses.filter_map(|clause| named(clause).filter(|_| is_of_request(clause, dialect))).collect()
}

/// What the rows of a table say: `Content-Type | multipart/form-data`.
pub(super) fn in_table(table: &Table, dialect: &Dialect) -> Vec<Media> {
    let rows = table.rows.iter().filter(|row| row.cells.iter().any(|cell| may_state(&cell.content.text)));
    let rows = rows.map(|row| {
        let cells = row.cells.iter().map(|cell| cell.content.joined());
        cells.collect::<Vec<_>>().join(" | ")
    });
    rows.filter_map(|row| named(&row).filter(|_| is_of_request(&row, dialect))).collect()
}

/// Finds what all names of media types here have. Few texts do, and to look for the names in each costs more.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let signs = ["/json", "+json", "/xml", "form-", "-form", "form urlencoded", "form encoded"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(signs).ok()
});

fn may_state(text: &str) -> bool {
    SIGNS.as_ref().is_some_and(|signs| signs.is_match(text))
}

/// Whether a clause speaks of what is sent. The header `Accept` says what is to come back.
fn is_of_request(clause: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(clause);
    let accepts = clause.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == "Accept");
    !accepts && (!said.has(Part::Response) || said.has(Part::Request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;

    #[test]
    fn sentences_say_how_requests_are_written() {
        let dialect = dialect::read("mine.yaml", "speaks: [en, zh]\n").expect("no fault");
        for (text, wanted) in [
            ("Content-Type: multipart/form-data", &[Media::Parts][..]),
            (
                "Request parameters are standard HTTP form urlencoded parameters, and responses are application/json.",
                &[Media::Form],
            ),
            ("The response is application/json", &[]),
            ("Accept: application/json", &[]),
            (
                "\u{8bf7}\u{6c42}\u{683c}\u{5f0f}\u{ff1a}form-data\u{ff0c}\u{8fd4}\u{56de}\u{683c}\u{5f0f}\u{ff1a}application/json",
                &[Media::Parts],
            ),
            ("The value is urlencoded, for more information see the platform", &[]),
        ] {
            assert_eq!(stated(text, &dialect), wanted, "{text}");
        }
    }
}
