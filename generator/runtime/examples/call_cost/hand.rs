//! As somebody would write it for these two operations, who wants the same of them.

use std::{
    borrow::Cow,
    future::poll_fn,
    sync::Arc,
    task::Poll,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use sha1::{Digest, Sha1};
use sha2::Sha256;
use tablature_client::{HttpRequest, HttpResponse, Json, Method, Transport};

use crate::{
    ACCESS, SECRET,
    read::{GetRepoImageResponse, read},
    usual,
};

/// As long as a call may take, as many attempts as it has, and as much as an answer may have.
const TIMEOUT: Duration = Duration::from_secs(60);
const ATTEMPTS: u32 = 3;
const LIMIT: usize = 64 * 1024 * 1024;

pub(crate) struct Client {
    transport: Arc<dyn Transport>,
    /// Scheme, host and port, which tests set to those of a server of their own.
    origin: Arc<str>,
    host: Arc<str>,
    /// The path below which the service lies.
    below: String,
    region: String,
    project: String,
    once: Option<Once>,
}

/// What need not be made for each request: the client makes it once, and a writer who counts would as well.
struct Once {
    authorization: Arc<str>,
    key: Arc<str>,
    mac: Hmac<Sha256>,
}

/// How a request is authenticated.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Token,
    Hmac,
}

impl Client {
    pub(crate) fn new(transport: impl Transport + 'static, once: bool) -> Self {
        Client {
            transport: Arc::new(transport),
            origin: "https://api.acme.example".into(),
            host: "api.acme.example".into(),
            below: String::new(),
            region: "cn-bj2".to_owned(),
            project: "org-abc123".to_owned(),
            once: once.then(|| Once {
                authorization: format!("Bearer {SECRET}").into(),
                key: ACCESS.into(),
                mac: mac(),
            }),
        }
    }

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
            let left = request.timeout.unwrap_or(TIMEOUT);
            // A transport need not watch the time, and one that answers at once needs no timer.
            let (mut sending, mut timer) = (self.transport.send(request), None);
            let answer = poll_fn(|cx| match sending.as_mut().poll(cx) {
                Poll::Ready(answer) => Poll::Ready(Some(answer)),
                Poll::Pending => {
                    let timer = timer.get_or_insert_with(|| self.transport.sleep(left));
                    timer.as_mut().poll(cx).map(|()| None)
                }
            });
            let answer = answer.await.ok_or("no answer in time")?;
            let response = answer.map_err(|error| error.to_string())?;
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

