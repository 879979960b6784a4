//! Clients that authenticate as a recipe says, against a mock that verifies by the same recipe.
#![allow(missing_docs)]

use std::time::{Duration, UNIX_EPOCH};

use tablature_client::{
    BoxFuture, Builder, Call, Client, Credentials, ErrorKind, HttpRequest, HttpResponse, Json, Method,
    Operation, Recipes, Service, Signer, Transport, TransportError,
    mock::{Api, Server},
};

static SHOW: Operation = Operation::new("show", Method::Get, "/things/{name}");
static MAKE: Operation = Operation::new("make", Method::Post, "/things");

const SIGNED: &str = r#"{"name":"v5","credentials":{"api_key":"public","api_secret":"secret","pass":"optional-secret"},
    "settings":{"window":"5000"},
    "let":{"ts":{"time":"unix-ms"},"sign":{"hmac":"sha256","key":"{api_secret}","text":"{ts}{api_key}{window}{method}{path}{?query}{body}"}},
    "put":{"header":{"X-Key":"{api_key}","X-Sign":"{sign}","X-Time":"{ts}","X-Window":"{window}","X-Pass":"{pass}"}}}"#;
const BEARER: &str = r#"{"name":"token","credentials":{"token":"secret"},"put":{"header":{"Authorization":"Bearer {token}"}}}"#;
static WAYS: Recipes = Recipes::new(&[SIGNED, BEARER]);
static TWO: Service = Service::rest("acme", "things", "https://acme.example").auth(&WAYS);

const FORM: &str = r#"{"name":"v1","credentials":{"PublicKey":"public","PrivateKey":"secret"},
    "put":{"params":{"PublicKey":"{PublicKey}"}},"over":{"sorted":{"pairs":"params","sort":"name","kv":"","join":""}},
    "sign":{"hash":"sha1","text":"{sorted}{PrivateKey}"},"then":{"params":{"Signature":"{signature}"}}}"#;
static FORMS: Recipes = Recipes::new(&[FORM]);
static RPC: Service = Service::rpc("acme", "rpc", "https://api.acme.example", "Action").auth(&FORMS);

fn builder(service: &'static Service, credentials: Credentials) -> Builder {
    Builder::new(service)
        .credentials(credentials)
        .clock(|| UNIX_EPOCH + Duration::from_millis(1_700_000_000_123))
}

fn keys() -> Credentials {
    Credentials::named([("api_key", "access"), ("api_secret", "secret")])
}

#[tokio::test]
async fn the_mock_verifies_by_the_recipe_of_the_client() {
    let server = Server::start(Api::new(&TWO, &[&SHOW, &MAKE])).unwrap();
    server.require_keys("access", "secret");
    let client = builder(&TWO, keys()).setting("window", "9000").endpoint(server.endpoint()).build().unwrap();
    let expected = server.expect("show");
    Call::new(&client, &SHOW)
        .path("name", "a b/\u{4e2d}")
        .query("q", "x&y = z")
        .send::<Json>()
        .await
        .unwrap();
    let made = server.expect("make");
    Call::new(&client, &MAKE).body("n", 1).send::<Json>().await.unwrap();
    let token = Credentials::named([("token", "secret")]);
    let client = builder(&TWO, token).endpoint(server.endpoint()).build().unwrap();
    Call::new(&client, &SHOW).path("name", "n").send::<Json>().await.unwrap();
    assert_eq!((expected.calls(), made.calls()), (2, 1));

    let wrong = Credentials::named([("api_key", "access"), ("api_secret", "other")]);
    let client = builder(&TWO, wrong).endpoint(server.endpoint()).build().unwrap();
    let error = Call::new(&client, &SHOW).path("name", "n").send::<Json>().await.unwrap_err();
    assert!(error.to_string().contains("X-Sign does not fit"), "{error}");
    server.reset();
}

#[tokio::test]
async fn parameters_are_put_where_those_of_the_operation_are() {
    static GET_REGION: Operation = Operation::new("GetRegion", Method::Post, "/");
    let server = Server::start(Api::new(&RPC, &[&GET_REGION])).unwrap();
    server.require_keys("access", "secret");
    let keys = Credentials::named([("PublicKey", "access"), ("PrivateKey", "secret")]);
    let client = builder(&RPC, keys).endpoint(server.endpoint()).build().unwrap();
    let expected = server.expect("GetRegion");
    Call::new(&client, &GET_REGION).form("Name", "a b&c").send::<Json>().await.unwrap();
    assert_eq!(expected.calls(), 1);
}

