//! Answers that are read while they come.
#![allow(missing_docs)]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    time::Duration,
};

use tablature_client::{
    BoxFuture, Builder, ByteStream, Bytes, Call, Client, Envelope, ErrorKind, Headers, HttpRequest,
    HttpResponse, HttpStream, Json, Method, Operation, Response, Result, Retries, Service, Transport,
    TransportError,
    mock::{Api, Server},
};

static SERVICE: Service = Service::rest("acme", "files", "https://acme.example");
static CODED: Service = Service::rest("acme", "files", "https://acme.example").envelope(Envelope {
    code: "code",
    ok: "0",
    message: "message",
    other: &[],
});
static DOWNLOAD: Operation = Operation::new("download", Method::Get, "/file");

fn builder(service: &'static Service, endpoint: String) -> Builder<Client> {
    let retries = Retries::default().backoff(Duration::from_millis(1), Duration::from_millis(2));
    Builder::new(service).endpoint(endpoint).retries(retries)
}

fn started(service: &'static Service) -> (Server, Client) {
    let server = Server::start(Api::new(service, &[&DOWNLOAD])).unwrap();
    let client = builder(service, server.endpoint()).build().unwrap();
    (server, client)
}

fn answer(media: &'static str, body: impl Into<Vec<u8>>) -> HttpResponse {
    HttpResponse::new(200, body).with_header("Content-Type", media)
}

async fn whole(stream: &mut ByteStream) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(piece) = stream.next().await {
        all.extend(piece?);
    }
    Ok(all)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..=250).cycle().take(length).collect()
}

#[tokio::test]
async fn what_is_streamed_is_what_is_read_whole() {
    let (server, client) = started(&SERVICE);
    for (media, length) in [
        ("application/zip", 300_000),
        ("application/zip", 0),
        ("text/plain", 1),
        ("application/json", 200_000),
    ] {
        let response = answer(media, bytes(length)).with_header("X-Kind", media);
        let expected = server.expect("download").respond_with(response).times(2);
        let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
        assert_eq!((streamed.status(), streamed.header("X-Kind")), (200, Some(media)));
        assert_eq!(whole(&mut streamed).await.unwrap(), bytes(length), "{media} {length}");
        assert!(streamed.next().await.is_none());
        let read: Response<Bytes> = Call::new(&client, &DOWNLOAD).send().await.unwrap();
        // The mock sends what is not JSON as a service does that does not know how long it becomes.
        let chunked = length > 0 && media != "application/json";
        assert_eq!(read.header("Transfer-Encoding"), chunked.then_some("chunked"), "{media} {length}");
        assert_eq!(*read.into_inner(), bytes(length));
        assert_eq!(expected.calls(), 2);
    }
}

#[test]
fn no_runtime_is_needed() {
    let (server, client) = started(&SERVICE);
    let _ = server.expect("download").respond_with(answer("text/csv", "a,b\n1,2\n"));
    let mut streamed = Call::new(&client, &DOWNLOAD).stream_blocking().unwrap();
    assert_eq!(streamed.next_line_blocking().unwrap().unwrap(), "a,b");
    // What has come with the line is not lost.
    assert_eq!(streamed.next_blocking().unwrap().unwrap(), b"1,2\n");
    assert!(streamed.next_blocking().is_none());
}

#[tokio::test]
async fn lines_are_whole_whatever_pieces_they_come_in() {
    struct Pieces(Vec<&'static [u8]>);
    impl Transport for Pieces {
        fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            unreachable!("it streams")
        }

        fn stream(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpStream, TransportError>> {
            let pieces: Vec<_> = self.0.iter().map(|piece| Ok(piece.to_vec())).collect();
            Box::pin(async { Ok(HttpStream::new(200, Headers::default(), Listed(pieces.into_iter()))) })
        }
    }
    let pieces: &[&[u8]] = &[b"one\r", b"\ntw", b"o\n\n", b"\xE4", b"\xBA\xBA", b"\nlast \xFF"];
    let builder = || Builder::<Client>::new(&SERVICE);
    let client = builder().transport(Pieces(pieces.to_vec())).build().unwrap();
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    let mut lines = Vec::new();
    while let Some(line) = streamed.next_line().await {
        lines.push(line.unwrap());
    }
    assert_eq!(lines, ["one", "two", "", "人", "last \u{FFFD}"]);

    // A line that never ends is no reason to fill the memory.
    let client = builder().body_limit(5).transport(Pieces(vec![b"123", b"456", b"789"])).build().unwrap();
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    let error = streamed.next_line().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
    assert!(streamed.next_line().await.is_none() && streamed.next().await.is_none());
}

struct Listed(std::vec::IntoIter<Result<Vec<u8>, TransportError>>);

impl futures_core::Stream for Listed {
    type Item = Result<Vec<u8>, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[tokio::test]
async fn a_refusal_is_an_error_and_no_stream() {
    let refused = r#"{"code": 5101, "message": "no such file"}"#;
    for response in [answer("application/json", refused), HttpResponse::new(404, refused)] {
        let (server, client) = started(&CODED);
        let expected = server.expect("download").respond_with(response);
        let error = Call::new(&client, &DOWNLOAD).stream().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("5101")), "{error}");
        assert_eq!((error.operation(), error.message()), ("download", "no such file"));
        assert_eq!((error.body(), expected.calls()), (refused.as_bytes(), 1));
    }
    // JSON that does not say that the call failed is what was asked for.
    let (server, client) = started(&CODED);
    let _ = server.expect("download").respond_with(answer("application/json", r#"{"code": 0, "rows": []}"#));
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    assert_eq!(whole(&mut streamed).await.unwrap(), br#"{"code": 0, "rows": []}"#);
}

#[tokio::test]
async fn it_is_sent_again_until_an_answer_begins_and_not_after() {
    let (server, client) = started(&SERVICE);
    let expected = server
        .expect("download")
        .respond_with(HttpResponse::new(503, "busy"))
        .hang_up()
        .respond_with(answer("text/plain", bytes(100_000)))
        .cut(40_000);
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    assert_eq!(expected.calls(), 3);
    let mut all = Vec::new();
    let error = loop {
        match streamed.next().await.unwrap() {
            Ok(piece) => all.extend(piece),
            Err(error) => break error,
        }
    };
    assert_eq!(all, bytes(40_000));
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Transport, Some(200), 3));
    assert!(error.to_string().contains("after 40000 bytes of the answer"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    assert!(streamed.next().await.is_none());
    assert_eq!(expected.calls(), 3);
    drop(server);

    let (server, client) = started(&SERVICE);
    let _ = server.expect("download").respond_with(answer("application/json", bytes(100_000))).cut(40_000);
    // Too little has come to see what it is: the answer has not begun.
    let error = Call::new(&client, &DOWNLOAD).stream().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3), "{error}");
}

/// A transport that cannot stream.
struct Whole(HttpResponse);

impl Transport for Whole {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let response = if self.0.body.len() > request.body_limit {
            Err(TransportError::too_large(request.body_limit))
        } else {
            Ok(self.0.clone())
        };
        Box::pin(async { response })
    }
}

