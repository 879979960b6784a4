//! Finding the way from page to page.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use super::link;
use crate::{
    Call, ContentRange, Error, ErrorKind, HttpResponse, Json, Paging, PagingKind, Place, Response, Result,
    Total, Value,
    send::call_into,
    value::{self, View, at_path, text_of},
};

/// A page, if there is one, and what fetches the next.
pub(super) type Page<T> = (Pager, Option<Result<Response<T>>>);

/// Where in the list the next page is.
pub(super) struct Pager {
    call: Call,
    at: Next,
    /// The number of items so far, including those that the call skips.
    seen: u64,
    /// The number of items in a full page, where it is known.
    size: Option<u64>,
    /// How many pages stand before the first one that was asked for, where pages are numbered.
    before: u64,
    /// The markers or links that have come.
    markers: HashSet<String>,
    /// The marker or link that was followed last.
    current: Option<String>,
    /// A hash of all items of the last page.
    last: Option<u64>,
    /// The hashes of the items of the last page, one by one.
    tail: Vec<u64>,
    /// How many items at the start of the last page were at the end of the one before.
    pub(super) skip: usize,
    /// How many pages have come.
    pages: u64,
    /// How many items the first page had.
    length: Option<u64>,
    /// Whether the first page had fewer items than asked for: it is the whole list, or the service gives fewer at a
    /// time.
    short: bool,
}

enum Next {
    First,
    Parameter(String),
    Link(String),
    Over,
    /// There is more, but no way to reach it.
    Lost(Error),
}

/// What a page shows of the list.
struct Shown<'p> {
    /// The number of its items.
    count: u64,
    /// Whether it has the same items as the page before.
    again: bool,
    output: &'p dyn Value,
    http: &'p HttpResponse,
}

impl Pager {
    pub(super) fn new(call: Call) -> Self {
        Pager {
            call,
            at: Next::First,
            seen: 0,
            size: None,
            before: 0,
            markers: HashSet::new(),
            current: None,
            last: None,
            tail: Vec::new(),
            skip: 0,
            pages: 0,
            length: None,
            short: false,
        }
    }

    pub(super) async fn fetch<T: Value + Default>(mut self: Box<Self>) -> Page<T> {
        let Some(paging) = self.call.operation.paging else {
            return self.once().await;
        };
        match std::mem::replace(&mut self.at, Next::Over) {
            Next::Over => return (*self, None),
            Next::Lost(error) => return (*self, Some(Err(error))),
            Next::First => {
                match paging.kind {
                    PagingKind::Offset(offset) => self.seen = self.number(&paging, offset).unwrap_or(0),
                    PagingKind::Page { page, first } => {
                        let page = self.number(&paging, page).unwrap_or(u64::from(first));
                        self.before = page.saturating_sub(u64::from(first));
                    }
                    PagingKind::Marker { marker, .. } => {
                        self.current = self.argument(&paging, marker);
                        self.markers.extend(self.current.clone());
                    }
                    PagingKind::Link { .. } => {}
                }
                self.size =
                    paging.limit.and_then(|limit| self.number(&paging, limit)).filter(|size| *size > 0);
            }
            Next::Parameter(value) => {
                self.call = set(self.call, &paging, moving(&paging), value);
            }
            Next::Link(link) => match link::follow(self.call.clone(), &link) {
                Ok(call) => self.call = call,
                Err(error) => return (*self, Some(Err(error))),
            },
        }
        self.complete(&paging);
        let mut output = T::default();
        match call_into(&self.call, &mut output).await {
            Ok(http) => match self.after(&paging, &output, &http) {
                Ok(Some(next)) => {
                    self.at = next;
                    (*self, Some(Ok(Response::new(output, http))))
                }
                Ok(None) => (*self, None),
                Err(error) => (*self, Some(Err(error))),
            },
            Err(error) => (*self, Some(Err(error))),
        }
    }

