//! Calls over a socket: the client against the mock, with retries, timeouts, paging, and without leaking secrets.
#![allow(missing_docs)]

mod ways;

use std::{
    fmt::Write as _,
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::{Duration, Instant},
};

use tablature_client::{
    Builder, Call, Client, Credentials, Envelope, ErrorKind, ErrorShape, HttpResponse, Json, Method,
    Operation, Paging, Retries, Retry, Service,
    mock::{Api, Fixture, Kind, Refusal, Refusals, Server},
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

/// An operation whose documented success is not 200 answers with its own status, whoever made the body.
#[test]
fn success_has_the_documented_status() {
    static MAKE: Operation = Operation::new("MakeImage", Method::Post, "/images");
    let mut api = Api::new(&REST, &[&MAKE]);
    api.routes = api.routes.into_iter().map(|route| route.with_fixture(Fixture::new(201, "{}"))).collect();
    let server = Server::start(api).unwrap();
    let expected = server.expect("MakeImage").respond_fixture().respond(&Json::from("made"));
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .setting("project_id", "p")
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    for _ in 0..2 {
        let answer = Call::new(&client, &MAKE).send_blocking::<Json>().unwrap();
        assert_eq!(answer.status(), 201);
    }
    assert_eq!(expected.calls(), 2);
}

#[derive(Clone, Default, PartialEq)]
struct Made {
    name: Option<String>,
    token: Option<String>,
    extra: tablature_client::Extra,
}
tablature_client::model!(Made { name: "name", token: "X-Subject-Token" });

/// What an output has from the headers is answered there, not in the body.
#[test]
fn documented_headers_are_answered_as_headers() {
    static MAKE: Operation =
        Operation::new("MakeToken", Method::Post, "/tokens").response_headers(&["X-Subject-Token"]);
    let fixture = Fixture::new(201, r#"{"name": "n"}"#).with_header("X-Subject-Token", "fixture");
    let mut api = Api::new(&REST, &[&MAKE]);
    api.routes = api.routes.into_iter().map(|route| route.with_fixture(fixture.clone())).collect();
    let server = Server::start(api).unwrap();
    let made = Made { name: Some("n".into()), token: Some("given".into()), ..Made::default() };
    let _expected = server.expect("MakeToken").respond_fixture().respond(&made);
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    for token in ["fixture", "given"] {
        let answer = Call::new(&client, &MAKE).send_blocking::<Made>().unwrap();
        assert_eq!(answer.header("X-Subject-Token"), Some(token));
        assert!(!String::from_utf8_lossy(answer.raw_body()).contains("X-Subject-Token"));
        assert_eq!((answer.name.as_deref(), answer.token.as_deref()), (Some("n"), Some(token)));
    }
}

/// Nothing is expected of an operation: the fixture is the answer. Of one with expectations nothing else is.
#[test]
fn fixtures_answer_where_nothing_is_expected() {
    let mut api = Api::new(&RPC, &[&GET, &CREATE]);
    api.routes = api.routes.into_iter().map(|route| route.with_fixture(r#"{"RetCode":0}"#.into())).collect();
    let server = Server::start(api).unwrap();
    let client: Client = rpc(&server).retries(Retries::none()).build().unwrap();
    assert!(get(&client).send_blocking::<Json>().is_ok());
    let _one = server.expect("GetRepo").with("Name", "other").respond_fixture();
    assert_eq!(get(&client).send_blocking::<Json>().unwrap_err().code(), Some("501"));
    assert!(Call::new(&client, &CREATE).form("Name", "n").send_blocking::<Json>().is_ok());
    let faults = server.faults();
    assert_eq!(faults.len(), 1, "{faults:?}");
    // Its end would fail the test for the fault that was meant.
    std::mem::forget(server);
}

#[test]
fn a_list_is_expected_with_all_its_elements() {
    let mut api = Api::new(&RPC, &[&LIST]);
    api.routes = api.routes.into_iter().map(|route| route.with_fixture(r#"{"RetCode":0}"#.into())).collect();
    let server = Server::start(api).unwrap();
    let client: Client = rpc(&server).retries(Retries::none()).build().unwrap();
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<String>>();
    let expected = server.expect("ListRepos").with("Ids", ids(&["a", "b"])).respond_fixture();
    let call = |of: &[&str]| Call::new(&client, &LIST).form("Ids", ids(of)).send_blocking::<Json>();
    assert!(call(&["a", "b"]).is_ok());
    assert!(call(&["a", "b", "c"]).is_err() && call(&["a"]).is_err());
    assert_eq!(expected.calls(), 1);
    assert_eq!(server.faults().len(), 2);
    std::mem::forget(server);
}

/// Some services answer an error with HTTP 200.
#[test]
fn an_error_body_is_an_error_whatever_the_status() {
    static LIST_IMAGES: Operation = Operation::new("ListImages", Method::Get, "/images");
    let server = Server::start(Api::new(&REST, &[&LIST_IMAGES])).unwrap();
    let body = r#"{"errors":[{"errorCode":"E.1","errorMessage":"quota"}]}"#;
    let _one = server.expect("ListImages").respond_with(HttpResponse::new(200, body));
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let error = Call::new(&client, &LIST_IMAGES).send_blocking::<Made>().unwrap_err();
    assert_eq!((error.code(), error.kind()), (Some("E.1"), ErrorKind::Service));
}

/// A transport that looks at no time.
struct Stuck;

impl tablature_client::Transport for Stuck {
    fn send(
        &self,
        _: tablature_client::HttpRequest,
    ) -> tablature_client::BoxFuture<'_, Result<HttpResponse, tablature_client::TransportError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn the_time_for_a_call_counts_with_any_transport() {
    let client: Client = Builder::new(&RPC)
        .credentials(Credentials::keys("a", "secret"))
        .transport(Stuck)
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = get(&client).send_blocking::<Json>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// A server closes connections that it keeps for no one; the next call must not be sent into one of them.
#[test]
fn a_connection_that_was_closed_between_blocking_calls_is_not_used() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (close, closed) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let close = close.clone();
            thread::spawn(move || {
                let mut request = [0; 4096];
                if stream.read(&mut request).is_ok_and(|read| read > 0) {
                    let body = r#"{"RetCode":0}"#;
                    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
                        .unwrap();
                    thread::sleep(Duration::from_millis(5));
                    drop(stream);
                    close.send(()).unwrap();
                }
            });
        }
    });
    let client: Client =
        Builder::new(&RPC).credentials(Credentials::keys("a", "secret")).endpoint(endpoint).build().unwrap();
    for _ in 0..20 {
        Call::new(&client, &CREATE).form("Name", "n").send_blocking::<Json>().unwrap();
        // However busy the machine is, the connection is closed before the next call, and the client has been told.
        closed.recv().unwrap();
        thread::sleep(Duration::from_millis(50));
    }
}

/// Docs give one method and path to two operations that differ in their bodies.
#[test]
fn operations_of_one_path_are_told_apart_by_what_is_expected() {
    static ONE: Operation = Operation::new("CreateOne", Method::Post, "/roles").required(&["one"]);
    static OTHER: Operation = Operation::new("CreateOther", Method::Post, "/roles").required(&["other"]);
    let server = Server::start(Api::new(&REST, &[&ONE, &OTHER])).unwrap();
    let expected = server.expect("CreateOther").respond_with(HttpResponse::new(200, "{}"));
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint(server.endpoint())
        .retries(Retries::none())
        .build()
        .unwrap();
    Call::new(&client, &OTHER).body("other", 1).send_blocking::<Json>().unwrap();
    assert_eq!(expected.calls(), 1);
}

#[tokio::test]
async fn a_signed_call_is_verified_and_answered() {
    let server = rpc_server();
    let expected =
        server.expect("GetRepo").with("Name", "a b+ü").respond(&Json::from(serde_json::Map::new()));
    let client: Client = rpc(&server).setting("region", "r1").build().unwrap();
    let answer = get(&client).send::<Json>().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(expected.calls(), 1);
    assert_eq!(server.received()[0].parameter("Region").as_deref(), Some("r1"));
}

/// Makes a request of each kind that a service refuses; gives status and code of the answers.
async fn refused(server: &Server) -> Vec<(Option<u16>, Option<String>)> {
    let client: Client = rpc(server).build().unwrap();
    let wrong: Client = rpc(server).credentials(Credentials::keys("AK", "other")).build().unwrap();
    let unsigned: Client = rpc(server).credentials(Credentials::anonymous()).build().unwrap();
    let typed = get(&client).form("Limit", "abc");
    let calls = [
        client.call("Nope", Json::Null),
        get(&unsigned),
        get(&wrong),
        client.call("GetRepo", Json::Null),
        typed,
    ];
    let mut answers = Vec::new();
    for call in calls {
        let error = call.send::<Json>().await.unwrap_err();
        answers.push((error.status(), error.code().map(str::to_owned)));
    }
    assert_eq!(server.faults().len(), answers.len());
    server.reset();
    answers
}

fn refusing(refusals: Refusals) -> Server {
    let mut api = Api::new(&RPC, &[&GET]);
    api.refusals = refusals;
    api.routes[0].kinds = vec![("Limit".to_owned(), Kind::Integer)];
    let server = Server::start(api).unwrap();
    server.require_keys("AK", SECRET);
    server
}

#[tokio::test]
async fn bad_requests_are_answered_with_the_codes_of_the_service() {
    let words = [Refusal::Unknown, Refusal::Unsigned, Refusal::Signature, Refusal::Missing, Refusal::Value];
    let codes = words.into_iter().zip(["61", "70", "71", "20", "30"].map(str::to_owned)).collect();
    let expected = ["61", "70", "71", "20", "30"].map(|code| Some(code.to_owned()));
    let server = refusing(Refusals { shape: None, codes });
    let codes = server_codes(refused(&server).await, &[200; 5]);
    assert_eq!(codes, expected, "in the envelope, which says what HTTP does not");
}

#[tokio::test]
async fn bad_requests_are_answered_as_http_does_where_no_codes_are_known() {
    let server = refusing(Refusals::default());
    let codes = server_codes(refused(&server).await, &[404, 401, 401, 400, 400]);
    assert_eq!(codes, ["404", "401", "401", "400", "400"].map(|code| Some(code.to_owned())));
}

fn server_codes(answers: Vec<(Option<u16>, Option<String>)>, statuses: &[u16]) -> Vec<Option<String>> {
    let (given, codes): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    assert_eq!(given, statuses.iter().copied().map(Some).collect::<Vec<_>>());
    codes
}

#[tokio::test]
async fn a_gateway_answers_in_a_shape_of_its_own() {
    let mut api = Api::new(&REST, &[&SHOW]);
    let shape = Some(("gate.code".to_owned(), "gate.text".to_owned()));
    api.refusals = Refusals { shape, codes: vec![(Refusal::Unknown, "G.1".to_owned())] };
    let server = Server::start(api).unwrap();
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::anonymous())
        .setting("project_id", "p1")
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let error = client.request(Method::Get, "/nope").send::<Json>().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    let body: Json = serde_json::from_slice(error.body()).unwrap();
    assert_eq!(body["gate"]["code"], "G.1");
    assert!(body["gate"]["text"].is_string() && body.as_object().unwrap().len() == 1, "{body}");
    server.reset();
}

#[tokio::test]
async fn retries_help_where_they_may() {
    let server = rpc_server();
    let busy = |server: &Server, operation: &str| {
        server
            .expect(operation)
            .respond_with(HttpResponse::new(503, "busy").with_header("Retry-After", "0"))
            .respond_error(200, "153", "throttled")
            .respond_fixture()
    };
    let client: Client = rpc(&server).build().unwrap();
    let expected = busy(&server, "GetRepo");
    get(&client).send::<Json>().await.unwrap();
    assert_eq!(expected.calls(), 3);
    // Each attempt is signed for itself; here the signatures are the same because nothing in them changes.
    assert!(server.received().iter().all(|received| received.parameter("Signature").is_some()));

    let expected = busy(&server, "CreateRepo");
    let create = || Call::new(&client, &CREATE).form("Name", "n");
    let error = create().send::<Json>().await.unwrap_err();
    assert_eq!((error.status(), error.is_retryable(), error.attempts()), (Some(503), true, 1));
    assert_eq!(expected.calls(), 1);
    create().retries(Retries::default().resend_unsafe(true)).send::<Json>().await.unwrap();
    assert_eq!(expected.calls(), 3);
}

#[tokio::test]
async fn a_broken_connection_is_retried_only_if_harmless() {
    let server = rpc_server();
    let client: Client = rpc(&server).build().unwrap();
    let expected = server.expect("GetRepo").hang_up().respond_fixture();
    get(&client).send::<Json>().await.unwrap();
    assert_eq!(expected.calls(), 2);
    let expected = server.expect("CreateRepo").hang_up().respond_fixture();
    let error = Call::new(&client, &CREATE).form("Name", "n").send::<Json>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
    assert_eq!(expected.calls(), 1);
}

/// Of what no page tells of, the method says whether it may be sent again.
#[test]
fn an_untyped_request_is_retried_as_its_method_allows() {
    static LIST_IMAGES: Operation = Operation::new("ListImages", Method::Get, "/images");
    static MAKE_IMAGE: Operation = Operation::new("MakeImage", Method::Post, "/images");
    let server = Server::start(Api::new(&REST, &[&LIST_IMAGES, &MAKE_IMAGE])).unwrap();
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint(server.endpoint())
        .retries(Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap();
    let lost = |operation| server.expect(operation).hang_up().respond_with(HttpResponse::new(200, "{}"));
    let (list, make) = (lost("ListImages"), lost("MakeImage"));
    client.request(Method::Get, "/images").send_blocking::<Json>().unwrap();
    client.request(Method::Post, "/images").send_blocking::<Json>().unwrap_err();
    assert_eq!((list.calls(), make.calls()), (2, 1));
    server.reset();
}

#[tokio::test]
async fn no_connection_is_retried_even_where_something_is_created() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = rpc_server();
    let client: Client = rpc(&server).endpoint(format!("http://{address}")).build().unwrap();
    let error = Call::new(&client, &CREATE).form("Name", "n").send::<Json>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
}

#[tokio::test]
async fn the_whole_call_has_one_timeout() {
    let server = rpc_server();
    let _slow = server.expect("GetRepo").respond_fixture().delay(Duration::from_secs(5));
    let client: Client = rpc(&server).timeout(Duration::from_millis(200)).build().unwrap();
    let start = Instant::now();
    let error = get(&client).send::<Json>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn blocking_needs_no_runtime_and_works_within_one() {
    let server = rpc_server();
    let page = |items: &str, next: &str| {
        HttpResponse::new(200, format!(r#"{{"RetCode":0,"Items":[{items}],"Next":"{next}"}}"#))
    };
    let expected = server
        .expect("ListRepos")
        .respond_with(page("1,2", "m1"))
        .respond_with(page("3", "m2"))
        .respond_with(page("4", "m2"))
        .respond_with(page("5", ""));
    let client: Client = rpc(&server).build().unwrap();
    let list = || {
        let mut pages = tablature_client::Pages::<Json>::new(Call::new(&client, &LIST));
        let mut count = 0;
        while let Some(page) = pages.next_blocking() {
            count += page.unwrap()["Items"].as_array().unwrap().len();
        }
        count
    };
    // The third page names itself as the next one, so there is no fourth.
    assert_eq!(list(), 4);
    assert_eq!(expected.calls(), 3);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { assert_eq!(list(), 1) });
}

#[tokio::test]
async fn rest_is_verified_in_both_ways_of_signing() {
    let server = Server::start(Api::new(&REST, &[&SHOW])).unwrap();
    let image = || HttpResponse::new(200, r#"{"name":"n"}"#);
    let expected = server.expect("ShowImage").with("name", "a/b ü").respond_with(image());
    let build = |credentials| -> Client {
        Builder::new(&REST)
            .credentials(credentials)
            .setting("project_id", "p1")
            .endpoint(server.endpoint())
            .retries(Retries::none())
            .build()
            .unwrap()
    };
    let show = |client: &Client| {
        let call = Call::new(client, &SHOW).path("name", "a/b ü");
        call.query("z", "1 2").query("a", vec![10_i64, 9]).send::<Json>()
    };
    server.require_keys("AK", SECRET);
    show(&build(Credentials::keys("AK", SECRET))).await.unwrap();
    show(&build(Credentials::token(SECRET))).await.unwrap();
    assert_eq!(expected.calls(), 2);
    let error = show(&build(Credentials::keys("AK", "wrong"))).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(401), Some("401")));
    assert_eq!(
        error.body(),
        br#"{"errors":[{"errorCode":"401","errorMessage":"Authorization does not fit the request"}]}"#
    );
    let error = build(Credentials::keys("AK", SECRET))
        .request(Method::Get, "/nope")
        .send::<Json>()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(404));
    server.reset();
}

#[test]
fn a_served_fixture_is_observed() {
    let mut api = Api::new(&REST, &[&SHOW]);
    api.routes[0].fixture = Some(Fixture::new(200, r#"{"name":"n"}"#));
    let (send, seen) = std::sync::mpsc::channel();
    let server = Server::serve("127.0.0.1:0", api, move |exchange| {
        send.send((exchange.received.operation.clone(), exchange.response.map(|r| r.status))).unwrap();
    })
    .unwrap();
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::anonymous())
        .setting("project_id", "p1")
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let image = Call::new(&client, &SHOW).path("name", "x").send_blocking::<Json>().unwrap();
    assert_eq!(image["name"], "n");
    assert_eq!(seen.recv().unwrap(), (Some("ShowImage".to_owned()), Some(200)));
}

#[test]
#[should_panic(expected = "CreateRepo: expected 2 requests, got 0")]
fn what_did_not_come_fails_the_test() {
    let server = rpc_server();
    let _expected = server.expect("CreateRepo").times(2);
    server.verify();
}

#[tokio::test]
async fn a_redirect_carries_nothing_anywhere() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    other.set_nonblocking(true).unwrap();
    let server = rpc_server();
    let location = format!("http://{}/", other.local_addr().unwrap());
    let _expected =
        server.expect("GetRepo").respond_with(HttpResponse::new(307, "").with_header("Location", location));
    let client: Client = rpc(&server).build().unwrap();
    let error = get(&client).send::<Json>().await.unwrap_err();
    assert_eq!(error.status(), Some(307));
    assert!(other.accept().is_err());
}

/// Sends back all that it was sent, in the message of an error.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 8192];
            let count = stream.read(&mut buffer).unwrap();
            let body = Json::from(String::from_utf8_lossy(&buffer[..count]).into_owned());
            let body = format!(r#"{{"RetCode":1,"Message":{body}}}"#);
            let head = format!(
                "HTTP/1.1 400 Bad\r\nX-Request-Id: {TOKEN}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    format!("http://{address}")
}

#[test]
fn bad_input_is_an_error_before_anything_is_sent() {
    let client = |region: &str| -> tablature_client::Result<Client> {
        Builder::new(&REST)
            .credentials(Credentials::token(TOKEN))
            .setting("region", region)
            .setting("project_id", "p")
            .build()
    };
    for region in ["a/b", "", "a.evil.example#", "a@b", "a b"] {
        let sent = client(region).and_then(|client| Call::new(&client, &SHOW).path("name", "n").to_http());
        let error = sent.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{region}: {error}");
        assert!(error.to_string().contains("region"), "{region}: {error}");
    }
    let client = client("r1").unwrap();
    for name in ["", ".", ".."] {
        let error = Call::new(&client, &SHOW).path("name", name.to_owned()).to_http().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{name}: {error}");
        assert!(error.to_string().contains("name"), "{name}: {error}");
    }
    let unset = Call::new(&client, &SHOW).to_http().unwrap_err();
    assert_eq!(unset.kind(), ErrorKind::Input);
    let smuggled = client.request(Method::Get, "/x").header("X-A", "a\r\nX-B: b").to_http();
    assert_eq!(smuggled.unwrap_err().kind(), ErrorKind::Input);
    for path in ["/v2/x/../y", "/v2/%2e%2E/x", "/.", "v2"] {
        let error = client.request(Method::Get, path).to_http().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{path}");
    }
    for keys in [Credentials::keys("", "secret"), Credentials::keys("access", ""), Credentials::token("")] {
        let build = Builder::<Client>::new(&REST)
            .credentials(keys)
            .setting("region", "r")
            .setting("project_id", "p")
            .build();
        assert_eq!(build.unwrap_err().kind(), ErrorKind::Configuration);
    }
    let endpoint = Builder::<Client>::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint("ftp://u:hunter2@h?k=hunter2");
    let shown = format!("{endpoint:?}");
    assert!(!format!("{shown} {}", endpoint.build().unwrap_err()).contains("hunter2"));
}

#[derive(Clone, Default, PartialEq)]
struct User {
    name: Option<String>,
    password: Option<String>,
    extra: tablature_client::Extra,
}
tablature_client::model!(User { name: "name", password: "password" } secret "password");

/// A service may repeat what it was given, and a password lies deep in a body.
#[test]
fn secrets_of_bodies_are_in_no_error() {
    static CREATE_USER: Operation = Operation::new("CreateUser", Method::Post, "/users");
    let server = Server::start(Api::new(&REST, &[&CREATE_USER])).unwrap();
    let _one = server.expect("CreateUser").respond_error(400, "E.1", "password hunter2-XYZ is weak");
    let client: Client = Builder::new(&REST)
        .credentials(Credentials::token(TOKEN))
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let user = User { password: Some("hunter2-XYZ".into()), ..User::default() };
    let error =
        Call::new(&client, &CREATE_USER).body("users", vec![user]).send_blocking::<Json>().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
}

#[tokio::test]
async fn secrets_are_in_no_output() {
    let mut output = String::new();
    let mut show = |value: &dyn std::fmt::Debug| writeln!(output, "{value:?}\n{value:#?}").unwrap();
    for credentials in [
        Credentials::keys("AK", SECRET),
        Credentials::temporary("AK", SECRET, TOKEN),
        Credentials::token(TOKEN),
    ] {
        show(&credentials);
        let builder: Builder =
            Builder::new(&REST).credentials(credentials.clone()).setting("project_id", "p").endpoint(echo());
        show(&builder);
        let client: Client = builder.build().unwrap();
        show(&client);
        let call = client.request(Method::Post, "/x").header("X-Auth-Token", TOKEN.to_owned());
        show(&call);
        show(&call.to_http().unwrap());
        let error = call.send::<Json>().await.unwrap_err();
        show(&error);
        show(&error.to_string());
        show(
            &client
                .request(Method::Get, "/x")
                .header("X-Bad", format!("{SECRET}\r\nX: y"))
                .to_http()
                .unwrap_err(),
        );
    }
    let rpc: Client = Builder::new(&RPC)
        .credentials(Credentials::temporary("AK", SECRET, TOKEN))
        .endpoint(echo())
        .build()
        .unwrap();
    show(&get(&rpc).send::<Json>().await.unwrap_err());
    assert!(output.contains("AK") || output.contains("***"));
    for secret in [SECRET, TOKEN] {
        assert!(!output.contains(secret), "{output}");
    }
}
