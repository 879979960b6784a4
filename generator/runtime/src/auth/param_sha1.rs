//! SHA-1 over the sorted parameters and the private key, the key and the signature being parameters themselves.
//!
//! All pairs are sorted by name (bytes of UTF-8); names and values are put together without separators and
//! without any encoding; the private key follows; the signature is the SHA-1 of it all in lower-case hex.

use sha1::{Digest, Sha1};

use crate::{credentials::Keys, encode::hex, value::Pairs};

/// The name of the parameter that carries the public key.
pub const PUBLIC_KEY: &str = "PublicKey";
/// The name of the parameter that carries the token of temporary keys.
pub const SECURITY_TOKEN: &str = "SecurityToken";
/// The name of the parameter that carries the signature.
pub const SIGNATURE: &str = "Signature";

/// The signature over pairs that hold the public key but no signature.
///
/// ```
/// use tablature_client::auth::param_sha1::signature;
///
/// let pairs = [("Action", "DescribeUHostInstance"), ("Limit", "10"), ("Region", "cn-bj2"),
///              ("PublicKey", "ucloudsomeone@example.com1296235120854146120")];
/// assert_eq!(
///     signature(&pairs, "46f09bb9fab4f12dfc160dae12273d5332b5debe"),
///     "cba5cf5ec4d4233d206b1b54951e3787350a642f", // as the vendor's docs publish it
/// );
/// ```
#[must_use]
pub fn signature<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], private_key: &str) -> String {
    let mut sorted: Vec<(&str, &str)> = pairs.iter().map(|(n, v)| (n.as_ref(), v.as_ref())).collect();
    sorted.sort_unstable();
    let length: usize = sorted.iter().map(|(name, value)| name.len() + value.len()).sum();
    let mut text = String::with_capacity(length + private_key.len());
    for (name, value) in sorted {
        text.push_str(name);
        text.push_str(value);
    }
    text.push_str(private_key);
    hex(&Sha1::digest(text))
}

/// Adds the public key, the security token if there is one, and the signature.
pub(crate) fn sign<'a>(pairs: &mut Pairs<'a>, keys: &'a Keys) {
    pairs.push((PUBLIC_KEY.into(), keys.access.as_str().into()));
    if let Some(token) = &keys.security_token {
        pairs.push((SECURITY_TOKEN.into(), token.expose().into()));
    }
    let signature = signature(pairs, keys.secret.expose());
    pairs.push((SIGNATURE.into(), signature.into()));
}

/// Whether pairs as they came over the wire carry the right signature.
#[must_use]
pub fn verify<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)], private_key: &str) -> bool {
    let (given, signed): (Vec<_>, Vec<_>) = pairs
        .iter()
        .map(|(name, value)| (name.as_ref(), value.as_ref()))
        .partition(|(name, _)| *name == SIGNATURE);
    matches!(given[..], [(_, given)] if given == signature(&signed, private_key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_bytes_and_numbers_as_text() {
        let key = "46f09bb9fab4f12dfc160dae12273d5332b5debe";
        let a = [("UHostIds.2", "b"), ("UHostIds.10", "a"), ("_", "5"), ("Z.9", "7"), ("Z-1", "8")];
        let mut b = a;
        b.reverse();
        assert_eq!(signature(&a, key), signature(&b, key));
    }

    #[test]
    fn a_changed_value_is_found() {
        let mut pairs = vec![("Action".to_owned(), "GetRegion".to_owned())];
        pairs.push((SIGNATURE.to_owned(), signature(&pairs, "key")));
        assert!(verify(&pairs, "key"));
        assert!(!verify(&pairs, "other"));
        pairs[0].1.push('s');
        assert!(!verify(&pairs, "key"));
    }
}
