//! How lists are spelled, and in which order they are sent.

use tablature_client::{
    Builder, Call, Client, Credentials, Encoding, HttpRequest, Method, Operation, Part, Recipes, Service,
    base64,
};

static SERVICE: Service = Service::rest("acme", "lists", "https://lists.acme.example");
static LIST: Operation = Operation::new("List", Method::Post, "/things/{ids}")
    .encodings(&[("fields", Encoding::Comma), ("X-Json", Encoding::Json)]);

fn client(service: &'static Service, credentials: &[(&str, &str)]) -> Client {
    let credentials = Credentials::named(credentials.iter().copied());
    let builder = Builder::new(service);
    let builder =
        if service.auth.plans().unwrap().is_empty() { builder } else { builder.credentials(credentials) };
    builder.build().unwrap()
}

fn list(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn target(call: &Call) -> String {
    call.to_http().unwrap().target
}

#[test]
fn a_list_has_commas_where_it_has_one_value() {
    let call = Call::new(&client(&SERVICE, &[]), &LIST)
        .path("ids", list(&["b", "a"]))
        .query("fields", list(&["z", "y"]))
        .header("X-Fields", list(&["q", "p"]))
        .header("X-Json", list(&["q", "p"]));
    let HttpRequest { target, headers, .. } = call.to_http().unwrap();
    assert_eq!(target, "/things/b%2Ca?fields=z%2Cy");
    assert_eq!(headers.get("X-Fields"), Some("q,p"));
    assert_eq!(headers.get("X-Json"), Some(r#"["q","p"]"#));
}

#[test]
fn an_element_that_would_be_read_as_two_is_refused() {
    let call = || Call::new(&client(&SERVICE, &[]), &LIST);
    let two = || list(&["a", "b,c"]);
    let refused = [
        call().path("ids", two()),
        call().path("ids", 1).query("fields", two()),
        call().path("ids", 1).header("X-Fields", two()),
    ];
    for call in refused {
        let why = call.to_http().unwrap_err();
        assert!(why.message().contains("must not have `,` within an element, such as \"b,c\""), "{why}");
    }
    // A text of its own is what its caller wrote.
    let whole = call().path("ids", 1).query("fields", "b,c").query("repeated", two());
    assert_eq!(target(&whole), "/things/1?fields=b%2Cc&repeated=a&repeated=b%2Cc");
}

#[test]
fn a_list_keeps_its_order_unless_its_values_are_signed_sorted() {
    static SORTED: Recipes = Recipes::new(&[r#"{"name": "a", "credentials": {"key": "secret"},
        "over": {"all": {"pairs": "query", "sort": "pair"}}, "sign": {"hmac": "sha1", "key": "{key}", "text": "{all}"},
        "then": {"header": {"X-Sign": "{signature}"}}}"#]);
    static BY_NAME: Recipes = Recipes::new(&[r#"{"name": "a", "credentials": {"key": "secret"},
        "over": {"all": {"pairs": "query", "sort": "name"}}, "sign": {"hmac": "sha1", "key": "{key}", "text": "{all}"},
        "then": {"header": {"X-Sign": "{signature}"}}}"#]);
    static SIGNED: Service = Service::rest("acme", "lists", "https://lists.acme.example").auth(&SORTED);
    static NAMED: Service = Service::rest("acme", "lists", "https://lists.acme.example").auth(&BY_NAME);
    let sent = |service| {
        let client = client(service, &[("key", "k")]);
        target(&client.request(Method::Get, "/").query("sort", list(&["-b", "-a"])).query("by", 1))
    };
    assert_eq!(sent(&SERVICE), "/?by=1&sort=-b&sort=-a");
    assert_eq!(sent(&NAMED), "/?by=1&sort=-b&sort=-a");
    assert_eq!(sent(&SIGNED), "/?by=1&sort=-a&sort=-b");
}

#[test]
fn what_belongs_in_a_form_is_not_put_beside_a_file() {
    static FORM: Recipes = Recipes::new(&[
        r#"{"name": "a", "credentials": {"key": "secret"}, "put": {"form": {"key": "{key}"}}}"#,
    ]);
    static SERVICE: Service = Service::rest("acme", "files", "https://files.acme.example").auth(&FORM);
    static SEND: Operation = Operation::new("Send", Method::Post, "/").content_type("multipart/form-data");
    let file = tempfile::NamedTempFile::new().unwrap();
    let call = Call::new(&client(&SERVICE, &[("key", "k")]), &SEND);
    for part in [Part::file(file.path()), Part::from(base64("text"))] {
        let why = call.clone().form("file", part).to_http().unwrap_err();
        assert_eq!(why.message(), "key belongs in a form, and the body of the request is none");
    }
}

#[test]
fn a_form_does_not_take_the_place_of_json_unseen() {
    static SEND: Operation = Operation::new("Send", Method::Post, "/").content_type("multipart/form-data");
    let client = client(&SERVICE, &[]);
    let both = client.request(Method::Post, "/").form("a", 1).body("b", 2);
    let whole = client.request(Method::Post, "/").form("a", 1).whole_body(vec![1, 2]);
    let parts = Call::new(&client, &SEND).form("a", 1).body("b", 2);
    for (call, why) in [
        (both, "the body is a form, and b would have to be JSON"),
        (whole, "the body is a form, and the whole body would have to be JSON"),
        (parts, "the body is parts, and b would have to be JSON"),
    ] {
        assert_eq!(call.to_http().unwrap_err().message(), why);
    }
    let absent = client.request(Method::Post, "/").form("a", 1).body("b", None::<String>);
    assert_eq!(absent.to_http().unwrap().body, b"a=1");
}
