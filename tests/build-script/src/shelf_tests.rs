//! What the IR says of requests and answers is what the client takes, and what is on the wire.

use std::sync::{Arc, Mutex};

use tablature_client::{
    BoxFuture, Call, Credentials, HttpRequest, HttpResponse, Method, Part, Transport, TransportError,
};

use super::shelf::{
    Client,
    operations::put_book::{PutBook, PutBookResponse},
    types::Author,
};

/// Keeps what was sent, and gives the same answer to all.
#[derive(Clone)]
struct Kept(Arc<Mutex<Vec<HttpRequest>>>, HttpResponse);

impl Transport for Kept {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.lock().unwrap().push(request);
        let response = self.1.clone();
        Box::pin(async move { Ok(response) })
    }
}

fn now<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => unreachable!("the transport is always ready"),
    }
}

fn client(response: HttpResponse) -> (Client, Kept) {
    let kept = Kept(Arc::default(), response);
    let builder = Client::builder().credentials(Credentials::token("t")).transport(kept.clone());
    (builder.build().unwrap(), kept)
}

/// The method, target and body of a request, or why it is not sent.
fn sent(make: impl FnOnce(&Client) -> PutBook) -> Result<String, String> {
    let (client, _) = client(HttpResponse::new(200, ""));
    let mut sent = Ok(String::new());
    let look = |call: Call| {
        sent = match call.to_http() {
            Ok(it) => Ok(format!("{} {} {}", it.method, it.target, String::from_utf8_lossy(&it.body))),
            Err(error) => Err(error.to_string()),
        };
        call
    };
    let _ = make(&client).customize(look);
    sent
}

fn author() -> Author {
    Author::default().name("A")
}

#[test]
fn of_a_group_as_many_are_given_as_may_be() {
    let refused = |make: fn(&Client) -> PutBook| sent(make).unwrap_err();
    assert_eq!(
        refused(|client| client.put_book("1").author(author())),
        "PutBook: exactly one of title, isbn is to be given"
    );
    assert_eq!(
        refused(|client| client.put_book("1").author(author()).title("T").isbn("I")),
        "PutBook: exactly one of title, isbn may be given, and there are title and isbn"
    );
    assert_eq!(
        refused(|client| client.put_book("1").author(author()).title("T").lines(1).words(2)),
        "PutBook: at most one of lines, words may be given, and there are lines and words"
    );
    assert_eq!(
        refused(|client| client.put_book("1").title("T").kind("")),
        "PutBook: at least one of kind, author is to be given"
    );
}

#[test]
fn null_is_sent_and_what_is_empty_is_left_out_where_the_docs_say_so() {
    let request = sent(|client| {
        let author = Author::default().name("");
        client.put_book("1").author(author).title_null().kind("").tags(Vec::<String>::new()).lines(0)
    });
    assert_eq!(request.unwrap(), r#"PUT /books/1 {"author":{},"title":null,"lines":0}"#);
    let request = sent(|client| client.put_book("1").kind("new").isbn("").tags(["a"]));
    assert_eq!(request.unwrap(), r#"PUT /books/1?kind=new {"isbn":"","tags":["a"]}"#);
}

#[test]
fn the_same_can_be_asked_for_by_another_line() {
    let request = sent(|client| {
        let request = client.put_book("1").isbn("I").kind("new");
        request.customize(|call| call.by(Method::Post, "/v2/books/{id}"))
    });
    assert_eq!(request.unwrap(), r#"POST /v2/books/1?kind=new {"isbn":"I"}"#);
}

#[test]
fn fields_stand_where_their_side_sends_them() {
    // These are all fields there are: what requests alone set is not in the answer.
    let PutBookResponse { id: _, created: _, extra: _, .. } = PutBookResponse::default();
    let answer = r#"{"id": "1", "created": "today", "key": "k"}"#;
    let (client, _) = client(HttpResponse::new(200, answer));
    let response = now(client.put_book("1").kind("new").isbn("I").send()).unwrap();
    assert_eq!(response.created.as_deref(), Some("today"));
    assert!(response.extra.get("key").is_some());
}

/// The header and the body of a request.
fn body(look: impl FnOnce(&Client, &mut dyn FnMut(Call) -> Call)) -> (String, String) {
    let (client, _) = client(HttpResponse::new(200, ""));
    let mut sent = (String::new(), String::new());
    look(&client, &mut |call| {
        let request = call.to_http().unwrap();
        let media = request.headers.get("Content-Type").unwrap_or_default().to_owned();
        sent = (media, String::from_utf8_lossy(&request.body).into_owned());
        call
    });
    sent
}

#[test]
fn a_body_of_parts_has_texts_files_and_json() {
    let path = std::env::temp_dir().join(format!("shelf-{}.txt", std::process::id()));
    std::fs::write(&path, "the file").unwrap();
    let (media, body) = body(|client, look| {
        let request = client.add_scan("1", Part::file(&path).named("a \"b\".txt").media("text/plain"));
        let request = request.remark("good").author(author()).leaves([1, 2]);
        let _ = request.customize(look);
    });
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = [
        "; name=\"file\"; filename=\"a %22b%22.txt\"\r\nContent-Type: text/plain\r\n\r\nthe file\r\n",
        "; name=\"remark\"\r\n\r\ngood\r\n",
        "; name=\"author\"\r\nContent-Type: application/json\r\n\r\n{\"name\":\"A\"}\r\n",
        "; name=\"leaves\"\r\n\r\n1\r\n",
        "; name=\"leaves\"\r\n\r\n2\r\n",
    ];
    let parts = expected.map(|part| format!("--{boundary}\r\nContent-Disposition: form-data{part}")).concat();
    assert_eq!(body, format!("{parts}--{boundary}--\r\n"));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn a_text_and_bytes_are_sent_as_they_are() {
    let note = body(|client, look| drop(client.add_note("a \"note\"").customize(look)));
    assert_eq!(note, ("text/plain".to_owned(), "a \"note\"".to_owned()));
    let cover = body(|client, look| drop(client.put_cover("1", vec![1, 2]).customize(look)));
    assert_eq!(cover, ("image/png".to_owned(), "\u{1}\u{2}".to_owned()));
}

#[test]
fn a_form_is_spelled_as_the_docs_say_and_is_one_when_it_is_empty() {
    let form = "application/x-www-form-urlencoded".to_owned();
    let sent = body(|client, look| drop(client.search().words(["a", "b"]).author(author()).customize(look)));
    assert_eq!(sent, (form.clone(), "words%5B0%5D=a&words%5B1%5D=b&author%5Bname%5D=A".to_owned()));
    let sent = body(|client, look| drop(client.search().customize(look)));
    assert_eq!(sent, (form, String::new()));
}

#[test]
fn a_body_that_is_no_json_comes_as_it_is() {
    let picture = b"\x89PNG\r\n\x1a\n\0".to_vec();
    let (client, kept) = client(HttpResponse::new(200, picture.clone()).with_header("Content-Type", "image/png"));
    let response = now(client.get_cover("1").send()).unwrap();
    assert_eq!(response.as_ref(), &picture[..]);
    assert_eq!(kept.0.lock().unwrap()[0].target, "/books/1/cover");
}
