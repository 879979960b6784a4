//! Which page is an operation, and which of several for one operation counts.

use std::collections::HashMap;

use tablature_ir::Protocol;

use super::{
    book::{Book, Entry},
    examples, naming, requests, uri,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::Dialect,
    raw::{RequestLine, Role},
};

/// A page that may be an operation.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) page: usize,
    pub(super) id: String,
    pub(super) request: RequestLine,
    /// Whether it is not the first request of its page.
    pub(super) further: bool,
}

/// The operations of a page, one for each of its requests that differ, or why it has none.
pub(super) fn page(book: &Book, index: usize, dialect: &Dialect) -> Result<Vec<Candidate>, String> {
    let none = || Err("empty-page".to_owned());
    let Some(entry) = book.entries.get(index) else { return none() };
    let raw = &entry.raw;
    if let Some(why) = &raw.ignored {
        return Err(why.clone());
    }
    if dialect.source.pages.listed_in.iter().any(|name| name == entry.file()) {
        return Err("index".to_owned());
    }
    match &dialect.source.service.protocol {
        Protocol::Rpc(_) => rpc(entry, index, dialect).map(|candidate| vec![candidate]),
        Protocol::Rest => rest(entry, index, dialect),
    }
}

fn rpc(entry: &Entry, page: usize, dialect: &Dialect) -> Result<Candidate, String> {
    let raw = &entry.raw;
    let Some(name) = &raw.name else { return Err("no-operation-name".to_owned()) };
    if !raw.requests.is_empty() {
        return Err("other-protocol".to_owned());
    }
    let of_side = |role: Role| matches!(role, Role::Common | Role::Request | Role::Response);
    if !raw.tables.iter().any(|table| of_side(table.role)) {
        return Err("no-parameter-tables".to_owned());
    }
    let default = dialect.source.service.request.as_ref();
    let (method, target) =
        default.map_or((tablature_ir::Method::Post, "/"), |default| (default.method, &default.uri));
    let request = RequestLine { method, target: target.to_owned(), span: name.span, line: 0 };
    Ok(Candidate { page, id: name.text.clone(), request, further: false })
}

fn rest(entry: &Entry, page: usize, dialect: &Dialect) -> Result<Vec<Candidate>, String> {
    let raw = &entry.raw;
    if let Some(candidate) = named_by_file(entry, page, dialect) {
        return Ok(vec![candidate]);
    }
    if !raw.has_uri {
        return Err("no-uri-section".to_owned());
    }
    let requests = requests::distinct(raw);
    let [first, further @ ..] = requests.as_slice() else { return Err("uri-without-method".to_owned()) };
    let template = uri::parse(&first.target);
    let given = raw.name.as_ref().map(|name| name.text.clone());
    let hinted = (raw.hint.as_ref())
        .filter(|hint| naming::fits(&hint.text, first.method, &template, dialect))
        .map(|hint| hint.text.clone());
    let derived =
        |request: &RequestLine| naming::derived(request.method, &uri::parse(&request.target), dialect);
    let id = given.or(hinted).unwrap_or_else(|| derived(first));
    let candidate =
        |id, request: &RequestLine, further| Candidate { page, id, request: request.clone(), further };
    let further = further.iter().map(|request| candidate(derived(request), request, true));
    Ok(std::iter::once(candidate(id, first, false)).chain(further).collect())
}

/// The operation of a page that gives no request, where the dialect says what it is for a file of this name.
fn named_by_file(entry: &Entry, page: usize, dialect: &Dialect) -> Option<Candidate> {
    let raw = &entry.raw;
    let default = dialect.source.service.request.as_ref()?;
    let of_side = |table: &crate::raw::Table| matches!(table.role, Role::Request | Role::Response);
    if !raw.requests.is_empty() || !raw.tables.iter().any(of_side) {
        return None;
    }
    let stem = entry.file().rsplit_once('.').map_or(entry.file(), |(stem, _)| stem);
    let span = raw.title.as_ref().map_or_else(crate::load::Span::default, |title| title.span);
    let target = default.uri.replace("{page}", stem);
    let request = RequestLine { method: default.method, target, span, line: 1 };
    Some(Candidate { page, id: stem.to_owned(), request, further: false })
}

