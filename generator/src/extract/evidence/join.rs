//! Tables of one part put together, and their rows where the example shows them.

use std::collections::HashSet;

use tablature_ir::Location;

use super::{learned::Learned, rows, samples::Tree, side::Scene};
use crate::raw::{self, Role};

/// Several tables for one part are one; rows go below the wrapper, and into the objects that the example shows.
pub(super) fn join(roots: &mut Vec<raw::Table>, scene: &Scene<'_, '_>, learned: &Learned) {
    let mut joined: Vec<raw::Table> = Vec::new();
    for table in roots.drain(..) {
        let same = |other: &&mut raw::Table| {
            other.role == table.role && other.status == table.status && other.location == table.location
        };
        match joined.iter_mut().find(same) {
            Some(other) => {
                let known: HashSet<Option<Vec<raw::Segment>>> =
                    other.rows.iter().map(|row| row.path.clone()).collect();
                other.rows.extend(
                    table.rows.into_iter().filter(|row| row.path.is_none() || !known.contains(&row.path)),
                );
            }
            None => joined.push(table),
        }
    }
    for table in &mut joined {
        if table.location == Some(Location::Header) {
            continue;
        }
        let tree = match table.role {
            Role::Response if table.status.is_none_or(|status| (200..300).contains(&status)) => {
                &scene.answered
            }
            Role::Request => &scene.asked,
            _ => continue,
        };
        shape(table, tree, scene, learned);
    }
    *roots = joined;
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
