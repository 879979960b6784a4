//! The candidates of a service that stand, and how one is found among them: a service may have thousands.

use tablature_ir::{Method, Protocol};

use super::{book::Book, candidate::Candidate, requests, uri};
use crate::{dialect::Dialect, hash::HashMap, words};

/// What a request is by which callers tell it from others: its method, its path without the names of placeholders, and
/// the constants of its query.
type Request = (Method, String, Option<Vec<(String, String)>>);

/// Candidates in the order in which they came to stand.
pub(super) struct Standing<'a> {
    book: &'a Book,
    dialect: &'a Dialect,
    list: Vec<Candidate>,
    /// The first candidate of each id, as ids are compared.
    ids: HashMap<String, usize>,
    /// The first candidate of each request, where any is to be found by its request.
    requests: Option<HashMap<Request, usize>>,
}

impl<'a> Standing<'a> {
    /// None stands yet. Those of `candidates` that are further requests of a page will be looked for by their requests.
    pub(super) fn new(book: &'a Book, dialect: &'a Dialect, candidates: &[Candidate]) -> Self {
        let requests = candidates.iter().any(|candidate| candidate.further).then(HashMap::default);
        Standing {
            book,
            dialect,
            list: Vec::with_capacity(candidates.len()),
            ids: HashMap::default(),
            requests,
        }
    }

    pub(super) fn push(&mut self, candidate: Candidate) {
        let place = self.list.len();
        self.ids.entry(self.key(&candidate.id)).or_insert(place);
        let request = self.requests.is_some().then(|| request(self.book, &candidate));
        if let (Some(requests), Some(request)) = (&mut self.requests, request) {
            requests.entry(request).or_insert(place);
        }
        self.list.push(candidate);
    }

    /// Gives a candidate another id, which is free.
    pub(super) fn rename(&mut self, place: usize, id: String) {
        let key = self.key(&id);
        let Some(candidate) = self.list.get_mut(place) else { return };
        let before = std::mem::replace(&mut candidate.id, id);
        self.ids.remove(&self.key(&before));
        self.ids.insert(key, place);
    }

    /// The candidate whose id would be the same name in code. Where the id goes over the wire they are two if they differ.
    pub(super) fn named(&self, id: &str) -> Option<usize> {
        self.ids.get(&self.key(id)).copied()
    }

    /// The candidate whose request is the same.
    pub(super) fn requesting(&self, candidate: &Candidate) -> Option<&Candidate> {
        let place = self.requests.as_ref()?.get(&request(self.book, candidate))?;
        self.list.get(*place)
    }

    pub(super) fn get(&self, place: usize) -> Option<&Candidate> {
        self.list.get(place)
    }

    /// Adds a page that tells the same operation.
    pub(super) fn also(&mut self, place: usize, candidate: &Candidate) {
        if let Some(one) = self.list.get_mut(place) {
            one.also.push(candidate.page);
        }
    }

    pub(super) fn into_list(self) -> Vec<Candidate> {
        self.list
    }

    fn key(&self, id: &str) -> String {
        match self.dialect.source.service.protocol {
            Protocol::Rpc(_) => id.to_owned(),
            Protocol::Rest => words::snake(id),
        }
    }
}

/// Whether two candidates are requests that no caller can tell apart.
pub(super) fn same_request(book: &Book, a: &Candidate, b: &Candidate) -> bool {
    request(book, a) == request(book, b)
}

fn request(book: &Book, candidate: &Candidate) -> Request {
    let template = uri::parse(&candidate.request.target);
    let page = book.entry(candidate.page).map(|entry| &entry.raw);
    let constants = page.map(|page| requests::constants(&candidate.request, &template, page));
    (candidate.request.method, shape(&template.path), constants)
}

/// A path without the names of its placeholders.
pub(super) fn shape(path: &str) -> String {
    let parts =
        path.trim_end_matches('/').split('/').map(|part| if part.contains('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}
