//! What says that a table holds no fields.

use tablature_ir::Location;

use super::{
    decision::{Candidate, Decision},
    learned::ratio,
    side::{Scene, share},
    tables::{self, Table},
};
use crate::{
    dialect::{Column, Dialect, Part, Said},
    load::Syntax,
};

/// What says that it holds no fields.
pub(super) fn nothing(table: &Table<'_>, scene: &Scene<'_, '_>, decision: &mut Decision) {
    let (weights, learned) = (scene.weights, scene.learned);
    if !table.columns.headed {
        let least = if scene.headed { 1.0 } else { 0.5 };
        decision.add(Candidate::None, "no header word names its first column", weights.only_profile * least);
    }
    let all = learned.all.request + learned.all.response;
    // All headers are text.
    let of_headers =
        table.headings.first().is_some_and(|(_, said)| said.location() == Some(Location::Header));
    if !of_headers && learned.finished && !table.has(Column::Type) && ratio(learned.typed, all) > 0.8 {
        decision.add(
            Candidate::None,
            "no column of types, unlike the vendor's other tables",
            weights.untyped,
        );
    }
    let tops: Vec<&str> = table.tops().map(|name| name.key.as_str()).collect();
    let unknown = |name: &str| {
        let capitals =
            name.len() > 2 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        capitals
            && !scene.asked.has(name)
            && !scene.answered.has(name)
            && !scene.query.iter().any(|query| query == name)
    };
    if share(&tops, &unknown) > 0.8 {
        decision.add(Candidate::None, "names in capitals that no example has", weights.values);
    }
    let written = share(&tops, &|name| name.starts_with([':', '{', '<'])) > 0.5;
    // A list is one of fields by the words over it.
    let is_list = table.grid.syntax == Syntax::List;
    if !written
        && !is_list
        && !table.has(Column::Type)
        && !table.has(Column::Required)
        && begin_alike(table, scene.dialect)
    {
        decision.add(Candidate::None, "descriptions begin alike", weights.alike);
    }
    let values = |said: &Said| said.has(Part::Values);
    if table.caption.as_ref().is_some_and(|caption| values(&caption.said))
        || table.headings.first().is_some_and(|(_, said)| values(said))
    {
        decision.add(Candidate::None, "words for values", weights.values);
    }
    let code = |said: &Said| said.has(Part::Code);
    if table.caption.as_ref().is_some_and(|caption| code(&caption.said))
        || table.headings.first().is_some_and(|(_, said)| code(said))
    {
        decision.add(Candidate::None, "words for codes of errors", weights.values);
    }
}

/// Whether the descriptions of nearly all rows begin with one word that means something.
fn begin_alike(table: &Table<'_>, dialect: &Dialect) -> bool {
    let Some(column) = table.columns.at(Column::Description) else { return false };
    let rows = tables::rows(table.grid, &table.columns);
    let cells = rows.iter().filter_map(|row| row.cells.get(column));
    let first = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .find(|word| !word.is_empty())
            .unwrap_or_default()
            .to_lowercase()
    };
    let firsts: Vec<String> = cells.map(|cell| first(&cell.content.text)).collect();
    let Some(usual) = firsts.first() else { return false };
    let same = firsts.iter().filter(|word| *word == usual).count();
    firsts.len() >= 2 && same * 5 >= firsts.len() * 4 && !dialect.words.read(usual).rest.is_empty()
}
