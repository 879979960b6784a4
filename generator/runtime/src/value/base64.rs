//! Base64 (RFC 4648, section 4), for the few parameters that docs want in it.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Text or bytes in base64.
///
/// ```
/// assert_eq!(tablature_client::base64("p@ss w+rd/=?"), "cEBzcyB3K3JkLz0/");
/// ```
#[must_use]
pub fn base64(bytes: impl AsRef<[u8]>) -> String {
    STANDARD.encode(bytes)
}
