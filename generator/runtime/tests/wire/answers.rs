//! Every captured answer: what is decoded of it, or which error it is.
#![allow(clippy::struct_field_names, clippy::semicolon_if_nothing_returned)]

use super::{Always, captures, list, now, text};
use tablature_client::{
    Call, Client, Credentials, Error, ErrorKind, ErrorShape, Extra, HttpResponse, Json, Method, Operation,
    Response, Retries, Service, Value,
};

static REST: Service = Service::rest("huaweicloud", "captured", "https://swr-api.example.com")
    .auth(&super::ways::BY_HEADER)
    .errors(&[ErrorShape { code: "errors[].errorCode", message: "errors[].errorMessage", request_id: None }]);

static OPERATION: Operation = Operation::new("GetRepo", Method::Post, "/");

#[derive(Clone, Default, PartialEq)]
pub struct Repo {
    pub repo_name: Option<String>,
    pub is_shared: Option<String>,
    pub extra: Extra,
}
tablature_client::model!(Repo { repo_name: "RepoName", is_shared: "IsShared" });

#[derive(Clone, Default, PartialEq)]
pub struct GetRepoResponse {
    pub repo_set: Vec<Repo>,
    pub total_count: Option<i64>,
    pub extra: Extra,
}
tablature_client::model!(GetRepoResponse { repo_set: "RepoSet", total_count: "TotalCount" });

#[derive(Clone, Default, PartialEq)]
pub struct Vpc {
    pub id: Option<String>,
    pub name: Option<String>,
    pub cidr: Option<String>,
    pub extra: Extra,
}
tablature_client::model!(Vpc { id: "id", name: "name", cidr: "cidr" });

#[derive(Clone, Default, PartialEq)]
pub struct ListVpcsResponse {
    pub vpcs: Vec<Vpc>,
    pub extra: Extra,
}
tablature_client::model!(ListVpcsResponse { vpcs: "vpcs" });

fn response(case: &Json) -> HttpResponse {
    let response = &case["response"];
    let body = match &response["body"] {
        Json::String(text) => text.clone().into_bytes(),
        Json::Object(object) => {
            object["bytes_latin1"].as_str().unwrap().chars().map(|c| u8::try_from(c).unwrap()).collect()
        }
        _ => Vec::new(),
    };
    let status = response["status"].as_u64().unwrap_or(200).try_into().unwrap();
    let headers = response["headers"].as_object().cloned().unwrap_or_default();
    headers.iter().fold(HttpResponse::new(status, body), |response, (name, value)| {
        response.with_header(name.clone(), value.as_str().unwrap().to_owned())
    })
}

fn answer<T: Value + Default>(service: &'static Service, case: &Json) -> Result<Response<T>, Error> {
    let client: Client = tablature_client::Builder::new(service)
        .credentials(Credentials::keys("ak", "sk"))
        .retries(Retries::none())
        .transport(Always::new(response(case)))
        .build()
        .unwrap();
    now(Call::new(&client, &OPERATION).send())
}

#[test]
fn every_answer_of_the_rpc_vendor() {
    let Some(captures) = captures("ucloud.json") else { return };
    for case in list(&captures, "responses") {
        let label = text(case, "label");
        let result = answer::<GetRepoResponse>(super::rpc::service(), case);
        if label.starts_with("ok") {
            let got = result.unwrap().into_inner();
            let sdk = &case["sdk_result"];
            let names = |key: &str, json: &Json| json[key].as_str().map(str::to_owned);
            let wanted: Vec<_> =
                list(sdk, "RepoSet").iter().map(|r| (names("RepoName", r), names("IsShared", r))).collect();
            let repos: Vec<_> = got.repo_set.into_iter().map(|r| (r.repo_name, r.is_shared)).collect();
            assert_eq!(repos, wanted, "{label}");
            assert_eq!(got.total_count, sdk["TotalCount"].as_i64(), "{label}");
            continue;
        }
        if label.starts_with("bad") {
            // The SDK fails; here the value that does not fit is kept beside the fields.
            let got = result.unwrap().into_inner();
            assert_eq!((got.repo_set.len(), got.total_count, got.extra.len()), (0, None, 1), "{label}");
            continue;
        }
        let error = result.unwrap_err();
        let body = response(case).body;
        assert_eq!(error.operation(), "GetRepo", "{label}");
        assert_eq!(error.body(), body, "{label}");
        let status = case["response"]["status"].as_u64().unwrap_or(200);
        assert_eq!(error.status().map(u64::from), Some(status), "{label}");
        let fields = &case["sdk_exception"]["fields"];
        assert_eq!(error.request_id(), fields["request_uuid"].as_str(), "{label}");
        let told: Json = serde_json::from_slice(&body).unwrap_or_default();
        let code = told.get("RetCode").map(|code| code.to_string().trim_matches('"').to_owned());
        assert_eq!(error.code().map(str::to_owned), code, "{label}");
        if let Some(message) = told.get("Message").and_then(Json::as_str) {
            assert_eq!(error.message(), message, "{label}");
        }
        let unreadable = ["err-not-json", "err-empty-body", "err-json-array"].contains(&label);
        assert_eq!(error.kind() == ErrorKind::Decode, unreadable, "{label}: {error}");
    }
}

