//! What evidence says about a page where no rule of its dialect speaks. It comes from the page and the dialect alone,
//! so that no other page changes it.

use std::collections::HashMap;

use tablature_ir::Location;

use super::{
    assemble::{Ruled, Taken},
    gather,
    learned::Learned,
    operations::{self, Operation},
    path::without_query,
    rows,
    side::{self, Scene},
    tables::Table,
    unnamed,
    weights::WEIGHTS,
};
use crate::{
    dialect::{Column, Dialect},
    load::{Document, Span},
    raw::{self, Fate, Role},
};

/// What evidence says about the tables, examples and requests of a page, by the offset at which each begins.
#[derive(Debug, Default)]
pub(crate) struct Told {
    tables: HashMap<u32, ToldTable>,
    examples: HashMap<u32, (Role, Option<u16>)>,
    requests: HashMap<u32, Vec<(tablature_ir::Method, String)>>,
}

/// What evidence says about a table.
#[derive(Clone, Debug)]
pub(crate) struct ToldTable {
    pub(crate) role: Role,
    pub(crate) status: Option<u16>,
    pub(crate) location: Option<Location>,
    pub(crate) columns: Vec<Option<Column>>,
    /// Whether its header is clear enough for it to be read without a rule.
    pub(crate) headed: bool,
    /// Whether it is of the operation itself.
    pub(crate) root: bool,
    /// The row, or the type of one, that it describes, where nothing on the page calls it so.
    pub(crate) of: Option<String>,
    /// What a list, or lines of code, tell of fields: rules have no words for these.
    pub(crate) list: Option<Box<raw::Table>>,
}

impl Told {
    pub(crate) fn table(&self, span: Span) -> Option<&ToldTable> {
        self.tables.get(&span.start)
    }

    pub(crate) fn example(&self, span: Span) -> Option<(Role, Option<u16>)> {
        self.examples.get(&span.start).copied()
    }

