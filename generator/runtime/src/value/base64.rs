//! Base64 (RFC 4648, section 4), for the few parameters that docs want so.

/// Text or bytes in base64.
///
/// ```
/// assert_eq!(tablature_client::base64("p@ss w+rd/=?"), "cEBzcyB3K3JkLz0/");
/// ```
#[must_use]
pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.as_ref().chunks(3) {
        let group = chunk
            .iter()
            .zip([16, 8, 0])
            .fold(0_u32, |group, (byte, shift)| group | u32::from(*byte) << shift);
        for position in 0..4_usize {
            let digit = usize::try_from(group >> (18 - 6 * position) & 63).unwrap_or_default();
            out.push(if position <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn vectors_of_the_rfc() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(super::base64(plain), encoded);
        }
    }
}
