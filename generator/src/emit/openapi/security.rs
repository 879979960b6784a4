//! How requests are authenticated.

use serde_json::{Map, Value, json};
use tablature_ir::{Auth, Service};

/// The schemes by name, and the requirement that one of them be met.
pub(super) fn schemes(service: &Service) -> (Map<String, Value>, Value) {
    let mut schemes = Map::new();
    let mut security = Vec::new();
    for auth in &service.auth {
        let (name, scheme) = match auth {
            Auth::ParamSha1 => (
                "paramSha1",
                json!({
                    "type": "apiKey",
                    "in": "query",
                    "name": "Signature",
                    "description": "The parameters `PublicKey` and `Signature`: SHA-1 in lower-case hex over all \
                        parameters (names and values, sorted by name) and the private key.",
                }),
            ),
            Auth::SdkHmacSha256 => (
                "sdkHmacSha256",
                json!({
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`: HMAC-SHA256 over the \
                        canonical request with a secret key.",
                }),
            ),
            Auth::Token(header) => ("token", json!({"type": "apiKey", "in": "header", "name": header})),
        };
        schemes.insert(name.to_owned(), scheme);
        security.push(json!({name: []}));
    }
    (schemes, security.into())
}
