//! Files that list the pages of their folder, under the same name in every folder. Where several pages describe one
//! operation, the one that they name counts.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    gather::Looked,
    learned::ratio,
    lines::STRONG,
    page::{Page, Part},
};
use crate::load::Inline;

/// So many folders must have such a file.
const FOLDERS: u32 = 3;
/// The share of its links that must lead to pages of its folder.
const MOST: f32 = 0.6;

/// A name of files, counted.
#[derive(Default)]
struct Name {
    /// Files that list pages, and all.
    lists: u32,
    all: u32,
    /// Links to pages beside them, and all.
    beside: u32,
    links: u32,
}

/// The names of files that list pages, those that list nothing else first.
pub(super) fn names(looked: &[Looked<'_>]) -> Vec<String> {
    let mut pages: HashMap<&str, HashSet<&str>> = HashMap::new();
    for look in looked {
        let (folder, name) = parts(&look.page.document.file);
        pages.entry(folder).or_default().insert(stem(name));
    }
    let mut names: BTreeMap<&str, Name> = BTreeMap::new();
    for look in looked {
        let (folder, file) = parts(&look.page.document.file);
        let links = links(&look.page);
        let beside = |target: &&String| {
            let stem = stem(parts(target).1);
            stem != self::stem(file) && pages.get(folder).is_some_and(|stems| stems.contains(stem))
        };
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (led, all) = (count(links.iter().filter(beside).count()), count(links.len()));
        let describes = look.lines.iter().any(|line| line.strength >= STRONG);
        let name = names.entry(file).or_default();
        name.all += 1;
        name.beside += led;
        name.links += all;
        name.lists += u32::from(!describes && led > 1 && ratio(led, all) > MOST);
    }
    let is_list = |name: &Name| name.lists >= FOLDERS && ratio(name.lists, name.all) > MOST;
    let mut names: Vec<(&str, Name)> = names.into_iter().filter(|(_, name)| is_list(name)).collect();
    names.sort_by_key(|(file, name)| (Reverse(u64::from(name.beside) * 1000 / u64::from(name.links)), *file));
    names.into_iter().map(|(file, _)| file.to_owned()).collect()
}

/// Where the links of a page lead.
pub(super) fn links(page: &Page<'_>) -> Vec<String> {
    let mut links = Vec::new();
    let mut add = |content: &Inline| {
        links.extend(content.links.iter().map(|link| link.target.to_string()));
    };
    for item in &page.items {
        match item.part {
            Part::Text(content) => add(content),
            Part::Heading(heading) => add(&heading.content),
            Part::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| add(&cell.content));
            }
            Part::Code(_) => {}
        }
    }
    links
}

/// Folder and name.
fn parts(file: &str) -> (&str, &str) {
    file.rsplit_once('/').unwrap_or(("", file))
}

/// The name of a file, or the last part of an address, up to its first `.`, `#` or `?`.
fn stem(name: &str) -> &str {
    name.split(['.', '#', '?']).next().unwrap_or_default()
}
