//! The rows of a table, as raw rows, each with the keys that lead to it.

use super::{
    columns, letters, listed,
    names::{self, Name},
    side::bare,
    tables::{self, Table},
    tree::Tree,
};
use crate::{
    dialect::{Column, Dialect, normal},
    load::{Document, Inline, Spread},
    raw::{Row, Segment},
};

/// Reads the rows of a table. `dots` says whether dots in names are keys within keys wherever they stand.
pub(super) fn read(
    table: &Table<'_>,
    document: &Document,
    dialect: &Dialect,
    dots: bool,
    path: &[String],
) -> Vec<Row> {
    let rows = tables::rows(table.grid, &table.columns);
    let mut read: Vec<Row> = Vec::with_capacity(rows.len());
    let letters = letters::read(table);
    let by_letter = |content: &Inline| letters.as_ref().and_then(|letters| letters(&content.text));
    for (row, name) in rows.iter().zip(&table.names) {
        let line = u32::try_from(document.line(row.span.start as usize)).unwrap_or(u32::MAX);
        let mut raw = Row { span: row.span, line, ..Row::default() };
        for (cell, column) in row.cells.iter().zip(&table.columns.of) {
            let content = &cell.content;
            match column {
                Some(Column::Name) => raw.name = content.clone(),
                Some(Column::Type) if cell.spread != Spread::Left => raw.ty = content.clone(),
                Some(Column::Required) => {
                    match by_letter(content).or_else(|| inverse(content, table, dialect)) {
                        Some(needed) => raw.needed = Some(needed),
                        None => raw.required = content.clone(),
                    }
                }
                Some(Column::Description) if cell.spread != Spread::Left => raw.description = content.clone(),
                Some(Column::Location) => raw.location = dialect.words.read(&content.text).location(),
                // What must be given has no default, and some say so there.
                Some(Column::Default) if demands(content, dialect) && raw.required.is_empty() => {
                    raw.required = content.clone();
                }
                Some(Column::Default) if !content.is_empty() => raw.default = Some(content.text.clone()),
                _ => {}
            }
        }
        if let Some(label) = table.columns.label.and_then(|at| row.cells.get(at)) {
            let description = std::mem::replace(&mut raw.description, label.content.clone());
            if !description.is_empty() {
                raw.description.append(": ", description);
            }
        }
        raw.needed = raw.needed.or(described(&raw.description, dialect));
        if let Some(name) = name {
            raw.needed = raw.needed.or(name.is_bracketed.then_some(false));
            tidy(&mut raw, name, path, dialect);
        }
        if table.grid.head.is_empty() {
            listed::both(&mut raw, dialect);
            listed::about(&mut raw, dialect);
        }
        read.push(raw);
    }
    nest(&mut read, &table.names, dots, path);
    if table.grid.head.is_empty() {
        of_scalars(&mut read, dialect);
    }
    unwrap(&mut read);
    read
}

/// Takes items below a scalar for what they are, since a scalar has no members: its default (`Default: 1`), or a value that
/// it may have, where the item has no type of its own.
fn of_scalars(rows: &mut Vec<Row>, dialect: &Dialect) {
    let is_scalar = |row: &Row| {
        dialect.types.get(&*normal(&row.ty.joined())).is_some_and(crate::dialect::Word::is_scalar)
    };
    let mut at = 1;
    while let Some(row) = rows.get(at) {
        let (key, depth) = (row.name.joined(), row.path.as_ref().map_or(0, Vec::len));
        let is_default = dialect.columns.get(&*normal(&key)) == Some(&Column::Default);
        let is_value = row.ty.is_empty();
        let above = rows.get(..at).unwrap_or_default();
        let holder = above.iter().rposition(|it| it.path.as_ref().map_or(0, Vec::len) < depth);
        let holder = holder.filter(|it| (is_default || is_value) && rows.get(*it).is_some_and(is_scalar));
        let Some(holder) = holder else {
            at += 1;
            continue;
        };
        let item = rows.remove(at);
        let Some(holder) = rows.get_mut(holder) else { continue };
        if is_default {
            let value = item.description.text.trim_matches(['`', '"', ' ']);
            holder.default = holder.default.take().or(Some(value.into()));
        } else {
            let sign =
                if holder.description.text.trim_end().ends_with([':', '\u{ff1a}']) { " " } else { ", " };
            holder.description.append(sign, item.name);
        }
    }
}

