//! Files that are read while they are sent.
#![allow(missing_docs)]

use std::{fs, io::Read as _};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, Encoding, ErrorKind, HttpRequest, HttpResponse, Json,
    Method, Operation, Part, Recipes, Retries, Service, Transport, TransportError,
    mock::{Api, Server},
};

static UPLOAD: Operation =
    Operation::new("upload", Method::Post, "/files").content_type("multipart/form-data");

const TOKEN: &str =
    r#"{"name":"token","credentials":{"token":"secret"},"put":{"header":{"X-Token":"{token}"}}}"#;
const SIGNED: &str = r#"{"name":"signed","credentials":{"key":"secret"},
    "put":{"header":{"X-Sign":"{body|sha256|hex}"}}}"#;
static BY_TOKEN: Recipes = Recipes::new(&[TOKEN]);
static BY_BODY: Recipes = Recipes::new(&[SIGNED]);
static SERVICE: Service = Service::rest("acme", "files", "https://acme.example").auth(&BY_TOKEN);
static SIGNS: Service = Service::rest("acme", "files", "https://acme.example").auth(&BY_BODY);

fn file(folder: &tempfile::TempDir, length: usize) -> (std::path::PathBuf, Vec<u8>) {
    let bytes: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
    let path = folder.path().join("big.txt");
    fs::write(&path, &bytes).unwrap();
    (path, bytes)
}

#[tokio::test]
async fn a_file_arrives_whole_and_again_for_each_attempt() {
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes) = file(&folder, 300_000);
    let server = Server::start(Api::new(&SERVICE, &[&UPLOAD])).unwrap();
    let failed = server.expect("upload").respond_with(HttpResponse::new(503, "{}")).times(1);
    let expected = server.expect("upload").respond_with(HttpResponse::new(200, "{}"));
    let client: Client = Builder::new(&SERVICE)
        .credentials(Credentials::token("t"))
        .endpoint(server.endpoint())
        .build()
        .unwrap();
    let call = Call::new(&client, &UPLOAD).form("n", 1).form("file", Part::file(&path));
    call.retries(Retries::default().resend_unsafe(true)).send::<Json>().await.unwrap();
    assert_eq!((failed.calls(), expected.calls()), (1, 1));
    for request in server.received() {
        assert_eq!(request.parameter("n").as_deref(), Some("1"));
        assert_eq!(request.parameter("file").unwrap().into_bytes(), bytes);
        assert!(request.headers.get("Content-Length").is_some());
    }
}

#[test]
fn several_files_have_one_name_and_each_its_own() {
    static BRACKETS: Operation = Operation::new("upload", Method::Post, "/files")
        .content_type("multipart/form-data")
        .encodings(&[("files", Encoding::Brackets)]);
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes) = file(&folder, 30);
    let empty = folder.path().join("empty \"x\".bin");
    fs::write(&empty, "").unwrap();
    let client: Client = Builder::new(&SERVICE).credentials(Credentials::token("t")).build().unwrap();
    let body = |operation: &'static Operation| {
        let text = Part::from("a text").named("note.txt").media("text/plain; charset=utf-8");
        let files = vec![Part::file(&path), Part::file(&empty), Part::from(vec![0, 255]), text];
        let call = Call::new(&client, operation)
            .form("files", files)
            .form("tags", vec!["a".to_owned(), "b".to_owned()]);
        let request = call.to_http().unwrap();
        let mut read = request.body;
        if let Some(source) = request.source {
            source.open().read_to_end(&mut read).unwrap();
        }
        let media = request.headers.get("Content-Type").unwrap();
        let (_, boundary) = media.split_once("boundary=").unwrap();
        let said: String = read.iter().map(|byte| char::from(*byte)).collect();
        said.replace(boundary, "#")
    };
    let bytes: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let part = |head: &str, content: &str| {
        format!("--#\r\nContent-Disposition: form-data; name={head}\r\n\r\n{content}\r\n")
    };
    let octets = "\r\nContent-Type: application/octet-stream";
    let wanted = |name: &str| {
        [
            part(&format!("\"{name}\"; filename=\"big.txt\"{octets}"), &bytes),
            part(&format!("\"{name}\"; filename=\"empty %22x%22.bin\"{octets}"), ""),
            part(&format!("\"{name}\"{octets}"), "\0\u{ff}"),
            part(
                &format!("\"{name}\"; filename=\"note.txt\"\r\nContent-Type: text/plain; charset=utf-8"),
                "a text",
            ),
            part("\"tags\"", "a"),
            part("\"tags\"", "b"),
            "--#--\r\n".to_owned(),
        ]
        .concat()
    };
    assert_eq!(body(&UPLOAD), wanted("files"));
    assert_eq!(body(&BRACKETS), wanted("files[]"));
}

/// Says of a request what it has of a body.
struct Look;

impl Transport for Look {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (held, mut read) = (request.body.len(), Vec::new());
        if let Some(source) = request.source {
            source.open().read_to_end(&mut read).unwrap();
        }
        let body = format!(r#"{{"held": {held}, "read": {}}}"#, read.len());
        Box::pin(async move { Ok(HttpResponse::new(200, body)) })
    }

    fn sends_sources(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn what_is_signed_is_held_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (path, bytes) = file(&folder, 1_000);
    let sent = async |service: &'static Service, credential: &str| {
        let credentials = Credentials::named([(credential, "t")]);
        let client: Client = Builder::new(service).credentials(credentials).transport(Look).build().unwrap();
        let call = Call::new(&client, &UPLOAD).form("file", Part::file(&path));
        let answer = call.send::<Json>().await.unwrap();
        (answer["held"].as_u64().unwrap(), answer["read"].as_u64().unwrap())
    };
    let (held, read) = sent(&SERVICE, "token").await;
    assert!(held == 0 && read > bytes.len() as u64, "{held} {read}");
    let (held, read) = sent(&SIGNS, "key").await;
    assert!(read == 0 && held > bytes.len() as u64, "{held} {read}");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_an_error_before_anything_is_sent() {
    let client: Client =
        Builder::new(&SERVICE).credentials(Credentials::token("t")).transport(Look).build().unwrap();
    let call = Call::new(&client, &UPLOAD).form("file", Part::file("/nowhere/at all"));
    let error = call.send::<Json>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Input, 0));
    assert!(error.to_string().contains("/nowhere/at all"), "{error}");
}
