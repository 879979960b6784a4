//! Whether a table has the fields of the operation itself, or of something that one of its rows refers to.

use std::collections::{HashMap, HashSet};

use super::{
    decision::Candidate,
    page::Page,
    side::{Scene, bare, first_key, share},
    tables::{self, Table},
    weights::Weights,
};
use crate::{
    dialect::{Column, Dialect, Part, Said, Word, normal},
    load::Inline,
};

/// References to tables on a page, by link, type and name, each with the tables that make them.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The anchors that rows link to, and the table that each row is of.
    anchors: HashMap<String, Vec<usize>>,
    /// The words of type cells.
    types: HashMap<String, Vec<usize>>,
    /// The names of rows that can hold members.
    names: HashMap<String, Vec<usize>>,
}

/// What others may call a table.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The name that caption or heading gives, if one does.
    pub(super) name: Option<String>,
    pub(super) anchors: HashSet<String>,
    /// Whether the name comes from a heading.
    pub(super) headed: bool,
}

/// A reference of a row to the description of its members.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) name: String,
    anchor: Option<String>,
    /// Whether it is a type that has a name, not only a row that can hold members.
    pub(super) typed: bool,
}

impl Reference {
    /// Whether a table is called so.
    pub(super) fn leads_to(&self, named: &Named) -> bool {
        self.anchor.as_ref().is_some_and(|anchor| named.anchors.contains(anchor))
            || named.name.as_ref().is_some_and(|name| key(name) == key(&self.name))
    }
}

/// The types that a row names and no word of the language means.
pub(super) fn of_row(table: &Table<'_>, row: usize, dialect: &Dialect) -> Vec<Reference> {
    let rows = tables::rows(table.grid, &table.columns);
    let cell = table.columns.at(Column::Type).and_then(|at| rows.get(row)?.cells.get(at));
    let Some(content) = cell.map(|cell| &cell.content) else { return Vec::new() };
    let typed = true;
    let linked = content.links.iter().filter_map(|link| {
        let (page, anchor) = link.target.rsplit_once('#')?;
        let name = content.link_text(link).trim().to_owned();
        let anchor = Some(anchor.to_lowercase());
        (page.is_empty() && !name.is_empty()).then_some(Reference { name, anchor, typed })
    });
    let linked: Vec<Reference> = linked.collect();
    if !linked.is_empty() {
        return linked;
    }
    let words = || content.text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')));
    let known = |word: &str| {
        let lower = normal(word);
        dialect.types.get(&*lower).or_else(|| dialect.types.get(lower.strip_suffix('s')?))
    };
    let unknown = words().filter(|word| word.len() > 2 && known(word).is_none());
    let named: Vec<Reference> =
        unknown.map(|word| Reference { name: word.to_owned(), anchor: None, typed }).collect();
    // An object, or a list of them, whose type has the name of its field.
    let is_scalar = |word: &str| known(word).is_some_and(Word::is_scalar);
    let whole = known(&content.text).is_some_and(|word| !word.is_scalar());
    let holds = whole || words().any(|word| known(word).is_some()) && !words().any(is_scalar);
    let name = table.names.get(row).and_then(Option::as_ref).filter(|_| named.is_empty() && holds);
    let open =
        name.map(|name| Reference { name: last_key(&name.key).to_owned(), anchor: None, typed: false });
    named.into_iter().chain(open).collect()
}

