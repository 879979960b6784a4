//! What goes wrong is told: by whom, where, and why; what must not be sent is not.
#![allow(missing_docs)]

mod ways;

use std::{
    error::Error as _,
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use tablature_client::{
    BoxFuture, Builder, Bytes, Call, Client, Credentials, Envelope, Error, ErrorKind, HttpRequest,
    HttpResponse, Json, Method, Operation, Retries, Retry, Service, Transport, TransportError,
};

static RPC: Service = Service::rpc("acme", "store", "https://acme.example", "Action")
    .auth(&ways::BY_FORM)
    .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &[] });
static REST: Service = Service::rest("acme", "store", "https://acme.example").auth(&ways::BY_HEADER);
static SHOW: Operation = Operation::new("Show", Method::Get, "/x").retry(Retry::Safe);
static MARKUP: Operation = Operation::new("Markup", Method::Post, "/x").content_type("application/xml");

/// Answers all requests alike.
#[derive(Clone)]
struct Always(HttpResponse);

impl Transport for Always {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

fn builder(service: &'static Service) -> Builder {
    Builder::new(service).credentials(Credentials::keys("a", "s")).retries(Retries::none())
}

fn answered(service: &'static Service, status: u16, body: &str) -> Client {
    builder(service).transport(Always(HttpResponse::new(status, body))).build().unwrap()
}

fn fails(call: Call) -> Error {
    call.send_blocking::<Json>().unwrap_err()
}

#[test]
fn a_connection_error_names_the_host_and_has_its_cause() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client: Client = builder(&REST).endpoint(format!("http://{free}")).build().unwrap();
    let error = fails(Call::new(&client, &SHOW));
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(error.message().starts_with(&format!("no connection to {free}: ")), "{error}");
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    assert!(causes.any(|cause| cause.downcast_ref::<std::io::Error>().is_some()), "{error:?}");
}

#[test]
fn an_answer_that_cannot_be_read_has_its_cause() {
    let error = fails(Call::new(&answered(&REST, 200, "{\"a\":"), &SHOW));
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.source().is_some_and(|cause| cause.downcast_ref::<serde_json::Error>().is_some()));
}

