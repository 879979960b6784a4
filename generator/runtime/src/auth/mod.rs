//! Signing requests, and checking signatures.

pub mod param_sha1;
pub mod sdk_hmac;
