//! SDK-HMAC-SHA256: an HMAC over the canonical request, in the header `Authorization`.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::{
    HttpRequest,
    credentials::Keys,
    encode::{self, hex},
    time,
};

/// The name of the algorithm, as it stands in `Authorization`.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";
/// The header that carries the time of signing.
pub const DATE: &str = "X-Sdk-Date";
/// The header that says that the body is not signed.
pub const CONTENT_SHA256: &str = "X-Sdk-Content-Sha256";
const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// What is signed of a request.
#[derive(Clone, Copy, Debug)]
pub struct Canonical<'a> {
    /// The method.
    pub method: &'a str,
    /// The path as it is on the wire.
    pub path: &'a str,
    /// The query as names and values, not encoded, in the order in which they are signed.
    pub query: &'a [(&'a str, &'a str)],
    /// The signed headers: names in lower case, sorted.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body.
    pub body: &'a [u8],
}

impl Canonical<'_> {
    /// The text whose hash is signed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(512);
        text.push_str(self.method);
        text.push('\n');
        canonical_path(self.path, &mut text);
        text.push('\n');
        encode::query(self.query, &mut text);
        text.push('\n');
        for (name, value) in self.headers {
            text.push_str(name);
            text.push(':');
            text.push_str(value.trim());
            text.push('\n');
        }
        text.push('\n');
        self.push_signed_headers(&mut text);
        text.push('\n');
        match self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(CONTENT_SHA256)) {
            Some((_, UNSIGNED_PAYLOAD)) if !self.body.is_empty() => text.push_str(UNSIGNED_PAYLOAD),
            _ => text.push_str(&hex(&Sha256::digest(self.body))),
        }
        text
    }

    fn push_signed_headers(&self, out: &mut String) {
        for (index, (name, _)) in self.headers.iter().enumerate() {
            if index > 0 {
                out.push(';');
            }
            out.push_str(name);
        }
    }

    /// The signature in hex; empty without the header [`DATE`], which is always signed.
    #[must_use]
    pub fn signature(&self, secret_key: &str) -> String {
        let Some((_, date)) = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(DATE)) else {
            return String::new();
        };
        let to_sign = format!("{ALGORITHM}\n{}\n{}", date.trim(), hex(&Sha256::digest(self.text())));
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret_key.as_bytes()) else {
            return String::new();
        };
        mac.update(to_sign.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

/// The path decoded once, each segment encoded anew, a slash at the end. A `%2F` of the wire is a slash here.
fn canonical_path(path: &str, out: &mut String) {
    let decoded = encode::decode(path);
    let decoded = String::from_utf8_lossy(&decoded);
    for (index, segment) in decoded.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        encode::component(segment, out);
    }
    if !out.ends_with('/') {
        out.push('/');
    }
}

/// Adds the time, the token of temporary keys, and the signature over all headers that are there. A request that
/// has its own `Authorization` is left alone.
pub(crate) fn sign(
    request: &mut HttpRequest,
    query: &[(&str, &str)],
    keys: &Keys,
    now: std::time::SystemTime,
) {
    if request.headers.get("Authorization").is_some() {
        return;
    }
    if let Some(token) = &keys.security_token {
        request.headers.set("X-Security-Token", token.expose().to_owned());
    }
    if request.headers.get(DATE).is_none() {
        request.headers.push(DATE, time::compact(now));
    }
    let media_type = request.headers.get("Content-Type").unwrap_or_default();
    let json = ["application/json", "application/bson"].iter().any(|known| media_type.starts_with(known));
    if !media_type.is_empty() && !json {
        request.headers.set(CONTENT_SHA256, UNSIGNED_PAYLOAD);
    }

    // Gateways drop headers with an underscore in the name, so these are never signed.
    let mut lower: Vec<(String, &str)> = request
        .headers
        .iter()
        .filter(|(name, _)| !name.contains('_'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    lower.sort_unstable();
    let headers: Vec<(&str, &str)> = lower.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let path = request.target.split('?').next().unwrap_or_default();
    let method = request.method.as_str();
    let canonical = Canonical { method, path, query, headers: &headers, body: &request.body };
    let mut authorization = format!("{ALGORITHM} Access={}, SignedHeaders=", keys.access);
    canonical.push_signed_headers(&mut authorization);
    authorization.push_str(", Signature=");
    authorization.push_str(&canonical.signature(keys.secret.expose()));
    request.headers.push("Authorization", authorization);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the vendor's signing guide publishes.
    #[test]
    fn published_vector() {
        let canonical = Canonical {
            method: "GET",
            path: "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs",
            query: &[("limit", "2"), ("marker", "13551d6b-755d-4757-b956-536f674975c0")],
            headers: &[
                ("content-type", "application/json"),
                ("host", "service.region.example.com"),
                ("x-sdk-date", "20191115T033655Z"),
            ],
            body: b"",
        };
        assert_eq!(
            hex(&Sha256::digest(canonical.text())),
            "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a"
        );
        assert_eq!(
            canonical.signature("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
            "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"
        );
    }

    /// As the vendor's own SDK signs it, `User-Agent` among the signed headers.
    #[test]
    fn captured_vector() {
        let canonical = Canonical {
            method: "GET",
            path: "/v2/manage/repos",
            query: &[
                ("limit", "10"),
                ("name", "nginx"),
                ("namespace", "group"),
                ("offset", "0"),
                ("order_column", "updated_time"),
                ("order_type", "desc"),
            ],
            headers: &[
                ("content-type", "application/json"),
                ("host", "swr-api.cn-north-4.myhuaweicloud.com"),
                ("user-agent", "huaweicloud-usdk-python/3.0; wire-oracle/1.0"),
                ("x-project-id", "0605768a3300d5762f1ac00d7e5d1e4e"),
                ("x-sdk-date", "20240315T080910Z"),
            ],
            body: b"",
        };
        assert_eq!(
            hex(&Sha256::digest(canonical.text())),
            "77c9357addda3e9f69c9e8b4646e675a0dc035a6b7963461fb3070fcb58a7a39"
        );
        assert_eq!(
            canonical.signature("MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc"),
            "1e8d1f82b790211ff66885dc9982e4fa82f785f78a0b3bce8fadcc99691c9c47"
        );
    }

    #[test]
    fn a_path_is_decoded_once() {
        let check = |wire: &str, canonical: &str| {
            let mut out = String::new();
            canonical_path(wire, &mut out);
            assert_eq!(out, canonical);
        };
        check("/a/b%2Fc", "/a/b/c/");
        check("/a/b%252Fc", "/a/b%252Fc/");
        check("/a/%E6%B5%8B", "/a/%E6%B5%8B/");
        check("/", "/");
    }
}
