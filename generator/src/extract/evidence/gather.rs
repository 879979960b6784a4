//! Reads all pages of a vendor for what they say about each other, and makes a dialect of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Decided, access, action,
    assemble::Taken,
    base, beside, columns, draft,
    learned::{self, Learned, ratio},
    lines::{self, Line, STRONG},
    lists, methods, models, names,
    operations::{self, Operation},
    page::{Page, Part},
    roots::References,
    rows, shared,
    tables::{self, Table},
    target, votes,
    weights::{WEIGHTS, Weights},
};
use crate::{
    diagnostic::Diagnostic,
    dialect::{self, Dialect, Evidence, Paging},
    load::Document,
    raw,
};

/// The share of pages that counts as most of them.
const MOSTLY: f32 = 0.5;

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
    /// The dialect in which the vendor's pages are read.
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
pub(super) struct Looked<'d> {
    pub(super) page: Page<'d>,
    pub(super) lines: Vec<Line>,
    pub(super) tables: Vec<Table<'d>>,
    pub(super) references: References,
}

impl Looked<'_> {
    /// The section that an item stands in.
    pub(super) fn section(&self, item: usize) -> usize {
        self.page.items.get(item).map_or(0, |item| item.section)
    }
}

/// What is known before anything is gathered.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Given<'g> {
    /// The ways to call lists page by page to look for.
    pub(super) ways: &'g [Paging],
    /// The text of a dialect that people wrote, or nothing.
    pub(super) written: &'g str,
    /// A dialect that speaks the same languages, as those do that are made here.
    pub(super) like: Option<&'g Dialect>,
}

impl Given<'_> {
    /// The dialect of what is written and, where that says nothing, of this text.
    fn over(self, text: &str) -> Result<Dialect, Vec<Diagnostic>> {
        let text = dialect::over(self.written, text).map_err(|fault| vec![fault])?;
        match self.like {
            Some(like) => dialect::read_like(like, "auto", &text),
            None => dialect::read("auto", &text),
        }
    }
}

/// Gathers over all pages of a vendor what a dialect does not say.
///
/// # Errors
///
/// The faults of the resulting dialect: a page says something that no dialect can hold.
pub fn gather(documents: &[&Document], dialect: &Dialect) -> Result<Gathered<'static>, Vec<Diagnostic>> {
    let given = Given { ways: &dialect.source.pagination, written: &dialect.text, like: Some(dialect) };
    with(documents, given, false, WEIGHTS)
}

/// Gathers like [`gather`] where nothing is written, with a draft that also says how requests are authenticated. Reading
/// does not use that part: a few pages might not show it, and would then be read differently from all pages together.
///
/// # Errors
///
/// Like [`gather`].
pub fn to_draft(documents: &[&Document], auto: &Dialect) -> Result<Gathered<'static>, Vec<Diagnostic>> {
    with(documents, Given { ways: &auto.source.pagination, written: "", like: Some(auto) }, true, WEIGHTS)
}

/// Takes what was gathered from a dialect that `init` drafted. The pages only say which of them describes a request that
/// several give.
pub(super) fn written<'d>(
    documents: &[&Document],
    dialect: &'d Dialect,
    evidence: &Evidence,
) -> Gathered<'d> {
    let mut looked: Vec<Looked<'_>> = crate::parallel::each(documents, |document| look(document, dialect));
    let mut learned = Learned::of(&dialect.source, evidence);
    methods(&mut looked, &mut learned);
    best(&looked, &mut learned);
    Gathered { words: Words::Given(dialect), learned, weights: WEIGHTS, draft: String::new() }
}

