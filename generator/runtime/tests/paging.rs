//! When a list ends, and where its next page is, for each way of paging.
#![allow(missing_docs)]

use std::sync::{Arc, Mutex};

use tablature_client::{
    AuthScheme, BoxFuture, Builder, Call, Client, Credentials, HttpRequest, HttpResponse, Json, Method,
    Operation, Pages, Paging, Retry, Service, Transport, TransportError,
};

static SERVICE: Service =
    Service::rest("acme", "list", "https://acme.example").auth(&[AuthScheme::SdkHmacSha256]);

/// Answers one body after the other, and keeps the queries.
#[derive(Clone)]
struct Bodies(Arc<Mutex<(Vec<String>, Vec<&'static str>)>>);

impl Transport for Bodies {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut state = self.0.lock().unwrap();
        state.0.push(request.target);
        let at = state.0.len() - 1;
        let body = state.1.get(at).copied().unwrap_or("[\"too far\"]");
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }
}

fn check(paging: Paging, query: &[(&'static str, i64)], bodies: &[&'static str], targets: &[&str]) {
    let operation = Operation::new("List", Method::Get, "/x").retry(Retry::Safe).paging(paging);
    let transport = Bodies(Arc::new(Mutex::new((Vec::new(), bodies.to_vec()))));
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::keys("a", "s"))
        .transport(transport.clone())
        .build()
        .unwrap();
    let call = Call::new(&client, Box::leak(Box::new(operation)));
    let call = query.iter().fold(call, |call, (name, value)| call.query(*name, *value));
    let mut pages = Pages::<Json>::new(call);
    while let Some(page) = pages.next_blocking() {
        page.unwrap();
    }
    assert_eq!(transport.0.lock().unwrap().0, targets);
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
    check(paging, &[("limit", 2)], &[r#"{"items":[1,2],"total":2}"#], &["/x?limit=2"]);
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
        &[r#"{"items":[1],"page":{"next":"m"}}"#, r#"{"items":[1],"page":{"next":"m"}}"#],
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
fn what_would_go_on_for_ever_ends() {
    // Markers that go round.
    check(
        Paging::marker("marker", "next", "items"),
        &[],
        &[r#"{"items":[1],"next":"a"}"#, r#"{"items":[2],"next":"b"}"#, r#"{"items":[3],"next":"a"}"#],
        &["/x", "/x?marker=a", "/x?marker=b"],
    );
    // A service that does not look at the offset.
    let page = r#"{"items":[1,2]}"#;
    check(
        Paging::offset("offset", "limit", "items"),
        &[("limit", 2)],
        &[page, page, page],
        &["/x?limit=2", "/x?limit=2&offset=2"],
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
