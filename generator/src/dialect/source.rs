//! The dialect file as it is written.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use tablature_ir::{Auth, Envelope, ErrorShape, Protocol, WireName};

use crate::{
    diagnostic::{Diagnostic, Id, Span},
    lower::prose,
};

/// A dialect file. Unknown keys are errors; whatever is left out is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Source {
    /// Facts that hold for every service of the vendor.
    pub service: Service,
    /// How the folders of pages map to services.
    pub naming: Naming,
    /// The phrases by which descriptions state facts.
    pub prose: prose::PatternsConfig,
}

/// Facts that hold for every service of the vendor; `vendor.yaml` may override each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// How operations are told apart.
    pub protocol: Protocol,
    /// Where requests go; `{service}` is the service's id, `{region}` is filled by the client.
    pub endpoint: String,
    /// The ways to authenticate, the usual one first.
    pub auth: Vec<Auth>,
    /// Parameters that the client supplies when an operation has them, and from which setting.
    pub context: IndexMap<WireName, String>,
    /// What wraps every response body.
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies.
    pub errors: Vec<ErrorShape>,
    /// The address that the pages are published under.
    pub docs: String,
}

/// How folders of pages map to services.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Naming {
    /// Endings that a folder's name loses: `uhub-api` → `uhub`.
    pub strip: Vec<String>,
}

/// Parses the text of a dialect file.
pub(super) fn parse(file: &str, text: &str) -> Result<Source, Diagnostic> {
    serde_yaml::from_str(text).map_err(|error| {
        let fault = Diagnostic::new(Id::InvalidDialect, error.to_string());
        match error.location() {
            Some(at) => {
                let start = at.index().min(text.len());
                fault.at(Span { file: file.into(), range: start..start })
            }
            None => fault,
        }
        .hint("the keys of a dialect are documented in its JSON Schema and in the comments of the built-in ones")
    })
}