/// Settles which candidates of one service stand, each with an id of its own. The others are told why not.
pub(super) fn settle(
    book: &Book,
    candidates: Vec<Candidate>,
    dialect: &Dialect,
) -> (Vec<Candidate>, Vec<(usize, String, Diagnostic)>) {
    let lists = listed(book, &candidates, dialect);
    let rank = |candidate: &Candidate| {
        let path = book.entries.get(candidate.page).map_or("", |entry| &entry.path);
        let list = lists.get(&candidate.page).copied().unwrap_or(usize::MAX);
        // A page that only shows a request of an operation counts less than one with the tables of it.
        let told = book.entries.get(candidate.page).is_some_and(|entry| !entry.raw.tables.is_empty());
        let old = outdated(book, candidate.page, dialect);
        (candidate.further, list, old, !told, path.len(), path.to_owned())
    };
    let mut ranked = candidates;
    ranked.sort_by_cached_key(rank);
    let mut standing: Vec<Candidate> = Vec::new();
    let mut left_out = Vec::new();
    for mut candidate in ranked {
        // A page may show the request of another page beside its own.
        let elsewhere =
            standing.iter().find(|other| candidate.further && same_request(book, other, &candidate));
        if let Some(diagnostic) = elsewhere.and_then(|other| twin(book, other, &candidate)) {
            left_out.push((candidate.page, "twin".to_owned(), diagnostic));
            continue;
        }
        let Some(first) = standing.iter().find(|other| same(&other.id, &candidate.id, dialect)) else {
            standing.push(candidate);
            continue;
        };
        if let Some(id) = another(&standing, first, &candidate, book, dialect) {
            candidate.id = id;
            standing.push(candidate);
            continue;
        }
        let place = standing.iter().position(|other| same(&other.id, &candidate.id, dialect));
        if let Some((place, id)) =
            place.and_then(|place| Some((place, longer(book, &standing, place, &candidate, dialect)?)))
        {
            if let Some(first) = standing.get_mut(place) {
                first.id = id;
            }
            standing.push(candidate);
            continue;
        }
        let Some(first) = standing.iter().find(|other| same(&other.id, &candidate.id, dialect)) else {
            continue;
        };
        if let Some(diagnostic) = twin(book, first, &candidate) {
            left_out.push((candidate.page, "twin".to_owned(), diagnostic));
        }
    }
    (standing, left_out)
}

/// A longer id for the operation that has one already, where the other, of another path of the same page, has none but
/// that. A further page renames nothing.
fn longer(
    book: &Book,
    standing: &[Candidate],
    place: usize,
    candidate: &Candidate,
    dialect: &Dialect,
) -> Option<String> {
    let first = standing.get(place).filter(|_| matches!(dialect.source.service.protocol, Protocol::Rest))?;
    let path = |candidate: &Candidate| book.entries.get(candidate.page).map(|entry| &entry.path);
    if path(first) != path(candidate) {
        return None;
    }
    let (template, other) = (uri::parse(&first.request.target), uri::parse(&candidate.request.target));
    let derived = naming::derived(first.request.method, &template, dialect);
    let id = naming::full(first.request.method, &template);
    let apart = shape(&template.path) != shape(&other.path) && first.id == derived && id != derived;
    (apart && standing.iter().all(|other| !same(&other.id, &id, dialect))).then_some(id)
}

/// Another id for an operation of another path, or of another body on the same path.
fn another(
    standing: &[Candidate],
    first: &Candidate,
    candidate: &Candidate,
    book: &Book,
    dialect: &Dialect,
) -> Option<String> {
    if matches!(dialect.source.service.protocol, Protocol::Rpc(_)) {
        return None;
    }
    let template = uri::parse(&candidate.request.target);
    let other = uri::parse(&first.request.target);
    let same =
        shape(&template.path) == shape(&other.path) && first.request.method == candidate.request.method;
    let constants = requests::constants(&template, &book.entries.get(candidate.page)?.raw);
    let others = requests::constants(&other, &book.entries.get(first.page)?.raw);
    let derived = naming::derived(candidate.request.method, &template, dialect);
    let full = naming::full(candidate.request.method, &template);
    let mut ids = Vec::new();
    if same && constants != others {
        // `?action=import` and `?action=export` are two operations.
        let values: Vec<String> = constants.iter().map(|(_, value)| naming::word(value)).collect();
        let values = values.join("_");
        ids.push(format!("{derived}_{values}"));
        ids.push(format!("{full}_{values}"));
    } else if same {
        // A name that a link gives tells two operations on one path apart if the links differ.
        let hint =
            |candidate: &Candidate| Some(book.entries.get(candidate.page)?.raw.hint.as_ref()?.text.clone());
        if let Some(name) = hint(candidate)
            && hint(first).is_some_and(|other| other != name)
            && standing.iter().all(|other| !self::same(&other.id, &name, dialect))
        {
            return Some(name);
        }
        // Alternative bodies on one path differ in their one key.
        let key = only_key(book.entries.get(candidate.page)?)?;
        if only_key(book.entries.get(first.page)?).as_ref() == Some(&key) {
            return None;
        }
        let key = naming::word(&key);
        ids.push(format!("{derived}_{key}"));
        ids.push(format!("{full}_{key}"));
    } else {
        ids.push(derived);
        ids.push(full);
    }
    ids.into_iter().find(|id| standing.iter().all(|other| !self::same(&other.id, id, dialect)))
}