    /// Adds the missing half of a composite parameter, whose parts may have to be given together.
    fn complete(&mut self, paging: &Paging) {
        let (Some(limit), Some(within)) = (paging.limit, paging.within) else { return };
        if is_object(&self.call, within) {
            return;
        }
        let (moving, here) = match paging.kind {
            PagingKind::Offset(offset) => (offset, self.seen),
            PagingKind::Page { page, first } => (page, u64::from(first)),
            PagingKind::Marker { .. } | PagingKind::Link { .. } => return,
        };
        let half = match (self.argument(paging, moving), self.argument(paging, limit), self.size) {
            (None, Some(_), _) => Some((moving, here)),
            (Some(_), None, Some(size)) => Some((limit, size)),
            _ => None,
        };
        if let Some((part, value)) = half {
            self.call = self.call.clone().part(within, part, value.to_string());
        }
    }

    /// The one page of an operation that has no paging.
    async fn once<T: Value + Default>(mut self: Box<Self>) -> Page<T> {
        if matches!(std::mem::replace(&mut self.at, Next::Over), Next::Over) {
            return (*self, None);
        }
        let mut output = T::default();
        let page = call_into(&self.call, &mut output).await.map(|http| Response::new(output, http));
        (*self, Some(page))
    }

    /// Where the page after this one is; `None` when the list had ended before this one.
    fn after(&mut self, paging: &Paging, output: &dyn Value, http: &HttpResponse) -> Result<Option<Next>> {
        let (hashes, hash) = at_path(output, paging.items, &mut items).unwrap_or_default();
        self.pages = self.pages.saturating_add(1);
        let count = hashes.len() as u64;
        let again = self.last.replace(hash) == Some(hash) && count > 0;
        // Lists move while they are read, and some services fill their last page with items of the one before.
        self.skip = if again { 0 } else { overlap(&self.tail, &hashes) };
        self.tail = hashes;
        let new = count.saturating_sub(self.skip as u64);
        let page = Shown { count, again, output, http };
        if let PagingKind::Marker { .. } | PagingKind::Link { .. } = paging.kind {
            return self.marker(paging, &page);
        }
        let total = match paging.total {
            Some(Total::Body(path)) => at_path(output, path, &mut number).flatten(),
            Some(Total::ContentRange(header)) => http.headers.get(header).and_then(|value| {
                value.trim().parse().ok().or_else(|| Some(ContentRange::parse(value)?.total))
            }),
            None => None,
        };
        if again {
            return if self.had_ended(total) { Ok(None) } else { Err(self.repeated(paging, http)) };
        }
        let asked = self.size;
        self.seen = self.seen.saturating_add(count);
        if count > 0 {
            // Where the caller did not say how many items a page has, the first page shows it.
            self.size.get_or_insert(count);
        }
        // The first page shows how many items the service gives at a time, even if more were asked for.
        let length = *self.length.get_or_insert(count);
        self.short |= self.pages == 1 && asked.is_some_and(|size| count < size);
        let position = self.position();
        // A total that is less than what has come is ignored.
        let total = total.filter(|total| *total >= position);
        let first = self.pages == 1;
        match total {
            // Some services state the number of items in the page as the total; the next page tells.
            Some(total) if total == position => {
                let full = first && self.before == 0 && self.seen == count && asked == Some(count);
                if !full {
                    return Ok(Some(Next::Over));
                }
            }
            Some(total) if new == 0 && !(first && self.argument(paging, moving(paging)).is_some()) => {
                return Err(self.lost(http, format!("the list ended after {position} of {total} items")));
            }
            Some(_) if new > 0 => {}
            _ => {
                let short = !first && count < length;
                if new == 0 || short {
                    return Ok(Some(Next::Over));
                }
            }
        }
        Ok(Some(self.next(paging)))
    }

    fn next(&self, paging: &Paging) -> Next {
        match paging.kind {
            PagingKind::Page { page, first } => {
                let current = self.number(paging, page).unwrap_or(u64::from(first));
                current.checked_add(1).map_or(Next::Over, |next| Next::Parameter(next.to_string()))
            }
            PagingKind::Offset(_) | PagingKind::Marker { .. } | PagingKind::Link { .. } => {
                Next::Parameter(self.seen.to_string())
            }
        }
    }