#[test]
fn credentials_choose_the_recipe_and_are_never_printed() {
    let client = builder(&TWO, Credentials::named([("token", "s3cret-token")])).build().unwrap();
    let sent = Call::new(&client, &SHOW).path("name", "n").to_http().unwrap();
    assert_eq!(sent.headers.get("Authorization"), Some("Bearer s3cret-token"));
    assert_eq!(sent.headers.get("X-Sign"), None);
    let shown =
        format!("{client:?} {:?} {sent:?} {:?}", Credentials::named([("t", "s3cret-token")]), sent.headers);
    assert!(!shown.contains("s3cret"), "{shown}");

    let refused = |credentials| {
        let error = builder(&TWO, credentials).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        error.message().to_owned()
    };
    let partly = refused(Credentials::named([("api_key", "access")]));
    assert_eq!(partly, "the service takes api_key and api_secret, or token");
    assert_eq!(refused(Credentials::named([("tokn", "x")])), "the service knows no credential `tokn`");
    assert!(refused(Credentials::named([("token", "a\r\nb")])).contains("line break"));
    let error = builder(&TWO, keys()).setting("widow", "1").build().unwrap_err();
    assert_eq!(error.message(), "the service has no setting `widow`");
}

#[test]
fn a_request_that_is_authenticated_already_is_left_alone() {
    let client = builder(&TWO, Credentials::named([("token", "mine")])).build().unwrap();
    let call = Call::new(&client, &SHOW).path("name", "n").header("Authorization", "Basic eA==");
    assert_eq!(call.to_http().unwrap().headers.get("Authorization"), Some("Basic eA=="));
}

static PUBLIC: Operation = Operation::new("public", Method::Get, "/public").auth(&[]);
static BOTH: Operation = Operation::new("both", Method::Get, "/both").auth(&[&["v5", "token"]]);

#[tokio::test]
async fn an_operation_says_which_ways_it_takes() {
    let server = Server::start(Api::new(&TWO, &[&PUBLIC, &BOTH, &SHOW])).unwrap();
    server.require_keys("access", "secret");
    let (public, both) = (server.expect("public"), server.expect("both"));

    let nobody: Client = Builder::new(&TWO).endpoint(server.endpoint()).build().unwrap();
    Call::new(&nobody, &PUBLIC).send::<Json>().await.unwrap();
    let sent = Call::new(&nobody, &PUBLIC).to_http().unwrap();
    assert_eq!((sent.headers.get("X-Sign"), sent.headers.get("Authorization")), (None, None));
    let error = Call::new(&nobody, &SHOW).path("name", "n").to_http().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.message().starts_with("no credentials"), "{error}");

    let all = [("api_key", "access"), ("api_secret", "secret"), ("token", "secret")];
    let known: Client = builder(&TWO, Credentials::named(all)).endpoint(server.endpoint()).build().unwrap();
    Call::new(&known, &BOTH).send::<Json>().await.unwrap();
    let sent = Call::new(&known, &BOTH).to_http().unwrap();
    assert!(sent.headers.get("X-Sign").is_some() && sent.headers.get("Authorization").is_some());
    assert_eq!(Call::new(&known, &PUBLIC).to_http().unwrap().headers.get("X-Sign"), None);
    let half: Client = builder(&TWO, keys()).endpoint(server.endpoint()).build().unwrap();
    let error = Call::new(&half, &BOTH).to_http().unwrap_err();
    assert!(error.message().contains("by v5 with token, which these credentials do not serve"), "{error}");
    assert_eq!((public.calls(), both.calls()), (1, 1));
}

#[test]
fn a_signer_of_the_callers_stands_in_place_of_the_recipes() {
    struct Mine;
    impl Signer for Mine {
        fn sign(&self, request: &mut HttpRequest) -> tablature_client::Result<()> {
            let length = request.body.len();
            request.headers.set("X-Mine", format!("{} {length}", request.target));
            Ok(())
        }
    }
    let client: Client = Builder::new(&TWO).signer(Mine).build().unwrap();
    let sent = Call::new(&client, &MAKE).body("n", 1).to_http().unwrap();
    assert_eq!((sent.headers.get("X-Mine"), sent.headers.get("X-Sign")), (Some("/things 7"), None));
    assert_eq!(Call::new(&client, &PUBLIC).to_http().unwrap().headers.get("X-Mine"), None);
}

