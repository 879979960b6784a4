//! The client, as it is generated.

use tablature_client::{Call, Envelope, Extra, Method, Operation, Paging, Recipes, Retry, Service};

static AUTH: Recipes = Recipes::new(&[
    r#"{"name":"v1","credentials":{"public_key":"public","private_key":"secret"},
    "put":{"params":{"PublicKey":"{public_key}"}},"over":{"sorted":{"pairs":"params","sort":"name","kv":"","join":""}},
    "sign":{"hash":"sha1","text":"{sorted}{private_key}"},"then":{"params":{"Signature":"{signature}"}}}"#,
]);
static SERVICE: Service = Service::rpc("acme", "uhub", "https://api.acme.example", "Action")
    .auth(&AUTH)
    .context(&[("Region", "region"), ("ProjectId", "project_id")])
    .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] });
static OPERATION: Operation = Operation::new("GetRepoImage", Method::Post, "/")
    .retry(Retry::Safe)
    .required(&["RepoName"])
    .paging(Paging::offset("Offset", "Limit", "ImageSet").total("TotalCount"));

static TOKEN: Recipes = Recipes::new(&[
    r#"{"name":"token","credentials":{"token":"secret"},"put":{"header":{"Authorization":"Bearer {token}"}}}"#,
]);
static HMAC: Recipes = Recipes::new(&[
    r#"{"name":"hmac","credentials":{"api_key":"public","api_secret":"secret"},
    "let":{"ts":{"time":"unix-ms"},"sign":{"hmac":"sha256","key":"{api_secret}","text":"{ts}{api_key}{query}{body}"}},
    "put":{"header":{"X-Key":"{api_key}","X-Sign":"{sign}","X-Time":"{ts}"}}}"#,
]);
pub(crate) static BY_TOKEN: Service = Service::rest("acme", "uhub", "https://api.acme.example").auth(&TOKEN);
pub(crate) static BY_HMAC: Service = Service::rest("acme", "uhub", "https://api.acme.example").auth(&HMAC);
static LIST: Operation =
    Operation::new("ListImages", Method::Get, "/repos/{repo}/images").required(&["repo"]);

static SEARCH: Operation =
    Operation::new("SearchImages", Method::Post, "/repos/{repo}/images/search").required(&["repo"]);

#[derive(Clone, Debug)]
pub(crate) struct Client(pub(crate) tablature_client::Client);
impl Client {
    pub(crate) fn builder() -> tablature_client::Builder<Self> {
        tablature_client::Builder::new(&SERVICE)
    }

    pub(crate) fn list_images(
        &self,
        repo: impl Into<String>,
        limit: i64,
        offset: i64,
    ) -> tablature_client::Sending<GetRepoImageResponse> {
        let call = Call::new(&self.0, &LIST).path("repo", repo.into());
        call.query("limit", limit).query("offset", offset).send()
    }

    pub(crate) fn search_images(
        &self,
        repo: impl Into<String>,
        text: impl Into<String>,
        limit: i64,
    ) -> tablature_client::Sending<GetRepoImageResponse> {
        let call = Call::new(&self.0, &SEARCH).path("repo", repo.into());
        call.body("text", text.into()).body("limit", limit).send()
    }

    pub(crate) fn usual_search(
        &self,
        repo: impl Into<String>,
        text: impl Into<String>,
        limit: i64,
    ) -> tablature_client::Sending<crate::usual::Job> {
        let call = Call::new(&self.0, &SEARCH).path("repo", repo.into());
        call.body("text", text.into()).body("limit", limit).send()
    }

    pub(crate) fn get_repo_image(&self, repo_name: impl Into<String>) -> GetRepoImage {
        GetRepoImage(Call::new(&self.0, &OPERATION).form("RepoName", repo_name.into()))
    }
}
impl From<tablature_client::Client> for Client {
    fn from(client: tablature_client::Client) -> Self {
        Self(client)
    }
}

pub(crate) struct GetRepoImage(Call);
impl GetRepoImage {
    pub(crate) fn limit(self, limit: i64) -> Self {
        Self(self.0.form("Limit", limit))
    }

    pub(crate) fn offset(self, offset: i64) -> Self {
        Self(self.0.form("Offset", offset))
    }

    pub(crate) fn send(self) -> tablature_client::Sending<GetRepoImageResponse> {
        self.0.send()
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct GetRepoImageResponse {
    total_count: Option<i64>,
    image_set: Vec<ImageSet>,
    extra: Extra,
}
tablature_client::model!(GetRepoImageResponse { total_count: "TotalCount", image_set: "ImageSet" });

#[derive(Clone, Default, PartialEq)]
pub(crate) struct ImageSet {
    repo_name: Option<String>,
    image_name: Option<String>,
    create_time: Option<String>,
    update_time: Option<String>,
    pull_count: Option<i64>,
    latest_tag: Option<String>,
    extra: Extra,
}
tablature_client::model!(ImageSet {
    repo_name: "RepoName",
    image_name: "ImageName",
    create_time: "CreateTime",
    update_time: "UpdateTime",
    pull_count: "PullCount",
    latest_tag: "LatestTag",
});
