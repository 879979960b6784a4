//! Which requests of a page are operations.

use std::{collections::HashMap, ops::Range, sync::Arc};

use super::{
    learned::Learned,
    lines::{self, Line, STRONG},
    numbers,
    page::{Item, Page, Part},
    parts,
    path::{self, erased, is_example_of, without_query},
};
use crate::{dialect::Dialect, load::Inline};

/// An operation, or several ways to write one, with the part of the page that speaks of it.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// The request that it is described by.
    pub(super) line: Line,
    /// The items that describe it.
    pub(super) items: Range<usize>,
    /// The innermost section around it, unless that is part of another operation.
    pub(super) section: usize,
    /// The placeholders of the requests that are described together with this one.
    pub(super) beside: Arc<[String]>,
    /// Tables that stand apart from all operations and are of this one too.
    pub(super) shared: Vec<usize>,
    /// Tables among its items that are of another.
    pub(super) without: Vec<usize>,
}

/// The key by which operations are told apart.
pub(super) fn key(line: &Line) -> String {
    let method = line.target.method.map_or("GET", tablature_ir::Method::as_str);
    let call = line.target.call.as_ref().map_or("", |call| call.procedure.as_str());
    format!("{method} {}{}{call}", erased(&line.target.path), if call.is_empty() { "" } else { " " })
}

/// A page with tables of fields describes the requests on it this much more surely.
const DESCRIBED: f32 = 1.0;

/// How surely a page describes an operation by this line. A page without tables only mentions it.
pub(super) fn described(line: &Line, tables: bool) -> f32 {
    line.strength + if tables { DESCRIBED } else { 0.0 }
}

/// The operations of a page, in page order.
pub(super) fn find(
    page: &Page<'_>,
    lines: &[Line],
    tables: bool,
    learned: &Learned,
    dialect: &Dialect,
) -> Vec<Operation> {
    let chosen = choose(page, lines, tables, learned);
    let (mentioned, anchors) = mentioned(page, chosen);
    let mut groups = parts::groups(page, &anchors);
    let parts: Vec<(Range<usize>, usize)> =
        (0..groups.len()).map(|index| parts::of(page, &groups, index, dialect)).collect();
    for line in mentioned {
        // A mention belongs to the request before it.
        let near = groups.iter_mut().rev().find(|group| {
            group.first().is_some_and(|anchor| {
                section(page, anchor) == section(page, &line) && anchor.item < line.item
            })
        });
        if let Some(group) = near {
            group.push(line);
        }
    }
    let mut operations = Vec::new();
    for (group, (items, section)) in groups.into_iter().zip(parts) {
        let beside: Arc<[String]> = group.iter().flat_map(|line| placeholders(&line.target.path)).collect();
        operations.extend(group.into_iter().map(|line| Operation {
            line,
            items: items.clone(),
            section,
            beside: Arc::clone(&beside),
            shared: Vec::new(),
            without: Vec::new(),
        }));
    }
    operations
}

fn section(page: &Page<'_>, line: &Line) -> usize {
    page.items.get(line.item).map_or(0, |item| item.section)
}

/// Separates the lines that only mention a request (first) from those that the text around them describes (second). A
/// mention that follows no such line in its section counts as one.
fn mentioned(page: &Page<'_>, chosen: Vec<Line>) -> (Vec<Line>, Vec<Line>) {
    let anchors: Vec<(usize, usize)> = chosen
        .iter()
        .filter(|line| line.strength >= lines::MENTION)
        .map(|line| (section(page, line), line.item))
        .collect();
    chosen.into_iter().partition(|line| {
        let before =
            |(section, item): &(usize, usize)| *section == self::section(page, line) && *item < line.item;
        line.strength < lines::MENTION && anchors.iter().any(before)
    })
}

