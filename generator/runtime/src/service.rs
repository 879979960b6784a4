//! What all operations of a service share, as a static of the generated crate.

/// A service. Built in a `const`, so that a newer runtime can know more of services without breaking crates.
///
/// ```
/// use tablature_client::{AuthScheme, Envelope, Service, Setting};
///
/// static SERVICE: Service = Service::rpc("acme", "registry", "https://api.acme.example", "Action")
///     .auth(&[AuthScheme::ParamSha1])
///     .context(&[("Region", Setting::Region), ("ProjectId", Setting::ProjectId)])
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
    /// Where requests go: `https://swr-api.{region}.example.com`.
    pub endpoint: &'static str,
    /// The ways to authenticate, the usual one first.
    pub auth: &'static [AuthScheme],
    /// Parameters that the client's settings supply.
    pub context: &'static [(&'static str, Setting)],
    /// What wraps every response body.
    pub envelope: Option<Envelope>,
    /// The shapes of error bodies, the most telling first.
    pub errors: &'static [ErrorShape],
    /// Error codes after which the same request may succeed a little later.
    pub transient: &'static [&'static str],
    /// Whether requests are made for an account (domain) rather than for a project.
    pub global: bool,
}

impl Service {
    /// A service with one address, where a parameter of this name carries the operation's id.
    #[must_use]
    pub const fn rpc(
        vendor: &'static str,
        service: &'static str,
        endpoint: &'static str,
        action: &'static str,
    ) -> Self {
        Self::new(vendor, service, endpoint, Protocol::Rpc { action })
    }

    /// A service of methods and paths with JSON bodies.
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
            auth: &[],
            context: &[],
            envelope: None,
            errors: &[],
            transient: &[],
            global: false,
        }
    }

    /// Sets the ways to authenticate.
    #[must_use]
    pub const fn auth(mut self, auth: &'static [AuthScheme]) -> Self {
        self.auth = auth;
        self
    }

    /// Sets the parameters that the client's settings supply.
    #[must_use]
    pub const fn context(mut self, context: &'static [(&'static str, Setting)]) -> Self {
        self.context = context;
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

    /// Says that requests are made for an account (domain) rather than for a project.
    #[must_use]
    pub const fn global(mut self) -> Self {
        self.global = true;
        self
    }
}

/// How the operations of a service are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// One address; a parameter carries the operation's id.
    Rpc {
        /// The name of that parameter.
        action: &'static str,
    },
    /// Method and path; JSON bodies.
    Rest,
}

/// A way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthScheme {
    /// SHA-1 over the sorted parameters and the private key; key and signature are parameters.
    ParamSha1,
    /// HMAC-SHA256 over the canonical request.
    SdkHmacSha256,
    /// A token in a request header of this name.
    Token(&'static str),
    /// As a recipe says, as JSON; see [`auth::Recipe`](crate::auth::Recipe).
    Recipe(&'static str),
}

/// A setting of the client that a parameter can take its value from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Setting {
    Region,
    ProjectId,
    DomainId,
}

impl Setting {
    /// Its name in profiles and messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Setting::Region => "region",
            Setting::ProjectId => "project_id",
            Setting::DomainId => "domain_id",
        }
    }
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