#[test]
fn every_answer_of_the_rest_vendor() {
    let Some(captures) = captures("huaweicloud.json") else { return };
    for case in list(&captures, "responses") {
        let label = text(case, "label");
        match text(case, "op") {
            "ListVpcs" => {
                let got = answer::<ListVpcsResponse>(&REST, case).unwrap().into_inner();
                match label {
                    "200 missing+unknown fields" => {
                        assert_eq!((got.vpcs.len(), got.vpcs[0].extra.len(), got.extra.len()), (1, 1, 1));
                    }
                    "200 null list" => assert_eq!(got, ListVpcsResponse::default()),
                    "200 int for string" => {
                        let vpc = &got.vpcs[0];
                        let texts = [&vpc.id, &vpc.name, &vpc.cidr].map(Option::as_deref);
                        assert_eq!(texts, [Some("5"), Some("true"), Some("1.5")]);
                    }
                    other => panic!("new case {other}"),
                }
            }
            "DeleteRepo" => answer::<()>(&REST, case).map(drop).unwrap(),
            _ => list_repos(label, case),
        }
    }
}

fn without_message(code: &str, body: &str) -> String {
    format!("the service gave the code {code} and no message: {body}")
}

fn list_repos(label: &str, case: &Json) {
    let result = answer::<Vec<Repo>>(&REST, case);
    if label == "200 object where array expected" {
        assert!(result.unwrap().is_empty());
        return;
    }
    let error = result.unwrap_err();
    let sdk = &case["sdk_exception"];
    let body = String::from_utf8(response(case).body).unwrap();
    assert_eq!(error.body(), body.as_bytes(), "{label}");
    let found = (error.code(), error.message());
    match label {
        // Where the SDK finds nothing and we do.
        "errors-array (SWR v2)" => {
            assert_eq!(found, (Some("SVCSTG.SWR.4040001"), "Namespace does not exist"))
        }
        "code only" => assert_eq!(found, (Some("VPC.0101"), &*without_message("VPC.0101", &body))),
        "error_code without msg" => assert_eq!(found, (Some("A.1"), &*without_message("A.1", &body))),
        "null error_msg" => assert_eq!(found, (Some("Q"), &*without_message("Q", &body))),
        "NeutronError" => assert_eq!(found, (Some("X"), "m")),
        "errorCode/errorMessage flat" => assert_eq!(found, (Some("E"), "M")),
        "json array body" => assert_eq!(found, (Some("Z"), &*without_message("Z", &body))),
        "http 429" => {
            assert_eq!(found, (Some("APIGW.0308"), "throttled"));
            assert!(error.is_retryable());
        }
        // Where the SDK takes the answer for a success.
        "200 with error body" => {
            assert_eq!((error.kind(), error.code()), (ErrorKind::Decode, Some("X")));
        }
        "200 not json" => assert_eq!(error.kind(), ErrorKind::Decode),
        "301 redirect" => assert!(error.message().starts_with("redirected to http://swr-api."), "{error}"),
        // The SDK says the status again where there is no code.
        "plain text" | "empty body" => assert_eq!(found, (None, text(sdk, "error_msg"))),
        _ => {
            let code = sdk["error_code"].to_string();
            assert_eq!(found, (Some(code.trim_matches('"')), text(sdk, "error_msg")), "{label}");
        }
    }
    let id = match label {
        "no request id header" => Some("in-body"),
        _ => case["response"]["headers"]["X-Request-Id"].as_str(),
    };
    assert_eq!(error.request_id(), id, "{label}");
    assert_eq!(error.status().map(u64::from), case["response"]["status"].as_u64(), "{label}");
}