/// The lines that operations are described by, one for each operation, in page order.
fn choose(page: &Page<'_>, lines: &[Line], tables: bool, learned: &Learned) -> Vec<Line> {
    let file = &page.document.file;
    if learned.described && !tables && is_walk(lines) {
        return Vec::new();
    }
    let elsewhere = |line: &Line| learned.elsewhere(&key(line), described(line, tables), file);
    let strong = |line: &&Line| {
        let key = key(line);
        line.strength >= STRONG && !elsewhere(line)
            || learned.only_listed(&key, line.strength, file)
            || tables && !learned.best.contains_key(&key) && is_told(page, lines, line)
            || is_leading(page, lines, line) && !elsewhere(line)
            || is_called(page, lines, line, tables, learned) && !learned.shows(line)
            || is_announced(page, lines, line) && !elsewhere(line)
    };
    let mut chosen: Vec<Line> = Vec::new();
    // The further ways in which a section writes a request.
    let mut further: Vec<(String, String)> = Vec::new();
    // Where each stands: a page may have thousands.
    let mut places: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().filter(strong) {
        let own = key(line);
        let known = places.get(&own).and_then(|at| chosen.get_mut(*at));
        if let Some(other) = &known
            && section(page, other) == section(page, line)
        {
            further.push((own.clone(), line.target.path.clone()));
        }
        match known {
            Some(other) if other.strength < line.strength => *other = line.clone(),
            // One of several in a row lists the operation; one that stands alone describes it.
            Some(other)
                if line.strength + f32::EPSILON > other.strength
                    && is_crowded(page, lines, other)
                    && !is_crowded(page, lines, line) =>
            {
                *other = line.clone();
            }
            Some(_) => {}
            None => {
                places.insert(own, chosen.len());
                chosen.push(line.clone());
            }
        }
    }
    // Where most pages describe operations with tables, a sentence only mentions one. Where no surer line is chosen, each
    // section without one has its own.
    if chosen.iter().all(|line| line.strength < STRONG) && (tables || !learned.described) {
        let threshold = if learned.weak && chosen.is_empty() { 0.0 } else { 0.8 };
        let taken: Vec<usize> = chosen.iter().map(|line| section(page, line)).collect();
        let known = lines.iter().filter(|line| !elsewhere(line) && learned.is_of_service(line));
        let known = known.filter(|line| chosen.is_empty() || !taken.contains(&section(page, line)));
        let found = weak(known, threshold);
        chosen.extend(found.into_iter().filter(|line| taken.is_empty() || line.target.method.is_some()));
    }
    fold(&mut chosen);
    for line in &mut chosen {
        let own = key(line);
        for (_, path) in further.iter().filter(|(key, _)| *key == own) {
            path::join(&mut line.target.path, path);
        }
        let text = page.items.get(line.item).and_then(Item::text).map(Inline::joined);
        if let Some(template) = text.and_then(|text| numbers::template(&line.target.path, &text)) {
            line.target.path = template;
        }
    }
    chosen.sort_by(|a, b| a.item.cmp(&b.item).then(a.span.cmp(&b.span)));
    chosen
}

/// Whether a page has several requests in several places, or only lists some: without a table it is a walk through what
/// others describe.
fn is_walk(lines: &[Line]) -> bool {
    let mut strong = lines.iter().filter(|line| line.strength >= STRONG);
    let Some(first) = strong.next() else { return true };
    strong.any(|line| line.item != first.item && key(line) != key(first))
}

/// Whether requests of other operations stand directly before and after, or two on one side.
fn is_crowded(page: &Page<'_>, lines: &[Line], line: &Line) -> bool {
    let near = lines.iter().filter(|other| {
        other.item.abs_diff(line.item) <= 2
            && section(page, other) == section(page, line)
            && key(other) != key(line)
    });
    near.count() >= 2
}

/// Whether a sentence begins with the request, set off as code, in a section that has no other: "`GET /boats` lists
/// them".
fn is_leading(page: &Page<'_>, lines: &[Line], line: &Line) -> bool {
    let own = section(page, line);
    let begins = (line.strength - lines::MARKED).abs() < f32::EPSILON && line.target.range.start <= 1;
    begins
        && own != 0
        && !lines.iter().any(|it| {
            let other = it.strength > lines::SENTENCE
                && key(it) != key(line)
                && !is_example_of(&it.target.path, &line.target.path);
            section(page, it) == own && (it.strength >= STRONG || other)
        })
}

/// Whether the request of a section with tables stands in a sentence and nowhere else.
fn is_told(page: &Page<'_>, lines: &[Line], line: &Line) -> bool {
    let own = section(page, line);
    let Some(around) = page.sections.get(own).filter(|_| own != 0) else { return false };
    let text = page.items.get(line.item).is_some_and(|item| item.text().is_some());
    let is_sentence =
        text && (line.strength - lines::SENTENCE).abs() < f32::EPSILON && line.target.method.is_some();
    let alone =
        || !lines.iter().any(|it| it.strength >= STRONG && (around.start..around.end).contains(&it.item));
    let after = || page.items.get(line.item..around.end).unwrap_or_default();
    is_sentence && alone() && after().iter().any(|item| item.table().is_some())
}

/// Whether a call of a request is all that a section with tables has of requests. On a page without tables, where most
/// pages have none, it is enough that the call is written out with what it sends.
fn is_called(page: &Page<'_>, lines: &[Line], line: &Line, tables: bool, learned: &Learned) -> bool {
    let own = section(page, line);
    let Some(around) = page.sections.get(own).filter(|section| own != 0 && section.level > 1) else {
        return false;
    };
    let items = page.items.get(around.start..around.end).unwrap_or_default();
    let is_code = |line: &Line| page.items.get(line.item).is_some_and(|it| matches!(it.part, Part::Code(_)));
    let others = lines.iter().filter(|it| (around.start..around.end).contains(&it.item));
    // Where code tells of other requests by nothing but their lines, this one is told with what it sends.
    let is_full =
        || line.strength >= lines::MESSAGE && lines.iter().any(|it| it.strength >= STRONG && is_code(it));
    is_code(line)
        && line.target.method.is_some()
        && line.strength >= lines::MENTION
        && others.clone().all(|it| it.strength < STRONG && key(it) == key(line))
        && if tables {
            items.iter().any(|item| item.table().is_some()) || is_full()
        } else {
            line.strength >= lines::MESSAGE && !learned.described
        }
}

