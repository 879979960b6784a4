//! Services of all kinds, simulated: every item comes exactly once, or an error says why not.
#![allow(missing_docs)]

mod ways;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Composite, Credentials, HttpRequest, HttpResponse, Items, Json, Method,
    Operation, Paging, Place, Retry, Service, Transport, TransportError,
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
    /// Both parameters are members of a JSON body.
    OffsetInBody,
    /// Both parameters are parts of a composite one, which are given together.
    Within,
    /// From the number of the first page.
    Page(usize),
    /// The same in a JSON body.
    PageInBody(usize),
    /// Both parameters are parts of a composite one, which are given together.
    PageWithin(usize),
    /// Both parameters are members of an object in a JSON body.
    OffsetInObject,
    PageInObject(usize),
    /// A text that says nothing to anybody else.
    TokenInObject,
    /// A text of digits alone, which is no number.
    DigitsInObject,
    /// A marker that is a number.
    IntegerInObject,
    Token,
    /// A text in a JSON body, which says nothing to anybody else.
    TokenInBody,
    /// Nobody can ask for a size.
    TokenAlone,
    LastId,
    /// A marker in a header of the response, which goes into one of the request.
    Header,
    /// A marker that is a number, in a JSON body.
    Integer,
    /// A link in the body.
    Link,
    /// Nobody can ask for a size.
    LinkAlone,
    /// A link in a header, to another host's name for the same, and relative.
    LinkHeader,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stated {
    Nothing,
    Right,
    Zero,
    /// In the header `Content-Range`, of services that count.
    Range,
}

impl Style {
    /// Whether the caller can ask for a size.
    fn has_limit(self) -> bool {
        !matches!(self, Style::TokenAlone | Style::LinkAlone)
    }

    /// Whether the parameters that move stand in a JSON body.
    fn is_in_body(self) -> bool {
        matches!(self, Style::OffsetInBody | Style::PageInBody(_) | Style::TokenInBody | Style::Integer)
    }

    /// Whether they stand in an object of it.
    fn is_in_object(self) -> bool {
        matches!(
            self,
            Style::OffsetInObject
                | Style::PageInObject(_)
                | Style::TokenInObject
                | Style::DigitsInObject
                | Style::IntegerInObject
        )
    }

    /// How the runtime is told of it.
    fn paging(self) -> Paging {
        let page = |first: usize| Paging::page("at", "limit", u32::try_from(first).unwrap(), "items");
        match self {
            Style::Offset => Paging::offset("at", "limit", "items"),
            Style::OffsetInBody => Paging::offset("at", "limit", "items").in_body(),
            Style::Within => Paging::offset("at", "limit", "items").within("filter"),
            Style::Page(first) => page(first),
            Style::PageInBody(first) => page(first).in_body(),
            Style::PageWithin(first) => page(first).within("filter"),
            Style::OffsetInObject => Paging::offset("at", "limit", "items").within("list"),
            Style::PageInObject(first) => page(first).within("list"),
            Style::TokenInObject | Style::DigitsInObject => {
                Paging::marker("at", "next", "items").limit("limit").within("list")
            }
            Style::IntegerInObject => {
                Paging::marker("at", "next", "items").limit("limit").within("list").integer_marker()
            }
            Style::Token => Paging::marker("at", "next", "items").limit("limit"),
            Style::TokenInBody => Paging::marker("at", "next", "items").in_body().limit("limit"),
            Style::TokenAlone => Paging::marker("at", "next", "items"),
            Style::LastId => Paging::marker("at", "items[].id", "items").limit("limit"),
            Style::Header => Paging::marker("at", "", "items").next_header("next").in_header().limit("limit"),
            Style::Integer => Paging::marker("at", "next", "items").in_body().integer_marker().limit("limit"),
            Style::Link => Paging::link("next", "items").limit("limit"),
            Style::LinkAlone => Paging::link("next", "items"),
            Style::LinkHeader => Paging::link("", "items").next_header("link").limit("limit"),
        }
    }
}

const FILTER: Composite = Composite {
    name: "filter",
    place: Place::Query,
    separator: "%",
    assign: "::",
    at_least: 0,
    together: &[&["at", "limit"]],
    parts: &["at", "limit"],
};

/// What tokens of bodies begin with.
const TOKEN: &str = "a+/=&% \u{e9}";

#[derive(Clone)]
struct Simulated(Kind, Arc<AtomicUsize>);

