//! What a call costs: through the client, and written by hand with the same signing, the same transport and the
//! same leniency. `benches/call_cost.sh` counts the instructions of both.
//!
//! Both sides do the same work as far as it can be seen on the wire: they time the call, sign each attempt anew, send
//! again what may be sent again, hold the body to a limit, tell what an error body says, and refuse a header with a line
//! break and a name that would leave its place in the path. What the hand-written side does not do, because it knows its
//! one operation: parameters are arguments and no list, which is searched, checked and encoded; the recipe is code and
//! no data; no future is boxed but that of the transport; and it keeps no copy of the headers that hold a secret, by
//! which errors of the client are cleaned. That is a fixed number of instructions a call, which counts where an answer
//! is empty and not where it has items.
//!
//! ```text
//! call_cost client|hand CALLS ITEMS form|token|hmac
//! ```

use std::{
    collections::BTreeMap,
    fmt,
    hint::black_box,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use sha1::{Digest, Sha1};
use tablature_client::{
    BoxFuture, Credentials, HttpRequest, HttpResponse, Json, Method, Response, Transport, TransportError,
};

const ACCESS: &str = "ucloudsomeone@example.com1296235120854146120";
const SECRET: &str = "46f09bb9fab4f12dfc160dae12273d5332b5debe";

/// Answers from memory.
struct Memory(Vec<u8>);

impl Transport for Memory {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            black_box(request);
            Ok(HttpResponse::new(200, self.0.clone()).with_header("Content-Type", "application/json"))
        })
    }
}

fn body(items: usize) -> Vec<u8> {
    let item = |i: usize| {
        format!(
            r#"{{"ImageName":"image-{i}","PullCount":{i},"CreateTime":"2024-03-15T08:09:10Z","UpdateTime":1710490150,"LatestTag":"v1.{i}","RepoName":"my-repo"}}"#
        )
    };
    let items: Vec<String> = (0..items).map(item).collect();
    format!(
        r#"{{"RetCode":0,"Action":"GetRepoImageResponse","TotalCount":"{}","ImageSet":[{}]}}"#,
        items.len(),
        items.join(",")
    )
    .into_bytes()
}

/// The same where no envelope is around it.
fn bare(items: usize) -> Vec<u8> {
    let text = String::from_utf8(body(items)).expect("text");
    text.replace(r#""RetCode":0,"Action":"GetRepoImageResponse","#, "").into_bytes()
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("the transport is always ready"),
    }
}

mod client {
    //! As it is generated.

    use tablature_client::{Call, Envelope, Extra, Operation, Paging, Recipes, Retry, Service};

    static AUTH: Recipes = Recipes::new(&[
        r#"{"name":"v1","credentials":{"public_key":"public","private_key":"secret"},
        "put":{"params":{"PublicKey":"{public_key}"}},"over":{"sorted":{"pairs":"params","sort":"name","kv":"","join":""}},
        "sign":{"hash":"sha1","text":"{sorted}{private_key}"},"then":{"params":{"Signature":"{signature}"}}}"#,
    ]);
    static SERVICE: Service = Service::rpc("acme", "uhub", "https://api.acme.example", "Action")
        .auth(&AUTH)
        .context(&[("Region", "region"), ("ProjectId", "project_id")])
        .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] });
    static OPERATION: Operation = Operation::new("GetRepoImage", super::Method::Post, "/")
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
    pub(crate) static BY_TOKEN: Service =
        Service::rest("acme", "uhub", "https://api.acme.example").auth(&TOKEN);
    pub(crate) static BY_HMAC: Service =
        Service::rest("acme", "uhub", "https://api.acme.example").auth(&HMAC);
    static LIST: Operation =
        Operation::new("ListImages", super::Method::Get, "/repos/{repo}/images").required(&["repo"]);

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
}

mod hand {
    //! As somebody would write it for this one operation, who wants the same of it.

    use super::{
        ACCESS, Arc, AsciiSet, BTreeMap, DeserializeSeed, Deserializer, Digest, Duration, Hmac, HttpRequest,
        HttpResponse, IgnoredAny, Instant, Json, KeyInit, Mac, MapAccess, Method, NON_ALPHANUMERIC, SECRET,
        SeqAccess, Sha1, Transport, Visitor, fmt, utf8_percent_encode,
    };

