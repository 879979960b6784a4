//! Clients that authenticate as a recipe says, against a mock that verifies by the same recipe.
#![allow(missing_docs)]

use std::{collections::BTreeMap, time::Duration, time::UNIX_EPOCH};

use tablature_client::{
    AuthScheme, Builder, Call, Credentials, ErrorKind, Json, Method, Operation, Service,
    auth::Recipe,
    mock::{Api, Server},
};

static SHOW: Operation = Operation::new("show", Method::Get, "/things/{name}");
static MAKE: Operation = Operation::new("make", Method::Post, "/things");

const SIGNED: &str = r#"{"name":"v5","credentials":{"api_key":"public","api_secret":"secret","pass":"optional-secret"},
    "settings":{"window":"5000"},
    "let":{"ts":{"time":"unix-ms"},"sign":{"hmac":"sha256","key":"{api_secret}","text":"{ts}{api_key}{window}{method}{path}{?query}{body}"}},
    "put":{"header":{"X-Key":"{api_key}","X-Sign":"{sign}","X-Time":"{ts}","X-Window":"{window}","X-Pass":"{pass}"}}}"#;
const BEARER: &str = r#"{"name":"token","credentials":{"token":"secret"},"put":{"header":{"Authorization":"Bearer {token}"}}}"#;
static TWO: Service = Service::rest("acme", "things", "https://acme.example")
    .auth(&[AuthScheme::Recipe(SIGNED), AuthScheme::Recipe(BEARER)]);

const FORM: &str = r#"{"name":"v1","credentials":{"PublicKey":"public","PrivateKey":"secret"},
    "put":{"params":{"PublicKey":"{PublicKey}"}},"over":{"sorted":{"pairs":"params","sort":"name","kv":"","join":""}},
    "sign":{"hash":"sha1","text":"{sorted}{PrivateKey}"},"then":{"params":{"Signature":"{signature}"}}}"#;
static RPC: Service =
    Service::rpc("acme", "rpc", "https://api.acme.example", "Action").auth(&[AuthScheme::Recipe(FORM)]);

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

/// All recipes that the tests of the language have are such that a client can be built of them.
#[test]
fn recipes_pass_through_json() {
    let all: BTreeMap<String, Vec<Recipe>> =
        serde_yaml::from_str(include_str!("../../recipe/tests/recipes.yaml")).unwrap();
    for recipe in all.values().flatten() {
        let again = Recipe::from_json(&serde_json::to_string(&recipe.bare()).unwrap()).unwrap();
        assert_eq!(again, Recipe { vectors: Vec::new(), ..recipe.clone() });
    }
}
