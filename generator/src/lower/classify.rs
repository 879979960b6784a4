//! Decides which pages are operations, and which page counts where several describe one.

use tablature_ir::Protocol;

use super::{
    book::{Book, Entry},
    candidate::Candidate,
    examples,
    ids::PageId,
    naming, requests,
    standing::{Standing, same_request, shape},
    uri,
};
use crate::{
    diagnostic::{Diagnostic, Id},
    dialect::Dialect,
    hash::HashMap,
    raw::{RequestLine, Role},
    words,
};

/// The operations of a page, one per distinct request, or the reason why it has none.
pub(super) fn page(book: &Book, index: PageId, dialect: &Dialect) -> Result<Vec<Candidate>, String> {
    let none = || Err("empty-page".to_owned());
    let Some(entry) = book.entry(index) else { return none() };
    let raw = &entry.raw;
    if let Some(why) = &raw.ignored {
        return Err(why.clone());
    }
    if dialect.source.pages.listed_in.iter().any(|name| name == entry.file()) {
        return Err("index".to_owned());
    }
    match &dialect.source.service.protocol {
        Protocol::Rpc(_) => rpc(entry, index, dialect).map(|candidate| vec![candidate]),
        Protocol::Rest => rest(book, entry, index, dialect),
    }
}

fn rpc(entry: &Entry, page: PageId, dialect: &Dialect) -> Result<Candidate, String> {
    let raw = &entry.raw;
    let stem = entry.stem();
    let title = raw.title.as_ref().map_or_else(crate::load::Span::default, |title| title.span);
    let (name, span) = match &raw.name {
        Some(name) => (name.text.as_str(), name.span),
        // A file named like an action is named after the operation.
        None if naming::is_action(stem) => (stem, title),
        None => return Err("no-operation-name".to_owned()),
    };
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
    let request = RequestLine { method, target: target.to_owned(), span, line: 0, call: None };
    Ok(Candidate { page, id: name.to_owned(), request, further: false, also: Vec::new() })
}

fn rest(book: &Book, entry: &Entry, page: PageId, dialect: &Dialect) -> Result<Vec<Candidate>, String> {
    let raw = &entry.raw;
    if let Some(candidate) = named_by_file(entry, page, dialect) {
        return Ok(vec![candidate]);
    }
    if !raw.has_uri {
        return Err("no-uri-section".to_owned());
    }
    let requests = requests::distinct(raw);
    let Some(first) = requests.first() else { return Err("uri-without-method".to_owned()) };
    let template = uri::parse(&first.target);
    let asked = asked(entry, first, &template, dialect);
    let alone = requests.len() == 1
        && book.parts(page).filter(|(_, part)| !part.raw.requests.is_empty()).take(2).count() < 2;
    let given = naming::given(entry, &asked, alone, requests.len() == 1);
    let mut found: Vec<Candidate> = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        let given = given.clone().filter(|_| index == 0 && request.call.is_none());
        let id = given.unwrap_or_else(|| derived(book, page, request, &found, dialect));
        found.push(Candidate { page, id, request: (*request).clone(), further: index > 0, also: Vec::new() });
    }
    Ok(found)
}

/// The id that a request of a page gives. `before` are the requests before it in its part of the page.
fn derived(
    book: &Book,
    page: PageId,
    request: &RequestLine,
    before: &[Candidate],
    dialect: &Dialect,
) -> String {
    let Some(entry) = book.entry(page) else { return String::new() };
    if let Some(call) = &request.call {
        return words::snake(&call.procedure);
    }
    let template = uri::parse(&request.target);
    let asked = asked(entry, request, &template, dialect);
    let constants = requests::constants(request, &template, &entry.raw);
    let own = (request.method, shape(&template.path));
    let alike =
        |other: &RequestLine| other.method == own.0 && shape(&uri::parse(&other.target).path) == own.1;
    let parts = book.parts(page).filter(|(other, _)| *other < page);
    let repeated = before.iter().any(|other| alike(&other.request))
        || parts.flat_map(|(_, part)| part.shapes()).any(|other| *other == own);
    let done = if repeated {
        // The second request of a page on the same path differs by what it sends.
        let values: Vec<&str> = constants.iter().map(|(_, value)| value.as_str()).collect();
        if values.is_empty() { only_key(entry).unwrap_or_default() } else { values.join("_") }
    } else if let Some(value) = naming::deed(&constants) {
        value.to_owned()
    } else if naming::is_deed(&template) {
        only_key(entry).unwrap_or_default()
    } else {
        String::new()
    };
    let told = naming::verb(entry, &asked).filter(|_| requests::distinct(&entry.raw).len() == 1);
    naming::derived(&asked, &done, told.as_deref())
}