/// Whether a call stands under a heading that begins with its method, among calls by that method alone: "PUT - Add a boat".
fn is_announced(page: &Page<'_>, lines: &[Line], line: &Line) -> bool {
    let own = section(page, line);
    let title = page.sections.get(own).filter(|_| own != 0).map_or("", |section| section.title.as_str());
    let method = super::target::leading(title);
    let mut others = lines.iter().filter(|it| section(page, it) == own);
    let code = page.items.get(line.item).is_some_and(|item| matches!(item.part, Part::Code(_)));
    code && line.strength >= lines::MENTION
        && method.is_some()
        && line.target.method == method
        && others.all(|it| it.target.method == method && it.strength < STRONG)
}

/// What a page without a sure request describes: its templates first, then what is no example of one.
fn weak<'l>(lines: impl Iterator<Item = &'l Line>, threshold: f32) -> Vec<Line> {
    let mut ranked: Vec<Line> = lines.filter(|line| line.strength >= threshold).cloned().collect();
    templates(&mut ranked);
    let is_template = |line: &Line| without_query(&line.target.path).contains('{');
    ranked.sort_by(|a, b| {
        let by_form = is_template(b).cmp(&is_template(a));
        by_form.then(b.strength.total_cmp(&a.strength)).then(a.item.cmp(&b.item))
    });
    let mut chosen: Vec<Line> = Vec::new();
    for line in ranked {
        if !chosen.iter().any(|other| is_covered(&line, other)) {
            chosen.push(line);
        }
    }
    chosen
}

/// Finds templates and bases without braces: words in capitals where other addresses have values, and paths that end in
/// a slash. If only one value occurs below such a path, it is a template; if several addresses do, it is their base.
fn templates(lines: &mut Vec<Line>) {
    let paths: Vec<String> = lines.iter().map(|line| without_query(&line.target.path).to_owned()).collect();
    let mut bases: Vec<String> = Vec::new();
    for line in lines.iter_mut() {
        let shouted = path::shouted(&line.target.path);
        if let Some(template) = shouted.filter(|template| {
            paths.iter().any(|path| path::shouted(path).is_none() && is_example_of(path, template))
        }) {
            line.target.path = template;
        }
    }
    for base in paths.iter().filter(|path| path.ends_with('/')) {
        let below = |path: &String| {
            let rest = path.strip_prefix(base.as_str())?.trim_end_matches('/');
            (!rest.is_empty()).then(|| rest.split('/').next().unwrap_or_default().to_owned())
        };
        let mut values: Vec<String> = paths.iter().filter_map(below).collect();
        values.sort();
        values.dedup();
        let name = base.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        match values.as_slice() {
            [] => continue,
            [value] if !value.contains('{') && !name.is_empty() => {
                let ending = value.find('.').and_then(|at| value.get(at..)).unwrap_or_default();
                let template = format!("{base}{{{name}}}{ending}");
                for line in lines.iter_mut() {
                    if let Some(rest) = line.target.path.strip_prefix(&format!("{base}{value}")) {
                        line.target.path = format!("{template}{rest}");
                    }
                }
            }
            _ => {}
        }
        bases.push(base.clone());
    }
    lines.retain(|line| line.target.path.contains('?') || !bases.contains(&line.target.path));
}

fn is_covered(line: &Line, other: &Line) -> bool {
    let same = line.target.method.is_none()
        || line.target.method == other.target.method
        || other.target.method.is_none() && line.target.method == Some(tablature_ir::Method::Get);
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
            let filled = || line.strength + 0.5 < other.strength || has_values(path, template);
            (called || template.contains('{'))
                && other.target.method == line.target.method
                && is_example_of(path, template)
                && (called || filled())
        };
        path.contains('{') || line.target.call.is_some() || !all.iter().any(|other| shows(&other))
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

impl Operation {
    /// The items that describe the operation, in page order.
    pub(super) fn described_by(&self) -> Vec<usize> {
        let own = self.items.clone().filter(|item| !self.without.contains(item));
        let mut all: Vec<usize> = own.chain(self.shared.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether an item describes the operation.
    pub(super) fn has(&self, item: usize) -> bool {
        self.items.contains(&item) && !self.without.contains(&item) || self.shared.contains(&item)
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
