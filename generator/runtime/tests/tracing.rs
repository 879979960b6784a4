//! What the feature `tracing` writes: calls, attempts and failures, never a secret.
#![cfg(feature = "tracing")]
#![allow(missing_docs)]

mod ways;

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tablature_client::{
    Builder, Call, Client, Credentials, Envelope, HttpResponse, Json, Method, Operation, Retries, Retry,
    Service,
    mock::{Api, Server},
};

static SERVICE: Service = Service::rpc("acme", "registry", "https://api.acme.example", "Action")
    .auth(&ways::BY_FORM)
    .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] });
static GET: Operation = Operation::new("GetRepo", Method::Post, "/")
    .retry(Retry::Safe)
    .required(&["Name"])
    .secrets(&["Password"]);

const SECRETS: [&str; 3] = ["hunter2-secret-key", "hunter3-session-token", "hunter4-password"];

/// Everything that was written.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written while this runs.
fn written(run: impl FnOnce()) -> String {
    let output = Output::default();
    let writer = output.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, run);
    let bytes = output.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    String::from_utf8(bytes).unwrap()
}

/// A call of two attempts, the first of which fails, and the second as `answer` says.
fn told(answer: HttpResponse) -> String {
    let server = Server::start(Api::new(&SERVICE, &[&GET])).unwrap();
    let [key, token, password] = SECRETS;
    server.require_keys("AK", key);
    let failed = HttpResponse::new(503, format!("{{\"Message\":\"{token}\"}}"));
    let expected = server.expect("GetRepo").respond_with(failed).respond_with(answer).times(2);
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::temporary("AK", key, token))
        .endpoint(server.endpoint())
        .retries(Retries::default().attempts(2).backoff(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap();
    let text = written(|| {
        let call = Call::new(&client, &GET).form("Name", "n").form("Password", password.to_owned());
        let _ = call.send_blocking::<Json>();
    });
    assert_eq!(expected.calls(), 2);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{text}");
    }
    text
}

fn check(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn calls_that_fail_are_told_and_secrets_are_not() {
    let [_, token, _] = SECRETS;
    let text = told(HttpResponse::new(503, format!("{{\"Message\":\"{token}\"}}")));
    check(
        &text,
        &[
            "tablature_client: close",
            "call{service=\"registry\" operation=\"GetRepo\" status=503 attempts=2}",
            "}:attempt{attempt=1 status=503}",
            "}:attempt{attempt=2 status=503}",
            "sending again",
        ],
    );
}

#[test]
fn a_call_that_succeeds_says_which_attempt_did_and_by_which_id() {
    let answer = HttpResponse::new(200, r#"{"RetCode":0,"Name":"n"}"#).with_header("X-Request-Id", "r-7");
    check(
        &told(answer),
        &[
            "operation=\"GetRepo\" status=200 request_id=\"r-7\" attempts=2}",
            "}:attempt{attempt=1 status=503}",
            "}:attempt{attempt=2 status=200 request_id=\"r-7\"}",
        ],
    );
}