    /// Signed by a digest over the sorted parameters of a form.
    pub(crate) async fn get_repo_image(
        &self,
        repo: &str,
        limit: Option<i64>,
        offset: Option<i64>,
    ) -> Result<(GetRepoImageResponse, HttpResponse), String> {
        if repo.is_empty() {
            return Err("RepoName is empty".to_owned());
        }
        let mut pairs: Vec<(&str, Cow<'_, str>)> = Vec::with_capacity(8);
        pairs.push(("Region", Cow::Borrowed(&self.region)));
        pairs.push(("ProjectId", Cow::Borrowed(&self.project)));
        pairs.push(("RepoName", Cow::Borrowed(repo)));
        pairs.extend(limit.map(|limit| ("Limit", limit.to_string().into())));
        pairs.extend(offset.map(|offset| ("Offset", offset.to_string().into())));
        pairs.push(("Action", "GetRepoImage".into()));
        pairs.push(("PublicKey", ACCESS.into()));
        let signature = signature(&pairs);
        pairs.push(("Signature", signature.into()));
        let make = || {
            let target = if self.below.is_empty() { "/" } else { &self.below };
            let mut request = HttpRequest::new(Method::Post, Arc::clone(&self.origin), target);
            request.body = encode(&pairs).into_bytes();
            request.headers.push("Content-Type", "application/x-www-form-urlencoded");
            request.headers.push("Host", Arc::clone(&self.host));
            request.headers.push("User-Agent", "tablature-client/0.1.0");
            Ok(request)
        };
        let response = self.send(make).await?;
        let output = read(&response)?;
        if output.code.as_deref() == Some("0") { Ok((output, response)) } else { Err("RetCode".to_owned()) }
    }

    /// Authenticated by a header.
    pub(crate) async fn list_images(
        &self,
        repo: &str,
        limit: Option<i64>,
        offset: Option<i64>,
        kind: Kind,
    ) -> Result<(GetRepoImageResponse, HttpResponse), String> {
        let make = || {
            let mut target = self.path(repo, "/images")?;
            let mut query = String::new();
            for (name, value) in [("limit", limit), ("offset", offset)] {
                let Some(value) = value else { continue };
                query.push_str(if query.is_empty() { "" } else { "&" });
                query.push_str(name);
                query.push('=');
                query.push_str(&value.to_string());
            }
            if !query.is_empty() {
                target.push('?');
                target.push_str(&query);
            }
            let mut request = HttpRequest::new(Method::Get, Arc::clone(&self.origin), target);
            request.headers.push("Host", Arc::clone(&self.host));
            request.headers.push("User-Agent", "tablature-client/0.1.0");
            match kind {
                Kind::Token => self.token(&mut request)?,
                Kind::Hmac => self.hmac(&query, &mut request)?,
            }
            Ok(request)
        };
        let response = self.send(make).await?;
        Ok((read(&response)?, response))
    }

    /// Authenticated by a header, with a JSON body.
    pub(crate) async fn search_images(
        &self,
        repo: &str,
        text: Option<&str>,
        limit: Option<i64>,
    ) -> Result<(GetRepoImageResponse, HttpResponse), String> {
        let response = self.search(repo, text, limit).await?;
        Ok((read(&response)?, response))
    }

    /// The same, with an answer that is as its page says.
    pub(crate) async fn usual_search(
        &self,
        repo: &str,
        text: Option<&str>,
        limit: Option<i64>,
    ) -> Result<(usual::ByHand, HttpResponse), String> {
        let response = self.search(repo, text, limit).await?;
        let read = serde_json::from_slice(&response.body).map_err(|error| error.to_string())?;
        Ok((read, response))
    }

    async fn search(
        &self,
        repo: &str,
        text: Option<&str>,
        limit: Option<i64>,
    ) -> Result<HttpResponse, String> {
        let make = || {
            let target = self.path(repo, "/images/search")?;
            let mut request = HttpRequest::new(Method::Post, Arc::clone(&self.origin), target);
            request.body = serde_json::to_vec(&Search { text, limit }).map_err(|error| error.to_string())?;
            request.headers.push("Content-Type", "application/json");
            request.headers.push("Host", Arc::clone(&self.host));
            request.headers.push("User-Agent", "tablature-client/0.1.0");
            self.token(&mut request)?;
            Ok(request)
        };
        self.send(make).await
    }

    /// A path below the one of the service.
    fn path(&self, repo: &str, behind: &str) -> Result<String, String> {
        // Even encoded, dots would be taken for a step in the hierarchy.
        if matches!(repo, "" | "." | "..") {
            return Err("repo is empty, or leaves its place".to_owned());
        }
        let mut target = String::with_capacity(self.below.len() + 64);
        target.push_str(&self.below);
        target.push_str("/repos/");
        target.extend(utf8_percent_encode(repo, RESERVED));
        target.push_str(behind);
        Ok(target)
    }

    fn token(&self, request: &mut HttpRequest) -> Result<(), String> {
        match &self.once {
            Some(once) => request.headers.push("Authorization", Arc::clone(&once.authorization)),
            None => request.headers.push("Authorization", value(format!("Bearer {SECRET}"))?),
        }
        Ok(())
    }

    fn hmac(&self, query: &str, request: &mut HttpRequest) -> Result<(), String> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?;
        let time = since.as_millis().to_string();
        let mut mac = self.once.as_ref().map_or_else(mac, |once| once.mac.clone());
        for part in [time.as_str(), ACCESS, query] {
            mac.update(part.as_bytes());
        }
        mac.update(&request.body);
        match &self.once {
            Some(once) => request.headers.push("X-Key", Arc::clone(&once.key)),
            None => request.headers.push("X-Key", value(ACCESS.to_owned())?),
        }
        request.headers.push("X-Sign", value(hex(&mac.finalize().into_bytes()))?);
        request.headers.push("X-Time", value(time)?);
        Ok(())
    }
}

/// The body of a search, written as `derive(Serialize)` would write it.
struct Search<'s> {
    text: Option<&'s str>,
    limit: Option<i64>,
}

impl Serialize for Search<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let count = usize::from(self.text.is_some()) + usize::from(self.limit.is_some());
        let mut object = serializer.serialize_struct("Search", count)?;
        match &self.text {
            Some(text) => object.serialize_field("text", text)?,
            None => object.skip_field("text")?,
        }
        match &self.limit {
            Some(limit) => object.serialize_field("limit", limit)?,
            None => object.skip_field("limit")?,
        }
        object.end()
    }
}

fn mac() -> Hmac<Sha256> {
    Hmac::new_from_slice(SECRET.as_bytes()).expect("any length")
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

fn signature(pairs: &[(&str, Cow<'_, str>)]) -> String {
    let mut sorted: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, &**value)).collect();
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

fn encode(pairs: &[(&str, Cow<'_, str>)]) -> String {
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
