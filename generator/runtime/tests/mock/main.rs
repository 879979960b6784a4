//! Calls over a socket: the client against the mock, with retries, timeouts, paging, and without leaking secrets.
#![allow(missing_docs)]

mod answers;
mod refusals;
mod secrets;
mod sending;
mod spelling;
#[path = "../ways/mod.rs"]
mod ways;

use std::time::Duration;

use tablature_client::{
    Builder, Call, Client, Credentials, Envelope, ErrorShape, Method, Operation, Paging, Retries, Retry,
    Service,
    mock::{Api, Fixture, Server},
};

static RPC: Service = Service::rpc("acme", "registry", "https://api.acme.example", "Action")
    .auth(&ways::BY_FORM)
    .context(&[("Region", "region")])
    .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] })
    .transient(&["153"]);
static GET: Operation = Operation::new("GetRepo", Method::Post, "/").retry(Retry::Safe).required(&["Name"]);
static CREATE: Operation = Operation::new("CreateRepo", Method::Post, "/").required(&["Name"]);
static LIST: Operation = Operation::new("ListRepos", Method::Post, "/")
    .retry(Retry::Safe)
    .paging(Paging::marker("Marker", "Next", "Items"));

static REST: Service = Service::rest("acme", "images", "https://images.{region}.acme.example")
    .auth(&ways::BY_TOKEN_OR_HEADER)
    .context(&[("project_id", "project_id")])
    .errors(&[ErrorShape { code: "errors[].errorCode", message: "errors[].errorMessage", request_id: None }]);
static SHOW: Operation = Operation::new("ShowImage", Method::Get, "/v2/{project_id}/images/{name}")
    .retry(Retry::Safe)
    .required(&["name"]);

const SECRET: &str = "hunter2-secret-key";
const TOKEN: &str = "hunter3-session-token";

fn rpc(server: &Server) -> Builder {
    Builder::new(&RPC)
        .credentials(Credentials::temporary("AK", SECRET, TOKEN))
        .endpoint(server.endpoint())
        .retries(Retries::default().backoff(Duration::from_millis(1), Duration::from_secs(2)))
}

fn rpc_server() -> Server {
    let server = Server::start(Api::new(&RPC, &[&GET, &CREATE, &LIST])).unwrap();
    server.require_keys("AK", SECRET);
    server
}

fn get(client: &Client) -> Call {
    Call::new(client, &GET).form("Name", "a b+ü")
}

/// A client's builder for the other service; each call of it is for one project.
fn rest(server: &Server, credentials: Credentials) -> Builder {
    Builder::new(&REST).credentials(credentials).setting("project_id", "p1").endpoint(server.endpoint())
}

/// A mock that answers all its operations with one fixture where nothing else is expected.
fn answering(service: &Service, operations: &[&Operation], fixture: &Fixture) -> Server {
    let mut api = Api::new(service, operations);
    api.routes = api.routes.into_iter().map(|route| route.with_fixture(fixture.clone())).collect();
    Server::start(api).unwrap()
}