/// Answers with what a header said, as gateways do in their errors.
struct Echo;
impl Transport for Echo {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let told = request.headers.get("Authorization").unwrap_or_default().to_owned();
        let body = serde_json::json!({"code": "no", "message": format!("bad header {told}, that is {}", &told[6..])});
        Box::pin(async move { Ok(HttpResponse::new(401, body.to_string())) })
    }
}

#[tokio::test]
async fn a_header_that_holds_a_secret_is_hidden_whole() {
    const BASIC: &str = r#"{"name":"basic","credentials":{"user":"public","password":"secret"},
        "let":{"pair":"{user}:{password}"},"put":{"header":{"Authorization":"Basic {pair|base64}"}}}"#;
    static WAY: Recipes = Recipes::new(&[BASIC]);
    static SERVICE: Service = Service::rest("acme", "things", "https://acme.example").auth(&WAY);
    let credentials = Credentials::named([("user", "ada"), ("password", "hunter2")]);
    let client: Client = builder(&SERVICE, credentials).transport(Echo).build().unwrap();
    let call = Call::new(&client, &SHOW).path("name", "n");
    let coded = call.to_http().unwrap().headers.get("Authorization").unwrap().to_owned();
    let error = call.send::<Json>().await.unwrap_err();
    assert_eq!(error.message(), "bad header ***, that is ***");
    assert!(!format!("{error:?} {error}").contains(&coded[6..]), "{error:?}");
}

#[test]
fn a_cookie_stands_beside_those_of_the_caller() {
    static COOKIE: Recipes = Recipes::new(&[
        r#"{"name":"session","credentials":{"session":"secret"},"put":{"cookie":{"sid":"{session}"}}}"#,
    ]);
    static SESSION: Service = Service::rest("acme", "things", "https://acme.example").auth(&COOKIE);
    let server = Server::start(Api::new(&SESSION, &[&SHOW])).unwrap();
    server.require_credentials([("session", "s-1")]);
    let expected = server.expect("show");
    let client = |session: &str| -> Client {
        let credentials = Credentials::named([("session", session)]);
        builder(&SESSION, credentials).endpoint(server.endpoint()).build().unwrap()
    };
    let show = |session: &str| Call::new(&client(session), &SHOW).path("name", "n");
    show("s-1").send_blocking::<Json>().unwrap();
    show("s-1").header("Cookie", "theme=dark; lang=de").send_blocking::<Json>().unwrap();
    let cookies = |number: usize| server.received()[number].headers.get("Cookie").map(str::to_owned);
    assert_eq!(cookies(0).as_deref(), Some("sid=s-1"));
    assert_eq!(cookies(1).as_deref(), Some("theme=dark; lang=de; sid=s-1"));
    let wrong = show("s-2").header("Cookie", "theme=sid=s-1").send_blocking::<Json>().unwrap_err();
    assert_eq!(wrong.status(), Some(401));
    // Neither of these is sent.
    for (call, why) in [
        (show("s; admin=1"), "the value of the cookie sid would be read as another one"),
        (
            show("s-1").header("Cookie", "sid=mine"),
            "sid is put by the way to authenticate, and was given as well",
        ),
    ] {
        let error = call.send_blocking::<Json>().unwrap_err();
        assert!(error.kind() == ErrorKind::Input && error.message().starts_with(why), "{error}");
    }
    assert_eq!(expected.calls(), 2);
    server.reset();
}

/// Two parameters of one name are two requests in one.
#[test]
fn a_parameter_that_is_put_is_not_sent_twice() {
    const QUERY: &str = r#"{"name":"q","credentials":{"key":"secret"},"put":{"query":{"key":"{key}"}}}"#;
    static PUT: Recipes = Recipes::new(&[QUERY]);
    static SERVICE: Service = Service::rest("acme", "things", "https://acme.example").auth(&PUT);
    let client: Client = builder(&SERVICE, Credentials::named([("key", "k")])).build().unwrap();
    let call = |name: &str| client.request(Method::Get, "/").query(name.to_owned(), "mine").to_http();
    assert_eq!(call("keys").unwrap().target, "/?keys=mine&key=k");
    assert_eq!(
        call("key").unwrap_err().message(),
        "key is put by the way to authenticate, and was given as well"
    );
    let keys = Credentials::named([("PublicKey", "p"), ("PrivateKey", "s")]);
    let form: Client = builder(&RPC, keys).build().unwrap();
    let error = Call::new(&form, &SHOW).path("name", "n").form("Signature", "mine").to_http().unwrap_err();
    assert!(error.message().starts_with("Signature is put by"), "{error}");
}

