//! All pages of a vendor once over: what they say of each other, and the dialect that this makes.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Decided,
    assemble::Taken,
    draft,
    learned::{Learned, ratio},
    lines::{self, Line, STRONG},
    names,
    operations::{self, Operation},
    page::{Page, Part},
    roots::References,
    rows,
    samples::Tree,
    shared,
    side::{self, Candidate, first_key},
    tables::{self, Table},
    target,
    weights::{WEIGHTS, Weights},
};
use crate::{
    diagnostic::Diagnostic,
    dialect::{self, Dialect, Evidence},
    load::Document,
    raw,
};

/// What was gathered of a vendor.
#[derive(Debug)]
pub struct Gathered<'d> {
    words: Words<'d>,
    pub(super) learned: Learned,
    pub(super) weights: Weights,
    /// What was gathered, as the text of a dialect.
    draft: String,
}

/// The dialect in which pages are read.
#[derive(Debug)]
enum Words<'d> {
    /// Made of what was gathered.
    Own(Box<Dialect>),
    /// Written down before.
    Given(&'d Dialect),
}

impl Gathered<'_> {
    /// What holds for the vendor, as a dialect.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        match &self.words {
            Words::Own(dialect) => dialect,
            Words::Given(dialect) => dialect,
        }
    }

    /// What was gathered, as the text of a dialect that says how often and where each was seen; empty where a dialect
    /// said it already.
    #[must_use]
    pub fn draft(&self) -> &str {
        &self.draft
    }
}

/// A page with all that one look at it gives.
struct Looked<'d> {
    page: Page<'d>,
    lines: Vec<Line>,
    tables: Vec<Table<'d>>,
    references: References,
}

/// Gathers over all pages of a vendor.
///
/// # Errors
///
/// What is wrong with the dialect that this gives: something that a page says cannot stand in one.
pub fn gather(documents: &[&Document]) -> Result<Gathered<'static>, Vec<Diagnostic>> {
    with(documents, WEIGHTS)
}

/// Takes what was gathered from a dialect that `init` drafted. The pages only say which of them describes a request that
/// several give.
pub(super) fn written<'d>(
    documents: &[&Document],
    dialect: &'d Dialect,
    evidence: &Evidence,
) -> Gathered<'d> {
    let looked: Vec<Looked<'_>> = crate::parallel::each(documents, |document| look(document, dialect));
    let mut learned = Learned::of(&dialect.source, evidence);
    best(&looked, &mut learned);
    Gathered { words: Words::Given(dialect), learned, weights: WEIGHTS, draft: String::new() }
}

pub(super) fn with(documents: &[&Document], weights: Weights) -> Result<Gathered<'static>, Vec<Diagnostic>> {
    let words = draft::plain()?;
    let looked: Vec<Looked<'_>> = crate::parallel::each(documents, |document| look(document, &words));
    let mut learned = Learned::default();
    requests(&looked, &mut learned);
    action(&looked, &words, &mut learned);
    dots(&looked, &mut learned);
    learned.ending = ending(&looked);
    marks(&looked, &words, &mut learned);
    let sets = crate::parallel::each(&looked, |page| ballots(page, &words, &learned, &weights));
    count(&sets, &mut learned);
    firsts(&looked, &sets, &mut learned);
    let keys: Vec<_> = words.languages.iter().map(|language| &language.keys).collect();
    let draft = draft::text(&learned, &hosts(&looked), &keys);
    let dialect = dialect::read("auto", &draft)?;
    learned.finished = true;
    Ok(Gathered { words: Words::Own(Box::new(dialect)), learned, weights, draft })
}

fn look<'d>(document: &'d Document, words: &Dialect) -> Looked<'d> {
    let page = Page::new(document);
    let lines = lines::find(&page, words);
    let tables = tables::find(&page, words);
    let references = References::of(&tables, words);
    Looked { page, lines, tables, references }
}

