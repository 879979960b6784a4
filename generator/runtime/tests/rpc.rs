//! Services of one address whose operations have a name in the JSON body, their arguments in an object, and their answer
//! in another (JSON-RPC 2.0).
#![allow(missing_docs, unreachable_pub)]

use tablature_client::{
    Builder, Call, Client, Credentials, ErrorKind, ErrorShape, Extra, HttpResponse, Items, Json, Method,
    Operation, Paging, Retries, Retry, Service,
    mock::{Api, Fixture, Server},
};

static SERVICE: Service = Service::rest("acme", "lamps", "https://acme.example/rpc").errors(&[ErrorShape {
    code: "error.code",
    message: "error.message",
    request_id: None,
}]);
static LIST: Operation = Operation::new("list", Method::Post, "/")
    .required(&["jsonrpc", "method", "id", "params"])
    .fixed(&[("jsonrpc", "2.0"), ("method", "lamps.list")]);
static DIM: Operation = Operation::new("dim", Method::Post, "/")
    .required(&["jsonrpc", "method", "id", "params"])
    .fixed(&[("jsonrpc", "2.0"), ("method", "lamps.dim")]);

#[derive(Clone, Default, PartialEq)]
pub struct Listed {
    jsonrpc: Option<String>,
    id: Option<i64>,
    result: Option<Lamps>,
    extra: Extra,
}
tablature_client::model!(Listed { jsonrpc: "jsonrpc", id: "id", result: "result" });

#[derive(Clone, Default, PartialEq)]
pub struct Lamps {
    lamps: Vec<String>,
    extra: Extra,
}
tablature_client::model!(Lamps { lamps: "lamps" });

static PAGES: Operation = Operation::new("pages", Method::Post, "/")
    .fixed(&[("method", "lamps.pages")])
    .retry(Retry::Safe)
    .paging(Paging::offset("skip", "take", "result.lamps").within("params"));

fn call(client: &Client, operation: &'static Operation, params: Json) -> Call {
    let fixed = |call: Call, (name, value): &(&'static str, &'static str)| call.body(*name, *value);
    operation.fixed.iter().fold(Call::new(client, operation), fixed).body("id", 1).body("params", params)
}

#[tokio::test]
async fn operations_of_one_address_have_their_own_answers_and_errors() {
    let listed = r#"{"jsonrpc":"2.0","id":1,"result":{"lamps":["a","b"]}}"#;
    let mut api = Api::new(&SERVICE, &[&LIST, &DIM]);
    for route in &mut api.routes {
        if route.id == "list" {
            *route = route.clone().with_fixture(Fixture::new(200, listed));
        }
    }
    let server = Server::start(api).unwrap();
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::anonymous())
        .retries(Retries::none())
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let lists = server.expect("list").respond_fixture();
    let answer = call(&client, &LIST, serde_json::json!({"room": "hall"})).send::<Listed>().await.unwrap();
    assert_eq!(answer.result.as_ref().unwrap().lamps, ["a", "b"]);
    // Under HTTP 200, with the members of every answer in it.
    let failed = r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no such lamp"}}"#;
    let dims = server.expect("dim").times(1).respond_with(HttpResponse::new(200, failed));
    let error = call(&client, &DIM, serde_json::json!({"lamp": "z"})).send::<Listed>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.message()),
        (ErrorKind::Service, Some("-32602"), "no such lamp")
    );
    assert_eq!((lists.calls(), dims.calls()), (1, 1));

    // What is not an error is none, though nothing documents it: an empty one, or a warning beside the answer.
    for harmless in [
        r#"{"jsonrpc":"2.0","id":1,"result":{"lamps":[]},"error":null}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{"lamps":[]},"error":{"code":0}}"#,
        r#"{"id":1,"code":7,"message":"as ever"}"#,
    ] {
        let _dims = server.expect("dim").times(1).respond_with(HttpResponse::new(200, harmless));
        call(&client, &DIM, serde_json::json!({})).send::<Listed>().await.unwrap();
    }
}

#[tokio::test]
async fn paging_moves_within_the_object_of_the_arguments() {
    let all = r#"{"result":{"lamps":["a","b","c","d","e","f","g"]}}"#;
    let mut api = Api::new(&SERVICE, &[&PAGES]);
    api.routes = api.routes.into_iter().map(|it| it.with_fixture(Fixture::new(200, all))).collect();
    let server = Server::start(api).unwrap();
    let client: Client = Builder::new(&SERVICE).endpoint(server.endpoint()).build().unwrap();
    let expected = server.expect("pages").respond_fixture();
    let first = call(&client, &PAGES, serde_json::json!({"room": "hall", "take": 3}));
    let mut items = Items::new(first, |page: Listed| page.result.map(|it| it.lamps).unwrap_or_default());
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    assert_eq!(found, ["a", "b", "c", "d", "e", "f", "g"]);
    let asked: Vec<_> =
        server.received().iter().map(|it| it.json.clone().unwrap()["params"].clone()).collect();
    assert_eq!(asked[1], serde_json::json!({"room": "hall", "take": 3, "skip": 3}));
    assert_eq!(expected.calls(), 3);
}
