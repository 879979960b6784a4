//! Setting up a client.

use std::{borrow::Cow, fmt, marker::PhantomData, sync::Arc, time::Duration, time::SystemTime};

use tablature_recipe::Plan;

use crate::{
    Client, Credentials, Error, HeaderValue, Profile, Result, Retries, Service, Signer, Transport,
    auth::Way,
    client::Shared,
    credentials::{Secret, Source, capitals, variable},
    send::{Endpoint, check_header},
    transport::BODY_LIMIT,
    value::names_secret,
};

/// Sets up a client; each generated crate has it as `Client::builder()`.
#[must_use = "a builder does nothing until `build`"]
pub struct Builder<C = Client> {
    service: &'static Service,
    credentials: Option<Credentials>,
    endpoint: Option<String>,
    settings: Vec<(Cow<'static, str>, String)>,
    places: Vec<Place>,
    signer: Option<Arc<dyn Signer>>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    retries: Retries,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    body_limit: usize,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    client: PhantomData<fn() -> C>,
}

/// Where to look for what is not set.
enum Place {
    Environment,
    Profile(Profile),
}

impl<C: From<Client>> Builder<C> {
    /// A builder for a service.
    pub fn new(service: &'static Service) -> Self {
        Builder {
            service,
            credentials: None,
            endpoint: None,
            settings: Vec::new(),
            places: Vec::new(),
            signer: None,
            user_agent: None,
            transport: None,
            retries: Retries::default(),
            timeout: Some(Duration::from_secs(60)),
            connect_timeout: Some(Duration::from_secs(10)),
            body_limit: BODY_LIMIT,
            clock: Arc::new(SystemTime::now),
            client: PhantomData,
        }
    }

    /// Sets who is calling.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets a setting of the service, such as its region; builders of generated crates have a method for each.
    pub fn setting(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.settings.retain(|(known, _)| *known != name);
        self.settings.push((name, value.into()));
        self
    }

    /// Calls another address than the service's own, such as `http://127.0.0.1:8080`. `{region}` stands for the setting
    /// of that name. A path in it is kept: with `https://proxy.example.com/cloud`, `/v2/repos` is called at
    /// `/cloud/v2/repos`. It cannot have a query or a fragment.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Takes everything from a profile that is not set otherwise.
    pub fn profile(mut self, profile: &Profile) -> Self {
        self.places.push(Place::Profile(profile.clone()));
        self
    }

    /// Takes everything from the environment that is not set otherwise. For the names of the variables see
    /// [`Credentials::from_env`]; the endpoint of the vendor `acme` is `ACME_ENDPOINT`.
    pub fn from_env(mut self) -> Self {
        self.places.push(Place::Environment);
        self
    }

    /// Authenticates requests in the caller's own way, in place of the service's ways.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Sends requests by another transport.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets how to retry.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.retries = retries;
        self
    }

