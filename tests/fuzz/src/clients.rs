//! What clients and mocks read: answers of services, recipes, requests.

use std::{
    future::Future,
    pin::pin,
    sync::{Arc, LazyLock, Mutex},
    task::{Context, Poll, Waker},
    time::{Duration, UNIX_EPOCH},
};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, Envelope, ErrorShape, Extra, HttpRequest, HttpResponse,
    Json, Map, Method, Operation, Paging, Recipes, Response, Retries, Service, Transport, TransportError,
    auth::{Plan, Recipe},
    mock::Received,
};

/// A response with a field of each kind.
#[derive(Clone, Default, PartialEq)]
pub struct Thing {
    pub id: Option<String>,
    pub count: Option<i64>,
    pub ratio: Option<f64>,
    pub ok: Option<bool>,
    pub any: Option<Json>,
    pub tags: Vec<String>,
    pub counts: Vec<i64>,
    pub map: Map<String>,
    pub inner: Option<Box<Thing>>,
    pub items: Vec<Thing>,
    pub extra: Extra,
}

tablature_client::model!(Thing {
    id: "id",
    count: "count",
    ratio: "ratio",
    ok: "ok",
    any: "any",
    tags: "tags",
    counts: "counts",
    map: "map",
    inner: "inner",
    items: "items",
});

pub(crate) fn response(bytes: &[u8]) {
    let Ok(thing) = serde_json::from_slice::<Thing>(bytes) else { return };
    let _ = format!("{thing:?}");
    let text = serde_json::to_string(&thing).expect("what was read can be written");
    let again: Thing = serde_json::from_str(&text).expect("and read again");
    assert!(again == thing || text.contains("null"), "otherwise than it was: {text}");
}

pub(crate) fn recipe(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(recipe) = Recipe::from_json(text) else { return };
    let Ok(plan) = Plan::new(&recipe) else { return };
    let names: Vec<String> = plan.credentials().map(|(name, _)| name.to_owned()).collect();
    let texts: &'static [&'static str] = Box::leak(Box::new([&*text.to_owned().leak()]));
    let recipes: &'static Recipes = Box::leak(Box::new(Recipes::new(texts)));
    let service: &'static Service =
        Box::leak(Box::new(Service::rest("acme", "things", "https://api.acme.example").auth(recipes)));
    // A service that takes none refuses them.
    let credentials =
        (!names.is_empty()).then(|| Credentials::named(names.iter().map(|name| (name.clone(), "value"))));
    let answer = HttpResponse::new(200, "{}");
    let client = client(service, credentials, answer);
    let call = Call::new(&client, &GET).path("id", "a b").query("q", "ü");
    let _ = now(call.send::<Thing>());
}

static SERVICE: Service = Service::rest("acme", "things", "https://api.acme.example")
    .envelope(Envelope { code: "code", ok: "0", message: "message", other: &[] })
    .errors(&[ErrorShape { code: "error.code", message: "errors[].message", request_id: Some("id") }]);
static GET: Operation = Operation::new("get", Method::Get, "/things/{id}")
    .paging(Paging::marker("marker", "next", "items"))
    .response_headers(&["X-Total"]);

/// Answers every request with the same response.
struct Always(HttpResponse);

impl Transport for Always {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = self.0.clone();
        Box::pin(async move { Ok(response) })
    }
}

fn client(service: &'static Service, credentials: Option<Credentials>, answer: HttpResponse) -> Client {
    let mut builder = Builder::new(service);
    if let Some(credentials) = credentials {
        builder = builder.credentials(credentials);
    }
    builder
        .transport(Always(answer))
        .retries(Retries::none())
        .clock(|| UNIX_EPOCH + Duration::from_secs(1_710_490_150))
        .build()
        .expect("the client is right")
}

/// Runs a future that is always ready.
fn now<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}

/// A status, headers and a body, as they stand on the wire.
pub(crate) fn answer(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok()).unwrap_or(200);
    let mut answer = HttpResponse::new(status, body.as_bytes().to_vec());
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        answer = answer.with_header(name.trim().to_owned(), value.trim().to_owned());
    }
    let client = client(&SERVICE, None, answer);
    let call = || Call::new(&client, &GET).path("id", "a");
    match now(call().send::<Thing>()) {
        Some(Ok(response)) => {
            let response: Response<Thing> = response;
            let _ = (format!("{response:?}"), response.content_range());
        }
        Some(Err(error)) => {
            let _ = (format!("{error:?}"), error.to_string());
        }
        None => {}
    }
}

pub(crate) fn request(bytes: &[u8]) {
    static SEEN: LazyLock<Arc<Mutex<u64>>> = LazyLock::new(Default::default);
    if let Ok(Some(received)) = Received::read(bytes) {
        let _ = (received.parameter("Action"), received.has("Disks"), format!("{received:?}").len());
        *SEEN.lock().expect("nobody panics") += 1;
    }
}
