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

#[test]
fn calls_are_told_and_secrets_are_not() {
    let output = Output::default();
    let writer = output.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .finish();
    let server = Server::start(Api::new(&SERVICE, &[&GET])).unwrap();
    let [key, token, password] = SECRETS;
    server.require_keys("AK", key);
    let failed = || HttpResponse::new(503, format!("{{\"Message\":\"{token}\"}}"));
    let expected = server.expect("GetRepo").respond_with(failed()).times(2);
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::temporary("AK", key, token))
        .endpoint(server.endpoint())
        .retries(Retries::default().attempts(2).backoff(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap();
    tracing::subscriber::with_default(subscriber, || {
        let call = Call::new(&client, &GET).form("Name", "n").form("Password", password.to_owned());
        call.send_blocking::<Json>().unwrap_err();
    });
    assert_eq!(expected.calls(), 2);
    let bytes = output.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let text = String::from_utf8(bytes).unwrap();
    for told in [
        "tablature_client: close",
        "call{service=\"registry\" operation=\"GetRepo\" status=503 attempts=2}",
        "}:attempt{attempt=1 status=503}",
        "}:attempt{attempt=2 status=503}",
        "sending again",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for secret in SECRETS {
        assert!(!text.contains(secret), "{text}");
    }
}
