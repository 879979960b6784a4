//! The RPC vendor: forms, flattening and signatures.

use std::{sync::OnceLock, time::UNIX_EPOCH};

use super::{captures, leaked, list, now, once, plans, text};
use tablature_client::{
    Call, Client, Credentials, Envelope, ErrorKind, HttpRequest, HttpResponse, Json, Method, Operation,
    Service, base64,
};
use tablature_recipe::{Clock, Request as _, Sample, verify};

pub fn service() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    once(&SERVICE, || {
        Service::rpc("ucloud", "captured", "https://api.ucloud.cn", "Action")
            .auth(leaked("ucloud"))
            .context(&[("Region", "region"), ("ProjectId", "project_id")])
            .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] })
            .transient(&["110", "130", "150", "153"])
    })
}

/// Whether a form carries the signature that the vendor's recipe makes.
fn is_signed(body: &str, keys: &Json) -> bool {
    let media = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let sample = Sample::new("POST", "/", vec![media], body.as_bytes().to_vec());
    let credential = |name: &str| match name {
        "public_key" => keys["PublicKey"].as_str(),
        "private_key" => keys["PrivateKey"].as_str(),
        _ => sample
            .pairs(tablature_recipe::Source::Form)
            .into_iter()
            .find_map(|(n, v)| (n == "SecurityToken").then_some(v))
            .map(|_| "sts"),
    };
    verify(&plans("ucloud")[0], Clock::new(&credential, &|_| None, UNIX_EPOCH), &sample).is_ok()
}

static CREATE_REPO: Operation = Operation::new("CreateRepo", Method::Post, "/").required(&["RepoName"]);

type Changes = &'static [(&'static str, Option<&'static str>)];

/// Cases whose pairs differ on purpose, with the pairs that we send instead: see `DIFFERENCES.md`.
const DIFFERENT: &[(&str, Changes)] =
    &[("generic-floats", &[("F", Some("0.0000001"))]), ("generic-none-empty", &[("E.0", None)])];

fn client(case: &Json, keys: &Json) -> Client {
    let overrides = &case["call"]["config_overrides"];
    let setting = |name: &str, usual: &'static str| match overrides.get(name) {
        None => Some(usual.to_owned()),
        Some(value) => value.as_str().map(str::to_owned),
    };
    let mut builder = tablature_client::Builder::<Client>::new(service())
        .credentials(Credentials::keys(text(keys, "PublicKey"), text(keys, "PrivateKey")))
        .endpoint("http://127.0.0.1:18081")
        .transport(super::Always::new(HttpResponse::new(200, "{}")));
    if let Some(region) = setting("region", "cn-bj2") {
        builder = builder.setting("region", region);
    }
    if let Some(project) = setting("project_id", "org-abc123") {
        builder = builder.setting("project_id", project);
    }
    builder.build().unwrap()
}

fn pairs(body: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_encoding::percent_decode_str(&text).decode_utf8().unwrap().into_owned()
    };
    let mut pairs: Vec<_> = body
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(n, v)| (decode(n), decode(v)))
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn each_call_is_the_same_on_the_wire() {
    let Some(captures) = captures("ucloud.json") else { return };
    let keys = &captures["credentials"];
    for case in list(&captures, "cases") {
        let id = text(case, "id");
        let mut args = case["call"]["args"].clone();
        if let Some(password) = args.get_mut("Password") {
            // A page says in prose that this field is base64; the generated setter encodes it.
            *password = base64(password.as_str().unwrap()).into();
        }
        let sent = client(case, keys).call(text(&case["call"], "action"), args).to_http().unwrap();
        let wire = &case["captured"];
        assert_eq!(sent.method.as_str(), text(wire, "method"), "{id}");
        assert_eq!(sent.target, text(wire, "target"), "{id}");
        assert_eq!(sent.headers.get("Content-Type"), Some("application/x-www-form-urlencoded"), "{id}");

        let mut wanted = pairs(text(wire, "body"));
        if let Some((_, changes)) = DIFFERENT.iter().find(|(known, _)| *known == id) {
            wanted.retain(|(name, _)| {
                name != "Signature" && changes.iter().all(|(changed, _)| changed != name)
            });
            wanted.extend(changes.iter().filter_map(|(n, v)| Some(((*n).to_owned(), (*v)?.to_owned()))));
            let mut ours = pairs(std::str::from_utf8(&sent.body).unwrap());
            wanted.extend(ours.extract_if(.., |(name, _)| name == "Signature"));
            wanted.sort();
        }
        let sent = std::str::from_utf8(&sent.body).unwrap();
        assert_eq!(pairs(sent), wanted, "{id}");
        assert!(is_signed(sent, keys), "{id}");
        assert!(is_signed(text(wire, "body"), keys), "{id}");
    }
}

#[test]
fn what_the_sdk_refuses_and_a_type_does_not_already() {
    let Some(captures) = captures("ucloud.json") else { return };
    let client = client(&Json::Null, &captures["credentials"]);
    for check in list(&captures, "client_side_validation").iter().filter(|c| c["op"] == "create_repo") {
        let given = check["args"].get("RepoName");
        let mut call = Call::new(&client, &CREATE_REPO);
        if let Some(name) = given {
            call = call.form("RepoName", name.clone());
        }
        match call.to_http() {
            Ok(_) => assert!(given.is_some()),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Input);
                assert_eq!(error.to_string(), "CreateRepo: RepoName is required");
                assert!(given.is_none());
            }
        }
    }
}

#[test]
fn temporary_keys_send_their_token_and_sign_it() {
    let client: Client = tablature_client::Builder::new(service())
        .credentials(Credentials::temporary("pk", "sk", "sts"))
        .transport(super::Always::new(HttpResponse::new(200, r#"{"RetCode":0}"#)))
        .build()
        .unwrap();
    let call = client.call("GetRegion", Json::Null);
    let sent: HttpRequest = call.to_http().unwrap();
    let body = std::str::from_utf8(&sent.body).unwrap();
    assert!(pairs(body).contains(&("SecurityToken".to_owned(), "sts".to_owned())));
    assert!(is_signed(body, &serde_json::json!({"PublicKey": "pk", "PrivateKey": "sk"})));
    assert!(now(call.send::<Json>()).is_ok());
}
