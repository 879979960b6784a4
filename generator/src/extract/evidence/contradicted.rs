//! Where the words of a dialect say one thing and all else that the page shows says another. Words win; whoever wrote
//! them is told.

use std::collections::BTreeMap;

use super::{
    Candidate, columns, gather,
    learned::Learned,
    side,
    tables::Table,
    weights::{STRONG, WEIGHTS},
};
use crate::{
    diagnostic::{Diagnostic, Id, Span},
    dialect::{Column, Dialect},
    load::Document,
    raw::{self, Label, Role},
};

/// The share of a table's names that its own side may have all the same.
const MOSTLY_ELSEWHERE: f32 = 0.3;

/// How many kinds are reported, those with the most tables first.
const MOST: usize = 20;

/// What words say and what the page shows. Contradictions that are alike in this are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Of which side the table under these words is.
    Side { words: String, said: &'static str, shown: &'static str },
    /// What the column of this heading holds.
    Column { heading: String, said: &'static str, shown: &'static str },
}

/// The contradictions of a kind.
struct Found {
    count: usize,
    /// How much the page shows, of the place that is told: points, or a share of cells.
    most: f32,
    at: Span,
}

/// Reports contradictions, a finding for each kind at the place where the page shows the most. Each page comes with what
/// the rules of the dialect made of it.
pub(crate) fn contradicted<'d>(
    pages: impl Iterator<Item = (&'d Document, &'d [raw::Page])>,
    dialect: &Dialect,
) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<Kind, Found> = BTreeMap::new();
    for (document, parts) in pages {
        for (kind, most, at) in of_page(document, parts, dialect) {
            let found = kinds.entry(kind).or_insert_with(|| Found { count: 0, most, at: at.clone() });
            found.count += 1;
            if most > found.most {
                (found.most, found.at) = (most, at);
            }
        }
    }
    // Names that are sent often come back, so one table alone proves nothing against the words over it.
    kinds.retain(|kind, found| found.count > 1 || matches!(kind, Kind::Column { .. }));
    let mut kinds: Vec<(Kind, Found)> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(&b.0)));
    kinds.truncate(MOST);
    kinds.into_iter().map(|(kind, found)| told(&kind, found)).collect()
}

fn of_page(document: &Document, parts: &[raw::Page], dialect: &Dialect) -> Vec<(Kind, f32, Span)> {
    let ruled: BTreeMap<u32, &raw::Table> = parts
        .iter()
        .filter(|part| part.ignored.is_none())
        .flat_map(|part| &part.tables)
        .filter(|table| !table.by_evidence)
        .map(|table| (table.span.start, table))
        .collect();
    if ruled.is_empty() {
        return Vec::new();
    }
    let learned = Learned::alone(&dialect.source);
    let look = gather::look(document, dialect);
    let taken = gather::take(&look, dialect, &learned, &WEIGHTS);
    let mut found = Vec::new();
    for operation in gather::described(&look, &learned, dialect) {
        let scene = taken.scene(&operation);
        for table in look.tables.iter().filter(|table| operation.has(table.item)) {
            let Some(rule) = ruled.get(&table.grid.span.start) else { continue };
            let words = || table.words(&look.page).unwrap_or_default();
            if let Some((said, shown, points)) = side(rule, table, &scene) {
                let (said, shown) = (said.name(), shown.name());
                found.push((Kind::Side { words: words(), said, shown }, points, document.place(rule.span)));
            }
        }
    }
    for table in look.tables.iter().filter(|table| ruled.contains_key(&table.grid.span.start)) {
        for (at, said, shown, share) in columns::contradicted(table.grid, dialect) {
            let heading = table.columns.heads.get(at).cloned().unwrap_or_default();
            let cell = table.grid.head.last().and_then(|row| row.cells.get(at));
            let place = document.place(cell.map_or(table.grid.span, |cell| cell.span));
            let (said, shown) = (name(said), name(shown));
            found.push((Kind::Column { heading, said, shown }, share, place));
        }
    }
    found
}