    pub(crate) fn requests(&self, span: Span) -> &[(tablature_ir::Method, String)] {
        self.requests.get(&span.start).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn forget_requests(&mut self) {
        self.requests.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

/// Whether rules leave open what something on a page is.
pub(crate) fn is_silent(page: &raw::Page, dialect: &Dialect) -> bool {
    if page.ignored.is_some() || page.definitions {
        return false;
    }
    let unread = || page.tally.tables.iter().any(|seen| seen.fate == Fate::Unread);
    // Rules know tables alone; where a page has none, its lists may tell of the fields of its one request.
    let listed = || page.listed > 0 && page.tables.is_empty() && page.requests.len() == 1;
    let rest = dialect.source.service.protocol == tablature_ir::Protocol::Rest;
    let unasked = || rest && page.requests.is_empty() && !page.tables.is_empty();
    page.tables.iter().any(|table| !speaks(table.role)) || unread() || unasked() || listed()
}

/// Whether it is said of which part of the operation a table of fields is.
pub(crate) fn speaks(role: Role) -> bool {
    match role {
        Role::Common
        | Role::Uri
        | Role::Request
        | Role::Response
        | Role::Statuses
        | Role::Errors
        | Role::Index
        | Role::Ignored => true,
        // A table of fields is no example, whatever the words over it begin with.
        Role::RequestExample
        | Role::ResponseExample
        | Role::Unknown
        | Role::Container
        | Role::Description => false,
    }
}

/// Gathers what evidence says about a page.
pub(crate) fn told(document: &Document, dialect: &Dialect) -> Told {
    let learned = Learned::alone(&dialect.source);
    let look = gather::look(document, dialect);
    let taken = gather::take(&look, dialect, &learned, &WEIGHTS);
    let mut told = Told::default();
    for operation in gather::described(&look, &learned, dialect) {
        let scene = taken.scene(&operation);
        let mut ruled = taken.rule(&operation, &scene);
        // On pages about many things, a request is about what follows it.
        let apart = dialect.source.pages.bare_requests;
        let own = look.section(operation.line.item);
        let placed = unnamed::place(&taken, &scene, &mut ruled);
        for rule in &ruled {
            let Some(table) = look.tables.get(rule.table) else { continue };
            if apart && !look.page.around(look.section(table.item)).any(|(it, _)| it == own) {
                continue;
            }
            if let Some(mut one) = table_of(table, rule, &scene, placed.get(&rule.table)) {
                let role = if one.role == Role::Uri { Role::Request } else { one.role };
                one.list = table.grid.head.is_empty().then(|| {
                    let mut list = taken.table(table, rule, role, one.status, &scene);
                    if role == Role::Request {
                        taken.need(table, &mut list);
                    }
                    Box::new(list)
                });
                told.tables.entry(table.grid.span.start).or_insert(one);
            }
        }
        for sample in &scene.samples {
            told.examples.entry(sample.code.span.start).or_insert((sample.role, sample.status));
        }
        if !ruled.is_empty() {
            told.request(&operation, &taken);
        }
    }
    told
}

/// What evidence says about a table. `None` if it might as well be something else.
fn table_of(
    table: &Table<'_>,
    rule: &Ruled,
    scene: &Scene<'_, '_>,
    of: Option<&String>,
) -> Option<ToldTable> {
    let (role, status) = rule.is.and_then(|is| side::role(is, table.status))?;
    let names: Vec<&str> = table.tops().map(|name| side::bare(&name.key)).collect();
    let query = operations::query(&scene.operation.line.target.path);
    let in_line = |name: &str| {
        scene.placeholders.iter().any(|it| side::bare(it) == name) || query.iter().any(|it| it == name)
    };
    let uri = role == Role::Request && side::share(&names, &in_line) > 0.99;
    let root = of.is_none() && !rule.is_definition();
    if root && !uri && !is_shown(&names, role, status, scene) {
        return None;
    }
    Some(ToldTable {
        role: if uri { Role::Uri } else { role },
        location: location(&names, role, scene).filter(|_| root && !uri),
        status,
        columns: table.columns.of.clone(),
        headed: table.columns.headed && (table.has(Column::Type) || table.has(Column::Required)),
        root,
        of: of.cloned(),
        list: None,
    })
}

/// Whether the example of its side, where there is one, has a name of a table of the operation itself at its top or in
/// what wraps the rest.
fn is_shown(names: &[&str], role: Role, status: Option<u16>, scene: &Scene<'_, '_>) -> bool {
    let tree = if role == Role::Request { &scene.asked } else { &scene.answered };
    let (known, success) = (|name: &str| scene.dialect.is_envelope(name), status.is_none_or(|it| it < 300));
    tree.is_empty()
        || role == Role::Request
        || !success
        || side::share(names, &|name| known(name) || tree.child(0, name).is_some()) > 0.0
        || rows::wrapper(names, tree) != 0
}

/// Where the fields of a table go, by what their names are and where the example shows them not.
fn location(names: &[&str], role: Role, scene: &Scene<'_, '_>) -> Option<Location> {
    let header = scene.dialect.names.header.as_ref();
    if header.is_some_and(|header| side::share(names, &|name| header.is_match(name)) > 0.99) {
        return Some(Location::Header);
    }
    let in_query = side::share(names, &|name| scene.query.iter().any(|it| it == name)) > 0.99;
    let in_body = side::share(names, &|name| scene.asked.has(name)) > 0.0;
    (role == Role::Request && in_query && !in_body && !scene.asked.is_empty()).then_some(Location::Query)
}

impl Told {
    /// The request of an operation, where the page gives one.
    fn request(&mut self, operation: &Operation, taken: &Taken<'_, '_>) {
        let line = &operation.line;
        let Some(item) = taken.page.items.get(line.item) else { return };
        let Some(method) = line.target.method else { return };
        if without_query(&line.target.path).len() > 1 && !is_sample(&line.target.path) {
            let here = self.requests.entry(item.span.start).or_default();
            here.push((method, line.target.path.clone()));
        }
    }
}

/// Whether a path shows one call: it has values where a description has names.
fn is_sample(path: &str) -> bool {
    let (own, query) = path.split_once('?').unwrap_or((path, ""));
    let value = |part: &str| part.len() >= 8 && part.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let valued =
        |pair: &str| pair.split_once('=').is_some_and(|(_, value)| !value.is_empty() && !value.contains('{'));
    query.split('&').any(valued) || own.split('/').any(|part| !part.contains('{') && value(part))
}
