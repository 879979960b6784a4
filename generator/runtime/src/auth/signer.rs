//! Authentication that no recipe can express.

use std::time::Instant;

use crate::{BoxFuture, HttpRequest, Result, Transport};

/// Authenticates requests in a way that no recipe can express: with keys in hardware, or a token that is fetched first,
/// as [`ClientCredentials`](crate::ClientCredentials) does. It takes the place of the service's recipes; operations that need no credentials are left alone.
///
/// ```
/// use tablature_client::{HttpRequest, Result, Signer};
///
/// /// A token that something else keeps fresh.
/// struct Kept(std::sync::Arc<std::sync::RwLock<String>>);
///
/// impl Signer for Kept {
///     fn sign(&self, request: &mut HttpRequest) -> Result<()> {
///         let token = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
///         request.headers.set("Authorization", format!("Bearer {token}"));
///         Ok(())
///     }
/// }
/// ```
pub trait Signer: Send + Sync {
    /// Authenticates a request that is otherwise complete; called again for each attempt.
    ///
    /// # Errors
    ///
    /// The request cannot be authenticated; it is not sent.
    fn sign(&self, request: &mut HttpRequest) -> Result<()>;

    /// Gets what [`sign`](Self::sign) needs, before each attempt and within the time of the call. Nothing, unless
    /// implemented.
    ///
    /// # Errors
    ///
    /// It cannot be had; the request is not sent.
    fn ready<'s>(&'s self, _: &'s dyn Transport) -> BoxFuture<'s, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Takes note that the service has refused, with 401, what was sent after this moment. Returns whether to sign anew
    /// and send the request again, which happens once for a call, whatever its retries are: `false` unless implemented.
    fn refused(&self, _: Instant) -> bool {
        false
    }
}
