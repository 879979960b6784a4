//! A token that is fetched first: OAuth 2.0, the grant of client credentials (RFC 6749, section 4.4).

use std::{
    fmt,
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use super::Signer;
use crate::{
    BoxFuture, Error, ErrorKind, Headers, HttpRequest, Json, Method, Result, Transport,
    credentials::Secret,
    encode,
    send::{Endpoint, FORM},
    value::{base64, read_json},
};

/// So much earlier than it ends, a token is taken for ended: requests are on their way for a while.
const MARGIN: Duration = Duration::from_secs(30);

/// Fetches a token with client credentials, keeps it as long as it is good, and sends it with each request. Where the
/// service refuses it with 401, another one is fetched, once for a call. However many calls wait, one fetches.
///
/// ```
/// use tablature_client::ClientCredentials;
///
/// # fn example() -> tablature_client::Result<()> {
/// let tokens = ClientCredentials::new("https://auth.example.com/token", "my-id", "my-secret")?.scope("read write");
/// // Client::builder().signer(tokens)
/// # Ok(())
/// # }
/// ```
pub struct ClientCredentials {
    endpoint: Endpoint,
    authorization: Secret,
    form: Vec<(String, String)>,
    header: String,
    prefix: String,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// Whether somebody is fetching one.
    fetching: bool,
    waiting: Vec<Waker>,
}

struct Token {
    value: Secret,
    fetched: Instant,
    ends: Option<Instant>,
}

impl ClientCredentials {
    /// Tokens from this address, for a client of this id and secret. These go in the header `Authorization`, as
    /// section 2.3.1 has it.
    ///
    /// # Errors
    ///
    /// The address is none.
    pub fn new(url: &str, id: &str, secret: &str) -> Result<Self> {
        let (mut user, mut password) = (String::new(), String::new());
        encode::component(id, &mut user);
        encode::component(secret, &mut password);
        Ok(ClientCredentials {
            endpoint: Endpoint::new(url, |_| None)?,
            authorization: Secret(format!("Basic {}", base64(format!("{user}:{password}")))),
            form: vec![("grant_type".to_owned(), "client_credentials".to_owned())],
            header: "Authorization".to_owned(),
            prefix: "Bearer ".to_owned(),
            state: Mutex::default(),
        })
    }

    /// Asks for these scopes, with blanks between them.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.parameter("scope", scope)
    }

    /// Sends a further parameter when a token is fetched, such as `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.form.push((name.into(), value.into()));
        self
    }

    /// Sends the token in this header, behind this text, instead of in `Authorization` behind `Bearer `.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, prefix: impl Into<String>) -> Self {
        (self.header, self.prefix) = (name.into(), prefix.into());
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a token, or for the right to fetch one, which ends with what is returned.
    async fn turn(&self) -> Option<Turn<'_>> {
        poll_fn(|cx| {
            let mut state = self.state();
            if state.token.as_ref().is_some_and(Token::is_good) {
                return Poll::Ready(None);
            }
            if state.fetching {
                state.waiting.push(cx.waker().clone());
                return Poll::Pending;
            }
            state.fetching = true;
            Poll::Ready(Some(Turn(self)))
        })
        .await
    }

    async fn fetch(&self, transport: &dyn Transport) -> Result<Token> {
        let path = if self.endpoint.path.is_empty() { "/" } else { &*self.endpoint.path };
        let mut request = HttpRequest::new(Method::Post, self.endpoint.origin.clone(), path);
        encode::form(&self.form, &mut request.body);
        request.headers = Headers::default();
        request.headers.push("Content-Type", FORM);
        request.headers.push("Accept", "application/json");
        request.headers.push("Host", self.endpoint.host.clone());
        request.headers.push("Authorization", self.authorization.expose().to_owned());
        let asked = Instant::now();
        let response =
            transport.send(request).await.map_err(|why| Error::transport(why, &self.endpoint.host))?;
        let json = read_json(&response.body).unwrap_or_default();
        let value = json.get("access_token").and_then(Json::as_str).filter(|value| !value.is_empty());
        match value {
            Some(value) if (200..300).contains(&response.status) => {
                crate::send::check_header_value(&self.header, value)?;
                // Some say it in a text.
                let seconds = json.get("expires_in");
                let seconds = seconds.and_then(|it| it.as_u64().or_else(|| it.as_str()?.parse().ok()));
                let ends = seconds.and_then(|seconds| asked.checked_add(Duration::from_secs(seconds)));
                Ok(Token { value: Secret(value.to_owned()), fetched: Instant::now(), ends })
            }
            _ => {
                let told = ["error_description", "error"].iter().find_map(|name| json.get(*name)?.as_str());
                let told = told.map(|told| format!(": {told}")).unwrap_or_default();
                let secret = self.authorization.expose().trim_start_matches("Basic ");
                let told = told.replace(secret, "***");
                let message = format!("no token: HTTP {}{told}", response.status);
                let passing = matches!(response.status, 429 | 502..=504);
                Err(Error::new(ErrorKind::Service, message).with_retryable(passing))
            }
        }
    }
}

impl Token {
    fn is_good(&self) -> bool {
        self.ends.is_none_or(|ends| Instant::now() + MARGIN.min((ends - self.fetched) / 2) < ends)
    }
}

/// The right to fetch a token. It ends also where whoever has it stops waiting.
struct Turn<'t>(&'t ClientCredentials);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.fetching = false;
        state.waiting.drain(..).for_each(Waker::wake);
    }
}

impl Signer for ClientCredentials {
    fn sign(&self, request: &mut HttpRequest) -> Result<()> {
        let state = self.state();
        let token = state.token.as_ref().ok_or_else(|| Error::configuration("no token was fetched"))?;
        request.headers.set(self.header.clone(), format!("{}{}", self.prefix, token.value.expose()));
        Ok(())
    }

    fn ready<'s>(&'s self, transport: &'s dyn Transport) -> BoxFuture<'s, Result<()>> {
        Box::pin(async move {
            let Some(turn) = self.turn().await else { return Ok(()) };
            let token = self.fetch(transport).await?;
            turn.0.state().token = Some(token);
            Ok(())
        })
    }

    fn refused(&self, sent: Instant) -> bool {
        let mut state = self.state();
        // Another call may have fetched one since.
        if state.token.as_ref().is_some_and(|token| token.fetched <= sent) {
            state.token = None;
        }
        true
    }
}

/// Leaves out what is secret.
impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials").field("from", &self.endpoint.origin).finish_non_exhaustive()
    }
}
