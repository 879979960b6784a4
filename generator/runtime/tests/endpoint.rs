//! The path of an endpoint is kept on the wire and signed, whoever gives it.
#![allow(missing_docs)]

mod ways;

use std::sync::{Arc, Mutex};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, Envelope, ErrorKind, HttpRequest, HttpResponse, Json,
    Method, Operation, Service, Transport, TransportError,
    mock::{Api, Fixture, Server},
};

static REST: Service =
    Service::rest("acme", "wallet", "https://{region}.acme.example/v4").auth(&ways::BY_TOKEN_OR_HEADER);
static RPC: Service = Service::rpc("acme", "wallet", "https://api.acme.example/v4", "Action")
    .auth(&ways::BY_FORM)
    .context(&[("Region", "region")])
    .envelope(Envelope { code: "Code", ok: "0", message: "Message", other: &[] });
static TEMPLATED: Service =
    Service::rest("acme", "wallet", "https://acme.example/{region}/v4/").auth(&ways::BY_HEADER);

static SHOW: Operation = Operation::new("Show", Method::Get, "/wallet/{name}");
static DESCRIBE: Operation = Operation::new("Describe", Method::Post, "/");

/// A mock that takes only requests signed with the keys of [`client`].
fn serve(service: &Service, operation: &Operation, answer: &str) -> Server {
    let mut api = Api::new(service, &[operation]);
    for route in &mut api.routes {
        *route = route.clone().with_fixture(Fixture::new(200, answer));
    }
    let server = Server::start(api).unwrap();
    server.require_keys("access", "secret");
    server
}

fn client(service: &'static Service, endpoint: impl Into<String>) -> Client {
    Builder::new(service)
        .credentials(Credentials::keys("access", "secret"))
        .setting("region", "r1")
        .endpoint(endpoint)
        .build()
        .unwrap()
}

/// Sends one call, blocking and not, and wants both at the same path, signed.
async fn check(service: &'static Service, operation: &'static Operation, end: &str, wanted: &str) {
    let server = serve(service, operation, r#"{"Code": 0}"#);
    let call = || {
        let client = client(service, format!("{}{end}", server.endpoint()));
        let call = Call::new(&client, operation);
        if operation.uri.contains("{name}") { call.path("name", "a b").query("q", "ä") } else { call }
    };
    call().send::<Json>().await.unwrap();
    call().send_blocking::<Json>().unwrap();
    let paths: Vec<String> = server.received().into_iter().map(|received| received.path).collect();
    assert_eq!(paths, [wanted, wanted], "{} {end:?}", service.endpoint);
    server.verify();
}

#[tokio::test]
async fn it_stands_before_the_path_of_each_operation() {
    check(&REST, &SHOW, "", "/v4/wallet/a%20b").await;
    check(&REST, &SHOW, "/", "/v4/wallet/a%20b").await;
    check(&TEMPLATED, &SHOW, "", "/r1/v4/wallet/a%20b").await;
}

#[tokio::test]
async fn it_is_the_address_of_all_operations_that_have_one() {
    check(&RPC, &DESCRIBE, "", "/v4").await;
    check(&RPC, &DESCRIBE, "/", "/v4/").await;
}

#[tokio::test]
async fn calls_that_no_page_tells_of_go_below_it_too() {
    let server = serve(&REST, &SHOW, "{}");
    let client = client(&REST, server.endpoint());
    client.request(Method::Get, "/wallet/{name}").path("name", "a").send::<Json>().await.unwrap();
    assert_eq!(server.received()[0].path, "/v4/wallet/a");
}

#[test]
fn what_a_service_says_of_itself_is_kept_as_well() {
    let build = |service: &'static Service| -> Client {
        Builder::new(service)
            .credentials(Credentials::keys("a", "s"))
            .setting("region", "r1")
            .build()
            .unwrap()
    };
    let url = |client: &Client, call: Call| {
        let request = call.to_http().unwrap();
        assert_eq!(request.headers.get("Host"), request.url().split('/').nth(2), "{client:?}");
        request.url()
    };
    let rest = build(&REST);
    let show = |client: &Client| Call::new(client, &SHOW).path("name", "n");
    assert_eq!(url(&rest, show(&rest)), "https://r1.acme.example/v4/wallet/n");
    assert_eq!(url(&rest, show(&rest).setting("region", "r2")), "https://r2.acme.example/v4/wallet/n");
    let templated = build(&TEMPLATED);
    assert_eq!(
        url(&templated, show(&templated).setting("region", "r2")),
        "https://acme.example/r2/v4/wallet/n"
    );
    let rpc = build(&RPC);
    assert_eq!(url(&rpc, Call::new(&rpc, &DESCRIBE)), "https://api.acme.example/v4");
}

#[test]
fn a_query_or_fragment_is_refused_before_anything_is_sent() {
    for end in ["/v4?a=b", "?a=b", "/v4#top"] {
        let error = Builder::<Client>::new(&REST)
            .credentials(Credentials::keys("a", "s"))
            .endpoint(format!("https://acme.example{end}"))
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
}

#[tokio::test]
async fn a_mock_says_where_it_is() {
    let server = serve(&REST, &SHOW, "{}");
    let client = client(&REST, format!("http://{}", server.address()));
    let error = Call::new(&client, &SHOW).path("name", "a").send::<Json>().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.message(), "the service lies below /v4, not at /wallet/a");
    assert_eq!(server.faults().len(), 1);
    server.reset();
}

/// Keeps where requests go.
#[derive(Clone, Default)]
struct Places(Arc<Mutex<Vec<String>>>);

impl Transport for Places {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.lock().unwrap().push(format!("{}{}", request.origin, request.target));
        Box::pin(async { Ok(HttpResponse::new(200, "{}")) })
    }
}

#[test]
fn an_operation_may_have_one_of_its_own() {
    static OWN: Operation =
        Operation::new("Own", Method::Get, "/wallet").endpoint("https://own-{region}.acme.example/v5");
    static USUAL: Operation = Operation::new("Usual", Method::Get, "/wallet");
    let places = Places::default();
    let builder = || {
        let keys = Credentials::keys("access", "secret");
        Builder::<Client>::new(&REST).credentials(keys).setting("region", "r1").transport(places.clone())
    };
    let usual = builder().build().unwrap();
    let given = builder().endpoint("https://test.example").build().unwrap();
    for client in [&usual, &given] {
        for operation in [&OWN, &USUAL] {
            Call::new(client, operation).send_blocking::<Json>().unwrap();
        }
    }
    let wanted = [
        "https://own-r1.acme.example/v5/wallet",
        "https://r1.acme.example/v4/wallet",
        "https://test.example/wallet",
        "https://test.example/wallet",
    ];
    assert_eq!(*places.0.lock().unwrap(), wanted);
}

/// An address of an operation's own may have settings that no other address has.
#[test]
fn settings_of_an_operations_own_address_are_settings_of_the_client() {
    static APART: Service =
        Service::rest("acme", "wallet", "https://acme.example").auth(&ways::BY_HEADER).addresses(&["zone"]);
    static OWN: Operation = Operation::new("Show", Method::Get, "/x").endpoint("https://{zone}.acme.example");
    let build = |zone: &str| {
        let builder: Builder = Builder::new(&APART).credentials(Credentials::keys("a", "s"));
        builder.setting("zone", zone).build()
    };
    let client: Client = build("north").unwrap();
    assert_eq!(Call::new(&client, &OWN).to_http().unwrap().url(), "https://north.acme.example/x");
    // It goes into the name of a host.
    assert_eq!(build("north/").unwrap_err().kind(), ErrorKind::Configuration);
}