pub(super) fn with(
    documents: &[&Document],
    given: Given<'_>,
    drafts: bool,
    weights: Weights,
) -> Result<Gathered<'static>, Vec<Diagnostic>> {
    let words = given.over(draft::PLAIN)?;
    let mut looked: Vec<Looked<'_>> = crate::parallel::each(documents, |document| look(document, &words));
    let mut learned = Learned::default();
    methods(&mut looked, &mut learned);
    requests(&looked, &mut learned);
    action::action(&looked, &words, &mut learned);
    if dialect::says(given.written, &["service", "protocol"]) {
        learned.action = learned::action(&words.source);
    }
    dots(&looked, &mut learned);
    learned.ending = ending(&looked);
    learned.lists = lists::names(&looked);
    marks(&looked, &words, &mut learned);
    kinds(&looked, &words, &mut learned);
    let sets = crate::parallel::each(&looked, |page| votes::ballots(page, &words, &learned, &weights));
    votes::count(&sets, &mut learned);
    let wrapping: Vec<String> =
        learned::wrapping(&words.source).filter(|key| !learned.envelope.contains(key)).collect();
    learned.envelope.extend(wrapping);
    votes::firsts(&looked, &sets, &mut learned);
    let keys: Vec<_> = words.languages.iter().map(|language| &language.keys).collect();
    let paging = access::paging(&looked, given.ways);
    let base = base::base(&looked, &words);
    let hosts = hosts(&looked);
    learned.prefix = base::prefix(base.as_ref(), &hosts);
    let mut seen = draft::Seen { base, hosts, paging, access: (Vec::new(), 0) };
    let mut draft = draft::text(&learned, &seen, &keys);
    let dialect = Given { like: Some(&words), ..given }.over(&draft)?;
    if drafts {
        seen.access = access::shown(&looked, &keys);
        draft = draft::text(&learned, &seen, &keys);
    }
    learned.finished = true;
    Ok(Gathered { words: Words::Own(Box::new(dialect)), learned, weights, draft })
}

pub(super) fn look<'d>(document: &'d Document, words: &Dialect) -> Looked<'d> {
    let page = Page::new(document, words);
    let lines = lines::find(&page, words);
    let tables = tables::find(&page, words);
    let references = References::of(&tables, words);
    Looked { page, lines, tables, references }
}