    /// Limits a whole call, all attempts and waits together; 60 seconds unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Limits how long establishing a connection may take; 10 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Limits the body of an answer, in bytes; 64 MB unless set. A larger one is an error of the kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge), and is not read to its end.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets what the client says it is, in the header `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Signs by another clock: for tests, or on a machine whose clock is known to be wrong.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Builds the client. Without credentials it can call only what is public.
    ///
    /// # Errors
    ///
    /// The service does not take these credentials or knows no such setting, the environment lacks the variables it was
    /// asked for, a setting has characters that are not allowed in it, or there is no transport.
    pub fn build(mut self) -> Result<C> {
        let service = self.service;
        let plans = service.auth.plans()?;
        let credentials = self.source(plans)?;
        self.fill(plans)?;
        for (name, value) in &self.settings {
            check_setting(service, name, value)?;
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        let user_agent =
            self.user_agent.map_or(HeaderValue::from(USER_AGENT), |text| Arc::<str>::from(text).into());
        check_header("User-Agent", user_agent.as_str())?;
        for value in credentials.values() {
            check_header("Authorization", value)
                .map_err(|_| Error::configuration("a credential has a line break or control character"))?;
        }
        let is_given = self.endpoint.is_some();
        let endpoint = self.endpoint.unwrap_or_else(|| service.endpoint.to_owned());
        let find = |name: &str| self.settings.iter().find(|(known, _)| known == name);
        let address = match Endpoint::new(&endpoint, |name| find(name).map(|(_, value)| value.as_str())) {
            Ok(address) => Some(address),
            // A call may still give what is missing.
            Err(_) if endpoint.contains('{') => None,
            Err(error) => return Err(error),
        };
        let ways = Way::all(plans, &credentials);
        Ok(C::from(Client(Arc::new(Shared {
            service,
            sorts_query: ways.iter().any(|way| way.plan.sorts_query()),
            ways,
            credentials,
            signer: self.signer,
            endpoint,
            is_given,
            address,
            settings: self.settings,
            user_agent,
            transport,
            retries: self.retries,
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            body_limit: self.body_limit,
            clock: self.clock,
        }))))
    }

    /// The credentials: those that were given, else the first that can be found.
    fn source(&mut self, plans: &[Plan]) -> Result<Source> {
        let prefix = capitals(self.service.vendor);
        if let Some(given) = self.credentials.take() {
            return given.resolve(&prefix, plans);
        }
        if plans.is_empty() || self.signer.is_some() {
            return Ok(Source::Missing);
        }
        let has = |profile: &Profile| profile.keys().any(|key| is_credential(plans, key));
        for place in &self.places {
            match place {
                Place::Environment => return Credentials::from_env()?.resolve(&prefix, plans),
                Place::Profile(profile) if has(profile) => {
                    return Credentials::of(profile.clone()).resolve(&prefix, plans);
                }
                Place::Profile(_) => {}
            }
        }
        Ok(Source::Missing)
    }

    /// Fills in the settings and the endpoint that were not given, from wherever they can be found.
    fn fill(&mut self, plans: &[Plan]) -> Result<()> {
        let prefix = capitals(self.service.vendor);
        for place in std::mem::take(&mut self.places) {
            let get = |name: &str| match &place {
                Place::Environment => variable(&prefix, name),
                Place::Profile(profile) => profile.get(name).map(Secret::expose).map(str::to_owned),
            };
            let mut known = vec!["endpoint"];
            for setting in self.service.settings() {
                let also = plans.iter().map(|plan| plan.also(setting)).find(|also| !also.is_empty());
                let also = also.unwrap_or_default().iter().map(String::as_str);
                let names: Vec<&str> = std::iter::once(setting).chain(also).collect();
                if self.settings.iter().all(|(given, _)| given != setting)
                    && let Some(value) = names.iter().find_map(|name| get(name))
                {
                    self.settings.push((setting.into(), value));
                }
                known.extend(names);
            }
            self.endpoint = self.endpoint.take().or_else(|| get("endpoint"));
            if let Place::Profile(profile) = &place
                && let Some(key) =
                    profile.keys().find(|key| !known.contains(key) && !is_credential(plans, key))
            {
                return Err(Error::configuration(format!(
                    "the profile has `{key}`, which the service knows neither as a credential nor as a setting"
                )));
            }
        }
        Ok(())
    }
}

fn is_credential(plans: &[Plan], key: &str) -> bool {
    plans.iter().any(|plan| {
        plan.credentials().any(|(name, _)| name == key || plan.also(name).iter().any(|also| also == key))
    })
}

const USER_AGENT: &str = concat!("tablature-client/", env!("CARGO_PKG_VERSION"));

/// Checks that a setting is one of the service's. A value that goes into host names, paths or parameters may have only
/// letters, digits, `-`, `_` and `.`.
pub(crate) fn check_setting(service: &Service, name: &str, value: &str) -> Result<()> {
    if !service.settings().any(|known| known == name) {
        return Err(Error::configuration(format!("the service has no setting `{name}`")));
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let is_plain = || value.chars().all(fits) && !value.starts_with('.') && !value.contains("..");
    if !value.is_empty() && (!service.is_strict(name) || is_plain()) {
        return Ok(());
    }
    Err(Error::configuration(if names_secret(name) {
        format!("the {name} has characters that no address has, or none")
    } else {
        format!("{value:?} is no {name}")
    }))
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
