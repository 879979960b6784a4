//! What a mock plays: lists page by page, what a service refuses, and what it says of requests that nobody expects.
#![allow(missing_docs)]

mod ways;

use serde_json::json;

use tablature_client::{
    Builder, Call, Client, Credentials, Extra, Items, Json, Method, Operation, Paging, Retries, Retry,
    Service,
    mock::{Api, Fixture, Kind, Server, made},
};

static SERVICE: Service = Service::rest("acme", "images", "https://images.acme.example")
    .auth(&ways::BY_HEADER)
    .context(&[("Project", "project")]);

fn client(server: &Server) -> Client {
    Builder::new(&SERVICE)
        .credentials(Credentials::keys("a", "s"))
        .retries(Retries::none())
        .endpoint(server.endpoint())
        .build()
        .unwrap()
}

fn operation(paging: Paging) -> &'static Operation {
    let operation = Operation::new("ListImages", Method::Get, "/images").retry(Retry::Safe).paging(paging);
    Box::leak(Box::new(operation))
}

fn server(operation: &Operation) -> Server {
    let mut api = Api::new(&SERVICE, &[operation]);
    let items: Vec<Json> = (1..=7).map(|id| json!({"id": format!("i{id}")})).collect();
    let body = json!({"images": items, "total": "99", "next": "example"});
    api.routes = api.routes.into_iter().map(|it| it.with_fixture(body.to_string().as_str().into())).collect();
    Server::start(api).unwrap()
}