#[test]
fn a_code_without_a_message_is_told_as_such() {
    let error = fails(answered(&RPC, 200, r#"{"RetCode":230}"#).call("X", Json::Null));
    assert_eq!(
        (error.code(), error.message()),
        (Some("230"), "the service gave the code 230 and no message")
    );
    let error = fails(answered(&RPC, 200, r#"{"Other":1}"#).call("X", Json::Null));
    assert_eq!(error.message(), "the answer does not say whether the call succeeded");
}

#[test]
fn a_blank_body_is_an_empty_one() {
    for (status, body) in [(202, ""), (202, " \n"), (204, ""), (200, "\r\n\t ")] {
        let client = answered(&REST, status, body);
        let answer = Call::new(&client, &SHOW).send_blocking::<Json>().unwrap();
        assert_eq!((answer.status(), &*answer), (status, &Json::Null));
    }
}

#[test]
fn a_status_without_a_body_needs_no_envelope() {
    for status in [204, 205] {
        let answer = answered(&RPC, status, "").call("X", Json::Null).send_blocking::<Json>().unwrap();
        assert_eq!((answer.status(), &*answer), (status, &Json::Null));
    }
    // Under any other the envelope is what says that the call succeeded.
    assert_eq!(fails(answered(&RPC, 200, "").call("X", Json::Null)).kind(), ErrorKind::Decode);
    assert_eq!(fails(answered(&RPC, 204, r#"{"RetCode":230}"#).call("X", Json::Null)).code(), Some("230"));
}

/// What is documented as a text, a number or a list has no room for an envelope; what is an object, and what is unknown and
/// comes as one, has.
#[test]
fn an_answer_that_is_no_object_needs_no_envelope() {
    let call = |body: &str| answered(&RPC, 200, body).call("X", Json::Null);
    assert_eq!(*call("\"a\"").send_blocking::<String>().unwrap(), "a");
    assert_eq!(*call("7").send_blocking::<i64>().unwrap(), 7);
    assert_eq!(*call("[1,2]").send_blocking::<Vec<i64>>().unwrap(), [1, 2]);
    assert_eq!(*call("[1]").send_blocking::<Json>().unwrap(), serde_json::json!([1]));
    let told = |error: Error| error.message().to_owned();
    let silent = "the answer does not say whether the call succeeded";
    assert_eq!(told(fails(call(r#"{"A":1}"#))), silent);
    assert_eq!(told(call(r#"{"A":1}"#).send_blocking::<tablature_client::Map<i64>>().unwrap_err()), silent);
    let map = call(r#"{"RetCode":0,"A":[1]}"#).send_blocking::<tablature_client::Map<Vec<i64>>>().unwrap();
    assert_eq!(map["A"], [1]);
    // The envelope is around the entries and none of them, also where it could be one.
    let around = r#"{"RetCode":0,"Message":"m","A":1,"message":2}"#;
    let map = call(around).send_blocking::<tablature_client::Map<Json>>().unwrap();
    assert_eq!(map.keys().collect::<Vec<_>>(), ["A", "message"]);
    // An error instead of it is one all the same.
    let error = call(r#"{"RetCode":230}"#).send_blocking::<tablature_client::Map<Vec<i64>>>().unwrap_err();
    assert_eq!(error.code(), Some("230"));
    let error = call(r#"{"RetCode":230,"Message":"m"}"#).send_blocking::<String>().unwrap_err();
    assert_eq!(error.code(), Some("230"));
}

/// A page may give a field the name of the envelope's code, and another type.
#[test]
fn the_code_counts_whatever_field_has_its_name() {
    #[derive(Clone, Default, PartialEq)]
    struct Output {
        code: Vec<String>,
        extra: tablature_client::Extra,
    }
    tablature_client::model!(Output { code: "RetCode" });
    let call = |body: &str| answered(&RPC, 200, body).call("X", Json::Null).send_blocking::<Output>();
    assert!(call(r#"{"RetCode":0}"#).is_ok());
    assert_eq!(call(r#"{"RetCode":7}"#).unwrap_err().code(), Some("7"));
}

#[test]
fn numbers_that_have_no_spelling_are_not_sent() {
    let client = answered(&RPC, 200, r#"{"RetCode":0}"#);
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for call in [
            client.call("X", Json::Null).form("Ratio", number),
            client.call("X", Json::Null).form("Ratio", vec![1.0, number]),
            client.call("X", Json::Null).query("Ratio", Some(number)),
        ] {
            let error = fails(call);
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Input, 0));
            assert_eq!(error.message(), "Ratio is not finite: there is a NaN or an infinity in it");
        }
        let error = fails(Call::new(&answered(&REST, 200, "{}"), &SHOW).whole_body(vec![number]));
        assert_eq!(error.kind(), ErrorKind::Input);
    }
}

#[test]
fn the_length_of_a_body_is_not_the_callers() {
    let client = answered(&REST, 200, "{}");
    for name in ["Content-Length", "content-length", "Transfer-Encoding"] {
        let error = fails(Call::new(&client, &SHOW).header(name, "1"));
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.message().contains("is set by the transport"), "{error}");
    }
}

#[test]
fn arguments_of_an_untyped_call_are_sent_or_refused() {
    let rest = answered(&REST, 200, "{}");
    let sent = rest.call("X", serde_json::json!([1, "a"])).to_http().unwrap();
    assert_eq!(sent.body, br#"[1,"a"]"#);
    let rpc = answered(&RPC, 200, r#"{"RetCode":0}"#);
    for argument in [serde_json::json!([1]), serde_json::json!("a"), serde_json::json!(1)] {
        let error = fails(rpc.call("X", argument));
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.message().starts_with("parameters have names here"), "{error}");
    }
    assert!(rpc.call("X", Json::Null).send_blocking::<Json>().is_ok());
}

/// Serves one answer of this head and then bytes until the client has enough.
fn endless(head: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(head.as_bytes());
        while stream.write_all(b"2000\r\n").is_ok()
            && stream.write_all(&[b' '; 0x2000]).is_ok()
            && stream.write_all(b"\r\n").is_ok()
        {}
    });
    format!("http://{address}")
}

#[test]
fn a_body_has_a_limit() {
    for head in [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n",
    ] {
        let client: Client = builder(&REST)
            .endpoint(endless(head))
            .body_limit(100_000)
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let error = fails(Call::new(&client, &SHOW));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::TooLarge, false), "{error}");
        assert!(error.message().contains("more than 100000 bytes"), "{error}");
    }
    // A transport that does not look at the limit is held to it, too.
    let client: Client =
        builder(&REST).transport(Always(HttpResponse::new(200, "[1,2,3]"))).body_limit(6).build().unwrap();
    assert_eq!(fails(Call::new(&client, &SHOW)).kind(), ErrorKind::TooLarge);
}

/// The caller is not taken down by what a service says of the time to wait.
#[test]
fn absurd_waits_are_no_panic() {
    for value in [
        "Fri, 15 Mar 2024 18446744073709551615:09:10 GMT",
        "99999999999999999999999999",
        "Fri, 31 Dec 9999 23:59:60 +2359",
        "-1",
        "1e999",
    ] {
        let answer = HttpResponse::new(503, "").with_header("Retry-After", value);
        let client: Client = builder(&REST)
            .transport(Always(answer))
            .retries(Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2)))
            .build()
            .unwrap();
        assert_eq!(fails(Call::new(&client, &SHOW)).status(), Some(503), "{value}");
    }
}

/// What a request told of a secret is hidden in its error, and nobody signs once more to find out what that was.
#[test]
fn an_error_is_told_without_signing_again() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static READ: AtomicUsize = AtomicUsize::new(0);
    static BASIC: tablature_client::Recipes = tablature_client::Recipes::new(&[
        r#"{"name":"basic","credentials":{"user":"public","password":"secret"},"let":{"pair":"{user}:{password}","at":{"time":"unix-ms"}},
        "put":{"header":{"Authorization":"Basic {pair|base64}","X-At":"{at}"}}}"#,
    ]);
    static SERVICE: Service = Service::rest("acme", "store", "https://acme.example").auth(&BASIC);
    // `ada:hunter2-password` in base64.
    let echoed = r#"{"code":"X","message":"refused: YWRhOmh1bnRlcjItcGFzc3dvcmQ="}"#;
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::keys("ada", "hunter2-password"))
        .retries(Retries::none())
        .clock(|| {
            READ.fetch_add(1, Ordering::Relaxed);
            std::time::UNIX_EPOCH
        })
        .transport(Always(HttpResponse::new(401, echoed)))
        .build()
        .unwrap();
    let error = fails(Call::new(&client, &SHOW));
    assert_eq!(error.message(), "refused: ***");
    assert_eq!(READ.load(Ordering::Relaxed), 1);
}

#[test]
fn what_has_no_body_has_no_type() {
    let client = answered(&REST, 200, "{}");
    let media = |call: Call| call.to_http().unwrap().headers.get("Content-Type").map(str::to_owned);
    assert_eq!(media(Call::new(&client, &SHOW)), None);
    assert_eq!(media(Call::new(&client, &SHOW).body("a", 1)).as_deref(), Some("application/json"));
    assert_eq!(media(client.request(Method::Post, "/x")).as_deref(), Some("application/json"));
    assert_eq!(media(client.request(Method::Delete, "/x")), None);
}

#[test]
fn a_message_without_a_code_is_told_and_not_its_json() {
    for (body, wanted) in [
        (r#"{"message": "slow down"}"#, "slow down"),
        (r#"{"error": "invalid_token", "error_description": "it has expired"}"#, "it has expired"),
        (r#"{"type": "about:blank", "title": "Gone", "detail": "since May"}"#, "since May"),
        (r#"{"error": {"message": "no such book"}}"#, "no such book"),
        (r#"{"error": "no such book"}"#, "no such book"),
        (r#"{"reason": 7}"#, r#"{"reason": 7}"#),
    ] {
        let error = fails(Call::new(&answered(&REST, 400, body), &SHOW));
        assert_eq!((error.message(), error.code()), (wanted, None), "{body}");
    }
    let error = fails(Call::new(&answered(&REST, 304, ""), &SHOW));
    assert_eq!(error.to_string(), "Show: the service gave no message (HTTP 304)");
}

/// What the docs show as XML is sent as callers write it and read as it comes, and JSON never goes under its name.
#[tokio::test]
async fn xml_is_a_text_on_both_sides() {
    let answer = HttpResponse::new(200, "<done/>").with_header("Content-Type", "application/xml");
    let client = builder(&REST).transport(Always(answer)).build().unwrap();
    let call = Call::new(&client, &MARKUP).whole_body("<a b=\"c\"/>".to_owned());
    let request = call.to_http().unwrap();
    assert_eq!(request.headers.get("Content-Type"), Some("application/xml"));
    assert_eq!(request.body, b"<a b=\"c\"/>");
    assert_eq!(call.send::<Bytes>().await.unwrap().text(), "<done/>");

    let error = Call::new(&client, &MARKUP).body("a", "b").to_http().unwrap_err();
    assert_eq!(error.message(), "the body is application/xml, and a would have to be JSON");
    assert!(Call::new(&client, &MARKUP).body("a", None::<String>).to_http().is_ok());
}
