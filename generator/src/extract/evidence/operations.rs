//! Which requests of a page are operations, and which part of the page speaks of each.

use std::ops::Range;

use super::{
    learned::Learned,
    lines::{Line, STRONG},
    page::{Page, Part},
    target::{erased, is_example_of, without_query},
};

/// An operation, or several ways to write one, with the part of the page that speaks of it.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// The request that it is described by.
    pub(super) line: Line,
    /// The items that speak of it.
    pub(super) items: Range<usize>,
    /// Its own heading: the innermost section around it, if that is no part of another's.
    pub(super) section: usize,
    /// Tables that stand apart from all operations and are of this one too.
    pub(super) shared: Vec<usize>,
}

/// What operations are told apart by.
pub(super) fn key(line: &Line) -> String {
    let method = line.target.method.map_or("GET", tablature_ir::Method::as_str);
    format!("{method} {}", erased(&line.target.path))
}

/// A page with tables of fields describes the requests on it this much more surely.
const DESCRIBED: f32 = 1.0;

/// How surely a page describes an operation by this line: what has no tables only speaks of it.
pub(super) fn described(line: &Line, tables: bool) -> f32 {
    line.strength + if tables { DESCRIBED } else { 0.0 }
}

/// The operations of a page, in page order.
pub(super) fn find(page: &Page<'_>, lines: &[Line], tables: bool, learned: &Learned) -> Vec<Operation> {
    let chosen = choose(page, lines, tables, learned);
    let groups = groups(page, &chosen);
    let mut operations = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let (items, section) = part(page, &groups, index);
        let lines = group.iter().cloned();
        operations.extend(lines.map(|line| Operation {
            line,
            items: items.clone(),
            section,
            shared: Vec::new(),
        }));
    }
    operations
}

/// The lines that operations are described by, one for each operation, in page order.
fn choose(page: &Page<'_>, lines: &[Line], tables: bool, learned: &Learned) -> Vec<Line> {
    let file = &page.document.file;
    let elsewhere = |line: &Line| learned.elsewhere(&key(line), described(line, tables), file);
    let strong = |line: &&Line| {
        let key = key(line);
        line.strength >= STRONG && !elsewhere(line) || learned.only_listed(&key, line.strength, file)
    };
    let mut chosen: Vec<Line> = Vec::new();
    for line in lines.iter().filter(strong) {
        match chosen.iter_mut().find(|other| key(other) == key(line)) {
            Some(other) if other.strength < line.strength => *other = line.clone(),
            Some(_) => {}
            None => chosen.push(line.clone()),
        }
    }
    if chosen.is_empty() {
        let threshold = if learned.weak { 0.0 } else { 0.8 };
        chosen = weak(lines.iter().filter(|line| !elsewhere(line)), threshold);
    }
    fold(&mut chosen);
    chosen.sort_by(|a, b| a.item.cmp(&b.item).then(a.span.cmp(&b.span)));
    chosen
}

/// What a page without a sure request describes: its templates first, then what is no example of one.
fn weak<'l>(lines: impl Iterator<Item = &'l Line>, threshold: f32) -> Vec<Line> {
    let mut ranked: Vec<&Line> = lines.filter(|line| line.strength >= threshold).collect();
    ranked.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.item.cmp(&b.item)));
    let mut chosen: Vec<Line> = Vec::new();
    for line in ranked {
        if !chosen.iter().any(|other| is_covered(line, other)) {
            chosen.push(line.clone());
        }
    }
    chosen
}

fn is_covered(line: &Line, other: &Line) -> bool {
    let same = line.target.method.is_none() || line.target.method == other.target.method;
    same && (erased(&line.target.path) == erased(&other.target.path)
        || is_example_of(&line.target.path, &other.target.path))
}

/// Leaves out what is an example of a template beside it: a full address where the template is a path, or one with
/// values in the places of its placeholders. `/tokens/self` beside `/tokens/{id}` is an operation of its own.
fn fold(chosen: &mut Vec<Line>) {
    let all = chosen.clone();
    chosen.retain(|line| {
        let path = &line.target.path;
        let shows = |other: &&Line| {
            let (called, template) =
                (line.target.host.is_some() && other.target.host.is_none(), &other.target.path);
            let filled = template.contains('{')
                && (line.strength + 0.5 < other.strength || has_values(path, template));
            other.target.method == line.target.method && is_example_of(path, template) && (called || filled)
        };
        path.contains('{') || !all.iter().any(|other| shows(&other))
    });
}