    /// As long as a call may take, as many attempts as it has, and as much as an answer may have.
    const TIMEOUT: Duration = Duration::from_secs(60);
    const ATTEMPTS: u32 = 3;
    const LIMIT: usize = 64 * 1024 * 1024;

    pub(crate) struct Client {
        pub(crate) transport: Arc<dyn Transport>,
        pub(crate) region: String,
        pub(crate) project: String,
    }

    #[derive(Default)]
    pub(crate) struct GetRepoImageResponse {
        pub(crate) total_count: Option<i64>,
        pub(crate) image_set: Vec<ImageSet>,
        pub(crate) extra: BTreeMap<String, Json>,
        code: Option<String>,
    }

    #[derive(Default)]
    pub(crate) struct ImageSet {
        pub(crate) repo_name: Option<String>,
        pub(crate) image_name: Option<String>,
        pub(crate) create_time: Option<String>,
        pub(crate) update_time: Option<String>,
        pub(crate) pull_count: Option<i64>,
        pub(crate) latest_tag: Option<String>,
        pub(crate) extra: BTreeMap<String, Json>,
    }

    impl Client {
        /// Sends a request that is made anew for each attempt.
        async fn send(&self, make: impl Fn() -> Result<HttpRequest, String>) -> Result<HttpResponse, String> {
            let start = Instant::now();
            let mut attempt = 1;
            loop {
                let mut request = make()?;
                request.timeout = TIMEOUT.checked_sub(start.elapsed());
                if request.timeout.is_none() {
                    return Err("no time left".to_owned());
                }
                request.body_limit = LIMIT;
                let response = self.transport.send(request).await.map_err(|error| error.to_string())?;
                if response.body.len() > LIMIT {
                    return Err("too large".to_owned());
                }
                match response.status {
                    200..300 => return Ok(response),
                    429 | 502..=504 if attempt < ATTEMPTS => {
                        let asked = response.headers.get("Retry-After").and_then(|wait| wait.parse().ok());
                        let wait = Duration::from_secs(asked.unwrap_or(1));
                        if start.elapsed() + wait >= TIMEOUT {
                            return Err(told(&response));
                        }
                        self.transport.sleep(wait).await;
                        attempt += 1;
                    }
                    _ => return Err(told(&response)),
                }
            }
        }

        pub(crate) async fn get_repo_image(
            &self,
            repo: &str,
            limit: i64,
            offset: i64,
        ) -> Result<(GetRepoImageResponse, HttpResponse), String> {
            let mut pairs = vec![
                ("Region", self.region.clone()),
                ("ProjectId", self.project.clone()),
                ("RepoName", repo.to_owned()),
                ("Limit", limit.to_string()),
                ("Offset", offset.to_string()),
                ("Action", "GetRepoImage".to_owned()),
                ("PublicKey", ACCESS.to_owned()),
            ];
            if repo.is_empty() {
                return Err("RepoName is empty".to_owned());
            }
            let signature = signature(&pairs);
            pairs.push(("Signature", signature));
            let make = || {
                let mut request = HttpRequest::new(Method::Post, "https://api.acme.example", "/");
                request.body = encode(&pairs).into_bytes();
                request.headers.push("Content-Type", "application/x-www-form-urlencoded");
                request.headers.push("Host", "api.acme.example");
                request.headers.push("User-Agent", "tablature-client/0.1.0");
                Ok(request)
            };
            let response = self.send(make).await?;
            let output = read(&response)?;
            if output.code.as_deref() == Some("0") {
                Ok((output, response))
            } else {
                Err("RetCode".to_owned())
            }
        }
    }

    impl Client {
        pub(crate) async fn list_images(
            &self,
            repo: &str,
            limit: i64,
            offset: i64,
            signed: bool,
        ) -> Result<(GetRepoImageResponse, HttpResponse), String> {
            // Even encoded, dots would be taken for a step in the hierarchy.
            if matches!(repo, "" | "." | "..") {
                return Err("repo is empty, or leaves its place".to_owned());
            }
            let make = || {
                let mut target = String::with_capacity(64);
                target.push_str("/repos/");
                target.extend(utf8_percent_encode(repo, RESERVED));
                target.push_str("/images");
                let query = format!("limit={limit}&offset={offset}");
                target.push('?');
                target.push_str(&query);
                let mut request = HttpRequest::new(Method::Get, "https://api.acme.example", target);
                request.headers.push("Content-Type", "application/json");
                request.headers.push("Host", "api.acme.example");
                request.headers.push("User-Agent", "tablature-client/0.1.0");
                if signed {
                    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                    let time = since.map_err(|error| error.to_string())?.as_millis().to_string();
                    let mut mac =
                        Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length");
                    for part in [time.as_str(), ACCESS, &query] {
                        mac.update(part.as_bytes());
                    }
                    mac.update(&request.body);
                    request.headers.push("X-Key", value(ACCESS.to_owned())?);
                    request.headers.push("X-Sign", value(hex(&mac.finalize().into_bytes()))?);
                    request.headers.push("X-Time", value(time)?);
                } else {
                    request.headers.push("Authorization", value(format!("Bearer {SECRET}"))?);
                }
                Ok(request)
            };
            let response = self.send(make).await?;
            Ok((read(&response)?, response))
        }
    }

