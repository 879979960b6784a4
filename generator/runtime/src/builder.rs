//! Setting up a client.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc, time::Duration, time::SystemTime};

use crate::{
    Client, Credentials, Error, Profile, Result, Retries, Service, Setting, Transport, auth,
    client::Shared,
    credentials::{prefix, variable},
    send::{Endpoint, check_header},
    transport::BODY_LIMIT,
};

/// Sets up a client; each generated crate has it as `Client::builder()`.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<C = Client> {
    service: &'static Service,
    credentials: Option<Credentials>,
    endpoint: Option<String>,
    settings: Vec<(Setting, String)>,
    named: Vec<(Cow<'static, str>, String)>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    retries: Retries,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    body_limit: usize,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> Builder<C> {
    /// A builder for a service.
    pub fn new(service: &'static Service) -> Self {
        Builder {
            service,
            credentials: None,
            endpoint: None,
            settings: Vec::new(),
            named: Vec::new(),
            user_agent: None,
            transport: None,
            retries: Retries::default(),
            timeout: Some(Duration::from_mins(1)),
            connect_timeout: Some(Duration::from_secs(10)),
            body_limit: BODY_LIMIT,
            clock: Arc::new(SystemTime::now),
            client: PhantomData,
        }
    }

    /// Who is calling.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The region: part of the address with some vendors, a parameter with others.
    pub fn region(self, region: impl Into<String>) -> Self {
        self.known(Setting::Region, region.into())
    }

    /// The project.
    pub fn project_id(self, project_id: impl Into<String>) -> Self {
        self.known(Setting::ProjectId, project_id.into())
    }

    /// The account, where the vendor tells accounts (domains) from projects.
    pub fn domain_id(self, domain_id: impl Into<String>) -> Self {
        self.known(Setting::DomainId, domain_id.into())
    }

    /// A setting that the service's way to authenticate names, in place of its default.
    pub fn setting(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.named.retain(|(known, _)| *known != name);
        self.named.push((name, value.into()));
        self
    }

    /// Another address than the service's own, such as `http://127.0.0.1:8080`. `{region}` stands for the region.
    /// A path in it is kept: with `https://proxy.example.com/cloud`, `/v2/repos` is called at `/cloud/v2/repos`. A
    /// query or a fragment has no place in it.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// All that a profile says and that is not set yet.
    pub fn profile(mut self, profile: &Profile) -> Self {
        self.credentials = self.credentials.or_else(|| profile.credentials.clone());
        self.endpoint = self.endpoint.or_else(|| profile.endpoint.clone());
        let Profile { region, project_id, domain_id, .. } = profile;
        self.fill([
            (Setting::Region, region),
            (Setting::ProjectId, project_id),
            (Setting::DomainId, domain_id),
        ])
    }

    /// All that the environment says and that is not set yet; for the names of the variables see
    /// [`Credentials::from_env`].
    pub fn from_env(mut self) -> Self {
        let prefix = prefix(self.service.vendor);
        let get = |name: &str| variable(&prefix, name).or_else(|| variable(&prefix, &format!("SDK_{name}")));
        let (region, project, domain) = (get("REGION"), get("PROJECT_ID"), get("DOMAIN_ID"));
        self.endpoint = self.endpoint.or_else(|| variable(&prefix, "ENDPOINT"));
        self.credentials = self.credentials.or_else(|| Credentials::from_env().ok());
        self.fill([(Setting::Region, &region), (Setting::ProjectId, &project), (Setting::DomainId, &domain)])
    }

    /// Another way to send requests.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// How to retry.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// How long a whole call may take, all attempts and waits together; 60 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long establishing a connection may take; 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How many bytes the body of an answer may have; 64 MB unless set. A larger one is an error of the kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge), and is not read to its end.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What the client says it is, in the header `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Another clock for signing: for tests, or for a machine whose clock is known to be wrong.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// There are no credentials or none that the service takes, the environment lacks the variables it was asked
    /// for, a setting has characters that have no place in it, or there is no transport.
    pub fn build(self) -> Result<C> {
        let service = self.service;
        let source = self.credentials.ok_or_else(|| {
            Error::configuration("no credentials: call `.credentials(…)`, `.from_env()` or `.profile(…)`")
        })?;
        let plans = auth::compiled(service.auth)?;
        let mut credentials = source.resolve(&prefix(service.vendor), &plans)?;
        let scheme = credentials.scheme(service.auth)?;
        if let Some((name, _)) = self.named.iter().find(|(name, _)| {
            !plans.iter().flat_map(tablature_recipe::Plan::settings).any(|known| known == name)
        }) {
            return Err(Error::configuration(format!("the service has no setting `{name}`")));
        }
        let plan = credentials.choose(plans)?;
        for (setting, value) in &self.settings {
            check_setting(*setting, value)?;
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        let user_agent = self.user_agent.map_or(Cow::Borrowed(USER_AGENT), Cow::Owned);
        check_header("User-Agent", &user_agent)?;
        if credentials.header_values().iter().any(|value| value.is_empty()) {
            return Err(Error::configuration("a key or token of the credentials is empty"));
        }
        for value in credentials.header_values() {
            check_header("Authorization", value)
                .map_err(|_| Error::configuration("a key or token has a line break or control character"))?;
        }
        let endpoint = self.endpoint.unwrap_or_else(|| service.endpoint.to_owned());
        let find = |setting| self.settings.iter().find(|(known, _)| *known == setting);
        let address = match Endpoint::new(&endpoint, |setting| find(setting).map(|(_, value)| value.as_str()))
        {
            Ok(address) => Some(address),
            // A call may give what is missing.
            Err(_) if endpoint.contains('{') => None,
            Err(error) => return Err(error),
        };
        Ok(C::from(Client(Arc::new(Shared {
            service,
            credentials,
            scheme,
            plan,
            endpoint,
            address,
            settings: self.settings,
            named: self.named,
            user_agent,
            transport,
            retries: self.retries,
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            body_limit: self.body_limit,
            clock: self.clock,
        }))))
    }

    fn known(mut self, setting: Setting, value: String) -> Self {
        self.settings.retain(|(known, _)| *known != setting);
        self.settings.push((setting, value));
        self
    }

    fn fill<'a>(mut self, settings: impl IntoIterator<Item = (Setting, &'a Option<String>)>) -> Self {
        for (setting, value) in settings {
            if let Some(value) = value
                && self.settings.iter().all(|(known, _)| *known != setting)
            {
                self.settings.push((setting, value.clone()));
            }
        }
        self
    }
}

const USER_AGENT: &str = concat!("tablature-client/", env!("CARGO_PKG_VERSION"));

/// A setting goes into host names, paths and headers, so it has nothing but letters, digits, `-`, `_` and `.`.
pub(crate) fn check_setting(setting: Setting, value: &str) -> Result<()> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !value.is_empty() && value.chars().all(fits) && !value.starts_with('.') && !value.contains("..") {
        return Ok(());
    }
    Err(Error::configuration(format!("{value:?} is no {}", setting.name())))
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Option<Duration>) -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(crate::transport::ReqwestTransport::new(connect_timeout)?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Option<Duration>) -> Result<Arc<dyn Transport>> {
    Err(Error::configuration("no transport: call `.transport(…)`, or switch on the feature `reqwest`"))
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("service", &self.service.service)
            .field("credentials", &self.credentials)
            .field("endpoint", &self.endpoint.as_deref().map(crate::send::shown))
            .finish_non_exhaustive()
    }
}