impl References {
    pub(super) fn of(tables: &[Table<'_>], dialect: &Dialect) -> Self {
        let mut references = References::default();
        for (index, table) in tables.iter().enumerate() {
            references.table(index, table, dialect);
        }
        references
    }

    fn table(&mut self, index: usize, table: &Table<'_>, dialect: &Dialect) {
        let rows = tables::rows(table.grid, &table.columns);
        for (at, row) in rows.iter().enumerate() {
            let cell =
                |column| table.columns.at(column).and_then(|at| row.cells.get(at)).map(|cell| &cell.content);
            let holds = table.holds(at, dialect);
            for content in [cell(Column::Type), cell(Column::Name)].into_iter().flatten() {
                self.links(content, index);
            }
            if holds && let Some(content) = cell(Column::Description) {
                self.links(content, index);
            }
            if let Some(content) = cell(Column::Type) {
                for word in
                    content.text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
                {
                    if word.len() > 2 && !dialect.types.contains_key(&*normal(word)) {
                        self.types.entry(key(word)).or_default().push(index);
                    }
                }
            }
            if holds && let Some(Some(name)) = table.names.get(at) {
                self.names.entry(key(last_key(&name.key))).or_default().push(index);
            }
        }
    }

    fn links(&mut self, content: &Inline, index: usize) {
        for anchor in
            content.links.iter().filter_map(|link| link.target.rsplit_once('#').map(|(_, anchor)| anchor))
        {
            self.anchors.entry(anchor.to_lowercase()).or_default().push(index);
        }
    }

    fn by<'r>(
        map: &'r HashMap<String, Vec<usize>>,
        key: &str,
        own: usize,
    ) -> impl Iterator<Item = usize> + 'r {
        map.get(key).into_iter().flatten().copied().filter(move |other| *other != own)
    }

    /// The first table with a row that refers to this one.
    pub(super) fn first(&self, own: usize, named: &Named) -> Option<usize> {
        self.all(own, named).first().copied()
    }

    /// The tables with rows that refer to this one, in the surest of the ways in which any does.
    pub(super) fn all(&self, own: usize, named: &Named) -> Vec<usize> {
        let mut anchors: Vec<&String> = named.anchors.iter().collect();
        anchors.sort();
        let linked = anchors.into_iter().map(|anchor| Self::by(&self.anchors, anchor, own).collect());
        let named = named.name.iter().flat_map(|name| {
            let name = key(name);
            [Self::by(&self.types, &name, own).collect(), Self::by(&self.names, &name, own).collect()]
        });
        linked.chain(named).find(|found: &Vec<usize>| !found.is_empty()).unwrap_or_default()
    }
}

/// What others may call a table: its caption, else the nearest heading that is not the operation's own.
pub(super) fn named(page: &Page<'_>, table: &Table<'_>, own: usize) -> Named {
    let mut named = Named::default();
    named.anchors.extend(table.anchors.iter().map(|anchor| anchor.to_lowercase()));
    let name = |said: &Said, whole: &str| {
        let plain = is_name(&said.rest).then(|| said.rest.clone());
        // A word for a role may be a name where it is all there is: `Param`, `result`.
        plain.or_else(|| {
            (said.rest.is_empty() && is_name(whole) && !whole.contains(' ')).then(|| whole.to_owned())
        })
    };
    if let Some(caption) = &table.caption {
        let code = caption.code.clone().filter(|code| is_name(code) && caption.said.has(Part::Definition));
        named.name = code.or_else(|| name(&caption.said, &caption.text));
    }
    // "Properties" below the name of a type: on a page of its own the heading around it names what has them.
    let is_part = |said: &Said| own == usize::MAX && said.rest.is_empty() && said.has(Part::Fields);
    let around = table.headings.iter().find(|(_, said)| !is_part(said));
    if let Some((section, said)) = around.or(table.headings.first()).filter(|(section, _)| *section != own) {
        let heading = page.sections.get(*section);
        let first = heading.is_some_and(|heading| {
            let before = page.items.get(heading.start..table.item).unwrap_or_default();
            !before.iter().any(|item| item.table().is_some())
        });
        if let Some(heading) = heading.filter(|_| first && named.name.is_none()) {
            named.name = name(said, &heading.title);
            named.headed = named.name.is_some();
        }
    }
    for section in page.leading(table.item, own) {
        named.anchors.extend(page.anchors(section).map(|anchor| anchor.to_lowercase()));
    }
    named
}

