//! Services of all kinds, simulated: every item comes exactly once, or an error says why not.
#![allow(missing_docs)]

mod ways;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, HttpRequest, HttpResponse, Items, Json, Method, Operation,
    Paging, Retry, Service, Transport, TransportError,
};

static SERVICE: Service = Service::rest("acme", "list", "https://acme.example").auth(&ways::BY_HEADER);

/// How a service gives its list out.
#[derive(Clone, Copy, Debug)]
struct Kind {
    style: Style,
    /// How many items there are.
    count: usize,
    /// How many it gives when nobody asks, and at most.
    size: usize,
    total: Stated,
    /// Whether it looks at the parameter that moves.
    looks: bool,
    /// Whether it gives the last page again for all beyond it.
    clamps: bool,
    /// What the caller asks for.
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Offset,
    /// From the number of the first page.
    Page(usize),
    Token,
    LastId,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stated {
    Nothing,
    Right,
    Zero,
}

#[derive(Clone)]
struct Simulated(Kind, Arc<AtomicUsize>);

impl Transport for Simulated {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let Simulated(kind, calls) = self;
        // What differs from answer to answer must not make two pages different.
        let call = calls.fetch_add(1, Ordering::Relaxed);
        assert!(call < 60, "{kind:?} goes on for ever");
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let get = |name: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse::<usize>().ok())
        };
        let size = get("limit").unwrap_or(kind.size).min(kind.size);
        let moved = get("at").filter(|_| kind.looks);
        let mut start = match kind.style {
            Style::Offset | Style::Token => moved.unwrap_or(0),
            Style::Page(first) => moved.unwrap_or(first).saturating_sub(first) * size,
            Style::LastId => moved.map_or(0, |last| last - 100 + 1),
        };
        if kind.clamps && start >= kind.count {
            start = (kind.count.saturating_sub(1) / size) * size;
        }
        let end = (start + size).min(kind.count);
        let items: Vec<String> = (start..end).map(|id| format!(r#"{{"id":{}}}"#, id + 100)).collect();
        let total = match kind.total {
            Stated::Nothing => String::new(),
            Stated::Right => format!(r#","total":{}"#, kind.count),
            Stated::Zero => r#","total":0"#.to_owned(),
        };
        let next = if kind.style == Style::Token && end < kind.count {
            format!(r#","next":"{end}""#)
        } else {
            String::new()
        };
        let body = format!(r#"{{"request":{call},"items":[{}]{total}{next}}}"#, items.join(","));
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }
}

/// The ids that came, and the error at the end.
fn walk(kind: Kind) -> (Vec<u64>, Option<String>) {
    let paging = match kind.style {
        Style::Offset => Paging::offset("at", "limit", "items"),
        Style::Page(first) => Paging::page("at", "limit", u32::try_from(first).unwrap(), "items"),
        Style::Token => Paging::marker("at", "next", "items").limit("limit"),
        Style::LastId => Paging::marker("at", "items[].id", "items").limit("limit"),
    };
    let paging = if kind.total == Stated::Nothing { paging } else { paging.total("total") };
    let operation = Operation::new("List", Method::Get, "/x").retry(Retry::Safe).paging(paging);
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::keys("a", "s"))
        .transport(Simulated(kind, Arc::default()))
        .build()
        .unwrap();
    let mut call = Call::new(&client, Box::leak(Box::new(operation)));
    if let Some(limit) = kind.limit {
        call = call.query("limit", i64::try_from(limit).unwrap());
    }
    let take = |page: Json| match page {
        Json::Object(mut page) => page["items"].as_array_mut().map(std::mem::take).unwrap_or_default(),
        _ => Vec::new(),
    };
    let mut items = Items::new::<Json>(call, take);
    let mut ids = Vec::new();
    while let Some(item) = items.next_blocking() {
        match item {
            Ok(item) => ids.push(item["id"].as_u64().unwrap()),
            Err(error) => return (ids, Some(error.message().to_owned())),
        }
    }
    (ids, None)
}

/// Every item once, in order; where the list cannot be had, those at its start and an error.
fn check(kind: Kind) -> bool {
    let (ids, error) = walk(kind);
    let all: Vec<u64> = (100..100 + kind.count as u64).collect();
    match &error {
        None => assert_eq!(ids, all, "{kind:?}"),
        Some(error) => assert!(all.starts_with(&ids), "{kind:?}: {ids:?}, {error}"),
    }
    error.is_none()
}

const STYLES: [Style; 5] = [Style::Offset, Style::Page(0), Style::Page(1), Style::Token, Style::LastId];
const TOTALS: [Stated; 3] = [Stated::Nothing, Stated::Right, Stated::Zero];

#[test]
fn seven_items_in_pages_of_three() {
    for style in STYLES {
        for total in TOTALS {
            for limit in [None, Some(3), Some(50)] {
                let kind = Kind { style, count: 7, size: 3, total, looks: true, clamps: false, limit };
                assert!(check(kind), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_service_that_does_not_look_gives_nothing_twice() {
    for style in STYLES {
        for total in TOTALS {
            let kind = Kind { style, count: 7, size: 3, total, looks: false, clamps: false, limit: Some(3) };
            let (ids, error) = walk(kind);
            assert_eq!(ids, [100, 101, 102], "{kind:?}");
            assert!(error.is_some_and(|error| error.contains("does not look at at")), "{kind:?}");
        }
    }
}

#[test]
fn two_hundred_services() {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    let mut whole = 0;
    for _ in 0..200 {
        let kind = Kind {
            style: STYLES[below(STYLES.len())],
            count: below(23),
            size: 1 + below(6),
            total: TOTALS[below(TOTALS.len())],
            looks: below(8) > 0,
            clamps: below(4) == 0,
            limit: [None, Some(1), Some(3), Some(6), Some(50)][below(5)],
        };
        // One that neither looks nor gives as many as asked for cannot be told from one that has no more.
        if !kind.looks && kind.limit.is_some_and(|limit| limit > kind.size) {
            continue;
        }
        whole += usize::from(check(kind));
    }
    // Most services are as they should be, and are not taken for others.
    assert!(whole > 160, "{whole}");
}
