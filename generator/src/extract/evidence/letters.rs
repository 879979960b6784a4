//! Columns that say by a letter what must be there.

use super::tables::{self, Table};
use crate::dialect::Column;

/// Letters for what must be there, for what need not, and those that no other notation has.
struct Notation {
    yes: &'static [&'static str],
    no: &'static [&'static str],
    own: &'static [&'static str],
}

/// The notations in use: mandatory, optional, conditional (as in 3GPP TS 29.501, 5.2.2), required, and marks for yes and no.
/// `O` says the opposite in the last two, so a column is read as a whole.
const NOTATIONS: [Notation; 4] = [
    Notation { yes: &["M"], no: &["O", "C"], own: &["M"] },
    Notation { yes: &["R"], no: &["O", "C"], own: &["R"] },
    Notation { yes: &["O", "\u{25cb}", "\u{25ef}"], no: &["X", "\u{d7}"], own: &["X", "\u{d7}"] },
    Notation {
        yes: &["O", "\u{25cb}", "\u{25ef}", "\u{2705}", "\u{2714}"],
        no: &["-", "\u{2014}"],
        own: &["-", "\u{2014}"],
    },
];

/// What the letters of the column for what is required mean, if all its cells have one of a notation.
pub(super) fn read(table: &Table<'_>) -> Option<impl Fn(&str) -> Option<bool> + use<>> {
    let column = table.columns.at(Column::Required)?;
    let rows = tables::rows(table.grid, &table.columns);
    let cells = || rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.content.text.trim());
    // In East Asia a circle alone says yes.
    let is_eastern = table.columns.heads.get(column).is_some_and(|head| !head.is_ascii());
    let fits = |it: &&Notation| {
        let has = |text: &str| text.is_empty() || it.yes.contains(&text) || it.no.contains(&text);
        let is_circle = is_eastern && it.yes.contains(&"O");
        cells().all(has) && (is_circle || cells().any(|text| it.own.contains(&text)))
    };
    let found = NOTATIONS.iter().find(fits)?;
    Some(move |text: &str| {
        let text = text.trim();
        found.yes.contains(&text).then_some(true).or_else(|| found.no.contains(&text).then_some(false))
    })
}
