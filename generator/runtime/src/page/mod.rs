//! Calling page by page.

mod link;
mod pager;

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use self::pager::{Page, Pager};
use crate::{BoxFuture, Call, Response, Result, Value};

/// The pages of a list, each fetched when it is asked for.
///
/// The list ends where the service says: at the stated total, at a page that is shorter than those before (where no
/// total is stated), at a page without items, or when there is no next marker or link. A total that is less than what
/// has come, such as 0 beside a full page, is ignored.
///
/// [`Items`] gives nothing twice: it skips the items at the start of a page that the page before ended with. Nothing is
/// left out in silence: a page that is the same as the one before, markers that go round, and a list that ends before
/// its total are errors. They end the list, too.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<T> {
    state: State<T>,
    /// How many items at the start of the last page were in the page before, too.
    skip: usize,
    #[cfg(feature = "blocking")]
    client: crate::Client,
}

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
            skip: 0,
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
                        self.skip = pager.skip;
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
        let page = self.pages.poll_page(cx);
        let (take, skip) = (self.take, self.pages.skip);
        let items = |page: Response<T>| take(page.into_inner()).into_iter().skip(skip).collect();
        page.map(|page| Some(page?.map(items)))
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
