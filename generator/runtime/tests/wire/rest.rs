//! The REST vendor: paths, queries, headers and signatures.

use std::sync::OnceLock;

use super::{captures, frozen, leaked, list, once, plans, text};
use tablature_client::{Call, Client, Credentials, ErrorKind, HttpResponse, Json, Method, Service};
use tablature_recipe::{Clock, Sample, verify};

macro_rules! service {
    ($name:ident, $endpoint:literal) => {
        fn $name() -> &'static Service {
            static SERVICE: OnceLock<Service> = OnceLock::new();
            once(&SERVICE, || {
                Service::rest("huaweicloud", "captured", $endpoint)
                    .auth(leaked("huaweicloud"))
                    .context(&[("project_id", "project_id")])
            })
        }
    };
}
service!(swr, "http://swr-api.{region}.myhuaweicloud.com");
service!(vpc, "http://vpc.{region}.myhuaweicloud.com");
service!(ecs, "http://ecs.{region}.myhuaweicloud.com");
service!(iam, "http://iam.{region}.myhuaweicloud.com");

/// Service, method and path of the captured operations.
fn operation(case: &Json) -> (&'static Service, Method, &'static str) {
    let text = |key| text(case, key);
    match (text("service"), text("operation")) {
        ("swr", "ListReposDetails") => (swr(), Method::Get, "/v2/manage/repos"),
        ("swr", "ListNamespaces") => (swr(), Method::Get, "/v2/manage/namespaces"),
        ("swr", "CreateNamespace") => (swr(), Method::Post, "/v2/manage/namespaces"),
        ("swr", "CreateTrigger") => {
            (swr(), Method::Post, "/v2/manage/namespaces/{namespace}/repos/{repository}/triggers")
        }
        ("swr", "UpdateRepo") => {
            (swr(), Method::Patch, "/v2/manage/namespaces/{namespace}/repos/{repository}")
        }
        ("swr", "DeleteRepo") => {
            (swr(), Method::Delete, "/v2/manage/namespaces/{namespace}/repos/{repository}")
        }
        ("swr", "ShowRepository") => {
            (swr(), Method::Get, "/v2/manage/namespaces/{namespace}/repos/{repository}")
        }
        ("swr", "DeleteNamespaceAuth") => (swr(), Method::Delete, "/v2/manage/namespaces/{namespace}/access"),
        ("swr", "CreateSecret") => (swr(), Method::Post, "/v2/manage/utils/secret"),
        ("vpc2", "CreateVpc") => (vpc(), Method::Post, "/v1/{project_id}/vpcs"),
        ("vpc2", "ListVpcs") => (vpc(), Method::Get, "/v1/{project_id}/vpcs"),
        ("vpc3", "ListVpcs") => (vpc(), Method::Get, "/v3/{project_id}/vpc/vpcs"),
        ("vpc2", "ListPorts") => (vpc(), Method::Get, "/v1/{project_id}/ports"),
        ("vpc2", "UpdateVpc") => (vpc(), Method::Put, "/v1/{project_id}/vpcs/{vpc_id}"),
        ("vpc2", "DeleteVpc") => (vpc(), Method::Delete, "/v1/{project_id}/vpcs/{vpc_id}"),
        ("ecs", "NovaShowKeypair") => (ecs(), Method::Get, "/v2.1/{project_id}/os-keypairs/{keypair_name}"),
        ("iam", "KeystoneListProjects") => (iam(), Method::Get, "/v3/projects"),
        ("iam", "KeystoneCreateUserTokenByPassword") => (iam(), Method::Post, "/v3/auth/tokens"),
        other => panic!("no operation {other:?}: add its method and path"),
    }
}

fn client(case: &Json, captures: &Json) -> Client {
    let keys = &captures["credentials"];
    let id = text(case, "id");
    let credentials = match id {
        "auth-security-token" => Credentials::temporary(text(keys, "ak"), text(keys, "sk"), "sts-token-xyz"),
        _ => Credentials::keys(text(keys, "ak"), text(keys, "sk")),
    };
    let agent = match id {
        "cfg-default-user-agent" => header(&case["captured"], "User-Agent").unwrap(),
        _ => "huaweicloud-usdk-python/3.0; wire-oracle/1.0",
    };
    let mut builder = tablature_client::Builder::<Client>::new(operation(case).0)
        .credentials(credentials)
        .setting("region", "cn-north-4")
        .user_agent(agent)
        .clock(frozen)
        .transport(super::Always::new(HttpResponse::new(200, "")));
    builder = match (text(case, "service"), id) {
        ("iam", _) => builder.setting("domain_id", text(keys, "domain_id")),
        (_, "auth-no-project-id-but-needed") => builder,
        _ => builder.setting("project_id", text(keys, "project_id")),
    };
    builder = match id {
        "cfg-endpoint-port" => builder.endpoint("http://127.0.0.1:18082"),
        // The SDK drops the path `/base/path` of this endpoint: see `DIFFERENCES.md` and the test below.
        "cfg-endpoint-path-dropped" => builder.endpoint("http://gw.example.com"),
        _ => builder,
    };
    builder.build().unwrap()
}

/// A header as it was captured: its bytes are shown as Latin-1.
fn header<'a>(wire: &'a Json, name: &str) -> Option<&'a str> {
    let pair = list(wire, "headers")
        .iter()
        .find(|pair| pair[0].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)));
    pair.and_then(|pair| pair[1].as_str())
}

