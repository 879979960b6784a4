//! How requests are authenticated: as recipes say, or as the caller's own [`Signer`] does.

mod recipe;
mod recipes;
mod signer;
mod token;

pub use recipes::Recipes;
pub use signer::Signer;
pub use tablature_recipe::{Plan, Recipe};
pub use token::ClientCredentials;

pub(crate) use recipe::{Way, sign};
pub(crate) use recipes::NONE;
