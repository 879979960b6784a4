//! What the mock answers, with fixtures and with what is expected.

use tablature_client::{
    Builder, Call, Client, Credentials, ErrorKind, HttpResponse, Json, Method, Operation, Retries, Service,
    mock::{Api, Fixture, Server},
};

use super::{CREATE, GET, LIST, REST, RPC, SHOW, TOKEN, answering, get, rest, rpc, rpc_server};

/// An operation whose documented success is not 200 answers with its own status, whoever made the body.
#[test]
fn success_has_the_documented_status() {
    static MAKE: Operation = Operation::new("MakeImage", Method::Post, "/images");
    let server = answering(&REST, &[&MAKE], &Fixture::new(201, "{}"));
    let expected = server.expect("MakeImage").respond_fixture().respond(&Json::from("made"));
    let client: Client = rest(&server, Credentials::token(TOKEN)).build().unwrap();
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
    let server = answering(&REST, &[&MAKE], &fixture);
    let made = Made { name: Some("n".into()), token: Some("given".into()), ..Made::default() };
    let _expected = server.expect("MakeToken").respond_fixture().respond(&made);
    let client: Client = rest(&server, Credentials::token(TOKEN)).build().unwrap();
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
    let server = answering(&RPC, &[&GET, &CREATE], &r#"{"RetCode":0}"#.into());
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
    let server = answering(&RPC, &[&LIST], &r#"{"RetCode":0}"#.into());
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

/// Docs give one method and path to two operations that differ in their bodies.
#[test]
fn operations_of_one_path_are_told_apart_by_what_is_expected() {
    static ONE: Operation = Operation::new("CreateOne", Method::Post, "/roles").required(&["one"]);
    static OTHER: Operation = Operation::new("CreateOther", Method::Post, "/roles").required(&["other"]);
    let server = Server::start(Api::new(&REST, &[&ONE, &OTHER])).unwrap();
    let expected = server.expect("CreateOther").respond_with(HttpResponse::new(200, "{}"));
    let client: Client = rest(&server, Credentials::token(TOKEN)).retries(Retries::none()).build().unwrap();
    Call::new(&client, &OTHER).body("other", 1).send_blocking::<Json>().unwrap();
    assert_eq!(expected.calls(), 1);
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
    let client: Client = rest(&server, Credentials::anonymous()).build().unwrap();
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

/// Some services answer an error with HTTP 200.
#[test]
fn an_error_body_is_an_error_whatever_the_status() {
    static LIST_IMAGES: Operation = Operation::new("ListImages", Method::Get, "/images");
    let server = Server::start(Api::new(&REST, &[&LIST_IMAGES])).unwrap();
    let body = r#"{"errors":[{"errorCode":"E.1","errorMessage":"quota"}]}"#;
    let _one = server.expect("ListImages").respond_with(HttpResponse::new(200, body));
    let client: Client = rest(&server, Credentials::token(TOKEN)).build().unwrap();
    let error = Call::new(&client, &LIST_IMAGES).send_blocking::<Made>().unwrap_err();
    assert_eq!((error.code(), error.kind()), (Some("E.1"), ErrorKind::Service));
}

/// JSON-RPC has one method and path for all; a member of the body names what is called.
#[test]
fn operations_of_one_path_are_told_apart_by_what_never_varies() {
    static SERVICE: Service = Service::rest("acme", "node", "https://node.acme.example");
    static GET: Operation = Operation::new("Get", Method::Post, "/").fixed(&[("method", "get"), ("id", "1")]);
    static PUT: Operation = Operation::new("Put", Method::Post, "/").fixed(&[("method", "put"), ("id", "1")]);
    let mut api = Api::new(&SERVICE, &[&GET, &PUT]);
    for (route, answer) in api.routes.iter_mut().zip([r#"{"got":1}"#, r#"{"put":1}"#]) {
        route.fixture = Some(answer.into());
    }
    let server = Server::start(api).unwrap();
    let client: Client = Builder::new(&SERVICE).endpoint(server.endpoint()).build().unwrap();
    let said = |method: &str| {
        let call = client.request(Method::Post, "/").body("id", 1).body("method", method.to_owned());
        call.send_blocking::<Json>().map(|answer| answer.to_string())
    };
    assert_eq!(said("get").unwrap(), r#"{"got":1}"#);
    assert_eq!(said("put").unwrap(), r#"{"put":1}"#);
    let why = said("sell").unwrap_err();
    assert_eq!(why.message(), "no operation of this method and path has this method and id");
    assert_eq!(why.status(), Some(404));
    server.reset();
}