/// Whether all that stands in the places of placeholders looks like a value: it has a digit.
fn has_values(concrete: &str, template: &str) -> bool {
    let parts =
        |path: &str| -> Vec<String> { without_query(path).split('/').rev().map(ToOwned::to_owned).collect() };
    let pairs = parts(concrete).into_iter().zip(parts(template));
    let mut values = pairs.filter(|(_, template)| template.contains('{')).map(|(value, _)| value);
    values.all(|value| value.chars().any(|c| c.is_ascii_digit()))
}

/// Lines with nothing of weight between them are ways to call one operation, or operations told of together.
fn groups(page: &Page<'_>, chosen: &[Line]) -> Vec<Vec<Line>> {
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in chosen {
        let joins = groups.last().and_then(|group| group.last()).is_some_and(|last| {
            let between = page.items.get(last.item + 1..line.item).unwrap_or_default();
            let section = |line: &Line| page.items.get(line.item).map(|item| item.section);
            let heading = page.items.get(line.item).is_some_and(|item| matches!(item.part, Part::Heading(_)));
            !heading
                && section(last) == section(line)
                && between.iter().all(|item| matches!(item.part, Part::Text(_)))
        });
        match groups.last_mut() {
            Some(group) if joins => group.push(line.clone()),
            _ => groups.push(vec![line.clone()]),
        }
    }
    groups
}

/// The items that speak of a group: the largest section around it that holds no other.
fn part(page: &Page<'_>, groups: &[Vec<Line>], index: usize) -> (Range<usize>, usize) {
    let at = |group: &Vec<Line>| group.first().map_or(0, |line| line.item);
    let here = groups.get(index).map_or(0, at);
    let others: Vec<usize> =
        groups.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, group)| at(group)).collect();
    let own = page.items.get(here).map_or(0, |item| item.section);
    let range = |section: usize| page.sections.get(section).map_or(0..0, |it| it.start..it.end);
    let alone = |section: usize| !others.iter().any(|other| range(section).contains(other));
    if !alone(own) {
        // Several within one section: each has what follows it.
        let next = others.iter().copied().filter(|other| *other > here).min().unwrap_or(usize::MAX);
        let section = range(own);
        let first = !others.iter().any(|other| *other < here && section.contains(other));
        let start = if first { section.start } else { here };
        // A heading over the next one is the next one's.
        let mut end = next.min(section.end);
        if let Some(item) = page.items.get(next)
            && item.section != own
            && let Some(inner) = page.sections.get(item.section).filter(|inner| inner.start > here)
        {
            end = end.min(inner.start);
        }
        return (start..end.max(here + 1), own);
    }
    let mut section = own;
    let mut heading = own;
    while section != 0 {
        let parent = page.sections.get(section).map_or(0, |it| it.parent);
        if !alone(parent) {
            break;
        }
        section = parent;
        if parent != 0 {
            heading = parent;
        }
    }
    (range(section), heading)
}

impl Operation {
    /// Whether an item speaks of it.
    pub(super) fn has(&self, item: usize) -> bool {
        self.items.contains(&item) || self.shared.contains(&item)
    }
}

/// The names of the placeholders of a path.
pub(super) fn placeholders(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in without_query(path).split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}') {
            names.push(name.trim().to_owned());
        }
    }
    names
}

/// The names in the query of a path.
pub(super) fn query(path: &str) -> Vec<String> {
    let path = path.replace("{?", "?").replace("{&", "&");
    let Some((_, query)) = path.split_once('?') else { return Vec::new() };
    let names = query.split(['&', ',', '?']).map(|pair| {
        pair.split('=')
            .next()
            .unwrap_or_default()
            .trim_matches(['{', '}', '[', ']', '<', '>', ' '])
            .to_owned()
    });
    names.filter(|name| !name.is_empty()).collect()
}