fn without_models(json: &Json) -> Json {
    match json {
        Json::Object(object) => object
            .iter()
            .filter(|(k, _)| *k != "__model__")
            .map(|(k, v)| (k.clone(), without_models(v)))
            .collect(),
        other => other.clone(),
    }
}

fn call(case: &Json, captures: &Json) -> Call {
    let (_, method, uri) = operation(case);
    let mut call = client(case, captures).request(method, uri);
    for (name, value) in case["args"].as_object().unwrap() {
        let name = name.clone();
        call = if name == "body" {
            call.whole_body(without_models(value))
        } else if uri.contains(&format!("{{{name}}}")) {
            call.path(name, value.clone())
        } else {
            call.query(name, value.clone())
        };
    }
    let id = text(case, "id");
    let call = match id {
        "auth-token-header" => call.header("X-Auth-Token", "MIItoken"),
        "auth-preset-authorization" => call.header("Authorization", "Bearer x"),
        "hdr-unicode-value" => call.header("X-Note", "测试"),
        _ => call,
    };
    // A request without a body has no type here; the SDK says it all the same, and signs it.
    match header(wire(case, id), "Content-Type") {
        _ if id == "cfg-no-content-type-on-get" => call.header("Content-Type", None::<String>),
        Some(other) if other != "application/json" || matches!(method, Method::Get | Method::Delete) => {
            call.header("Content-Type", other.to_owned())
        }
        _ => call,
    }
}

/// What the SDK sent for a case. We do not look the project up; the call after the lookup is ours.
fn wire<'c>(case: &'c Json, id: &str) -> &'c Json {
    if id == "auth-project-id-lookup" { &case["captured_more"][0] } else { &case["captured"] }
}

#[test]
fn each_call_is_the_same_on_the_wire() {
    let Some(captures) = captures("huaweicloud.json") else { return };
    for case in list(&captures, "cases") {
        let id = text(case, "id");
        let wire = wire(case, id);
        let call = call(case, &captures);
        if id == "auth-no-project-id-but-needed" {
            let error = call.to_http().unwrap_err();
            assert_eq!((error.kind(), error.message()), (ErrorKind::Input, "project_id is required"));
            continue;
        }
        let sent = call.to_http().unwrap();
        assert_eq!(sent.method.as_str(), text(wire, "method"), "{id}");
        assert_eq!(sent.target, text(wire, "target"), "{id}");
        let body = text(wire, "body");
        let value = |bytes: &[u8]| serde_json::from_slice::<Json>(bytes).ok();
        assert_eq!(value(&sent.body), value(body.as_bytes()), "{id}");
        // The bytes of the body are another spelling of the same JSON; with theirs, all is the same.
        let sent = if body.is_empty() { sent } else { call.raw_body(body).to_http().unwrap() };
        assert_eq!(sent.headers.get("Authorization"), header(wire, "Authorization"), "{id}");
        assert_eq!(sent.headers.get("Host"), header(wire, "Host"), "{id}");
        for (name, value) in sent.headers.iter() {
            let latin1: String = value.bytes().map(char::from).collect();
            assert_eq!(Some(&*latin1), header(wire, name), "{id}: {name}");
        }
    }
}

/// Where the SDK drops the path of an endpoint we keep it, and sign what is sent.
#[test]
fn the_path_of_an_endpoint_is_kept_and_signed() {
    let client: Client = tablature_client::Builder::new(swr())
        .credentials(Credentials::keys("ak", "sk"))
        .endpoint("http://gw.example.com/base/path")
        .clock(frozen)
        .transport(super::Always::new(HttpResponse::new(200, "")))
        .build()
        .unwrap();
    let sent = client.request(Method::Get, "/v2/manage/namespaces").to_http().unwrap();
    assert_eq!(sent.url(), "http://gw.example.com/base/path/v2/manage/namespaces");
    let headers = sent.headers.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let sample = Sample::new("GET", &sent.target, headers, Vec::new());
    assert!(is_signed(&sample, "ak", "sk"));
}

/// Whether a request carries the signature that the vendor's recipe makes.
fn is_signed(sample: &Sample, access: &str, secret: &str) -> bool {
    let credential = |name: &str| match name {
        "access_key" => Some(access),
        "secret_key" => Some(secret),
        "security_token" => Some("sts-token-xyz").filter(|_| sample.header("X-Security-Token").is_some()),
        _ => None,
    };
    verify(&plans("huaweicloud")[0], Clock::new(&credential, &|_| None, frozen()), sample) == Ok(())
}

#[test]
fn each_captured_signature_verifies_against_the_bytes() {
    let Some(captures) = captures("huaweicloud.json") else { return };
    let mut count = 0;
    for case in list(&captures, "cases") {
        let id = text(case, "id");
        if case["signing"].is_null() || id == "auth-project-id-lookup" {
            continue;
        }
        let wire = &case["captured"];
        let headers = list(wire, "headers").iter().map(|pair| {
            let bytes: Vec<u8> =
                pair[1].as_str().unwrap().chars().map(|c| u8::try_from(c).unwrap()).collect();
            (pair[0].as_str().unwrap().to_owned(), String::from_utf8(bytes).unwrap())
        });
        let body = text(wire, "body").as_bytes().to_vec();
        let sample = Sample::new(text(wire, "method"), text(wire, "target"), headers.collect(), body);
        let keys = &captures["credentials"];
        assert!(is_signed(&sample, text(keys, "ak"), text(keys, "sk")), "{id}");
        assert!(!is_signed(&sample, text(keys, "ak"), "another"), "{id}");
        count += 1;
    }
    assert!(count > 20);
}