/// Where each operation is described, and whether pages show requests at all.
fn requests(looked: &[Looked<'_>], learned: &mut Learned) {
    let mut sure = 0_u32;
    let mut all = 0_u32;
    for look in looked {
        let mut strong = look.lines.iter().filter(|line| line.strength >= STRONG);
        all += u32::from(!look.lines.is_empty() || !look.tables.is_empty());
        sure += u32::from(strong.next().is_some());
    }
    best(looked, learned);
    learned.weak = ratio(sure, all) < 0.1;
    learned.note_hosts(looked.iter().flat_map(|look| &look.lines));
}

/// Which page describes each request most surely.
fn best(looked: &[Looked<'_>], learned: &mut Learned) {
    for look in looked {
        let strong = look.lines.iter().filter(|line| line.strength >= STRONG);
        let listed =
            look.lines.iter().filter(|line| line.strength >= lines::LISTED && line.strength < STRONG);
        for line in strong.chain(listed) {
            let best =
                learned.best.entry(operations::key(line)).or_insert((0.0, look.page.document.file.clone()));
            let strength = operations::described(line, !look.tables.is_empty());
            if strength > best.0 {
                *best = (strength, look.page.document.file.clone());
            }
        }
    }
}

/// The parameter whose value in the examples is a word of the title: one address serves all operations.
fn action(looked: &[Looked<'_>], words: &Dialect, learned: &mut Learned) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut pages = 0_u32;
    for look in looked {
        let whole = 0..look.page.items.len();
        let samples = super::samples::find(&look.page, whole, 0, None, words);
        let title = title(&look.page);
        let queries: Vec<_> = samples.iter().flat_map(|sample| &sample.query).collect();
        if queries.is_empty() {
            continue;
        }
        pages += 1;
        let mut found: Vec<&String> = queries
            .into_iter()
            .filter(|(_, value)| value.len() > 3 && title_words(&title).any(|word| word == value))
            .map(|(name, _)| name)
            .collect();
        found.dedup();
        for name in found {
            *counts.entry(name.clone()).or_default() += 1;
        }
    }
    let best = counts.into_iter().max_by_key(|(_, count)| *count);
    learned.action =
        best.filter(|(_, count)| *count >= 2 && ratio(*count, pages) > 0.5).map(|(name, _)| name);
}

fn title(page: &Page<'_>) -> String {
    page.sections.get(1).map(|section| section.title.clone()).unwrap_or_default()
}

fn title_words(title: &str) -> impl DoubleEndedIterator<Item = &str> {
    title.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Whether names of the vendor nest by an index.
fn dots(looked: &[Looked<'_>], learned: &mut Learned) {
    let names = || looked.iter().flat_map(|look| &look.tables).flat_map(|table| table.names.iter().flatten());
    let count = |has: &dyn Fn(&str) -> bool| {
        u32::try_from(names().filter(|name| has(&name.key)).count()).unwrap_or(u32::MAX)
    };
    let indexed = count(&names::has_index);
    let dotted = count(&|name| name.contains('.'));
    learned.dotted = indexed >= 3 && ratio(indexed, dotted) > 0.2;
}

/// The ending that nearly all folders of services have.
fn ending(looked: &[Looked<'_>]) -> Option<String> {
    let folders: BTreeSet<&str> =
        looked.iter().filter_map(|look| Some(look.page.document.file.split_once('/')?.0)).collect();
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for folder in &folders {
        if let Some(at) = folder.rfind(['-', '_']).filter(|at| *at > 0) {
            *counts.entry(folder.get(at..).unwrap_or_default()).or_default() += 1;
        }
    }
    let all = u32::try_from(folders.len()).unwrap_or(u32::MAX);
    let best = counts.into_iter().max_by_key(|(_, count)| *count);
    best.filter(|(_, count)| *count >= 3 && ratio(*count, all) > 0.8).map(|(ending, _)| ending.to_owned())
}

/// How the vendor says what must be there: by words in descriptions or by a column.
fn marks(looked: &[Looked<'_>], words: &Dialect, learned: &mut Learned) {
    for table in looked.iter().flat_map(|look| &look.tables) {
        if table.has(dialect::Column::Required) {
            learned.marked.1 += 1;
        } else if rows::is_marked(table, words) {
            learned.marked.0 += 1;
        }
    }
}

/// What one page teaches.
#[derive(Default)]
struct Ballot {
    tables: Vec<(Option<String>, String, Candidate, bool, bool)>,
    top: Vec<String>,
    rows: Vec<String>,
    /// Whether the page shows a response with the fields that a table has.
    shown: bool,
    /// The key that wraps them.
    payload: Option<String>,
}

fn ballots(look: &Looked<'_>, words: &Dialect, learned: &Learned, weights: &Weights) -> Vec<Ballot> {
    let taken = take(look, words, learned, weights);
    let mut ballots = Vec::new();
    for operation in described(look, learned) {
        let scene = taken.scene(&operation);
        let mut ballot = Ballot::default();
        let mut names: Vec<&str> = Vec::new();
        for rule in taken.rule(&operation, &scene) {
            let Some(table) = look.tables.get(rule.table) else { continue };
            let of = rule.is.unwrap_or(Candidate::None);
            if rule.side.margin() > weights.sure {
                let has = |column| table.has(column);
                let (required, typed) = (has(dialect::Column::Required), has(dialect::Column::Type));
                ballot.tables.push((table.words(&look.page), table.header(), of, required, typed));
            }
            if of == Candidate::Response && !rule.is_definition() {
                names.extend(table.tops().map(|name| first_key(&name.key)));
            }
        }
        ballot.top = top(&scene.answered);
        ballot.rows = names.iter().map(|name| (*name).to_owned()).collect();
        if !names.is_empty() && !scene.answered.is_empty() {
            let node = rows::wrapper(&names, &scene.answered);
            let way = scene.answered.way(node);
            let first =
                way.first().and_then(|node| scene.answered.nodes.get(*node)).map(|node| node.key.clone());
            let at_top = side::share(&names, &|name| scene.answered.child(0, name).is_some()) > 0.5;
            ballot.shown = first.is_some() || at_top;
            ballot.payload = first;
        }
        ballots.push(ballot);
    }
    ballots
}

fn top(tree: &Tree) -> Vec<String> {
    tree.nodes.first().map(|node| node.children.keys().cloned().collect()).unwrap_or_default()
}

fn count(sets: &[Vec<Ballot>], learned: &mut Learned) {
    let mut payloads: BTreeMap<&String, u32> = BTreeMap::new();
    let (mut wrapped, mut answers) = (0_u32, 0_u32);
    let mut rows: BTreeMap<&String, u32> = BTreeMap::new();
    for ballot in sets.iter().flatten() {
        for (words, header, of, required, typed) in &ballot.tables {
            if let Some(words) = words {
                learned.words.entry(words.clone()).or_default().add(*of);
            }
            learned.headers.entry(header.clone()).or_default().add(*of);
            learned.all.add(*of);
            if *required {
                learned.with_required.add(*of);
            }
            learned.typed += u32::from(*typed && !matches!(of, Candidate::None | Candidate::Failure));
        }
        answers += u32::from(!ballot.top.is_empty());
        for key in &ballot.top {
            *learned.top.entry(key.clone()).or_default() += 1;
        }
        for key in &ballot.rows {
            *rows.entry(key).or_default() += 1;
        }
        wrapped += u32::from(ballot.shown);
        if let Some(key) = &ballot.payload {
            *payloads.entry(key).or_default() += 1;
        }
    }
    let best = payloads.into_iter().max_by_key(|(_, count)| *count);
    learned.payload =
        best.filter(|(_, count)| *count >= 3 && ratio(*count, wrapped) > 0.6).map(|(key, _)| key.clone());
    let usual = learned.top.iter().filter(|(key, count)| {
        **count >= 3
            && ratio(**count, answers) > 0.8
            && Some(*key) != learned.payload.as_ref()
            && ratio(rows.get(key).copied().unwrap_or_default(), **count) < 0.5
    });
    learned.envelope = usual.map(|(key, _)| key.clone()).collect();
    if learned.payload.is_none() {
        learned.envelope.clear();
    }
}

/// Notes where words and headers stand first.
fn firsts(looked: &[Looked<'_>], sets: &[Vec<Ballot>], learned: &mut Learned) {
    for (look, set) in looked.iter().zip(sets) {
        for (words, header, ..) in set.iter().flat_map(|ballot| &ballot.tables) {
            for text in words.iter().chain([header]) {
                learned.first.entry(text.clone()).or_insert_with(|| look.page.document.file.clone());
            }
        }
    }
}

/// The hosts of addresses, with how often each stands on the pages.
fn hosts(looked: &[Looked<'_>]) -> BTreeMap<String, u32> {
    let mut hosts: BTreeMap<String, u32> = BTreeMap::new();
    for host in looked.iter().flat_map(|look| &look.lines).filter_map(|line| line.target.host.as_ref()) {
        *hosts.entry(host.clone()).or_default() += 1;
    }
    hosts
}

/// The operations of a page: by its requests, or the whole page where one address serves all.
fn described(look: &Looked<'_>, learned: &Learned) -> Vec<Operation> {
    let Some(action) = &learned.action else {
        let mut found = operations::find(&look.page, &look.lines, !look.tables.is_empty(), learned);
        shared::share(&look.page, &look.tables, &look.references, &mut found);
        return found;
    };
    // A page that lists operations has tables too, but nothing that would be sent.
    let listed = |table: &Table<'_>| table.names.iter().flatten().any(|name| &name.key == action);
    let shown = |item: &super::page::Item<'_>| match &item.part {
        Part::Code(code) => code.text.contains(action.as_str()),
        Part::Heading(_) | Part::Table(_) | Part::Text(_) => false,
    };
    let sends = look.tables.iter().any(listed) || look.page.items.iter().any(shown);
    if look.tables.is_empty() || !sends {
        return Vec::new();
    }
    let target = target::Target {
        method: Some(tablature_ir::Method::Post),
        path: "/".to_owned(),
        host: None,
        range: 0..0,
    };
    let span = look.page.items.first().map(|item| item.span).unwrap_or_default();
    let line = Line { target, item: usize::MAX, span, strength: 0.0 };
    let section = usize::from(look.page.sections.len() > 1);
    vec![Operation {
        line,
        items: 0..look.page.items.len(),
        section,
        beside: Vec::new(),
        shared: Vec::new(),
        without: Vec::new(),
    }]
}

fn take<'a, 'd>(
    look: &'a Looked<'d>,
    dialect: &'a Dialect,
    learned: &'a Learned,
    weights: &'a Weights,
) -> Taken<'a, 'd> {
    Taken { page: &look.page, tables: &look.tables, references: &look.references, dialect, learned, weights }
}

/// The raw pages of a document, with what was decided.
pub(super) fn pages(document: &Document, gathered: &Gathered<'_>) -> Vec<(raw::Page, Vec<Decided>)> {
    let (dialect, learned, weights) = (gathered.dialect(), &gathered.learned, &gathered.weights);
    let look = look(document, dialect);
    let taken = take(&look, dialect, learned, weights);
    let operations = described(&look, learned);
    let mut pages: Vec<(raw::Page, Vec<Decided>)> =
        operations.iter().map(|operation| taken.raw(operation)).collect();
    if learned.action.is_some() {
        for (page, _) in &mut pages {
            named(page);
        }
    }
    if let Some(mut apart) = taken.definitions_apart(&operations) {
        apart.title = first_title(&look.page);
        pages.push((apart, Vec::new()));
    }
    if pages.is_empty() {
        pages.push((raw::Page { title: first_title(&look.page), ..raw::Page::default() }, Vec::new()));
    }
    pages
}

/// Where one address serves all, the title names the operation, or the example does.
fn named(page: &mut raw::Page) {
    page.requests.clear();
    page.has_uri = false;
    let Some(title) = &page.title else { return };
    let last = title.text.rsplit(['-', '\u{2014}', '\u{2013}', '\u{ff0d}']).next().unwrap_or_default().trim();
    let is_word = !last.is_empty() && last.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let name = is_word.then_some(last).or_else(|| title_words(&title.text).next_back());
    let Some(name) = name.filter(|name| name.len() > 2).map(ToOwned::to_owned) else { return };
    let span = title.span;
    let text = title
        .text
        .trim_end_matches(name.as_str())
        .trim_end_matches([' ', '-', '\u{2014}', '\u{2013}', '\u{ff0d}'])
        .to_owned();
    page.name = Some(raw::Line { text: name, span });
    if !text.is_empty() {
        page.title = Some(raw::Line { text, span });
    }
}

fn first_title(page: &Page<'_>) -> Option<raw::Line> {
    let section = page.sections.get(1)?;
    let span = page.items.get(section.start)?.span;
    Some(raw::Line { text: section.title.clone(), span })
}