#[test]
fn every_item_of_a_fixture_comes_once() {
    for paging in [
        Paging::offset("offset", "limit", "images").total("total"),
        Paging::offset("offset", "limit", "images").content_range("Content-Range"),
        Paging::page("page", "limit", 0, "images").total("total"),
        Paging::page("page", "limit", 1, "images"),
        Paging::marker("marker", "images[].id", "images").limit("limit"),
        Paging::marker("marker", "next", "images").limit("limit"),
        Paging::marker("marker", "", "images").next_header("X-Next").limit("limit"),
        Paging::marker("X-Marker", "", "images").next_header("X-Next").in_header().limit("limit"),
        Paging::link("next", "images").limit("limit"),
        Paging::link("", "images").next_header("Link").limit("limit"),
    ] {
        let operation = operation(paging);
        let server = server(operation);
        let take = |page: Json| page["images"].as_array().cloned().unwrap_or_default();
        let mut items = Items::new::<Json>(Call::new(&client(&server), operation).query("limit", 3), take);
        let mut ids = Vec::new();
        while let Some(item) = items.next_blocking() {
            ids.push(item.unwrap()["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(ids, ["i1", "i2", "i3", "i4", "i5", "i6", "i7"], "{paging:?}");
        let whole = Call::new(&client(&server), operation).send_blocking::<Json>().unwrap();
        assert_eq!(whole["total"], "99", "what asks for no page gets the fixture as it is");
    }
}

#[test]
fn what_stands_in_the_body_moves_there() {
    let limit = json!({"limit": 3, "of": "all"});
    for (paging, name, value) in [
        (Paging::offset("offset", "limit", "images").in_body(), "limit", json!(3)),
        (Paging::page("page", "limit", 1, "images").in_body().total("total"), "limit", json!(3)),
        (Paging::marker("marker", "next", "images").limit("limit").in_body(), "limit", json!(3)),
        (Paging::offset("offset", "limit", "images").within("list"), "list", limit.clone()),
        (Paging::page("page", "limit", 0, "images").within("list"), "list", limit.clone()),
        (Paging::page("page", "limit", 1, "images").within("list").total("total"), "list", limit.clone()),
        (Paging::marker("marker", "next", "images").limit("limit").within("list"), "list", limit.clone()),
        (Paging::marker("marker", "images[].id", "images").limit("limit").within("list"), "list", limit),
    ] {
        let operation = Operation::new("SearchImages", Method::Post, "/images").paging(paging);
        let operation: &'static Operation = Box::leak(Box::new(operation.retry(Retry::Safe)));
        let server = server(operation);
        let take = |page: Json| page["images"].as_array().cloned().unwrap_or_default();
        let call = Call::new(&client(&server), operation).body(name, value);
        let mut items = Items::new::<Json>(call, take);
        let mut ids = Vec::new();
        while let Some(item) = items.next_blocking() {
            ids.push(item.unwrap()["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(ids, ["i1", "i2", "i3", "i4", "i5", "i6", "i7"], "{paging:?}");
        assert_eq!(server.received().len(), 3, "{paging:?}");
    }
}

#[test]
fn what_settings_supply_is_required() {
    static SHOW: Operation = Operation::new("ShowImage", Method::Get, "/image").required(&["Project"]);
    let server = Server::start(Api::new(&SERVICE, &[&SHOW])).unwrap();
    let _ = server.expect("ShowImage").respond(&json!({}));
    let client = client(&server);
    let error = client.request(Method::Get, "/image").send_blocking::<Json>().unwrap_err();
    assert!(error.message().contains("the parameter `Project` is missing"), "{error}");
    assert!(client.request(Method::Get, "/image").query("Project", "p").send_blocking::<Json>().is_ok());
    server.reset();
}

#[test]
fn what_no_spelling_allows_is_refused() {
    static LIST: Operation = Operation::new("ListImages", Method::Post, "/images");
    let mut api = Api::new(&SERVICE, &[&LIST]);
    for route in &mut api.routes {
        route.kinds = vec![
            ("limit".into(), Kind::Integer),
            ("ratio".into(), Kind::Number),
            ("all".into(), Kind::Boolean),
        ];
        route.fixture = Some(Fixture::new(200, "{}"));
    }
    let server = Server::serve(("127.0.0.1", 0), api, |_| {}).unwrap();
    let client = client(&server);
    let call = |name: &'static str, value: Json| {
        let by_query =
            client.request(Method::Post, "/images").query(name, value.clone()).send_blocking::<Json>();
        let by_body = client.request(Method::Post, "/images").body(name, value).send_blocking::<Json>();
        assert_eq!(by_query.is_ok(), by_body.is_ok());
        by_query.map(drop).map_err(|error| error.message().to_owned())
    };
    for (name, value) in [
        ("limit", json!(3)),
        ("limit", json!("3")),
        ("limit", json!("3.0")),
        ("limit", json!("")),
        ("ratio", json!("1e-3")),
        ("all", json!("True")),
        ("all", json!(0)),
        ("other", json!("abc")),
    ] {
        assert_eq!(call(name, value.clone()), Ok(()), "{name}={value}");
    }
    for (name, value) in [("limit", "abc"), ("limit", "1.5"), ("ratio", "NaN"), ("all", "maybe")] {
        let message = call(name, value.into()).unwrap_err();
        assert!(
            message.contains(&format!("the parameter `{name}` takes no value like {value:?}")),
            "{message}"
        );
    }
}

#[derive(Clone, Default, PartialEq)]
pub struct Image {
    pub name: Option<String>,
    pub tags: Vec<String>,
    pub extra: Extra,
}
tablature_client::model!(Image { name: "Name", tags: "Tags" });

#[test]
fn what_is_nearest_is_told_with_its_values() {
    static SHOW: Operation = Operation::new("ShowImage", Method::Get, "/images/{name}").required(&["name"]);
    let server = Server::start(Api::new(&SERVICE, &[&SHOW])).unwrap();
    let image = made(|image: &mut Image| image.tags.push("new".to_owned()));
    let _ = server.expect("ShowImage").with("name", "red").with("size", 3).respond(&image);
    let _ = server.expect("ShowImage").with("name", "blue").with("size", 1).times(2).respond(&image);
    let client = client(&server);
    let show = |size: i64| {
        Call::new(&client, &SHOW).path("name", "blue").query("size", size).send_blocking::<Image>()
    };
    assert_eq!(show(1).unwrap().tags, ["new"]);
    assert!(show(2).is_err());
    let faults = server.faults();
    assert!(
        faults[0].ends_with(
            "nothing is expected for this request; the nearest expects size=1, and there is \"2\""
        ),
        "{faults:?}"
    );
    assert!(
        faults[1].starts_with("ShowImage (with name=\"blue\", size=1): expected 2 requests, got 1"),
        "{faults:?}"
    );
    server.reset();
}

/// A library does not choose for the whole program.
#[cfg(feature = "reqwest")]
#[test]
fn no_provider_of_cryptography_is_installed() {
    for _ in 0..3 {
        let _: Client = Builder::new(&SERVICE).credentials(Credentials::keys("a", "s")).build().unwrap();
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}