const MEMBERS: &str = r#"{"name":"members","credentials":{"app":"public","secret":"secret"},
    "let":{"ts":{"time":"unix"},"nonce":{"nonce":"uuid"}},
    "put":{"body":{"app_id":"{app}","nonce":"{nonce}"},"number":{"timestamp":"{ts}"}},
    "over":{"sorted":{"pairs":"body","sort":"name"}},
    "sign":{"hmac":"sha256","key":"{secret}","text":"{sorted}"},"then":{"body":{"sign":"{signature}"}}}"#;
static BODIES: Recipes = Recipes::new(&[MEMBERS]);
static IN_BODY: Service = Service::rest("acme", "things", "https://acme.example").auth(&BODIES);

#[tokio::test]
async fn members_of_a_json_body_are_put_and_signed() {
    let server = Server::start(Api::new(&IN_BODY, &[&MAKE])).unwrap();
    server.require_keys("access", "secret");
    let client = builder(&IN_BODY, Credentials::keys("access", "secret")).endpoint(server.endpoint());
    let client = client.build().unwrap();
    let made = server.expect("make");
    // Also where the operation has no member of its own.
    Call::new(&client, &MAKE).send::<Json>().await.unwrap();
    let call = Call::new(&client, &MAKE).body("name", "a \"b\"").body("sizes", vec![1, 2]).body("price", 0.1);
    call.clone().send::<Json>().await.unwrap();
    let sent = call.to_http().unwrap();
    let body: Json = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!((&body["timestamp"], &body["app_id"]), (&Json::from(1_700_000_000), &Json::from("access")));
    assert_eq!(body["name"], "a \"b\"");

    // Who has another secret is refused, and so is what was given twice or has no place.
    let wrong = builder(&IN_BODY, Credentials::keys("access", "other")).endpoint(server.endpoint());
    let error = Call::new(&wrong.build().unwrap(), &MAKE).send::<Json>().await.unwrap_err();
    assert_eq!((error.status(), made.calls()), (Some(401), 2));
    server.reset();
    let twice = call.body("sign", "mine").to_http().unwrap_err();
    assert!(twice.message().contains("sign is put by the way to authenticate"), "{twice}");
    for other in [
        Call::new(&client, &MAKE).whole_body(vec![1, 2]),
        Call::new(&client, &MAKE).form("a", "b"),
        Call::new(&client, &MAKE).raw_body("text").header("Content-Type", "text/plain"),
    ] {
        let error = other.to_http().unwrap_err();
        assert!(error.message().contains("belongs in an object of JSON"), "{error}");
    }
}

const IN_PATH: &str = r#"{"name":"key","credentials":{"key":"secret"},"put":{"path":{"token":"{key}"}}}"#;
static PATHS: Recipes = Recipes::new(&[IN_PATH]);
static BOT: Service = Service::rest("acme", "bot", "https://acme.example/v1").auth(&PATHS);
static SAY: Operation =
    Operation::new("say", Method::Post, "/bot{token}/say/{to}").required(&["token", "to"]);
static OPEN: Operation = Operation::new("open", Method::Get, "/bot{token}").auth(&[]);

#[tokio::test]
async fn a_key_stands_in_the_path_as_the_docs_write_it() {
    let server = Server::start(Api::new(&BOT, &[&SAY])).unwrap();
    server.require_keys("", "12:a/b");
    let said = server.expect("say");
    let below = server.endpoint();
    let client = builder(&BOT, Credentials::token("12:a/b")).endpoint(&below).build().unwrap();
    let call = Call::new(&client, &SAY).path("to", "a:{token}");
    assert_eq!(call.to_http().unwrap().target, "/v1/bot12:a%2Fb/say/a%3A%7Btoken%7D");
    call.send::<Json>().await.unwrap();
    let wrong = builder(&BOT, Credentials::token("12:other")).endpoint(&below).build().unwrap();
    let error = Call::new(&wrong, &SAY).path("to", "a").send::<Json>().await.unwrap_err();
    assert_eq!((error.status(), said.calls()), (Some(401), 1));
    server.reset();
    // Nobody puts it where there are no credentials, and nothing is sent with a brace.
    let anonymous = builder(&BOT, Credentials::anonymous()).build().unwrap();
    for (operation, client) in [(&SAY, &anonymous), (&OPEN, &client)] {
        let error = Call::new(client, operation).path("to", "a").to_http().unwrap_err();
        assert_eq!(error.message(), "token is required");
    }
}