/// Whether one path serves all operations, whose names only headings give.
fn methods(looked: &mut [Looked<'_>], learned: &mut Learned) {
    learned.template = methods::template(looked.iter().flat_map(|look| &look.lines));
    if let Some(template) = &learned.template {
        for look in looked {
            methods::name(&look.page, template, &mut look.lines);
        }
    }
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
    let gives = |look: &&Looked<'_>| look.lines.iter().any(|line| line.strength >= STRONG);
    let pages = |is: &dyn Fn(&&Looked<'_>) -> bool| {
        u32::try_from(looked.iter().filter(is).count()).unwrap_or(u32::MAX)
    };
    let with_tables = pages(&|look| gives(look) && !look.tables.is_empty());
    learned.described = ratio(with_tables, pages(&gives)) > MOSTLY;
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

/// Finds out how the vendor says what is required: by words in descriptions or by a column.
fn marks(looked: &[Looked<'_>], words: &Dialect, learned: &mut Learned) {
    let names = || looked.iter().flat_map(|look| &look.tables).flat_map(|table| table.names.iter().flatten());
    let optional = |name: &names::Name| {
        name.rest.starts_with('?') || columns::says_required(&name.rest, words) == Some(false)
    };
    let count = |is: &dyn Fn(&names::Name) -> bool| {
        u32::try_from(names().filter(|name| is(name)).count()).unwrap_or(u32::MAX)
    };
    let all = count(&|_| true);
    let marked = count(&optional);
    let contrary = count(&|name| columns::says_required(&name.rest, words) == Some(true));
    learned.asked = marked >= 3 && contrary == 0 && ratio(marked, all) > 0.05;
    for table in looked.iter().flat_map(|look| &look.tables) {
        if table.has(dialect::Column::Required) {
            learned.marked.1 += 1;
        } else if rows::is_marked(table, words) {
            learned.marked.0 += 1;
        }
    }
}

/// What unknown words for types mean: what the examples of the same page show for the fields that have them.
fn kinds(looked: &[Looked<'_>], words: &Dialect, learned: &mut Learned) {
    let mut votes: BTreeMap<String, BTreeMap<&'static str, u32>> = BTreeMap::new();
    for look in looked {
        let unknown: Vec<(String, String)> =
            look.tables.iter().flat_map(|table| table.strange_types(words)).collect();
        if unknown.is_empty() {
            continue;
        }
        let kinds = super::samples::kinds(&look.page);
        for (name, word) in unknown {
            if let Some(Some(kind)) = kinds.get(&name) {
                *votes.entry(word).or_default().entry(kind).or_default() += 1;
            }
        }
    }
    let sure =
        votes.into_iter().filter_map(|(word, votes)| match votes.into_iter().collect::<Vec<_>>()[..] {
            [(kind, count)] if count >= 2 => Some((word, kind)),
            _ => None,
        });
    learned.kinds = sure.collect();
}

/// The hosts of addresses, with how often each stands on the pages.
fn hosts(looked: &[Looked<'_>]) -> BTreeMap<String, draft::Host> {
    let mut hosts: BTreeMap<String, draft::Host> = BTreeMap::new();
    for look in looked {
        for line in &look.lines {
            let Some(host) = &line.target.host else { continue };
            let told = hosts.entry(host.clone()).or_default();
            told.lines += 1;
            // Where the method has a line of its own, the address stands in another.
            let own = look.page.document.slice(line.span);
            let said = if own.contains(host) { own } else { &look.page.document.text };
            told.plain += u32::from(is_plain(said, host));
        }
    }
    hosts
}

/// Whether a text has a host behind `http://`.
pub(super) fn is_plain(text: &str, host: &str) -> bool {
    text.split("http://").skip(1).any(|rest| rest.starts_with(host))
}

/// The operations of a page: by its requests, or the whole page where one address serves all.
pub(super) fn described(look: &Looked<'_>, learned: &Learned, words: &Dialect) -> Vec<Operation> {
    let Some(action) = &learned.action else {
        let mut found = operations::find(&look.page, &look.lines, !look.tables.is_empty(), learned, words);
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
        ..target::Target::default()
    };
    let span = look.page.items.first().map(|item| item.span).unwrap_or_default();
    let line = Line { target, item: usize::MAX, span, strength: 0.0 };
    let section = usize::from(look.page.sections.len() > 1);
    vec![Operation {
        line,
        items: 0..look.page.items.len(),
        section,
        beside: std::sync::Arc::default(),
        shared: Vec::new(),
        without: Vec::new(),
    }]
}

pub(super) fn take<'a, 'd>(
    look: &'a Looked<'d>,
    dialect: &'a Dialect,
    learned: &'a Learned,
    weights: &'a Weights,
) -> Taken<'a, 'd> {
    let listed = beside::listed(&look.page, &look.lines);
    let models = models::models(&look.page, dialect);
    let (page, tables, references) = (&look.page, &look.tables, &look.references);
    Taken { page, listed, models, tables, references, dialect, learned, weights }
}

/// The raw pages of a document, with what was decided.
pub(super) fn pages(document: &Document, gathered: &Gathered<'_>) -> Vec<(raw::Page, Vec<Decided>)> {
    let (dialect, learned, weights) = (gathered.dialect(), &gathered.learned, &gathered.weights);
    let mut look = look(document, dialect);
    if let Some(template) = &learned.template {
        methods::name(&look.page, template, &mut look.lines);
    }
    let taken = take(&look, dialect, learned, weights);
    let mut operations = described(&look, learned, dialect);
    if let Some(prefix) = &learned.prefix {
        base::complete(&mut operations, prefix);
    }
    let mut pages: Vec<(raw::Page, Vec<Decided>)> =
        operations.iter().map(|operation| taken.raw(operation)).collect();
    // What stands before all operations holds for each that says nothing itself.
    let first = operations.iter().map(|operation| operation.items.start).min().unwrap_or_default();
    let before = taken.media(0..first, usize::MAX);
    for (page, _) in pages.iter_mut().filter(|(page, _)| page.media.is_empty()) {
        page.media.clone_from(&before);
    }
    if let Some(action) = &learned.action {
        let title = action::title(&look.page);
        let mut stated = action::stated(&look, dialect).into_iter();
        let own =
            stated.find(|(name, value)| name == action && action::names_page(&look.page, &title, value));
        for (page, _) in &mut pages {
            action::named(page, own.as_ref().map(|(_, value)| value.as_str()), dialect);
        }
    }
    if let Some(mut apart) = taken.definitions_apart(&operations) {
        apart.title = first_title(&look.page);
        // What is sent belongs to an operation, of which the page lacks the request.
        if operations.is_empty() && look.tables.iter().any(Table::is_sent) {
            apart.ignored = None;
        }
        pages.push((apart, Vec::new()));
    }
    if pages.is_empty() {
        pages.push((without_operation(&look.page, dialect), Vec::new()));
    }
    pages
}

/// The raw page of a page without an operation. A page that lists its neighbours keeps their addresses.
fn without_operation(page: &Page<'_>, dialect: &Dialect) -> raw::Page {
    let file = page.document.file.rsplit('/').next().unwrap_or_default();
    let lists = dialect.source.pages.listed_in.iter().any(|name| name == file);
    let links = if lists { lists::links(page) } else { Vec::new() };
    raw::Page {
        title: first_title(page),
        links: links.into_iter().map(Into::into).collect(),
        ..raw::Page::default()
    }
}

fn first_title(page: &Page<'_>) -> Option<raw::Line> {
    let section = page.sections.get(1)?;
    let span = page.items.get(section.start)?.span;
    Some(raw::Line { text: section.title.clone(), span })
}
