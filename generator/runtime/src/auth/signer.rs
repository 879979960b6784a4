//! Authentication that no recipe can express.

use crate::{HttpRequest, Result};

/// Authenticates requests in a way that no recipe can express: with keys in hardware, or a token that is fetched first.
/// It takes the place of the service's recipes; operations that need no credentials are left alone.
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
}
