//! Retries, timeouts, connections and redirects over a socket.

use std::{
    io::{Read, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use tablature_client::{
    Builder, Call, Client, Credentials, ErrorKind, HttpResponse, Json, Method, Operation, Retries,
    mock::{Api, Server},
};

use super::{CREATE, LIST, REST, RPC, SHOW, TOKEN, get, rest, rpc, rpc_server};

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
    let client: Client = rest(&server, Credentials::token(TOKEN))
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

/// Who speaks HTTP/1.0 waits for the end of the connection, and would not understand chunks.
#[test]
fn an_older_client_gets_a_length_and_the_end() {
    let text = HttpResponse::new(200, "a,b").with_header("Content-Type", "text/csv");
    let server = Server::start(Api::new(&REST, &[&SHOW])).unwrap();
    let _one = server.expect("ShowImage").respond_with(text);
    let ask = |version: &str, head: &str| {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        write!(stream, "GET /v2/p1/images/n HTTP/{version}\r\n{head}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(ask("1.0", "").ends_with("Content-Length: 3\r\n\r\na,b"));
    assert!(
        ask("1.1", "Connection: close\r\n")
            .ends_with("Transfer-Encoding: chunked\r\n\r\n3\r\na,b\r\n0\r\n\r\n")
    );
}
