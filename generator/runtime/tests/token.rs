//! A token that is fetched first: once however many wait, again when it ends or is refused.
#![allow(missing_docs)]

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use tablature_client::{
    BoxFuture, Builder, Call, Client, ClientCredentials, ErrorKind, HttpRequest, HttpResponse, Json, Method,
    Operation, Retries, Service, Transport, TransportError,
};

static SERVICE: Service = Service::rest("acme", "things", "https://acme.example");
static MAKE: Operation = Operation::new("make", Method::Post, "/things");
static PUBLIC: Operation = Operation::new("look", Method::Get, "/things").auth(&[]);

/// A service and the place where its tokens come from: `token-1`, `token-2`, and so on.
#[derive(Clone, Default)]
struct Both {
    fetched: Arc<AtomicUsize>,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
    lasts: u64,
    /// Tokens below this number are refused.
    least: Arc<AtomicUsize>,
    broken: bool,
}

impl Transport for Both {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            // Whoever waits, waits a moment.
            let mut first = true;
            poll_fn(|cx| {
                cx.waker().wake_by_ref();
                if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
            let token = request.headers.get("X-Token").map(str::to_owned);
            let is_fetch = &*request.origin == "https://auth.example";
            self.asked.lock().unwrap().push(request);
            if is_fetch {
                let number = self.fetched.fetch_add(1, Ordering::SeqCst) + 1;
                let body = if self.broken {
                    r#"{"error":"invalid_client","error_description":"who are you"}"#.to_owned()
                } else {
                    format!(r#"{{"access_token":"token-{number}","expires_in":{}}}"#, self.lasts)
                };
                return Ok(HttpResponse::new(if self.broken { 401 } else { 200 }, body));
            }
            let number = token.and_then(|token| token.strip_prefix("T token-")?.parse::<usize>().ok());
            let is_taken = number.is_none_or(|number| number >= self.least.load(Ordering::SeqCst));
            let told =
                format!(r#"{{"code":"bad","message":"token-{} is over"}}"#, number.unwrap_or_default());
            Ok(if is_taken { HttpResponse::new(200, "{}") } else { HttpResponse::new(401, told) })
        })
    }
}

fn client(both: &Both) -> Client {
    let tokens = ClientCredentials::new("https://auth.example/token", "my id", "s:cret").unwrap();
    let tokens = tokens.scope("read write").header("X-Token", "T ");
    assert!(!format!("{tokens:?}").contains("cret"));
    Builder::new(&SERVICE).signer(tokens).retries(Retries::none()).transport(both.clone()).build().unwrap()
}

fn good() -> Both {
    Both { lasts: 3600, ..Both::default() }
}

fn fetched(both: &Both) -> usize {
    both.fetched.load(Ordering::SeqCst)
}

async fn make(client: &Client) -> tablature_client::Result<tablature_client::Response<Json>> {
    Call::new(client, &MAKE).send().await
}

#[tokio::test]
async fn one_fetches_for_all_who_wait() {
    let both = good();
    let client = client(&both);
    let mut calls: Vec<_> = (0..5).map(|_| Some(Box::pin(make(&client)))).collect();
    poll_fn(|cx| {
        for call in &mut calls {
            if let Some(Poll::Ready(done)) = call.as_mut().map(|call| call.as_mut().poll(cx)) {
                done.unwrap();
                *call = None;
            }
        }
        if calls.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    make(&client).await.unwrap();
    Call::new(&client, &PUBLIC).send::<Json>().await.unwrap();
    assert_eq!(fetched(&both), 1);
    let asked = both.asked.lock().unwrap();
    assert_eq!(asked[0].body, b"grant_type=client_credentials&scope=read+write");
    assert_eq!(asked[0].headers.get("Authorization"), Some("Basic bXklMjBpZDpzJTNBY3JldA=="));
    let tokens: Vec<_> = asked[1..].iter().map(|request| request.headers.get("X-Token")).collect();
    assert_eq!(tokens, [vec![Some("T token-1"); 6], vec![None]].concat());
}

#[tokio::test]
async fn a_token_that_has_ended_or_is_refused_is_fetched_again() {
    let both = Both { lasts: 0, ..Both::default() };
    let client_of_short = client(&both);
    make(&client_of_short).await.unwrap();
    make(&client_of_short).await.unwrap();
    assert_eq!(fetched(&both), 2);

    let both = good();
    let client = client(&both);
    make(&client).await.unwrap();
    both.least.store(2, Ordering::SeqCst);
    make(&client).await.unwrap();
    assert_eq!(fetched(&both), 2);
    // What is refused again is an error, and not tried for ever.
    both.least.store(9, Ordering::SeqCst);
    let error = make(&client).await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), fetched(&both)), (Some(401), 2, 3));
    assert_eq!(error.message(), "*** is over");
}

#[tokio::test]
async fn who_stops_waiting_leaves_the_fetching_to_others() {
    let both = good();
    let client = client(&both);
    {
        let mut given_up = pin!(make(&client));
        let polled = Pin::as_mut(&mut given_up).poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_pending());
    }
    make(&client).await.unwrap();
    assert_eq!(fetched(&both), 1);
}

#[tokio::test]
async fn why_there_is_no_token_is_told() {
    let both = Both { broken: true, ..good() };
    let error = make(&client(&both)).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Service, "no token: HTTP 401: who are you"));
}