    /// Whether the list had ended before the page that came again. It had if the stated total was reached, or a page
    /// had fewer items than asked for. It also had if the parameter has already moved the list on, so that the service
    /// must be repeating its last page.
    fn had_ended(&self, total: Option<u64>) -> bool {
        let position = self.position();
        match total {
            Some(total) if total >= position => total == position,
            _ => self.short || self.pages > 2,
        }
    }

    fn repeated(&self, paging: &Paging, http: &HttpResponse) -> Error {
        let name = moving(paging);
        let value = self.argument(paging, name).or_else(|| self.current.clone()).unwrap_or_default();
        let what = format!(
            "the page of {name}={value} is the same as the one before: the service does not look at {name}, and the \
             rest of the list cannot be had by it"
        );
        self.lost(http, what)
    }

    fn lost(&self, http: &HttpResponse, what: String) -> Error {
        Error::new(ErrorKind::Decode, what)
            .with_operation(self.call.id())
            .with_attempts(1)
            .with_answer(http.status, http.body.clone())
    }

    /// How many items of the whole list have been passed.
    fn position(&self) -> u64 {
        self.before.saturating_mul(self.size.unwrap_or(0)).saturating_add(self.seen)
    }

    fn marker(&mut self, paging: &Paging, page: &Shown<'_>) -> Result<Option<Next>> {
        let (text, of_last_item) = next_of(paging, page);
        // The same items with a new marker behind them are other items that look the same.
        if page.again && text.as_ref().is_some_and(|text| self.markers.contains(text)) {
            return if self.short { Ok(None) } else { Err(self.repeated(paging, page.http)) };
        }
        let first = self.pages == 1;
        let length = *self.length.get_or_insert(page.count);
        let short = !first && page.count < length;
        self.short |= first && self.size.is_some_and(|size| page.count < size);
        // The id of the last item is always there, so a short page ends the list. A token that the service gives is
        // followed until there is none, or until it is the one just used.
        let Some(text) = text.filter(|text| Some(text) != self.current.as_ref()) else {
            return Ok(Some(Next::Over));
        };
        if of_last_item && (page.count == 0 || short) {
            return Ok(Some(Next::Over));
        }
        if self.markers.insert(text.clone()) {
            self.current = Some(text.clone());
            let link = matches!(paging.kind, PagingKind::Link { .. });
            return Ok(Some(if link { Next::Link(text) } else { Next::Parameter(text) }));
        }
        let what = format!("the service gives {}={text} a second time: its pages go round", moving(paging));
        Ok(Some(Next::Lost(self.lost(page.http, what))))
    }

    fn argument(&self, paging: &Paging, name: &str) -> Option<String> {
        if let Some(object) = paging.within.filter(|within| is_object(&self.call, within)) {
            return at_path(self.call.get(Place::Body, object)?.value(), name, &mut text).flatten();
        }
        let part = |param: &&crate::call::Param| match paging.within {
            Some(composite) => param.name == composite && param.part == Some(name),
            None => param.name == name && param.part.is_none(),
        };
        self.call.params.iter().find(part).and_then(|param| param.arg.text())
    }

    fn number(&self, paging: &Paging, name: &str) -> Option<u64> {
        self.argument(paging, name)?.parse().ok()
    }
}

/// The next marker or link, and whether it is a key of the last item.
fn next_of(paging: &Paging, page: &Shown<'_>) -> (Option<String>, bool) {
    let is_link = matches!(paging.kind, PagingKind::Link { .. });
    let path = match paging.kind {
        PagingKind::Marker { next, .. } | PagingKind::Link { next } => next,
        PagingKind::Offset(_) | PagingKind::Page { .. } => "",
    };
    let headers = &page.http.headers;
    let found = match paging.next_header {
        Some(header) if is_link => {
            let values = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
            values.map(|(_, value)| value).find_map(link::in_header)
        }
        Some(header) => headers.get(header).map(|value| value.trim().to_owned()),
        None if is_link => at_path(page.output, path, &mut link::shown).flatten(),
        None => at_path(page.output, path, &mut text).flatten(),
    };
    (found.filter(|text| !text.is_empty()), path.contains("[]"))
}

/// Whether what has the paging parameters is an object in the body, and no composite parameter.
fn is_object(call: &Call, within: &str) -> bool {
    call.operation.composites.iter().all(|composite| composite.name != within)
}