/// Takes the body itself out of a table that tells of all places: of its rows one alone stands in the body, and has the
/// fields of the body below it. What that row is called is not sent.
fn unwrap(rows: &mut Vec<Row>) {
    use tablature_ir::Location::{Body, Query};
    let length = |row: &Row| row.path.as_ref().map_or(0, Vec::len);
    let mut bodies = (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| row.location == Some(Body)));
    let (Some(at), None) = (bodies.next(), bodies.next()) else { return };
    let Some(own) = rows.get(at).filter(|row| length(row) == 1).and_then(|row| row.path.clone()) else {
        return;
    };
    let is_below = |row: &Row| {
        let first = row.path.as_ref().filter(|path| path.len() > 1).and_then(|path| path.first());
        first.is_some() && first.map(|segment| &segment.key) == own.first().map(|segment| &segment.key)
    };
    // A list is a body of its own kind.
    let is_list = own.iter().any(|segment| segment.lists > 0);
    let places = rows.iter().filter(|row| row.location.is_some()).count();
    let named = rows.iter().filter(|row| length(row) == 1).count();
    if is_list || places < named || !rows.iter().any(is_below) {
        return;
    }
    for row in rows.iter_mut().filter(|row| is_below(row)) {
        if let Some(path) = &mut row.path {
            path.remove(0);
        }
        row.location = row.location.filter(|place| *place != Query).or(Some(Body));
    }
    rows.remove(at);
}

/// What a yes or no means in a column that asks what is optional. `None` for any other column.
fn inverse(content: &Inline, table: &Table<'_>, dialect: &Dialect) -> Option<bool> {
    if table.columns.inverted { crate::extract::table::inverse(&content.joined(), dialect) } else { None }
}

/// Reduces the cell to the name itself. What surrounds it may say the type, or whether the field is required.
pub(super) fn tidy(row: &mut Row, name: &Name, path: &[String], dialect: &Dialect) {
    let key = own_key(&name.key, path);
    // A placeholder of the path is required, whatever the words over the table say about its other rows.
    if path.iter().any(|placeholder| bare(placeholder) == key) {
        row.location = row.location.or(Some(tablature_ir::Location::Path));
    }
    if name.rest.starts_with('?') {
        row.needed = Some(false);
    }
    listed::facts(row, &name.rest, dialect);
    if *row.name.text != *key {
        row.name = said(&row.name, key);
    }
}

/// Whether a cell of defaults says nothing but that the field must be given: `(required)`.
fn demands(content: &Inline, dialect: &Dialect) -> bool {
    let text = content.joined();
    let word = text.trim().trim_matches(['(', ')', '*', '_', '<', '>', '\u{ff08}', '\u{ff09}']);
    let word = normal(word);
    // A short word such as "yes" may be the default of a switch.
    let is_long = word.len() > 3
        && word != "true"
        && !dialect.source.prose.defaults.yes.iter().any(|yes| normal(yes) == word);
    is_long && dialect.required.iter().any(|(known, needed)| *known == word && *needed == Some(true))
}

/// What the beginning or the end of a description says about whether a field is required.
pub(super) fn described(description: &Inline, dialect: &Dialect) -> Option<bool> {
    let edge = |c: char| !c.is_alphanumeric();
    let text = description.text.trim_matches(edge);
    let start = text
        .split([
            '.', ',', ';', ':', '(', '\u{3002}', '\u{ff0c}', '\u{ff08}', '\u{3011}', ']', '\n', '-',
            '\u{2013}',
        ])
        .next()
        .unwrap_or_default();
    let end = text.rsplit(['.', '(', '\u{3002}', '\u{ff08}', '\n']).next().unwrap_or_default();
    let lead = description.lead().unwrap_or(start);
    [lead, start, end].into_iter().map(|part| normal(part.trim_matches(edge))).find_map(|part| {
        let word = dialect.required.iter().find(|(word, _)| *word == part && part.chars().count() > 1);
        word.and_then(|(_, required)| *required).filter(|_| part.len() > 3)
    })
}