#[tokio::test]
async fn a_transport_that_cannot_stream_gives_one_piece() {
    let build = |limit| {
        let transport = Whole(answer("application/zip", bytes(1000)));
        Builder::<Client>::new(&SERVICE).body_limit(limit).transport(transport).build().unwrap()
    };
    let mut streamed = Call::new(&build(1000), &DOWNLOAD).stream().await.unwrap();
    assert_eq!(streamed.next().await.unwrap().unwrap(), bytes(1000));
    assert!(streamed.next().await.is_none());
    let error = Call::new(&build(999), &DOWNLOAD).stream().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

/// A server that answers each request with a head and what `write` writes behind it.
fn serve(head: &'static str, write: impl Fn(&mut std::net::TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let read = BufReader::new(stream.try_clone().unwrap());
            let _ = read.lines().map_while(Result::ok).find(String::is_empty);
            stream.write_all(head.as_bytes()).unwrap();
            write(&mut stream);
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn each_piece_has_the_time_of_the_call() {
    // Five pieces, each of which comes in time, though all together do not.
    let endpoint = serve("HTTP/1.1 200 OK\r\n\r\n", |stream| {
        for _ in 0..5 {
            std::thread::sleep(Duration::from_millis(300));
            stream.write_all(b"piece").unwrap();
        }
    });
    let client: Client = builder(&SERVICE, endpoint).timeout(Duration::from_secs(1)).build().unwrap();
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    assert_eq!(whole(&mut streamed).await.unwrap(), b"piece".repeat(5));

    let endpoint = serve("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npiece", |_| {
        std::thread::sleep(Duration::from_secs(20));
    });
    let client: Client = builder(&SERVICE, endpoint).timeout(Duration::from_millis(300)).build().unwrap();
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    assert_eq!(streamed.next().await.unwrap().unwrap(), b"piece");
    let error = streamed.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Timeout, "download"), "{error}");
    assert!(streamed.next().await.is_none());
}

#[tokio::test]
async fn an_error_with_an_endless_body_is_limited() {
    let endpoint =
        serve("HTTP/1.1 500 No\r\n\r\n", |stream| while stream.write_all(&[b' '; 8192]).is_ok() {});
    let client: Client = builder(&SERVICE, endpoint).body_limit(100_000).build().unwrap();
    let error = Call::new(&client, &DOWNLOAD).stream().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
}

/// The most memory that this process has had, in bytes; `None` where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// An answer of 200 MB, more than the limit of bodies and more than this process may take.
#[tokio::test]
async fn two_hundred_megabytes_are_never_in_memory() {
    const PIECE: usize = 64 * 1024;
    const MOST: u64 = 16 * 1024 * 1024;
    let length = 200 * 1024 * 1024;
    let endpoint = serve("HTTP/1.1 200 OK\r\nContent-Length: 209715200\r\n\r\n", move |stream| {
        let piece = vec![7; PIECE];
        for _ in 0..length / PIECE {
            stream.write_all(&piece).unwrap();
        }
    });
    let client: Client = builder(&SERVICE, endpoint).build().unwrap();
    let before = peak();
    let mut streamed = Call::new(&client, &DOWNLOAD).stream().await.unwrap();
    let mut count = 0;
    while let Some(piece) = streamed.next().await {
        let piece = piece.unwrap();
        assert!(piece.iter().all(|byte| *byte == 7));
        count += piece.len();
    }
    assert_eq!(count, length);
    match before.zip(peak()) {
        Some((before, after)) => assert!(after - before < MOST, "{} bytes more", after - before),
        None => println!("skipped: this system does not say what a process takes"),
    }
    let error = Call::new(&client, &DOWNLOAD).send::<Json>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}