/// Sets a parameter where it already stands, else in the usual place of paging parameters.
fn set(call: Call, paging: &Paging, name: &'static str, value: String) -> Call {
    // A marker is text even if it has only digits, unless the docs say otherwise.
    let is_text = matches!(paging.kind, PagingKind::Marker { .. }) && !paging.integer_marker;
    if let Some(object) = paging.within.filter(|within| is_object(&call, within)) {
        let given = call.get(Place::Body, object).map(|arg| value::to_json(arg.value()));
        let mut members = match given {
            Some(Json::Object(members)) => members,
            _ => serde_json::Map::new(),
        };
        let is_text = is_text || members.get(name).is_some_and(Json::is_string);
        let number = value.parse::<i64>().ok().filter(|_| !is_text);
        members.insert(name.to_owned(), number.map_or_else(|| value.into(), Json::from));
        return call.body(object, Json::Object(members));
    }
    if let Some(composite) = paging.within {
        return call.part(composite, name, value);
    }
    let given = call.params.iter().find(|param| param.name == name && param.part.is_none());
    let place = given.map(|param| param.place).or(paging.place);
    // So is a number that the caller gave as text.
    let is_text = is_text || given.is_some_and(|param| matches!(param.arg.value().view(), View::Text(_)));
    let rpc = matches!(call.client.0.service.protocol, crate::Protocol::Rpc { .. });
    match place {
        Some(Place::Body) => match value.parse::<i64>() {
            Ok(number) if !is_text => call.body(name, number),
            _ => call.body(name, value),
        },
        Some(Place::Header) => call.header(name, value),
        Some(Place::Form) => call.form(name, value),
        None if rpc => call.form(name, value),
        _ => call.query(name, value),
    }
}

/// The parameter that moves from page to page.
fn moving(paging: &Paging) -> &'static str {
    match paging.kind {
        PagingKind::Offset(name) => name,
        PagingKind::Page { page, .. } => page,
        PagingKind::Marker { marker, .. } => marker,
        PagingKind::Link { .. } => "link",
    }
}

/// The hash of any item that is not an object.
const ALONE: u64 = 0;

/// How many items at the end of a page are also at the start of the next. Items that look alike tell nothing.
fn overlap(before: &[u64], now: &[u64]) -> usize {
    let different: HashSet<&u64> = now.iter().collect();
    if different.len() < now.len() || now.contains(&ALONE) {
        return 0;
    }
    let most = before.len().min(now.len());
    let fits = |count: &usize| before.get(before.len() - count..) == now.get(..*count);
    (1..=most).rev().find(fits).unwrap_or(0)
}

/// A hash of each item, and one of all items; a hash of the body would change with the request id in it. Items that are
/// not objects have the same hash, for equal texts may be two items.
fn items(view: View<'_>) -> (Vec<u64>, u64) {
    let mut all = DefaultHasher::new();
    let mut text = String::new();
    let mut hashes = Vec::new();
    let mut add = |item: &dyn Value| {
        text.clear();
        value::write_json(item, &mut text);
        text.hash(&mut all);
        let mut one = DefaultHasher::new();
        text.hash(&mut one);
        let is_object = matches!(item.view(), View::Object(_) | View::Json(Json::Object(_)));
        hashes.push(if is_object { one.finish() } else { ALONE });
    };
    match view {
        View::List(list) => (0..list.count()).filter_map(|i| list.at(i)).for_each(&mut add),
        View::Json(Json::Array(array)) => array.iter().for_each(|item| add(item)),
        _ => {}
    }
    (hashes, all.finish())
}

fn text(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Integer(integer) => Some(integer.to_string()),
        View::Unsigned(integer) => Some(integer.to_string()),
        View::Json(json) => text_of(json),
        _ => None,
    }
}

fn number(view: View<'_>) -> Option<u64> {
    text(view)?.parse().ok()
}

/// Kept out of line, so that the error type stays small in streams.
#[expect(dead_code, reason = "asserts a size at compile time")]
const SMALL: () = assert!(size_of::<Error>() <= size_of::<usize>());