/// The share of the rows that say themselves that they go into the path, the query, a form or a body. Responses have
/// headers, too.
pub(super) fn sent(table: &Table<'_>, dialect: &Dialect) -> f32 {
    let Some(column) = table.columns.at(Column::Location) else { return 0.0 };
    let rows = tables::rows(table.grid, &table.columns);
    let place = |row: &&crate::load::Row| dialect.words.read(&row.cells.get(column)?.content.text).location();
    let places: Vec<_> = rows.iter().filter_map(place).collect();
    if places.len() < rows.len() {
        return 0.0;
    }
    let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
    let sent = places.iter().filter(|place| **place != tablature_ir::Location::Header).count();
    count(sent) / count(places.len().max(1))
}

/// Whether descriptions in a table say what is required.
pub(super) fn is_marked(table: &Table<'_>, dialect: &Dialect) -> bool {
    let marked = |name: &Name| {
        let mut words = name.rest.split([' ', ',', '(', ')']);
        words.any(|word| columns::says_required(word, dialect) == Some(true))
    };
    if table.names.iter().flatten().any(marked) {
        return true;
    }
    if table.grid.head.is_empty() {
        return table.grid.rows.iter().any(|row| listed::needs(row, dialect));
    }
    let Some(column) = table.columns.at(Column::Description) else { return false };
    let rows = tables::rows(table.grid, &table.columns);
    let cells = rows.iter().filter_map(|row| row.cells.get(column));
    cells.take(40).any(|cell| described(&cell.content, dialect) == Some(true))
}

/// What is said about all rows of a table: by a word of its caption or heading, or by a sentence above it.
pub(super) fn needed(texts: &[&str], dialect: &Dialect) -> Option<bool> {
    texts.iter().find_map(|text| {
        let lower = normal(text);
        if lower.len() > 160 {
            return None;
        }
        let has = |wanted: bool| {
            let mut words =
                dialect.required.iter().filter(|(word, is)| *is == Some(wanted) && word.len() > 3);
            words.any(|(word, _)| {
                lower.match_indices(word.as_str()).any(|(at, _)| {
                    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                    !word.is_ascii()
                        || !letter(lower.get(..at).and_then(|it| it.chars().next_back()))
                            && !letter(lower.get(at + word.len()..).and_then(|it| it.chars().next()))
                })
            })
        };
        match (has(true), has(false)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    })
}

/// A part of what a cell says, at the place of the cell.
pub(super) fn said(cell: &Inline, part: &str) -> Inline {
    let mut inline = cell.clone();
    inline.text = part.into();
    inline.links.clear();
    inline.marks.clear();
    inline
}

/// The name on the wire: placeholders lose their signs.
fn own_key<'k>(key: &'k str, path: &[String]) -> &'k str {
    let inner = bare(key);
    let is_placeholder = path.iter().any(|placeholder| bare(placeholder) == inner);
    if is_placeholder || key.starts_with(':') { inner } else { key }
}

/// Gives each row its keys, starting at the table's own fields: by its indentation, else by its dots.
fn nest(rows: &mut [Row], names: &[Option<Name>], dots: bool, path: &[String]) {
    let full: Vec<&str> = names.iter().flatten().map(|name| name.key.as_str()).collect();
    let mut around: Vec<(usize, Vec<Segment>)> = Vec::new();
    for (row, name) in rows.iter_mut().zip(names) {
        let Some(name) = name
            .as_ref()
            .filter(|name| !names::is_free(&name.key) || !own_key(&name.key, path).contains(['{', '<']))
        else {
            continue;
        };
        let key = own_key(&name.key, path);
        let parent = key.rsplit_once('.').map(|(parent, _)| parent.trim_end_matches("[]"));
        let holds = dots
            || names::has_index(key)
            || parent.is_some_and(|parent| full.iter().any(|other| other.trim_end_matches("[]") == parent));
        let mut segments = names::segments(key, holds);
        if segments.is_empty() {
            continue;
        }
        while around.last().is_some_and(|(depth, _)| *depth >= name.depth) {
            around.pop();
        }
        if name.depth > 0
            && let Some((_, outer)) = around.last()
        {
            let repeats =
                segments.len() > outer.len() && outer.iter().zip(&segments).all(|(a, b)| a.key == b.key);
            if !repeats {
                segments = [outer.as_slice(), segments.as_slice()].concat();
            }
        }
        around.push((name.depth, segments.clone()));
        row.path = Some(segments);
    }
}