/// The side that words give a table of the operation itself, and the other one that its names stand in.
fn side(
    rule: &raw::Table,
    table: &Table<'_>,
    scene: &side::Scene<'_, '_>,
) -> Option<(Candidate, Candidate, f32)> {
    let (said, shown) = match rule.role {
        Role::Request => (Candidate::Request, Candidate::Response),
        Role::Response => (Candidate::Response, Candidate::Request),
        _ => return None,
    };
    // What describes a member has the side of what refers to it; one name may stand anywhere.
    if matches!(rule.label, Label::Named(_)) || table.tops().count() < 2 {
        return None;
    }
    // What is sent often comes back. Only an example of the side that is said shows that names are missing there.
    let (own, query) = match said {
        Candidate::Request => (&scene.asked, scene.query.as_slice()),
        _ => (&scene.answered, &[][..]),
    };
    let is_free = |name: &str| name.starts_with([':', '{', '<']);
    let has = |name: &str| own.has(name) || query.iter().any(|it| it == name);
    let names: Vec<&str> = table.tops().map(|name| side::first_key(&name.key)).collect();
    let hides = own.is_empty() && query.is_empty();
    if hides || names.iter().any(|name| is_free(name)) || side::share(&names, &has) > MOSTLY_ELSEWHERE {
        return None;
    }
    let decision = side::shown(table, scene);
    let points = decision.points(shown) - decision.points(said);
    (points >= STRONG).then_some((said, shown, points))
}

fn name(column: Column) -> &'static str {
    match column {
        Column::Name => "names",
        Column::Type => "types",
        Column::Required => "what is required",
        Column::Description => "descriptions",
        Column::Location => "locations",
        Column::Default => "defaults",
        Column::Method => "methods",
        Column::Uri => "paths",
        Column::Status => "statuses",
        Column::Code => "codes",
        Column::Value => "values",
        Column::Other => "nothing of use",
    }
}

fn told(kind: &Kind, found: Found) -> Diagnostic {
    let more = |what: &str| match found.count {
        1 => String::new(),
        count => format!("; so it is of {count} {what}"),
    };
    let (message, hint) = match kind {
        Kind::Side { words, said, shown } => {
            let under = if words.is_empty() { String::new() } else { format!(" under `{words}`") };
            (
                format!(
                    "the dialect says that the table{under} is of the {said}, and its names stand in the {shown}{}",
                    more("tables")
                ),
                "look at `sections` and `labels` in the dialect: the words over the table win",
            )
        }
        Kind::Column { heading, said, shown } => (
            format!(
                "the dialect says that the column `{heading}` holds {said}, and its cells are {shown}{}",
                more("columns")
            ),
            "look at `columns` in the dialect: the word wins",
        ),
    };
    Diagnostic::new(Id::ContradictedByEvidence, message).at(found.at).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{dialect, extract, load};

    const PAGE: &str = "# Get lamp\n\n`GET /lamps?house=4`\n\n## In\n\n| Name | Type | Needed |\n|---|---|---|\n| house | int | yes |\n\n\
         ## Out\n\n| Name | Type | Notes |\n|---|---|---|\n| light | int | how bright |\n| colour | string | how red |\n| on | int | since when |\n\n\
         ## Example response\n\n```json\n{\"light\": 7, \"colour\": \"red\", \"on\": 5}\n```\n";

    fn said(dialect: &str, pages: usize) -> Vec<String> {
        let dialect = dialect::read("mine.yaml", dialect).expect("a dialect");
        let documents: Vec<Document> = (0..pages)
            .map(|at| load::page(format!("s/{at}.md").into(), PAGE.as_bytes()).expect("a page"))
            .collect();
        let read: Vec<Vec<raw::Page>> =
            documents.iter().map(|document| extract::pages(&mut document.clone(), &dialect)).collect();
        let pages = documents.iter().zip(read.iter().map(Vec::as_slice));
        let found = contradicted(pages, &dialect);
        assert!(found.iter().all(|found| found.span.is_some() && found.hint.is_some()));
        found.into_iter().map(|found| found.message).collect()
    }

    const RIGHT: &str = "speaks: [en]\nsections: [{text: [In], is: request}, {text: [Out], is: response}]\n\
                         columns: {required: [Needed], description: [Notes]}\n";

    #[test]
    fn words_that_the_page_agrees_with_are_not_told() {
        assert_eq!(said(RIGHT, 4), [""; 0]);
    }

    #[test]
    fn a_side_that_the_examples_contradict_is_told_once() {
        let wrong = RIGHT.replace("{text: [Out], is: response}", "{text: [Out], is: request}");
        let told = "the dialect says that the table under `out` is of the request, and its names stand in the response; \
                    so it is of 4 tables";
        assert_eq!(said(&wrong, 4), [told]);
        assert_eq!(said(&wrong, 1), [""; 0], "what is sent often comes back");
    }

    #[test]
    fn a_column_that_its_cells_contradict_is_told() {
        let wrong = "speaks: [en]\nsections: [{text: [In], is: request}, {text: [Out], is: response}]\n\
                     columns: {required: [Needed], other: [Type], description: [Notes]}\n";
        let told = "the dialect says that the column `type` holds nothing of use, and its cells are types; so it is of 2 columns";
        assert_eq!(said(wrong, 2), [told], "a table of one row tells nothing");
    }
}
