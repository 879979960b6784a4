//! Calling page by page.

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    future::poll_fn,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::{
    BoxFuture, Call, ContentRange, Error, HttpResponse, Json, Paging, PagingKind, Place, Response, Result,
    Total, Value,
    send::call_into,
    value::{View, at_path, text_of},
};

/// The pages of a list, each fetched when it is asked for.
///
/// It ends where the service says: at the stated total, at a page that is shorter than asked for (where no total
/// is stated), at a page without items, at one that is the same as the one before, or when there is no next marker or
/// one comes again. An error ends it too.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<T> {
    state: State<T>,
    #[cfg(feature = "blocking")]
    client: crate::Client,
}

type Page<T> = (Pager, Option<Result<Response<T>>>);

enum State<T> {
    Idle(Box<Pager>),
    Fetching(BoxFuture<'static, Page<T>>),
    Over,
}

impl<T: Value + Default> Pages<T> {
    /// The pages of a call.
    pub fn new(call: Call) -> Self {
        Pages {
            #[cfg(feature = "blocking")]
            client: call.client.clone(),
            state: State::Idle(Box::new(Pager::new(call))),
        }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<T>>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page, waiting on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Response<T>>> {
        let client = self.client.clone();
        client.block_on(self.next())
    }

    /// As a stream, for the combinators of other crates.
    pub fn into_stream(self) -> impl Stream<Item = Result<Response<T>>> + Send + Unpin {
        self
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<T>>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Poll::Ready(None),
                State::Idle(pager) => self.state = State::Fetching(Box::pin(pager.fetch())),
                State::Fetching(mut future) => match future.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.state = State::Fetching(future);
                        return Poll::Pending;
                    }
                    Poll::Ready((pager, page)) => {
                        if matches!(page, Some(Ok(_))) {
                            self.state = State::Idle(Box::new(pager));
                        }
                        return Poll::Ready(page);
                    }
                },
            }
        }
    }
}

impl<T: Value + Default> Stream for Pages<T> {
    type Item = Result<Response<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

/// The items of a list over all its pages, each page fetched when its first item is asked for.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<I> {
    source: Box<dyn Source<I>>,
    ready: VecDeque<I>,
}

trait Source<I>: Send {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<I>>>>;
    #[cfg(feature = "blocking")]
    fn client(&self) -> crate::Client;
}

struct Taken<T, I> {
    pages: Pages<T>,
    take: fn(T) -> Vec<I>,
}

impl<T: Value + Default, I> Source<I> for Taken<T, I> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Vec<I>>>> {
        self.pages.poll_page(cx).map(|page| Some(page?.map(|page| (self.take)(page.into_inner()))))
    }

    #[cfg(feature = "blocking")]
    fn client(&self) -> crate::Client {
        self.pages.client.clone()
    }
}

impl<I: Send + 'static> Items<I> {
    /// The items that `take` finds in each page of a call.
    pub fn new<T: Value + Default>(call: Call, take: fn(T) -> Vec<I>) -> Self {
        Items { source: Box::new(Taken { pages: Pages::new(call), take }), ready: VecDeque::new() }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item, waiting on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<I>> {
        if let Some(item) = self.ready.pop_front() {
            return Some(Ok(item));
        }
        let client = self.source.client();
        client.block_on(self.next())
    }

    /// As a stream, for the combinators of other crates.
    pub fn into_stream(self) -> impl Stream<Item = Result<I>> + Send + Unpin {
        self
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<I>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match self.source.poll(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(items))) => self.ready.extend(items),
            }
        }
    }
}

impl<I: Send + 'static> Stream for Items<I> {
    type Item = Result<I>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

impl<I> Unpin for Items<I> {}

impl<I> fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}

/// Where in the list the next page is.
struct Pager {
    call: Call,
    at: Next,
    /// The items that have come so far, those that were skipped included.
    seen: u64,
    /// How many items a full page has, as far as is known.
    size: Option<u64>,
    /// How many pages stand before the first one that was asked for, where pages have numbers.
    before: u64,
    /// The markers that have come.
    markers: HashSet<String>,
    /// The hash of the last page.
    last: Option<u64>,
}

enum Next {
    First,
    Parameter(String),
    Over,
}

impl Pager {
    fn new(call: Call) -> Self {
        Pager { call, at: Next::First, seen: 0, size: None, before: 0, markers: HashSet::new(), last: None }
    }