impl Transport for Simulated {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let Simulated(kind, calls) = self;
        // What differs from answer to answer must not make two pages different.
        let call = calls.fetch_add(1, Ordering::Relaxed);
        assert!(call < 60, "{kind:?} goes on for ever");
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let body: Json = serde_json::from_slice(&request.body).unwrap_or_default();
        let number = |text: &str| text.parse::<usize>().ok();
        let get = |name: &str| {
            // A text would be a number of another type.
            let typed = |member: &Json| match member.as_str() {
                Some(text) if kind.style == Style::DigitsInObject => number(text),
                Some(text) => number(text.strip_prefix(TOKEN).unwrap()),
                None if kind.style == Style::DigitsInObject && name == "at" => {
                    assert!(member.is_null(), "a number where a text belongs");
                    None
                }
                None => member.as_u64().map(|number| usize::try_from(number).unwrap()),
            };
            let member = || typed(&body[name]);
            let value = |pair: &str| number(pair.strip_prefix(name)?.strip_prefix('=')?);
            let part = |filter: &str| {
                filter.split("%25").find_map(|part| number(part.strip_prefix(name)?.strip_prefix("%3A%3A")?))
            };
            match kind.style {
                Style::Within | Style::PageWithin(_) => {
                    query.split('&').find_map(|pair| pair.strip_prefix("filter=")).and_then(part)
                }
                style if style.is_in_body() => member(),
                style if style.is_in_object() => {
                    // What else is in there stays.
                    assert_eq!(body["list"]["of"], "all");
                    typed(&body["list"][name])
                }
                _ => query.split('&').find_map(value),
            }
        };
        let size = get("limit").unwrap_or(kind.size).min(kind.size);
        let moved = match kind.style {
            Style::Header => request.headers.get("at").map(|at| at.parse().unwrap()),
            _ => get("at"),
        };
        let moved = moved.filter(|_| kind.looks);
        let mut start = match kind.style {
            Style::LastId => moved.map_or(0, |last| last - 100 + 1),
            Style::Page(first)
            | Style::PageInBody(first)
            | Style::PageWithin(first)
            | Style::PageInObject(first) => moved.unwrap_or(first).saturating_sub(first) * size,
            _ => moved.unwrap_or(0),
        };
        if kind.clamps && start >= kind.count {
            start = (kind.count.saturating_sub(1) / size) * size;
        }
        let end = (start + size).min(kind.count);
        let items: Vec<String> = (start..end).map(|id| format!(r#"{{"id":{}}}"#, id + 100)).collect();
        let total = match kind.total {
            Stated::Nothing | Stated::Range => String::new(),
            Stated::Right => format!(r#","total":{}"#, kind.count),
            Stated::Zero => r#","total":0"#.to_owned(),
        };
        let link = format!("/x?limit={size}&at={end}");
        let next = match kind.style {
            _ if end >= kind.count => String::new(),
            Style::Token | Style::TokenAlone | Style::DigitsInObject => format!(r#","next":"{end}""#),
            Style::TokenInBody | Style::TokenInObject => format!(r#","next":"{TOKEN}{end}""#),
            Style::Integer | Style::IntegerInObject => format!(r#","next":{end}"#),
            Style::Link | Style::LinkAlone => format!(r#","next":"https://acme.example{link}""#),
            _ => String::new(),
        };
        let body = format!(r#"{{"request":{call},"items":[{}]{total}{next}}}"#, items.join(","));
        let mut response = HttpResponse::new(200, body);
        if kind.total == Stated::Range {
            let range = format!("{start}-{}/{}", end.saturating_sub(start), kind.count);
            response = response.with_header("Content-Range", range);
        }
        if end < kind.count {
            response = match kind.style {
                Style::Header => response.with_header("Next", end.to_string()),
                Style::LinkHeader => {
                    response.with_header("Link", format!("</x>; rel=\"first\", <{link}>; rel=\"next\""))
                }
                _ => response,
            };
        }
        Box::pin(async move { Ok(response) })
    }
}

/// The ids that came, and the error at the end.
fn walk(kind: Kind) -> (Vec<u64>, Option<String>) {
    let paging = match kind.total {
        Stated::Nothing => kind.style.paging(),
        Stated::Range => kind.style.paging().content_range("Content-Range"),
        Stated::Right | Stated::Zero => kind.style.paging().total("total"),
    };
    let mut operation = Operation::new("List", Method::Get, "/x").retry(Retry::Safe).paging(paging);
    if matches!(kind.style, Style::Within | Style::PageWithin(_)) {
        operation = operation.composites(&[FILTER]);
    }
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::keys("a", "s"))
        .transport(Simulated(kind, Arc::default()))
        .build()
        .unwrap();
    let mut call = Call::new(&client, Box::leak(Box::new(operation)));
    if kind.style.is_in_object() {
        call = call.body("list", serde_json::json!({"of": "all"}));
    }
    if let Some(limit) = kind.limit.filter(|_| kind.style.has_limit()) {
        let limit = i64::try_from(limit).unwrap();
        call = match kind.style {
            Style::Within | Style::PageWithin(_) => call.part("filter", "limit", limit),
            style if style.is_in_object() => {
                call.body("list", serde_json::json!({"of": "all", "limit": limit}))
            }
            style if style.is_in_body() => call.body("limit", limit),
            _ => call.query("limit", limit),
        };
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

/// Every way that the IR can say.
const STYLES: [Style; 22] = [
    Style::Offset,
    Style::OffsetInBody,
    Style::Within,
    Style::Page(0),
    Style::Page(1),
    Style::PageInBody(1),
    Style::PageWithin(0),
    Style::PageWithin(1),
    Style::OffsetInObject,
    Style::PageInObject(1),
    Style::TokenInObject,
    Style::DigitsInObject,
    Style::IntegerInObject,
    Style::Token,
    Style::TokenInBody,
    Style::TokenAlone,
    Style::LastId,
    Style::Header,
    Style::Integer,
    Style::Link,
    Style::LinkAlone,
    Style::LinkHeader,
];
const TOTALS: [Stated; 4] = [Stated::Nothing, Stated::Right, Stated::Zero, Stated::Range];

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
            let linked = matches!(style, Style::Link | Style::LinkAlone | Style::LinkHeader);
            let wanted = if linked { "does not look at link" } else { "does not look at at" };
            assert!(error.is_some_and(|error| error.contains(wanted)), "{kind:?}");
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

/// Gives two pages, of which the first says where the second is, and keeps what was asked for.
#[derive(Clone)]
struct Linked(&'static str, Arc<std::sync::Mutex<Vec<String>>>);

impl Transport for Linked {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut asked = self.1.lock().unwrap();
        let body = match asked.len() {
            0 => serde_json::json!({"items": [{"id": 1}], "next": self.0}),
            _ => serde_json::json!({"items": [{"id": 2}], "next": null}),
        };
        asked.push(request.target);
        Box::pin(async move { Ok(HttpResponse::new(200, body.to_string())) })
    }
}

#[test]
fn links_are_followed_below_the_endpoint_only() {
    static BELOW: Service = Service::rest("acme", "list", "https://acme.example/api").auth(&ways::BY_HEADER);
    static LIST: Operation = Operation::new("List", Method::Get, "/v1/{kind}/things")
        .required(&["kind"])
        .paging(Paging::link("next", "items"));
    let walk = |link: &'static str| {
        let asked = Linked(link, Arc::default());
        let client: Client = Builder::new(&BELOW)
            .credentials(Credentials::keys("a", "s"))
            .transport(asked.clone())
            .build()
            .unwrap();
        let call = Call::new(&client, &LIST).path("kind", "a b").query("size", 1).query("ids", vec![1, 2]);
        let mut pages = tablature_client::Pages::<Json>::new(call);
        let mut error = None;
        while let Some(page) = pages.next_blocking() {
            error = page.err().map(|error| error.message().to_owned());
        }
        let asked = asked.1.lock().unwrap().get(1).cloned();
        (asked, error)
    };
    let check =
        |link: &'static str, wanted: &str| assert_eq!(walk(link), (Some(wanted.to_owned()), None), "{link}");
    check(
        "https://acme.example/api/v1/a%20b/things?page=2&q=x+y%26z",
        "/api/v1/a%20b/things?page=2&q=x%20y%26z",
    );
    check("http://ACME.example/api/v1/other?ids=2&ids=1", "/api/v1/other?ids=1&ids=2");
    check("//acme.example/api/v1/x", "/api/v1/x");
    check("?page=2#top", "/api/v1/a%20b/things?page=2");
    check("more?page=2", "/api/v1/a%20b/more?page=2");
    for link in [
        "https://evil.example/api/v1/x",
        "https://acme.example@evil.example/api/v1/x",
        "https://acme.example/v1/x",
        "https://acme.example/apiv1/x",
        "/api/../admin",
        "/api/%2e%2E/admin",
        "/api/{kind}",
        "javascript:alert(1)",
    ] {
        let (asked, error) = walk(link);
        assert_eq!(asked, None, "{link}");
        assert!(error.is_some_and(|error| error.contains("the link to the next page leads")), "{link}");
    }
}

/// A list to which an item is added at the front before each page.
#[derive(Clone, Default)]
struct Growing(Arc<AtomicUsize>);

impl Transport for Growing {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let added = self.0.fetch_add(1, Ordering::Relaxed);
        let offset = request.target.split_once("offset=").map_or(0, |(_, rest)| {
            rest.split('&').next().and_then(|offset| offset.parse().ok()).unwrap_or(0)
        });
        let new = (0..added).rev().map(|at| format!("new{at}"));
        let all = new.chain((0..7).map(|at| format!("old{at}"))).skip(offset).take(3);
        let items: Vec<Json> = all.map(|id| serde_json::json!({"id": id})).collect();
        let body = serde_json::json!({"images": items}).to_string();
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }
}

#[test]
fn what_a_page_has_of_the_one_before_is_not_given_twice() {
    static LIST: Operation = Operation::new("ListImages", Method::Get, "/images")
        .retry(Retry::Safe)
        .paging(Paging::offset("offset", "limit", "images"));
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::keys("a", "s"))
        .transport(Growing::default())
        .build()
        .unwrap();
    let take = |page: Json| page["images"].as_array().cloned().unwrap_or_default();
    let mut items = Items::new::<Json>(Call::new(&client, &LIST).query("limit", 3), take);
    let mut ids = Vec::new();
    while let Some(item) = items.next_blocking() {
        ids.push(item.unwrap()["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids, ["old0", "old1", "old2", "old3", "old4", "old5", "old6"]);
}
