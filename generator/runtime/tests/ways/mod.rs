//! Ways to authenticate that tests share.
#![allow(dead_code, reason = "each test uses some of them")]

use tablature_client::Recipes;

const FORM: &str = r#"{"name":"form","credentials":{"public_key":{"is":"public","also":["access_key"]},
    "private_key":"secret","security_token":"optional-secret"},
    "put":{"params":{"PublicKey":"{public_key}","SecurityToken":"{security_token}"}},
    "over":{"sorted":{"pairs":"params","sort":"name","kv":"","join":""}},
    "sign":{"hash":"sha1","text":"{sorted}{private_key}"},"then":{"params":{"Signature":"{signature}"}}}"#;
const HEADER: &str = r#"{"name":"header","credentials":{"access_key":"public","secret_key":"secret","security_token":"optional-secret"},
    "settings":{"project_id":"","domain_id":""},"let":{"ts":{"time":"basic"}},
    "put":{"header":{"X-Project-Id":"{project_id}","X-Domain-Id":"{domain_id}","X-Security-Token":"{security_token}","X-Date":"{ts}"}},
    "over":{"signed":{"headers":{"names":"all"}},"sorted":{"pairs":"query","sort":"pair","encode":"rfc3986"},
        "canonical":"{method}\n{path|decode|percent-path|slash}\n{sorted}\n{signed}\n{signed.names}\n{body|sha256|hex}"},
    "sign":{"hmac":"sha256","key":"{secret_key}","text":"HMAC\n{ts}\n{canonical|sha256|hex}"},
    "then":{"header":{"Authorization":"HMAC Access={access_key}, SignedHeaders={signed.names}, Signature={signature}"}}}"#;
const TOKEN: &str =
    r#"{"name":"token","credentials":{"token":"secret"},"put":{"header":{"X-Auth-Token":"{token}"}}}"#;

/// A signature among the parameters.
pub(crate) static BY_FORM: Recipes = Recipes::new(&[FORM]);
/// A signature over the whole request.
pub(crate) static BY_HEADER: Recipes = Recipes::new(&[HEADER]);
/// A token, or a signature over the whole request.
pub(crate) static BY_TOKEN_OR_HEADER: Recipes = Recipes::new(&[TOKEN, HEADER]);
