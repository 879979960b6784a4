//! A mock among strangers: requests that are cut, doubled, slow or none, and more connections than there is room for.
#![allow(missing_docs)]

mod ways;

use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use tablature_client::{
    Method, Operation, Service,
    mock::{Api, Exchange, Fixture, Received, Server},
};

static REST: Service =
    Service::rest("acme", "images", "https://images.acme.example").auth(&ways::BY_TOKEN_OR_HEADER);
static PUT: Operation = Operation::new("PutImage", Method::Put, "/images/{name}");

fn server() -> Server {
    let mut api = Api::new(&REST, &[&PUT]);
    for route in &mut api.routes {
        route.fixture = Some(Fixture::new(200, "{\"ok\": true}"));
    }
    // It answers, and is not asked what it has seen.
    Server::serve(("127.0.0.1", 0), api, |_| {}).unwrap()
}

/// What the server says to these bytes, after which nothing comes.
fn said(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // The server may have heard enough before all is said.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

const HEAD: &str = "PUT /images/a HTTP/1.1\r\nHost: a\r\n";

#[test]
fn what_two_readers_would_read_otherwise_is_refused() {
    let server = server();
    let taken = [
        "Content-Length: 2\r\n\r\n{}",
        "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: Chunked\r\n\r\n1;a=b\r\n{\r\n1 \r\n}\r\n0\r\nTrailer: a\r\nOther: b\r\n\r\n",
        "\r\n",
    ];
    for rest in taken {
        let answer = said(&server, format!("{HEAD}{rest}").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 200 "), "{rest:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "one request, one answer: {rest:?}: {answer}");
    }
    let refused = [
        "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}xx\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n",
        "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n{}\r\n",
        "Content-Length: +2\r\n\r\n{}",
        "Content-Length: 2, 2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 99999999999\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "A: b\r\n c: d\r\n\r\n",
        ": b\r\n\r\n",
        "no colon\r\n\r\n",
    ];
    for rest in refused {
        let answer = said(&server, format!("{HEAD}{rest}").as_bytes());
        assert!(answer.starts_with("HTTP/1.1 4"), "{rest:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{rest:?}: {answer}");
    }
    let headers = "A: b\r\n".repeat(300);
    let long = format!("A: {}\r\n", "b".repeat(70_000));
    for head in [format!("{HEAD}{headers}\r\n"), format!("{HEAD}{long}\r\n"), "GET /\r\n\r\n".to_owned()] {
        assert!(!said(&server, head.as_bytes()).starts_with("HTTP/1.1 2"), "{}", head.len());
    }
}

/// A megabyte in each, and not one of them too large.
#[test]
fn chunks_together_have_the_limit_of_a_body() {
    let chunk = format!("100000\r\n{}\r\n", "a".repeat(1 << 20));
    let sent = |chunks: usize| {
        let whole = format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n", chunk.repeat(chunks));
        said(&server(), whole.as_bytes())
    };
    assert!(sent(3).starts_with("HTTP/1.1 200 "));
    // Where the rest is thrown away unread, the answer may be lost with it.
    assert!(!sent(65).starts_with("HTTP/1.1 2"));
}

/// A request to a proxy begins with the scheme; a value with an address in it is none.
#[test]
fn an_address_in_a_value_is_no_request_to_a_proxy() {
    let mut api = Api::new(&REST, &[&PUT]);
    api.routes[0].fixture = Some(Fixture::new(200, "{}"));
    let seen: Arc<Mutex<Vec<Received>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let keep = move |exchange: &Exchange<'_>| kept.lock().unwrap().push(exchange.received.clone());
    let server = Server::serve(("127.0.0.1", 0), api, keep).unwrap();
    for (target, path, next) in [
        ("/images/a?next=https://evil.example/images/b", "/images/a", Some("https://evil.example/images/b")),
        ("/images/http://b", "/images/http://b", None),
        ("http://images.acme.example/images/c?next=1", "/images/c", Some("1")),
        ("https://images.acme.example", "/", None),
    ] {
        said(
            &server,
            format!("PUT {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{{}}").as_bytes(),
        );
        let received = seen.lock().unwrap().pop().unwrap();
        assert_eq!((received.path.as_str(), received.parameter("next").as_deref()), (path, next), "{target}");
    }
}

#[test]
fn a_request_may_be_cut_anywhere() {
    let server = server();
    let bodies = [
        "Content-Length: 8\r\n\r\n{\"a\": 1}",
        "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"a\": 1}\r\n0\r\n\r\n",
    ];
    for whole in bodies.map(|body| format!("{HEAD}{body}")) {
        for end in 0..whole.len() {
            let answer = said(&server, &whole.as_bytes()[..end]);
            assert!(!answer.starts_with("HTTP/1.1 2"), "{end}: {answer}");
        }
        assert!(said(&server, whole.as_bytes()).starts_with("HTTP/1.1 200 "));
    }
}

/// The time that this process has worked, in hundredths of a second.
#[cfg(target_os = "linux")]
fn worked(stat: &mut fs::File) -> u64 {
    use std::io::Seek;
    let mut text = String::new();
    stat.rewind().unwrap();
    stat.read_to_string(&mut text).unwrap();
    let fields: Vec<&str> = text.rsplit_once(')').unwrap().1.split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// In a process of its own, as it takes all descriptors that there are.
#[cfg(target_os = "linux")]
#[test]
fn without_descriptors_the_server_rests_and_then_goes_on() {
    const NAME: &str = "without_descriptors_the_server_rests_and_then_goes_on";
    if std::env::var_os("TAKES_ALL").is_none() {
        let status = std::process::Command::new("sh")
            .args(["-c", &format!("ulimit -n 256; exec \"$0\" --exact {NAME}")])
            .arg(std::env::current_exe().unwrap())
            .env("TAKES_ALL", "1")
            .status()
            .unwrap();
        assert!(status.success());
        return;
    }
    let server = server();
    let mut stat = fs::File::open("/proc/self/stat").unwrap();
    let mut files = Vec::new();
    while let Ok(file) = fs::File::open("/dev/null") {
        files.push(file);
    }
    // One place for a client, none for the server.
    files.pop();
    let waiting = TcpStream::connect(server.address()).unwrap();
    let before = worked(&mut stat);
    thread::sleep(Duration::from_secs(1));
    let after = worked(&mut stat);
    assert!(after - before < 50, "{} hundredths of a second of work", after - before);
    drop((files, waiting));
    assert!(said(&server, format!("{HEAD}\r\n").as_bytes()).starts_with("HTTP/1.1 200 "));
}

#[test]
fn many_connections_leave_room_for_a_request() {
    let server = server();
    let held: Vec<TcpStream> = (0..200).map_while(|_| TcpStream::connect(server.address()).ok()).collect();
    for mut stream in &held {
        // Slowly: a part, and no more.
        let _ = stream.write_all(b"PUT /im");
    }
    assert!(said(&server, format!("{HEAD}\r\n").as_bytes()).starts_with("HTTP/1.1 200 "));
    drop(server);
    drop(held);
}