fn asked<'a>(
    entry: &'a Entry,
    request: &RequestLine,
    template: &'a uri::Template,
    dialect: &'a Dialect,
) -> naming::Request<'a> {
    naming::Request { method: request.method, template, service: &entry.service, dialect }
}

/// The operation of a page without a request, where the dialect says what a file of this name describes.
fn named_by_file(entry: &Entry, page: PageId, dialect: &Dialect) -> Option<Candidate> {
    let raw = &entry.raw;
    let default = dialect.source.service.request.as_ref()?;
    let of_side = |table: &crate::raw::Table| matches!(table.role, Role::Request | Role::Response);
    if !raw.requests.is_empty() || !raw.tables.iter().any(of_side) {
        return None;
    }
    let stem = entry.stem();
    let span = raw.title.as_ref().map_or_else(crate::load::Span::default, |title| title.span);
    let target = default.uri.replace("{page}", stem);
    let request = RequestLine { method: default.method, target, span, line: 1, call: None };
    Some(Candidate { page, id: stem.to_owned(), request, further: false, also: Vec::new() })
}

/// Decides which candidates of a service stand, each with an id of its own, and gives the reason for each of the
/// others.
///
/// An id depends on its own request alone, and two operations hardly ever have the same. Where they do, [`apart`] gives
/// one of them another and reports it. This is the only naming that looks at another page.
pub(super) fn settle(
    book: &Book,
    candidates: Vec<Candidate>,
    dialect: &Dialect,
) -> (Vec<Candidate>, Vec<(PageId, Diagnostic)>) {
    let lists = listed(book, &candidates, dialect);
    let rank = |candidate: &Candidate| {
        let path = book.entry(candidate.page).map_or("", |entry| &entry.path);
        let list = lists.get(&candidate.page).copied().unwrap_or(usize::MAX);
        // A page that only shows a request of an operation counts less than one with the tables of it.
        let told = book.entry(candidate.page).is_some_and(|entry| !entry.raw.tables.is_empty());
        let old = outdated(book, candidate.page, dialect);
        (candidate.further, list, old, !told, path.len(), path.to_owned())
    };
    let mut ranked = candidates;
    ranked.sort_by_cached_key(rank);
    let mut standing = Standing::new(book, dialect, &ranked);
    let mut found = Vec::new();
    for mut candidate in ranked {
        if let Some(id) = naming::mended(&candidate.id, &dialect.source.service.protocol) {
            found.extend(mended(book, &candidate, &id));
            candidate.id = id;
        }
        // A page may show the request of another page beside its own.
        let elsewhere = candidate.further.then(|| standing.requesting(&candidate)).flatten();
        if let Some(other) = elsewhere {
            found.extend(twin(book, other, &candidate));
            continue;
        }
        let Some(place) = standing.named(&candidate.id) else {
            standing.push(candidate);
            continue;
        };
        if let Some(diagnostic) = apart(book, &mut standing, place, &mut candidate, dialect) {
            found.extend(diagnostic);
            standing.push(candidate);
        } else if let Some(one) = standing.get(place) {
            if is_variant(book, one, &candidate) {
                found.extend(variant(book, one, &candidate));
                standing.also(place, &candidate);
            } else {
                found.extend(twin(book, one, &candidate));
            }
        }
    }
    (standing.into_list(), found)
}

/// Separates two operations with the same id. Where the requests differ, the lesser candidate gets its id in full, or
/// else the other one does. Where two pages describe one request, the lesser candidate gets the name from its link.
#[expect(
    clippy::option_option,
    reason = "that they are told apart is one thing, a page to report it on another"
)]
fn apart(
    book: &Book,
    standing: &mut Standing<'_>,
    place: usize,
    candidate: &mut Candidate,
    dialect: &Dialect,
) -> Option<Option<(PageId, Diagnostic)>> {
    if matches!(dialect.source.service.protocol, Protocol::Rpc(_)) {
        return None;
    }
    let one = standing.get(place)?.clone();
    let free = |id: &str| standing.named(id).is_none();
    if one_request(&one, candidate) {
        // Two pages tell one request. The names that their links give tell them apart, if these differ.
        let hint = |of: &Candidate| Some(book.entry(of.page)?.raw.hint.as_ref()?.text.clone());
        let id = hint(candidate).filter(|id| hint(&one).is_some_and(|other| other != *id) && free(id))?;
        let found = alike(book, &one, candidate, &id);
        candidate.id = id;
        return Some(found);
    }
    let full = |of: &Candidate| {
        let template = uri::parse(&of.request.target);
        let id = naming::full(&asked(book.entry(of.page)?, &of.request, &template, dialect));
        free(&id).then_some(id)
    };
    if let Some(id) = full(candidate) {
        let found = alike(book, &one, candidate, &id);
        candidate.id = id;
        return Some(found);
    }
    let id = full(&one)?;
    let found = alike(book, candidate, &one, &id);
    standing.rename(place, id);
    Some(found)
}

