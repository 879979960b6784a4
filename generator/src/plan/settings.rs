//! The settings of a client: what its endpoint, its parameters and its recipes take from it.

use tablature_ir::Service;

use super::name::{Ident, snake};
use crate::diagnostic::{Diagnostic, Id};

/// Methods of builders and requests, whose names no setting can have.
const TAKEN: &[&str] = &[
    "build",
    "clone",
    "credentials",
    "customize",
    "endpoint",
    "from_env",
    "items",
    "pages",
    "profile",
    "retries",
    "send",
    "send_blocking",
    "signer",
    "stream",
    "stream_blocking",
    "timeout",
    "transport",
    "user_agent",
];

/// The parameters that the client supplies: name on the wire, and of the setting.
pub(super) fn context(service: &Service, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut context = Vec::new();
    for (wire, name) in &service.context {
        if is_setting(name) {
            context.push((wire.to_string(), name.clone()));
        } else {
            diagnostics.push(unknown(name, &format!("parameter `{wire}`")));
        }
    }
    context
}

/// All settings, each once: those of the endpoint, of the parameters and of the recipes.
pub(super) fn names(
    service: &Service,
    context: &[(String, String)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let own = service.operations.values().filter_map(|operation| operation.endpoint.as_ref());
    let endpoints = std::iter::once(&service.endpoint).chain(own);
    let braces = endpoints.flat_map(|it| it.split('{').skip(1).filter_map(|rest| rest.split_once('}')));
    let address = braces.map(|(name, _)| (name, "address"));
    let recipes = service.auth.iter().flat_map(|recipe| &recipe.settings.0);
    let recipes = recipes.map(|(name, _)| (name.as_str(), "way to authenticate"));
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    };
    let (mut behind, mut unfit) = (Vec::new(), Vec::new());
    for (name, of) in address.chain(recipes) {
        match (is_setting(name), of) {
            (false, _) => unfit.push(unknown(name, of)),
            (true, "address") => add(name),
            (true, _) => behind.push(name),
        }
    }
    context.iter().map(|(_, name)| name.as_str()).chain(behind).for_each(add);
    diagnostics.extend(unfit);
    names
}

/// Whether the name can be a method of a builder.
pub(super) fn is_setting(name: &str) -> bool {
    !TAKEN.contains(&name) && Ident::new(name).as_str() == name && snake(name).as_str() == name
}

fn unknown(name: &str, of: &str) -> Diagnostic {
    let message = format!("`{name}`, which the {of} names, cannot be a setting of a client");
    Diagnostic::new(Id::UnknownSetting, message)
        .hint("a setting is called in snake case, and not like a method that builders have")
}