/// Points for a definition and points for a table of the operation itself.
pub(super) fn weigh(
    index: usize,
    table: &Table<'_>,
    named: &Named,
    references: &References,
    scene: &Scene<'_, '_>,
    first_of_side: bool,
) -> (f32, f32) {
    let weights = scene.weights;
    let mut definition = definition(index, table, named, references, weights);
    // A table of a type before the request is not about the request.
    if definition > 0.0 && is_model(table) && table.item < scene.operation.line.item {
        definition += weights.model;
    }
    let mut root = weights.root;
    let tops: Vec<&str> = table.tops().map(|name| first_key(&name.key)).collect();
    let at_top = [
        share(&tops, &|name| scene.placeholders.iter().chain(&scene.query).any(|it| bare(it) == bare(name))),
        share(&tops, &|name| scene.asked.child(0, name).is_some()),
        share(&tops, &|name| {
            scene.answered.child(scene.payload, name).is_some() || scene.answered.child(0, name).is_some()
        }),
    ];
    root += weights.top * at_top.into_iter().fold(0.0, f32::max);
    let said = table.caption.as_ref().map(|caption| &caption.said);
    let said = said.or_else(|| {
        table
            .headings
            .first()
            .filter(|(section, _)| *section != scene.operation.section)
            .map(|(_, said)| said)
    });
    if let Some(said) = said {
        let spoken = [Part::Request, Part::Response, Part::Fields].iter().any(|part| said.has(*part))
            || said.location().is_some();
        let only = said.rest.is_empty() && !said.has(Part::Definition);
        root += if spoken && only {
            weights.role_words
        } else if spoken && said.rest.is_empty() {
            weights.role_word
        } else {
            0.0
        };
    }
    if first_of_side {
        root += weights.first_of_side;
    }
    (definition, root)
}

fn definition(
    index: usize,
    table: &Table<'_>,
    named: &Named,
    references: &References,
    weights: &Weights,
) -> f32 {
    let linked = named
        .anchors
        .iter()
        .any(|anchor| References::by(&references.anchors, anchor, index).next().is_some());
    let mut points: f32 = 0.0;
    if linked {
        points += weights.linked;
    }
    if let Some(name) = &named.name {
        let key = key(name);
        if References::by(&references.types, &key, index).next().is_some() {
            points = points.max(weights.typed);
        }
        if References::by(&references.names, &key, index).next().is_some() {
            points = points.max(weights.named);
        }
        let dotted = name.rsplit_once('.').is_some_and(|(_, last)| {
            References::by(&references.names, &self::key(last), index).next().is_some()
        });
        if dotted {
            points = points.max(weights.typed);
        }
    }
    if table.grid.head.is_empty() {
        return points;
    }
    if is_model(table) {
        points += if points > 0.0 || named.name.is_some() { weights.model } else { weights.model_alone };
    }
    points
}

/// Whether caption or heading has a word for types.
fn is_model(table: &Table<'_>) -> bool {
    table.caption.as_ref().is_some_and(|it| it.said.has(Part::Definition))
        || table.headings.first().is_some_and(|(_, said)| said.has(Part::Definition))
}

/// The candidate of a definition: the side of the first table that refers to it. Where tables of its own side do, too
/// (each side may have an object of that name), it keeps its own.
pub(super) fn inherited(
    sides: &[Option<Candidate>],
    from: &[usize],
    own: Option<Candidate>,
) -> Option<Candidate> {
    let of = |from: &usize| sides.get(*from).copied().flatten();
    let both = own.is_some() && from.iter().any(|from| of(from) == own);
    if both { own } else { from.first().and_then(of) }
}

/// Whether a text is one name.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && crate::extract::is_identifier(text) && text.split(' ').count() <= 3
}

fn last_key(name: &str) -> &str {
    name.rsplit('.').find(|part| part.len() > 1).unwrap_or(name).trim_end_matches("[]")
}

/// A name in the form in which names are compared, without letter case and joining signs.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
