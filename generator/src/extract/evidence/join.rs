//! Tables of one part put together, and their rows where the example shows them.

use std::collections::HashMap;

use tablature_ir::Location;

use super::{learned::Learned, rows, side::Scene, tree::Tree};
use crate::{
    dialect::normal,
    load::Inline,
    raw::{self, Role},
};

/// Several tables for one part are one; rows go below the wrapper, and into the objects that the example shows.
pub(super) fn join(roots: &mut Vec<raw::Table>, scene: &Scene<'_, '_>, learned: &Learned) {
    let mut joined: Vec<raw::Table> = Vec::new();
    for table in roots.drain(..) {
        let same = |other: &&mut raw::Table| {
            other.role == table.role && other.status == table.status && other.location == table.location
        };
        match joined.iter_mut().find(same) {
            Some(other) => {
                let known: HashMap<Option<Vec<raw::Segment>>, raw::Row> =
                    other.rows.iter().map(|row| (row.path.clone(), row.clone())).collect();
                // A row that says the same says nothing new; one that contradicts the first is told of.
                let is_new = |row: &raw::Row| {
                    row.path.is_none() || known.get(&row.path).is_none_or(|first| contradicts(row, first))
                };
                other.rows.extend(table.rows.into_iter().filter(is_new));
            }
            None => joined.push(table),
        }
    }
    for table in &mut joined {
        if table.location == Some(Location::Header) {
            continue;
        }
        let tree = match table.role {
            Role::Response if super::samples::succeeds(table.status) => &scene.answered,
            Role::Request => &scene.asked,
            _ => continue,
        };
        shape(table, tree, scene, learned);
    }
    *roots = joined;
}

/// Whether two rows of one field give it different types, or one says that it is required and the other that it is not.
fn contradicts(row: &raw::Row, first: &raw::Row) -> bool {
    let differ = |a: &Inline, b: &Inline| {
        let (a, b) = (a.joined(), b.joined());
        let (a, b) = (normal(&a), normal(&b));
        !a.is_empty() && !b.is_empty() && a != b
    };
    differ(&row.ty, &first.ty)
        || differ(&row.required, &first.required)
        || row.needed.zip(first.needed).is_some_and(|(needed, first)| needed != first)
}

fn shape(table: &mut raw::Table, tree: &Tree, scene: &Scene<'_, '_>, learned: &Learned) {
    let firsts: Vec<String> = table
        .rows
        .iter()
        .filter_map(|row| row.path.as_ref()?.first())
        .map(|segment| segment.key.clone())
        .filter(|key| !scene.placeholders.iter().chain(&scene.query).any(|other| other == key))
        .collect();
    let names: Vec<&str> = firsts.iter().map(String::as_str).collect();
    let own = rows::wrapper(&names, tree);
    // Where this page shows nothing else, what wraps the vendor's other responses wraps this one.
    let node = if own == 0 && table.role == Role::Response {
        let key = learned.payload.as_deref().filter(|key| !names.contains(key));
        let nothing = names.iter().all(|name| tree.child(0, name).is_none());
        key.filter(|_| nothing).and_then(|key| tree.child(0, key)).unwrap_or(0)
    } else {
        own
    };
    rows::by_example(&mut table.rows, tree, node);
    if node != 0 {
        rows::wrap(&mut table.rows, tree, node);
    } else if table.role == Role::Response
        && tree.is_empty()
        && let Some(key) = learned.payload.as_ref().filter(|key| !names.contains(&key.as_str()))
    {
        for row in &mut table.rows {
            let first = row.path.as_ref().and_then(|path| path.first());
            let beside = first.is_some_and(|first| learned.envelope.contains(&first.key));
            if let Some(path) = row.path.as_mut().filter(|_| !beside) {
                path.insert(0, raw::Segment { key: key.clone(), ..raw::Segment::default() });
            }
        }
    }
}
