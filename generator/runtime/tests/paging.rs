//! When a list ends, and where its next page is, for each way of paging.
#![allow(missing_docs)]

mod ways;

use std::sync::{Arc, Mutex};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, HttpRequest, HttpResponse, Json, Method, Operation, Pages,
    Paging, Retry, Service, Transport, TransportError,
};

static SERVICE: Service = Service::rest("acme", "list", "https://acme.example").auth(&ways::BY_HEADER);

/// Answers one body after the other, and keeps the queries.
#[derive(Clone)]
struct Bodies(Arc<Mutex<(Vec<String>, Vec<&'static str>)>>);

impl Transport for Bodies {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut state = self.0.lock().unwrap();
        let body = String::from_utf8(request.body).unwrap();
        state.0.push(format!("{} {body}", request.target).trim_end().to_owned());
        let at = state.0.len() - 1;
        let body = state.1.get(at).copied().unwrap_or("[\"too far\"]");
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }
}

fn client(transport: &Bodies) -> Client {
    let builder = Builder::<Client>::new(&SERVICE).credentials(Credentials::keys("a", "s"));
    builder.transport(transport.clone()).build().unwrap()
}

fn check(paging: Paging, query: &[(&'static str, i64)], bodies: &[&'static str], targets: &[&str]) {
    assert_eq!(ends(paging, query, bodies, targets), None);
}

/// Walks all pages; the error at the end, if there is one.
fn ends(
    paging: Paging,
    query: &[(&'static str, i64)],
    bodies: &[&'static str],
    targets: &[&str],
) -> Option<String> {
    let operation = Operation::new("List", Method::Get, "/x").retry(Retry::Safe).paging(paging);
    let transport = Bodies(Arc::new(Mutex::new((Vec::new(), bodies.to_vec()))));
    let client = client(&transport);
    let call = Call::new(&client, Box::leak(Box::new(operation)));
    let call = query.iter().fold(call, |call, (name, value)| call.query(*name, *value));
    let mut pages = Pages::<Json>::new(call);
    let mut error = None;
    while let Some(page) = pages.next_blocking() {
        assert!(error.is_none());
        error = page.err();
    }
    assert_eq!(transport.0.lock().unwrap().0, targets);
    error.map(|error| error.message().to_owned())
}

#[test]
fn a_short_page_is_the_last_where_no_total_is_stated() {
    let paging = Paging::offset("offset", "limit", "items");
    check(
        paging,
        &[("offset", 4), ("limit", 2)],
        &[r#"{"items":[1,2]}"#, r#"{"items":[3]}"#],
        &["/x?limit=2&offset=4", "/x?limit=2&offset=6"],
    );
    // Nobody said how long a page is: the first one shows it.
    check(paging, &[], &[r#"{"items":[1,2]}"#, r#"{"items":[3]}"#], &["/x", "/x?offset=2"]);
    check(paging, &[], &[r#"{"items":[]}"#], &["/x"]);
}

#[test]
fn a_stated_total_counts_more_than_a_short_page() {
    let paging = Paging::offset("offset", "limit", "items").total("total");
    check(
        paging,
        &[("limit", 3)],
        &[r#"{"items":[1,2],"total":"3"}"#, r#"{"items":[3],"total":3}"#],
        &["/x?limit=3", "/x?limit=3&offset=2"],
    );
    check(paging, &[("limit", 3)], &[r#"{"items":[1,2],"total":2}"#], &["/x?limit=3"]);
    check(paging, &[], &[r#"{"items":[1,2],"total":2}"#], &["/x"]);
}

#[test]
fn pages_count_from_their_first_number() {
    let paging = Paging::page("page", "size", 1, "items").total("total");
    check(
        paging,
        &[("size", 2)],
        &[r#"{"items":[1,2],"total":3}"#, r#"{"items":[3],"total":3}"#],
        &["/x?size=2", "/x?page=2&size=2"],
    );
    check(paging, &[("page", 2), ("size", 2)], &[r#"{"items":[3],"total":3}"#], &["/x?page=2&size=2"]);
}

#[test]
fn a_marker_is_followed_until_it_is_gone_or_comes_again() {
    let token = Paging::marker("marker", "page.next", "items");
    check(
        token,
        &[],
        &[
            r#"{"items":[1],"page":{"next":"m1"}}"#,
            r#"{"items":[],"page":{"next":"m2"}}"#,
            r#"{"items":[1],"page":{}}"#,
        ],
        &["/x", "/x?marker=m1", "/x?marker=m2"],
    );
    check(
        token,
        &[],
        &[r#"{"items":[1],"page":{"next":"m"}}"#, r#"{"items":[2],"page":{"next":"m"}}"#],
        &["/x", "/x?marker=m"],
    );
    let last = Paging::marker("marker", "items[].id", "items").limit("limit");
    check(
        last,
        &[("limit", 2)],
        &[r#"{"items":[{"id":"a"},{"id":"b"}]}"#, r#"{"items":[{"id":"c"}]}"#],
        &["/x?limit=2", "/x?limit=2&marker=b"],
    );
}

#[test]
fn a_service_that_gives_fewer_than_asked_for_is_followed_to_the_total() {
    let paging = Paging::page("page", "size", 1, "items").total("total");
    check(
        paging,
        &[("size", 1000)],
        &[r#"{"items":[1,2],"total":5}"#, r#"{"items":[3,4],"total":5}"#, r#"{"items":[5],"total":5}"#],
        &["/x?size=1000", "/x?page=2&size=1000", "/x?page=3&size=1000"],
    );
}

#[test]
fn what_would_go_on_for_ever_is_an_error() {
    // Markers that go round.
    let error = ends(
        Paging::marker("marker", "next", "items"),
        &[],
        &[r#"{"items":[1],"next":"a"}"#, r#"{"items":[2],"next":"b"}"#, r#"{"items":[3],"next":"a"}"#],
        &["/x", "/x?marker=a", "/x?marker=b"],
    );
    assert_eq!(error.as_deref(), Some("the service gives marker=a a second time: its pages go round"));
    // A service that does not look at the offset, with and without a total.
    let wanted = "the page of offset=2 is the same as the one before: the service does not look at offset, and the \
                  rest of the list cannot be had by it";
    for page in [r#"{"items":[1,2]}"#, r#"{"items":[1,2],"total":60}"#, r#"{"items":[1,2],"total":0}"#] {
        let error = ends(
            Paging::offset("offset", "limit", "items").total("total"),
            &[("limit", 2)],
            &[page, page, page],
            &["/x?limit=2", "/x?limit=2&offset=2"],
        );
        assert_eq!(error.as_deref(), Some(wanted), "{page}");
    }
}

#[test]
fn a_total_of_less_than_has_come_is_none() {
    let paging = Paging::offset("offset", "limit", "items").total("total");
    check(
        paging,
        &[("limit", 2)],
        &[r#"{"items":[1,2],"total":0}"#, r#"{"items":[3],"total":0}"#],
        &["/x?limit=2", "/x?limit=2&offset=2"],
    );
    // The number of items of the page, called a total.
    check(
        paging,
        &[("limit", 2)],
        &[r#"{"items":[1,2],"total":2}"#, r#"{"items":[3],"total":1}"#],
        &["/x?limit=2", "/x?limit=2&offset=2"],
    );
    check(paging, &[], &[r#"{"items":[],"total":0}"#], &["/x"]);
}

#[test]
fn a_list_that_ends_before_its_total_is_an_error() {
    let error = ends(
        Paging::offset("offset", "limit", "items").total("total"),
        &[],
        &[r#"{"items":[1,2],"total":5}"#, r#"{"items":[],"total":5}"#],
        &["/x", "/x?offset=2"],
    );
    assert_eq!(error.as_deref(), Some("the list ended after 2 of 5 items"));
    // Who asks for what is behind the end gets nothing, and that is all.
    check(
        Paging::offset("offset", "limit", "items").total("total"),
        &[("offset", 9)],
        &[r#"{"items":[],"total":5}"#],
        &["/x?offset=9"],
    );
    check(
        Paging::page("page", "size", 1, "items").total("total"),
        &[("page", 9)],
        &[r#"{"items":[],"total":5}"#],
        &["/x?page=9"],
    );
}

#[test]
fn the_last_item_of_any_list_can_be_the_marker() {
    check(
        Paging::marker("marker", "volumes[].id", "volumes").limit("limit"),
        &[("limit", 1)],
        &[r#"{"volumes":[{"id":"a"}]}"#, r#"{"volumes":[]}"#],
        &["/x?limit=1", "/x?limit=1&marker=a"],
    );
}

/// Parameters that are members of the body move there: a marker as text, a number as a number.
#[test]
fn what_stands_in_the_body_moves_in_the_body() {
    let walk = |paging: Paging, bodies: &[&'static str]| {
        let operation =
            Operation::new("List", Method::Post, "/x").retry(Retry::Safe).paging(paging.in_body());
        let transport = Bodies(Arc::new(Mutex::new((Vec::new(), bodies.to_vec()))));
        let client = client(&transport);
        let mut pages =
            Pages::<Json>::new(Call::new(&client, Box::leak(Box::new(operation))).body("limit", 2));
        while let Some(page) = pages.next_blocking() {
            page.unwrap();
        }
        transport.0.lock().unwrap().0.clone()
    };
    let marked = walk(
        Paging::marker("marker", "next", "items").limit("limit"),
        &[r#"{"items":[1,2],"next":"7"}"#, r#"{"items":[3]}"#],
    );
    assert_eq!(marked, [r#"/x {"limit":2}"#, r#"/x {"limit":2,"marker":"7"}"#]);
    let numbered = walk(
        Paging::offset("start", "limit", "items").total("total"),
        &[r#"{"items":[1,2],"total":3}"#, r#"{"items":[3],"total":3}"#],
    );
    assert_eq!(numbered, [r#"/x {"limit":2}"#, r#"/x {"limit":2,"start":2}"#]);
}
