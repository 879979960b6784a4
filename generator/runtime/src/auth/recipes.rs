//! The recipes of a service, compiled once for the whole program.

use std::{fmt, sync::OnceLock};

use tablature_recipe::{Plan, Recipe};

use crate::{Error, Result};

/// A service's ways to authenticate, the usual one first: recipes as JSON, without their test vectors. They are
/// compiled when the first client is built.
///
/// ```
/// use tablature_client::Recipes;
///
/// static AUTH: Recipes = Recipes::new(&[
///     r#"{"name": "token", "credentials": {"token": "secret"}, "put": {"header": {"X-Token": "{token}"}}}"#,
/// ]);
/// ```
pub struct Recipes {
    texts: &'static [&'static str],
    plans: OnceLock<std::result::Result<Vec<Plan>, String>>,
}

impl Recipes {
    /// The recipes in these JSON texts.
    #[must_use]
    pub const fn new(texts: &'static [&'static str]) -> Self {
        Recipes { texts, plans: OnceLock::new() }
    }

    /// The recipes, compiled.
    ///
    /// # Errors
    ///
    /// A text is not a recipe; the generator writes only valid ones.
    pub fn plans(&self) -> Result<&[Plan]> {
        let plan = |text: &&str| Recipe::from_json(text).and_then(|recipe| Plan::new(&recipe));
        match self.plans.get_or_init(|| self.texts.iter().map(plan).collect()) {
            Ok(plans) => Ok(plans),
            Err(why) => Err(Error::configuration(format!("a recipe of the service cannot be run: {why}"))),
        }
    }
}

/// The recipes of a service that has none.
pub(crate) static NONE: Recipes = Recipes::new(&[]);

impl fmt::Debug for Recipes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.texts).finish()
    }
}