/// Whether two candidates have one method and one path, whatever the names of its placeholders.
fn one_request(a: &Candidate, b: &Candidate) -> bool {
    let path = |candidate: &Candidate| shape(&uri::parse(&candidate.request.target).path);
    a.request.method == b.request.method && path(a) == path(b)
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

/// Whether a second part of a page tells the same request in a table of its own.
fn is_variant(book: &Book, first: &Candidate, second: &Candidate) -> bool {
    let (Some(one), Some(other)) = (book.entry(first.page), book.entry(second.page)) else { return false };
    one.path == other.path
        && first.page != second.page
        && other.raw.tables.iter().any(|table| table.role == Role::Request)
        && same_request(book, first, second)
}

fn variant(book: &Book, first: &Candidate, second: &Candidate) -> Option<(PageId, Diagnostic)> {
    let message =
        format!("`{}` is told twice: the parameters of both parts count, all else of one", first.id);
    let hint = "what only one of them has may be left out; say in an overlay what else holds";
    beside(book, (first, "this part counts"), second, Diagnostic::new(Id::TwinPages, message).hint(hint))
}

fn twin(book: &Book, first: &Candidate, second: &Candidate) -> Option<(PageId, Diagnostic)> {
    let message = format!("`{}` has a page that counts more than this one", first.id);
    let hint = "remove the page, or name the one that counts in a list of the service's pages";
    beside(book, (first, "this page counts"), second, Diagnostic::new(Id::TwinPages, message).hint(hint))
}

fn alike(book: &Book, first: &Candidate, second: &Candidate, id: &str) -> Option<(PageId, Diagnostic)> {
    let message = format!("`{}` is the name of another operation, so this one is `{id}`", first.id);
    let hint = "name one of them in an overlay, so that neither depends on the other";
    beside(
        book,
        (first, "this one has the name"),
        second,
        Diagnostic::new(Id::NameCollision, message).hint(hint),
    )
}

/// A name with a blank in it is one all the same.
fn mended(book: &Book, candidate: &Candidate, id: &str) -> Option<(PageId, Diagnostic)> {
    let entry = book.entry(candidate.page)?;
    let found = Diagnostic::new(Id::MendedName, format!("`{}` is read as `{id}`", candidate.id))
        .hint("if the operation is called otherwise, rename it in an overlay");
    let place = entry.raw.name.as_ref().map_or(candidate.request.span, |name| name.span);
    Some((candidate.page, found.at(entry.place(place))))
}

/// A finding at the title of a page, which also points to that of another.
fn beside(
    book: &Book,
    (first, says): (&Candidate, &str),
    second: &Candidate,
    mut found: Diagnostic,
) -> Option<(PageId, Diagnostic)> {
    let (entry, other) = (book.entry(second.page)?, book.entry(first.page)?);
    let span = |entry: &Entry| entry.raw.title.as_ref().map(|title| entry.place(title.span));
    if let Some(span) = span(entry) {
        found = found.at(span);
    }
    if let Some(span) = span(other) {
        found = found.with(span, says);
    }
    Some((second.page, found))
}

/// Which pages a list of pages names, by the place of the list in the dialect.
fn listed(book: &Book, candidates: &[Candidate], dialect: &Dialect) -> HashMap<PageId, usize> {
    let mut listed = HashMap::default();
    let Some(folder) = candidates.first().and_then(|first| book.entry(first.page)).map(Entry::folder) else {
        return listed;
    };
    for (rank, file) in dialect.source.pages.listed_in.iter().enumerate() {
        let list = book.at(&if folder.is_empty() { file.clone() } else { format!("{folder}/{file}") });
        let Some((list, entry)) = list.and_then(|list| Some((list, book.entry(list)?))) else {
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
fn outdated(book: &Book, page: PageId, dialect: &Dialect) -> bool {
    let Some(entry) = book.entry(page) else { return false };
    let stem = entry.stem();
    let pages = &dialect.source.pages;
    pages.outdated.iter().any(|ending| stem.ends_with(ending.as_str()))
        || entry.raw.tally.sections.iter().any(|section| pages.outdated_headings.contains(&section.text))
}
