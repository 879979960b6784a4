//! Playing lists page by page: the answer is the part of a fixture's list that a request asks for.

use super::{Fixture, Received};
use crate::{Json, PagingKind, Total, value::text_of};

/// How an operation is called page by page, as a mock plays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// What moves from page to page.
    pub by: By,
    /// The parameter that says how many items a page has.
    pub limit: Option<String>,
    /// Where the items are: keys joined by `.`, empty for the body itself.
    pub items: String,
    /// Where in the body the total is.
    pub total: Option<String>,
    /// The header that says which items these are, and of how many.
    pub total_header: Option<String>,
    /// The composite parameter of which the others are parts.
    pub within: Option<String>,
}

/// What moves from page to page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The number of items to skip.
    Offset(String),
    /// The number of the page, and that of the first one.
    Page(String, u32),
    /// A marker, and where the next one is.
    Marker(String, Next),
    /// A link to the next page, and where it is.
    Link(Next),
}

/// Where the next marker or link is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// A path in the body: `items[].id` for a key of the last item.
    Body(String),
    /// A header.
    Header(String),
}

/// The parameter by which a link of a mock says where its page begins.
const FROM: &str = "from-item";

impl Paged {
    /// How a generated crate calls a list page by page.
    pub(super) fn new(paging: &crate::Paging) -> Self {
        let header = paging.next_header.map(|header| Next::Header(header.to_owned()));
        let next = |path: &str| header.clone().unwrap_or_else(|| Next::Body(path.to_owned()));
        let by = match paging.kind {
            PagingKind::Offset(name) => By::Offset(name.to_owned()),
            PagingKind::Page { page, first } => By::Page(page.to_owned(), first),
            PagingKind::Marker { marker, next: path } => By::Marker(marker.to_owned(), next(path)),
            PagingKind::Link { next: path } => By::Link(next(path)),
        };
        let (total, total_header) = match paging.total {
            Some(Total::Body(path)) => (Some(path.to_owned()), None),
            Some(Total::ContentRange(header)) => (None, Some(header.to_owned())),
            None => (None, None),
        };
        Paged {
            by,
            limit: paging.limit.map(str::to_owned),
            items: paging.items.to_owned(),
            total,
            total_header,
            within: paging.within.map(str::to_owned),
        }
    }

    /// The part of a fixture that a request asks for; the whole fixture if it asks for no page.
    pub(super) fn page(
        &self,
        received: &Received,
        composites: &[(String, String, String)],
        mut fixture: Fixture,
    ) -> Fixture {
        let given = |name: &str| match &self.within {
            None => received.parameter(name),
            Some(within) if composites.iter().all(|known| known.0 != *within) => {
                text_of(received.json.as_ref()?.get(within)?.get(name)?)
            }
            Some(within) => {
                let (_, separator, assign) = composites.iter().find(|known| known.0 == *within)?;
                let text = received.parameter(within)?;
                let mut parts = text.split(separator.as_str());
                parts
                    .find_map(|part| Some(part.strip_prefix(name)?.strip_prefix(assign.as_str())?.to_owned()))
            }
        };
        let number = |name: &str| given(name)?.trim().parse::<usize>().ok();
        let moving = match &self.by {
            By::Offset(moving) | By::Page(moving, _) | By::Marker(moving, _) => moving.as_str(),
            By::Link(_) => FROM,
        };
        let limit = self.limit.as_deref().and_then(number);
        if limit.is_none() && given(moving).is_none() {
            return fixture;
        }
        let Ok(mut body) = serde_json::from_str::<Json>(&fixture.body) else { return fixture };
        let Some(Json::Array(items)) = at(&mut body, &self.items) else { return fixture };
        let all = std::mem::take(items);
        let count = all.len();
        let limit = limit.unwrap_or(count);
        let start = match &self.by {
            By::Offset(_) | By::Link(_) => number(moving).unwrap_or(0),
            By::Page(_, first) => {
                let pages = number(moving).map_or(0, |page| page.saturating_sub(*first as usize));
                pages.saturating_mul(limit)
            }
            By::Marker(_, Next::Body(next)) => given(moving).map_or(0, |marker| after(&all, next, &marker)),
            By::Marker(_, Next::Header(_)) => given(moving).map_or(0, |marker| after(&all, "", &marker)),
        };
        let start = start.min(count);
        let end = start.saturating_add(limit).min(count);
        items.extend(all.into_iter().skip(start).take(end - start));
        if let Some(total) = self.total.as_deref().and_then(|path| at(&mut body, path)) {
            *total = like(total, count);
        }
        let more = (end < count).then_some(end);
        match &self.by {
            By::Marker(_, Next::Body(path)) if !path.contains("[]") => {
                if let Some(next) = at(&mut body, path) {
                    *next = more.map_or(Json::Null, |end| like(next, end));
                }
            }
            By::Marker(_, Next::Header(name)) => set(&mut fixture, name, more.map(|end| end.to_string())),
            By::Link(Next::Body(path)) => {
                let link = more.map(|end| link(received, end));
                if let Some(next) = at(&mut body, path) {
                    *next = linked(next, link);
                }
            }
            By::Link(Next::Header(name)) => {
                let link = more.map(|end| format!("<{}>; rel=\"next\"", link(received, end)));
                set(&mut fixture, name, link);
            }
            By::Offset(_) | By::Page(..) | By::Marker(..) => {}
        }
        if let Some(header) = &self.total_header {
            set(&mut fixture, header, Some(format!("{start}-{}/{count}", end - start)));
        }
        fixture.body = body.to_string();
        fixture
    }
}

/// How many items stand before those that follow a marker; an unknown marker is behind all of them.
fn after(all: &[Json], next: &str, marker: &str) -> usize {
    let Some((_, key)) = next.rsplit_once("[].") else {
        return marker.parse().unwrap_or(all.len());
    };
    let is = |item: &Json| item.get(key).and_then(|value| text_of(value)).is_some_and(|text| text == marker);
    all.iter().position(is).map_or(all.len(), |at| at + 1)
}

/// The link to the page of a list that begins behind so many items: the request as it came, but for its start.
fn link(received: &Received, end: usize) -> String {
    let is_start = |pair: &&str| pair.split('=').next() == Some(FROM);
    let pairs = received.raw_query.split('&').filter(|pair| !pair.is_empty() && !is_start(pair));
    let query = pairs.map(str::to_owned).chain([format!("{FROM}={end}")]).collect::<Vec<_>>().join("&");
    format!("{}?{query}", received.path)
}

/// A link in the place of another: an object keeps it as its `href`.
fn linked(there: &Json, link: Option<String>) -> Json {
    match (there, link) {
        (_, None) => Json::Null,
        (Json::Object(_), Some(link)) => {
            Json::Object([("href".to_owned(), link.into())].into_iter().collect())
        }
        (_, Some(link)) => link.into(),
    }
}

/// Sets a header of a fixture, or takes it away.
fn set(fixture: &mut Fixture, name: &str, value: Option<String>) {
    fixture.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    fixture.headers.extend(value.map(|value| (name.to_owned(), value)));
}

/// A number in the spelling of the value in its place.
fn like(there: &Json, number: usize) -> Json {
    if there.is_number() { number.into() } else { number.to_string().into() }
}

/// What stands at a path of keys.
fn at<'j>(body: &'j mut Json, path: &str) -> Option<&'j mut Json> {
    path.split('.').filter(|key| !key.is_empty()).try_fold(body, |here, key| here.get_mut(key))
}