/// Whether two ids would be one name in code. Where the id goes over the wire they are two if they differ.
fn same(a: &str, b: &str, dialect: &Dialect) -> bool {
    a == b || matches!(dialect.source.service.protocol, Protocol::Rest) && naming::word(a) == naming::word(b)
}

/// Whether two candidates are requests that no caller can tell apart.
fn same_request(book: &Book, a: &Candidate, b: &Candidate) -> bool {
    let key = |candidate: &Candidate| {
        let template = uri::parse(&candidate.request.target);
        let page = book.entries.get(candidate.page).map(|entry| &entry.raw);
        let constants = page.map(|page| requests::constants(&template, page));
        (candidate.request.method, shape(&template.path), constants)
    };
    key(a) == key(b)
}

/// A path without the names of its placeholders.
fn shape(path: &str) -> String {
    let parts =
        path.trim_end_matches('/').split('/').map(|part| if part.contains('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The name of the only field of the request's body, by its table or by its example.
fn only_key(entry: &Entry) -> Option<String> {
    by_table(entry).or_else(|| {
        let examples = examples::parse(&entry.raw);
        let body = examples.iter().find(|example| example.role == Role::RequestExample)?.value.as_object()?;
        body.keys().next().filter(|_| body.len() == 1).cloned()
    })
}

fn by_table(entry: &Entry) -> Option<String> {
    let table = entry.raw.tables.iter().find(|table| {
        table.role == Role::Request
            && table.location.is_none_or(|location| location == tablature_ir::Location::Body)
    })?;
    match table.rows.as_slice() {
        [row] => Some(row.name.joined().trim().to_owned()),
        _ => None,
    }
}

fn twin(book: &Book, first: &Candidate, second: &Candidate) -> Option<Diagnostic> {
    let (entry, other) = (book.entries.get(second.page)?, book.entries.get(first.page)?);
    let span = |entry: &Entry| entry.raw.title.as_ref().map(|title| entry.place(title.span));
    let mut diagnostic =
        Diagnostic::new(Id::TwinPages, format!("`{}` has a page that counts more than this one", first.id))
            .hint("remove the page, or name the one that counts in a list of the service's pages");
    if let Some(span) = span(entry) {
        diagnostic = diagnostic.at(span);
    }
    if let Some(span) = span(other) {
        diagnostic = diagnostic.with(span, "this page counts");
    }
    Some(diagnostic)
}

/// Which pages a list of pages names, by the place of the list in the dialect.
fn listed(book: &Book, candidates: &[Candidate], dialect: &Dialect) -> HashMap<usize, usize> {
    let mut listed = HashMap::new();
    let Some(folder) = candidates.first().and_then(|first| book.entries.get(first.page)).map(Entry::folder)
    else {
        return listed;
    };
    for (rank, file) in dialect.source.pages.listed_in.iter().enumerate() {
        let list = book.at(&if folder.is_empty() { file.clone() } else { format!("{folder}/{file}") });
        let Some((list, entry)) = list.and_then(|list| Some((list, book.entries.get(list)?))) else {
            continue;
        };
        for target in &entry.raw.links {
            if let Some((page, _)) = book.linked(list, target) {
                listed.entry(page).or_insert(rank);
            }
        }
    }
    listed
}

/// Whether a page looks like an old or second version.
fn outdated(book: &Book, page: usize, dialect: &Dialect) -> bool {
    let Some(entry) = book.entries.get(page) else { return false };
    let stem = entry.file().rsplit_once('.').map_or(entry.file(), |(stem, _)| stem);
    let pages = &dialect.source.pages;
    pages.outdated.iter().any(|ending| stem.ends_with(ending.as_str()))
        || entry.raw.tally.sections.iter().any(|section| pages.outdated_headings.contains(&section.text))
}
