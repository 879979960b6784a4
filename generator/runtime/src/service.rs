//! What all operations of a service share, as a static of the generated crate.

use crate::Recipes;

/// A service. Built in a `const`, so that a newer runtime can know more about services without breaking crates.
///
/// ```
/// use tablature_client::{Envelope, Recipes, Service};
///
/// static AUTH: Recipes = Recipes::new(&[
///     r#"{"name": "token", "credentials": {"token": "secret"}, "put": {"header": {"X-Token": "{token}"}}}"#,
/// ]);
/// static SERVICE: Service = Service::rpc("acme", "registry", "https://api.acme.example", "Action")
///     .auth(&AUTH)
///     .context(&[("Region", "region"), ("ProjectId", "project_id")])
///     .envelope(Envelope { code: "RetCode", ok: "0", message: "Message", other: &["Action"] });
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Service {
    /// The vendor's id; in capitals, the prefix of its environment variables.
    pub vendor: &'static str,
    /// The service's id.
    pub service: &'static str,
    /// How operations are told apart.
    pub protocol: Protocol,
    /// Where requests go: `https://images.{region}.example.com`.
    pub endpoint: &'static str,
    /// The ways to authenticate, the usual one first.
    pub auth: &'static Recipes,
    /// Parameters that the client's settings supply: the name on the wire, and that of the setting.
    pub context: &'static [(&'static str, &'static str)],
    /// The settings in the addresses that operations have of their own.
    pub addresses: &'static [&'static str],
    /// What wraps every response body.
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies, the most telling first.
    pub errors: &'static [ErrorShape],
    /// Error codes after which the same request may succeed a little later.
    pub transient: &'static [&'static str],
}

impl Service {
    /// A service with one address for all operations; this parameter carries the operation's id.
    #[must_use]
    pub const fn rpc(
        vendor: &'static str,
        service: &'static str,
        endpoint: &'static str,
        action: &'static str,
    ) -> Self {
        Self::new(vendor, service, endpoint, Protocol::Rpc { action })
    }

    /// A service whose operations are methods and paths, with JSON bodies.
    #[must_use]
    pub const fn rest(vendor: &'static str, service: &'static str, endpoint: &'static str) -> Self {
        Self::new(vendor, service, endpoint, Protocol::Rest)
    }

    const fn new(
        vendor: &'static str,
        service: &'static str,
        endpoint: &'static str,
        protocol: Protocol,
    ) -> Self {
        Service {
            vendor,
            service,
            protocol,
            endpoint,
            auth: &crate::auth::NONE,
            context: &[],
            addresses: &[],
            envelope: None,
            errors: &[],
            transient: &[],
        }
    }

    /// Sets the ways to authenticate.
    #[must_use]
    pub const fn auth(mut self, auth: &'static Recipes) -> Self {
        self.auth = auth;
        self
    }

    /// Sets the parameters that the client's settings supply.
    #[must_use]
    pub const fn context(mut self, context: &'static [(&'static str, &'static str)]) -> Self {
        self.context = context;
        self
    }

    /// Sets the names in braces of the addresses that operations have of their own.
    #[must_use]
    pub const fn addresses(mut self, settings: &'static [&'static str]) -> Self {
        self.addresses = settings;
        self
    }

    /// Sets what wraps every response body.
    #[must_use]
    pub const fn envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// Sets the shapes of error bodies.
    #[must_use]
    pub const fn errors(mut self, errors: &'static [ErrorShape]) -> Self {
        self.errors = errors;
        self
    }

    /// Sets the error codes after which the same request may succeed a little later.
    #[must_use]
    pub const fn transient(mut self, codes: &'static [&'static str]) -> Self {
        self.transient = codes;
        self
    }

    /// The names of all settings that a client has: those of addresses, of the parameters and of the recipes.
    pub fn settings(&self) -> impl Iterator<Item = &'static str> {
        let context = self.context.iter().map(|(_, setting)| *setting);
        let plans = self.auth.plans().unwrap_or_default();
        self.in_addresses().chain(context).chain(plans.iter().flat_map(tablature_recipe::Plan::settings))
    }

    /// The names in braces of all addresses.
    fn in_addresses(&self) -> impl Iterator<Item = &'static str> {
        placeholders(self.endpoint).chain(self.addresses.iter().copied())
    }

    /// Whether a setting goes into addresses or parameters, which allow few characters.
    pub(crate) fn is_strict(&self, setting: &str) -> bool {
        self.in_addresses().any(|known| known == setting)
            || self.context.iter().any(|(_, known)| *known == setting)
    }
}

/// The names in braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// How the operations of a service are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// All operations have one address; a parameter carries the operation's id.
    Rpc {
        /// The name of that parameter.
        action: &'static str,
    },
    /// Method and path tell operations apart; bodies are JSON.
    Rest,
}

/// Keys of every response body that say whether the call succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The key of the code.
    pub code: &'static str,
    /// The code of success.
    pub ok: &'static str,
    /// The key of the message.
    pub message: &'static str,
    /// Further keys that say nothing of the operation.
    pub other: &'static [&'static str],
}

/// Where an error body keeps its code and message: keys joined by `.`, `[]` for the first element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorShape {
    /// The path of the code: `errors[].errorCode`.
    pub code: &'static str,
    /// The path of the message.
    pub message: &'static str,
    /// The path of the request's id.
    pub request_id: Option<&'static str>,
}