    async fn fetch<T: Value + Default>(mut self: Box<Self>) -> Page<T> {
        let Some(paging) = self.call.operation.paging else {
            return self.once().await;
        };
        match std::mem::replace(&mut self.at, Next::Over) {
            Next::Over => return (*self, None),
            Next::First => {
                match paging.kind {
                    PagingKind::Offset(offset) => self.seen = self.number(&paging, offset).unwrap_or(0),
                    PagingKind::Page { page, first } => {
                        let page = self.number(&paging, page).unwrap_or(u64::from(first));
                        self.before = page.saturating_sub(u64::from(first));
                    }
                    PagingKind::Marker { marker, .. } => self.markers.extend(self.argument(&paging, marker)),
                }
                self.size =
                    paging.limit.and_then(|limit| self.number(&paging, limit)).filter(|size| *size > 0);
            }
            Next::Parameter(value) => {
                let name = match paging.kind {
                    PagingKind::Offset(name) => name,
                    PagingKind::Page { page, .. } => page,
                    PagingKind::Marker { marker, .. } => marker,
                };
                self.call = set(self.call, &paging, name, value);
            }
        }
        self.complete(&paging);
        let mut output = T::default();
        match call_into(&self.call, &mut output).await {
            Ok(http) => {
                self.at = self.after(&paging, &output, &http);
                (*self, Some(Ok(Response::new(output, http))))
            }
            Err(error) => (*self, Some(Err(error))),
        }
    }

    /// Gives the other half of a composite parameter, whose parts may have to go together.
    fn complete(&mut self, paging: &Paging) {
        let (PagingKind::Offset(offset), Some(limit), Some(within)) =
            (paging.kind, paging.limit, paging.within)
        else {
            return;
        };
        let half = match (self.argument(paging, offset), self.argument(paging, limit), self.size) {
            (None, Some(_), _) => Some((offset, self.seen)),
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

    /// Where the page after this one is.
    fn after(&mut self, paging: &Paging, output: &dyn Value, http: &HttpResponse) -> Next {
        let count = at_path(output, paging.items, &mut |view| match view {
            View::List(list) => list.count() as u64,
            View::Json(Json::Array(array)) => array.len() as u64,
            _ => 0,
        })
        .unwrap_or(0);
        self.seen += count;
        let short = self.size.is_some_and(|size| count < size);
        // Where nobody said how many items a page has, the first page shows it.
        self.size.get_or_insert(count);
        if let PagingKind::Marker { marker, next } = paging.kind {
            return self.marker(paging, marker, next, output, count, short);
        }
        if count == 0 {
            return Next::Over;
        }
        let total = match paging.total {
            Some(Total::Body(path)) => at_path(output, path, &mut number).flatten(),
            Some(Total::ContentRange(header)) => {
                http.headers.get(header).and_then(ContentRange::parse).map(|range| range.total)
            }
            None => None,
        };
        let mut hasher = DefaultHasher::new();
        http.body.hash(&mut hasher);
        let page = Some(hasher.finish());
        // A service that does not look at the parameter would give the same page for ever.
        let again = total.is_none() && std::mem::replace(&mut self.last, page) == page;
        if again || total.map_or(short, |total| self.position() >= total) {
            return Next::Over;
        }
        match paging.kind {
            PagingKind::Page { page, first } => {
                let current = self.number(paging, page).unwrap_or(u64::from(first));
                Next::Parameter((current + 1).to_string())
            }
            PagingKind::Offset(_) | PagingKind::Marker { .. } => Next::Parameter(self.seen.to_string()),
        }
    }

    /// How many items of the whole list are behind us.
    fn position(&self) -> u64 {
        self.before.saturating_mul(self.size.unwrap_or(0)).saturating_add(self.seen)
    }

    fn marker(
        &mut self,
        paging: &Paging,
        marker: &'static str,
        next: &str,
        output: &dyn Value,
        count: u64,
        short: bool,
    ) -> Next {
        let text = at_path(output, next, &mut text).flatten().filter(|text| !text.is_empty());
        // The id of the last item is always there, so a short page is what ends the list; a token that the
        // service gives is followed until there is none.
        let of_last_item = next.contains("[]");
        let current = self.argument(paging, marker);
        match text {
            Some(text) if of_last_item && (count == 0 || short || Some(&text) == current.as_ref()) => {
                Next::Over
            }
            Some(text) if self.markers.insert(text.clone()) => Next::Parameter(text),
            _ => Next::Over,
        }
    }

    fn argument(&self, paging: &Paging, name: &str) -> Option<String> {
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

/// Sets a parameter where it stands already, else where parameters of lists stand.
fn set(call: Call, paging: &Paging, name: &'static str, value: String) -> Call {
    if let Some(composite) = paging.within {
        return call.part(composite, name, value);
    }
    let place = call.params.iter().find(|param| param.name == name).map(|param| param.place);
    let rpc = matches!(call.client.0.service.protocol, crate::Protocol::Rpc { .. });
    match place {
        Some(Place::Body) => match value.parse::<i64>() {
            Ok(number) => call.body(name, number),
            Err(_) => call.body(name, value),
        },
        Some(Place::Form) => call.form(name, value),
        None if rpc => call.form(name, value),
        _ => call.query(name, value),
    }
}

fn text(view: View<'_>) -> Option<String> {
    match view {
        View::Text(text) => Some(text.to_owned()),
        View::Integer(integer) => Some(integer.to_string()),
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