    /// A header that cannot smuggle in another one.
    fn value(text: String) -> Result<String, String> {
        if text.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t') {
            return Err("a header with a line break".to_owned());
        }
        Ok(text)
    }

    /// What an error body says.
    fn told(response: &HttpResponse) -> String {
        let body: Json = serde_json::from_slice(&response.body).unwrap_or_default();
        format!("HTTP {}: {} {}", response.status, body["code"], body["message"])
    }

    fn read(response: &HttpResponse) -> Result<GetRepoImageResponse, String> {
        let mut deserializer = serde_json::Deserializer::from_slice(&response.body);
        let output = Output.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
        deserializer.end().map_err(|error| error.to_string())?;
        Ok(output)
    }

    fn signature(pairs: &[(&str, String)]) -> String {
        let mut sorted: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
        sorted.sort_unstable();
        let mut sha1 = Sha1::new();
        for (name, value) in sorted {
            sha1.update(name);
            sha1.update(value);
        }
        sha1.update(SECRET);
        hex(&sha1.finalize())
    }

    fn hex(hash: &[u8]) -> String {
        let mut hex = String::with_capacity(hash.len() * 2);
        for byte in hash {
            for digit in [byte >> 4, byte & 15] {
                hex.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        hex
    }

    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

    fn encode(pairs: &[(&str, String)]) -> String {
        let mut out = String::with_capacity(256);
        for (index, (name, value)) in pairs.iter().enumerate() {
            if index > 0 {
                out.push('&');
            }
            out.extend(utf8_percent_encode(name, RESERVED));
            out.push('=');
            for (index, part) in value.split(' ').enumerate() {
                if index > 0 {
                    out.push('+');
                }
                out.extend(utf8_percent_encode(part, RESERVED));
            }
        }
        out
    }

    /// The string, number or boolean spelling of text.
    struct Text;
    impl<'de> DeserializeSeed<'de> for Text {
        type Value = Option<String>;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    }
    impl<'de> Visitor<'de> for Text {
        type Value = Option<String>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("text")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
        fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
            Ok(Some(boolean.to_string()))
        }
        fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
            Ok(Some(integer.to_string()))
        }
        fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
            Ok(Some(integer.to_string()))
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(None)
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }

    /// The string, number or boolean spelling of an integer.
    struct Integer;
    impl<'de> DeserializeSeed<'de> for Integer {
        type Value = Option<i64>;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    }
    impl<'de> Visitor<'de> for Integer {
        type Value = Option<i64>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an integer")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(text.trim().parse().ok())
        }
        fn visit_bool<E>(self, boolean: bool) -> Result<Self::Value, E> {
            Ok(Some(boolean.into()))
        }
        fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
            Ok(Some(integer))
        }
        fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
            Ok(i64::try_from(integer).ok())
        }
        fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
            // Text spells every whole number that fits.
            Ok(format!("{number:.0}").parse().ok().filter(|_| number.fract() == 0.0))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            Ok(None)
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }

    /// The name of a member, without a copy where it is known.
    enum Key {
        Known(usize),
        Other(String),
    }
    struct Name(&'static [&'static str]);
    impl<'de> DeserializeSeed<'de> for Name {
        type Value = Key;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Key, D::Error> {
            d.deserialize_identifier(self)
        }
    }
    impl Visitor<'_> for Name {
        type Value = Key;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a name")
        }
        fn visit_str<E>(self, name: &str) -> Result<Key, E> {
            let exact = self.0.iter().position(|known| *known == name);
            let found = exact.or_else(|| self.0.iter().position(|known| known.eq_ignore_ascii_case(name)));
            Ok(found.map_or_else(|| Key::Other(name.to_owned()), Key::Known))
        }
    }

    struct Output;
    impl<'de> DeserializeSeed<'de> for Output {
        type Value = GetRepoImageResponse;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    }
    impl<'de> Visitor<'de> for Output {
        type Value = GetRepoImageResponse;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut out = GetRepoImageResponse::default();
            while let Some(key) =
                map.next_key_seed(Name(&["TotalCount", "ImageSet", "RetCode", "Action", "Message"]))?
            {
                match key {
                    Key::Known(0) => out.total_count = map.next_value_seed(Integer)?,
                    Key::Known(1) => out.image_set = map.next_value_seed(Images)?,
                    Key::Known(2) => out.code = map.next_value_seed(Text)?,
                    Key::Known(_) => {
                        map.next_value::<IgnoredAny>()?;
                    }
                    Key::Other(name) => {
                        let value = map.next_value()?;
                        out.extra.insert(name, value);
                    }
                }
            }
            Ok(out)
        }
    }

    struct Images;
    impl<'de> DeserializeSeed<'de> for Images {
        type Value = Vec<ImageSet>;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    }
    impl<'de> Visitor<'de> for Images {
        type Value = Vec<ImageSet>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut out = Vec::new();
            while let Some(image) = seq.next_element_seed(Image)? {
                out.push(image);
            }
            Ok(out)
        }
    }

    struct Image;
    impl<'de> DeserializeSeed<'de> for Image {
        type Value = ImageSet;
        fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
            d.deserialize_any(self)
        }
    }
    impl<'de> Visitor<'de> for Image {
        type Value = ImageSet;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            const NAMES: &[&str] =
                &["RepoName", "ImageName", "CreateTime", "UpdateTime", "PullCount", "LatestTag"];
            let mut out = ImageSet::default();
            while let Some(key) = map.next_key_seed(Name(NAMES))? {
                match key {
                    Key::Known(0) => out.repo_name = map.next_value_seed(Text)?,
                    Key::Known(1) => out.image_name = map.next_value_seed(Text)?,
                    Key::Known(2) => out.create_time = map.next_value_seed(Text)?,
                    Key::Known(3) => out.update_time = map.next_value_seed(Text)?,
                    Key::Known(4) => out.pull_count = map.next_value_seed(Integer)?,
                    Key::Known(_) => out.latest_tag = map.next_value_seed(Text)?,
                    Key::Other(name) => {
                        let value = map.next_value()?;
                        out.extra.insert(name, value);
                    }
                }
            }
            Ok(out)
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, form, calls, items, kind] = &arguments[..] else {
        panic!("call_cost client|hand CALLS ITEMS form|token|hmac")
    };
    let calls: usize = calls.parse().expect("a number of calls");
    let items = items.parse().expect("a number of items");
    let body = if kind == "form" { body(items) } else { bare(items) };
    if form == "client" { by_client(calls, body, kind) } else { by_hand(calls, body, kind) }
}

