//! Requests that are refused, and the codes and shapes in which that is told.

use tablature_client::{
    Call, Client, Credentials, HttpResponse, Json, Method, Retries,
    mock::{Api, Kind, Refusal, Refusals, Server},
};

use super::{GET, REST, RPC, SECRET, SHOW, get, rest, rpc, rpc_server};

#[tokio::test]
async fn a_signed_call_is_verified_and_answered() {
    let server = rpc_server();
    let expected =
        server.expect("GetRepo").with("Name", "a b+ü").respond(&Json::from(serde_json::Map::new()));
    let client: Client = rpc(&server).setting("region", "r1").build().unwrap();
    let answer = get(&client).send::<Json>().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(expected.calls(), 1);
    assert_eq!(server.received()[0].parameter("Region").as_deref(), Some("r1"));
}

/// Makes a request of each kind that a service refuses; gives status and code of the answers.
async fn refused(server: &Server) -> Vec<(Option<u16>, Option<String>)> {
    let client: Client = rpc(server).build().unwrap();
    let wrong: Client = rpc(server).credentials(Credentials::keys("AK", "other")).build().unwrap();
    let unsigned: Client = rpc(server).credentials(Credentials::anonymous()).build().unwrap();
    let typed = get(&client).form("Limit", "abc");
    let calls = [
        client.call("Nope", Json::Null),
        get(&unsigned),
        get(&wrong),
        client.call("GetRepo", Json::Null),
        typed,
    ];
    let mut answers = Vec::new();
    for call in calls {
        let error = call.send::<Json>().await.unwrap_err();
        answers.push((error.status(), error.code().map(str::to_owned)));
    }
    assert_eq!(server.faults().len(), answers.len());
    server.reset();
    answers
}

fn refusing(refusals: Refusals) -> Server {
    let mut api = Api::new(&RPC, &[&GET]);
    api.refusals = refusals;
    api.routes[0].kinds = vec![("Limit".to_owned(), Kind::Integer)];
    let server = Server::start(api).unwrap();
    server.require_keys("AK", SECRET);
    server
}

#[tokio::test]
async fn bad_requests_are_answered_with_the_codes_of_the_service() {
    let words = [Refusal::Unknown, Refusal::Unsigned, Refusal::Signature, Refusal::Missing, Refusal::Value];
    let codes = words.into_iter().zip(["61", "70", "71", "20", "30"].map(str::to_owned)).collect();
    let expected = ["61", "70", "71", "20", "30"].map(|code| Some(code.to_owned()));
    let server = refusing(Refusals { shape: None, codes });
    let codes = server_codes(refused(&server).await, &[200; 5]);
    assert_eq!(codes, expected, "in the envelope, which says what HTTP does not");
}

#[tokio::test]
async fn bad_requests_are_answered_as_http_does_where_no_codes_are_known() {
    let server = refusing(Refusals::default());
    let codes = server_codes(refused(&server).await, &[404, 401, 401, 400, 400]);
    assert_eq!(codes, ["404", "401", "401", "400", "400"].map(|code| Some(code.to_owned())));
}

fn server_codes(answers: Vec<(Option<u16>, Option<String>)>, statuses: &[u16]) -> Vec<Option<String>> {
    let (given, codes): (Vec<_>, Vec<_>) = answers.into_iter().unzip();
    assert_eq!(given, statuses.iter().copied().map(Some).collect::<Vec<_>>());
    codes
}

#[tokio::test]
async fn a_gateway_answers_in_a_shape_of_its_own() {
    let mut api = Api::new(&REST, &[&SHOW]);
    let shape = Some(("gate.code".to_owned(), "gate.text".to_owned()));
    api.refusals = Refusals { shape, codes: vec![(Refusal::Unknown, "G.1".to_owned())] };
    let server = Server::start(api).unwrap();
    let client: Client = rest(&server, Credentials::anonymous()).build().unwrap();
    let error = client.request(Method::Get, "/nope").send::<Json>().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    let body: Json = serde_json::from_slice(error.body()).unwrap();
    assert_eq!(body["gate"]["code"], "G.1");
    assert!(body["gate"]["text"].is_string() && body.as_object().unwrap().len() == 1, "{body}");
    server.reset();
}

#[tokio::test]
async fn rest_is_verified_in_both_ways_of_signing() {
    let server = Server::start(Api::new(&REST, &[&SHOW])).unwrap();
    let image = || HttpResponse::new(200, r#"{"name":"n"}"#);
    let expected = server.expect("ShowImage").with("name", "a/b ü").respond_with(image());
    let build =
        |credentials| -> Client { rest(&server, credentials).retries(Retries::none()).build().unwrap() };
    let show = |client: &Client| {
        let call = Call::new(client, &SHOW).path("name", "a/b ü");
        call.query("z", "1 2").query("a", vec![10_i64, 9]).send::<Json>()
    };
    server.require_keys("AK", SECRET);
    show(&build(Credentials::keys("AK", SECRET))).await.unwrap();
    show(&build(Credentials::token(SECRET))).await.unwrap();
    assert_eq!(expected.calls(), 2);
    let error = show(&build(Credentials::keys("AK", "wrong"))).await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(401), Some("401")));
    assert_eq!(
        error.body(),
        br#"{"errors":[{"errorCode":"401","errorMessage":"Authorization does not fit the request"}]}"#
    );
    let error = build(Credentials::keys("AK", SECRET))
        .request(Method::Get, "/nope")
        .send::<Json>()
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(404));
    server.reset();
}
