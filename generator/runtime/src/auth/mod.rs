//! How requests are authenticated: as recipes say, or as the caller's own [`Signer`] does.

mod recipe;
mod recipes;
mod signer;

pub use recipes::Recipes;
pub use signer::Signer;
pub use tablature_recipe::{Plan, Recipe};

pub(crate) use recipe::{Way, sign};
pub(crate) use recipes::NONE;