fn by_client(calls: usize, body: Vec<u8>, kind: &str) {
    let builder = match kind {
        "form" => client::Client::builder()
            .credentials(Credentials::keys(ACCESS, SECRET))
            .setting("region", "cn-bj2")
            .setting("project_id", "org-abc123"),
        "token" => tablature_client::Builder::new(&client::BY_TOKEN).credentials(Credentials::token(SECRET)),
        _ => tablature_client::Builder::new(&client::BY_HMAC).credentials(Credentials::keys(ACCESS, SECRET)),
    };
    let client: client::Client = builder.transport(Memory(body)).build().expect("a client");
    for _ in 0..calls {
        let response: Response<_> = if kind == "form" {
            now(client.get_repo_image("my-repo").limit(20).offset(0).send()).expect("an answer")
        } else {
            now(client.list_images("my-repo", 20, 0)).expect("an answer")
        };
        black_box(response);
    }
}

fn by_hand(calls: usize, body: Vec<u8>, kind: &str) {
    let client = hand::Client {
        transport: Arc::new(Memory(body)),
        region: "cn-bj2".to_owned(),
        project: "org-abc123".to_owned(),
    };
    for _ in 0..calls {
        let response = if kind == "form" {
            now(client.get_repo_image("my-repo", 20, 0)).expect("an answer")
        } else {
            now(client.list_images("my-repo", 20, 0, kind == "hmac")).expect("an answer")
        };
        black_box(response.0.total_count);
        black_box(response);
    }
}
