//! The section `prose:` of a dialect: the words and phrases by which a vendor states facts in descriptions.

use serde::{Deserialize, Serialize};

/// The words and phrases by which a vendor states facts in descriptions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PatternsConfig {}
