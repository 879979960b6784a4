//! The client that generated clients wrap.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration, time::SystemTime};

use crate::{
    Call, HeaderValue, Json, Method, Protocol, Retries, Service, Signer, Transport,
    auth::Way,
    credentials::Source,
    send::Endpoint,
    value::{REDACTED, names_secret},
};

/// What all calls of a client share. Cheap to clone.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) credentials: Source,
    /// The recipes of the service for which there are credentials, the usual one first.
    pub(crate) ways: Vec<Arc<Way>>,
    /// Whether one of them signs the values of the query sorted, whatever their order.
    pub(crate) sorts_query: bool,
    pub(crate) signer: Option<Arc<dyn Signer>>,
    /// The address as it was given, with its placeholders.
    pub(crate) endpoint: String,
    /// Whether the address was given to the client, and so takes the place of an operation's own endpoint.
    pub(crate) is_given: bool,
    /// Where requests go, unless the address needs a setting that only a call gives.
    pub(crate) address: Option<Endpoint>,
    pub(crate) settings: Vec<(Cow<'static, str>, String)>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) retries: Retries,
    pub(crate) timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) body_limit: usize,
    pub(crate) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Client {
    /// A request of an undocumented operation, by its id. `params` is a JSON object, whose members become the
    /// parameters of the form or of the JSON body; a JSON body can also be another value.
    pub fn call(&self, id: impl Into<String>, params: Json) -> Call {
        let mut call = Call::untyped(self, id.into().into(), Method::Post, "/".into());
        match params {
            Json::Null => {}
            Json::Object(members) => {
                for (name, value) in members {
                    call = match self.0.service.protocol {
                        Protocol::Rpc { .. } => call.form(name, value),
                        Protocol::Rest => call.body(name, value),
                    };
                }
            }
            // A whole body; where parameters have names, sending refuses it.
            other => call = call.whole_body(other),
        }
        call
    }

    /// A request of an undocumented method and path; `{name}` in the path is filled by [`Call::path`] or from the
    /// client's settings.
    ///
    /// ```
    /// # fn example(client: &tablature_client::Client) -> tablature_client::Call {
    /// # use tablature_client::Method;
    /// client.request(Method::Get, "/v1/{project_id}/tags/{name}").path("name", "blue").query("limit", 10)
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call {
        let path = path.into();
        Call::untyped(self, format!("{method} {path}").into(), method, path.into())
    }

    /// The service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.0.service
    }

    /// Runs a future to its end on this thread.
    #[cfg(feature = "blocking")]
    pub(crate) fn block_on<F: Future<Output: Send> + Send>(&self, future: F) -> F::Output {
        crate::blocking::block_on(&*self.0.transport, future)
    }
}

/// Leaves out the credentials.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Client");
        out.field("service", &format_args!("{}/{}", self.0.service.vendor, self.0.service.service));
        out.field("endpoint", &crate::send::shown(&self.0.endpoint));
        for (setting, value) in &self.0.settings {
            // A key may be a part of the address.
            if names_secret(setting) {
                out.field(setting, &format_args!("{REDACTED}"));
            } else {
                out.field(setting, value);
            }
        }
        out.finish_non_exhaustive()
    }
}
