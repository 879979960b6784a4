//! The row of a table of the request that tells of the body itself: what it is called is not sent.

use tablature_ir::Location;

use super::{rows::said, side::Scene};
use crate::{
    dialect::{Dialect, Part},
    raw::Row,
};

/// The name of such a row, as the words of all languages have it.
const WHOLE: &str = "-";

/// Marks the row for the body, if a table has one: its type leads to what describes the body, and it is called a body, a
/// request, or what its type is called. All rows have a place then, or its type is described on another page; what has no
/// place goes into the query.
pub(super) fn mark(rows: &mut [Row], scene: &Scene<'_, '_>) {
    if scene.reads() {
        return;
    }
    let is_path = |row: &Row| row.location == Some(Location::Path);
    let placed = rows.iter().any(|row| !matches!(row.location, None | Some(Location::Path)));
    let may = |row: &Row| match row.location {
        Some(place) => place == Location::Body,
        None => !placed && row.ty.links.iter().any(|link| !link.target.starts_with('#')),
    };
    let mut found = (0..rows.len()).filter(|at| rows.get(*at).is_some_and(&may));
    let (Some(at), None) = (found.next(), found.next()) else { return };
    let Some(row) = rows.get(at) else { return };
    let alone = rows.iter().all(|row| placed || is_path(row) || may(row));
    let is_whole = !row.ty.links.is_empty()
        && row.path.as_ref().is_none_or(|path| path.len() == 1)
        && (is_body(&row.name.text, scene.dialect) || alone && is_type(row));
    if !is_whole {
        return;
    }
    for row in rows.iter_mut().filter(|row| row.location.is_none()) {
        row.location = Some(Location::Query);
    }
    if let Some(row) = rows.get_mut(at) {
        row.name = said(&row.name, WHOLE);
        row.path = None;
        row.location = Some(Location::Body);
    }
}

/// Whether a name only says that it is the body of a request.
fn is_body(name: &str, dialect: &Dialect) -> bool {
    let said = dialect.words.read(name);
    let is = said.location() == Some(Location::Body) || said.has(Part::Request);
    is && said.rest.is_empty() && !said.has(Part::Response)
}

/// Whether a row is called what its type is called.
fn is_type(row: &Row) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let name = plain(&row.name.text);
    !name.is_empty() && name == plain(&row.ty.joined())
}