/// The node of an example that holds the fields of some tables: it has at least the share `MOST` of their names as
/// members, and no more than the share `FEW` stand beside it. The root, 0, where no other node is better.
pub(super) fn wrapper(names: &[&str], tree: &Tree) -> usize {
    const MOST: f32 = 0.6;
    const FEW: f32 = 0.2;
    if names.is_empty() || tree.is_empty() {
        return 0;
    }
    let under = |node: usize| super::side::share(names, &|name| tree.child(node, name).is_some());
    if under(0) > FEW {
        return 0;
    }
    let mut best: Option<(usize, f32)> = None;
    let mut several = false;
    for node in 1..tree.nodes.len() {
        if tree.way(node).len() > 2
            || names.contains(&tree.nodes.get(node).map_or("", |node| node.key.as_str()))
        {
            continue;
        }
        let share = under(node);
        if share < MOST {
            continue;
        }
        match best {
            Some((_, most)) if share > most => (best, several) = (Some((node, share)), false),
            Some((_, most)) if (share - most).abs() < f32::EPSILON => several = true,
            Some(_) => {}
            None => best = Some((node, share)),
        }
    }
    best.filter(|_| !several).map_or(0, |(node, _)| node)
}

/// Puts rows below the keys that lead to a node of an example, those apart that stand beside it.
pub(super) fn wrap(rows: &mut [Row], tree: &Tree, node: usize) {
    let way: Vec<Segment> = tree
        .way(node)
        .into_iter()
        .filter_map(|node| tree.nodes.get(node))
        .map(|node| Segment { key: node.key.clone(), lists: node.lists, ..Segment::default() })
        .collect();
    if way.is_empty() {
        return;
    }
    for row in rows {
        let Some(path) = &mut row.path else { continue };
        let first = path.first().map(|segment| segment.key.clone()).unwrap_or_default();
        let beside = tree.child(0, &first).is_some() && tree.child(node, &first).is_none();
        if !beside {
            *path = [way.as_slice(), path.as_slice()].concat();
        }
    }
}

/// Moves rows into a row above, where the example shows them only there and the table itself does not nest.
pub(super) fn by_example(rows: &mut [Row], tree: &Tree, top: usize) {
    let flat = rows.iter().all(|row| row.path.as_ref().is_none_or(|path| path.len() == 1));
    if !flat || tree.is_empty() {
        return;
    }
    let mut placed: Vec<(String, usize)> = Vec::new();
    let mut grouped: Vec<String> = Vec::new();
    for row in rows.iter_mut() {
        let Some(path) = &mut row.path else { continue };
        let Some(own) = path.first().cloned() else { continue };
        if let Some(node) = tree.child(top, &own.key) {
            placed.push((own.key, node));
            continue;
        }
        // The nearest row above that the example has this key in.
        let within = placed.iter().rev().find_map(|(_, node)| Some((*node, tree.child(*node, &own.key)?)));
        let Some((_, node)) = within else { continue };
        placed.push((own.key.clone(), node));
        let base = tree.way(top).len();
        let way = tree.way(node).into_iter().skip(base);
        let mut way: Vec<Segment> = way
            .filter_map(|node| tree.nodes.get(node))
            .map(|node| Segment { key: node.key.clone(), lists: node.lists, ..Segment::default() })
            .collect();
        if let Some(last) = way.last_mut() {
            *last = own;
        }
        *path = way;
        grouped.push(own_key_of(row));
    }
    // "Array of Boats", and the row `Boats` is what the list is called within: the example shows an object around it.
    for row in rows.iter_mut() {
        let Some([only]) = row.path.as_deref() else { continue };
        let Some(node) = tree.child(top, &only.key).and_then(|node| tree.nodes.get(node)) else { continue };
        let within = |key: &String| node.children.contains_key(key) && names_word(&row.ty.text, key);
        if node.object && node.lists == 0 && grouped.iter().any(within) {
            row.ty = Inline::default();
        }
    }
}

fn own_key_of(row: &Row) -> String {
    row.path.as_ref().and_then(|path| path.last()).map(|segment| segment.key.clone()).unwrap_or_default()
}

/// Whether a text has a name as a word.
fn names_word(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}
