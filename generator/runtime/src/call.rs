//! A request that is being built: a client, an operation and parameters.

use std::{borrow::Cow, fmt, time::Duration};

use crate::{
    Arg, ByteStream, Client, HttpRequest, IntoArg, Method, Operation, Place, Result, Retries, Retry, Value,
    send::{self, Sending},
    value::{self, REDACTED, Shown, names_secret},
};

/// A request that is being built. Generated crates wrap it with a setter for each parameter; used directly, it calls
/// what no page documents.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Call {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) params: Vec<Param>,
    kinds: Kinds,
    own: Option<Box<Own>>,
}

/// What a call has of its own, beside parameters. Few calls have anything, and a call is moved with each parameter that
/// is set, so this is kept apart.
#[derive(Clone, Default)]
pub(crate) struct Own {
    pub(crate) id: Option<Cow<'static, str>>,
    pub(crate) method: Option<Method>,
    pub(crate) uri: Option<Cow<'static, str>>,
    pub(crate) retry: Option<Retry>,
    pub(crate) body: Body,
    pub(crate) overrides: Vec<(Cow<'static, str>, String)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<Retries>,
}

/// Which kinds of parameters were set, so that nothing looks for those that were not.
#[derive(Clone, Copy, Default)]
struct Kinds(u8);

impl Kinds {
    /// A parameter in which a number might not be finite.
    const NUMBERS: u8 = 1 << 7;

    fn add(&mut self, place: Place, arg: &Arg) {
        self.0 |= 1 << place as u8;
        if !matches!(arg, Arg::Absent | Arg::Text(_) | Arg::Integer(_) | Arg::Boolean(_)) {
            self.0 |= Self::NUMBERS;
        }
    }
}

#[derive(Clone)]
pub(crate) struct Param {
    pub(crate) place: Place,
    pub(crate) name: Cow<'static, str>,
    /// The part of a composite parameter.
    pub(crate) part: Option<&'static str>,
    pub(crate) arg: Arg,
}

/// The body, where it is not made of parameters.
#[derive(Clone, Default)]
pub(crate) enum Body {
    #[default]
    Params,
    Whole(Arg),
    Raw(Vec<u8>),
}

impl Call {
    /// A request of an operation.
    pub fn new(client: &Client, operation: &'static Operation) -> Self {
        let (client, params) = (client.clone(), Vec::with_capacity(4));
        Call { client, operation, params, kinds: Kinds::default(), own: None }
    }

    pub(crate) fn untyped(
        client: &Client,
        id: Cow<'static, str>,
        method: Method,
        uri: Cow<'static, str>,
    ) -> Self {
        static NOTHING_KNOWN: Operation = Operation::new("", Method::Post, "/");
        let mut call = Self::new(client, &NOTHING_KNOWN);
        *call.own() = Own {
            id: Some(id),
            method: Some(method),
            uri: Some(uri),
            retry: Some(method.retry()),
            ..Own::default()
        };
        call
    }

    fn own(&mut self) -> &mut Own {
        self.own.get_or_insert_default()
    }

    pub(crate) fn id(&self) -> &str {
        self.own.as_ref().and_then(|own| own.id.as_deref()).unwrap_or(self.operation.id)
    }

    pub(crate) fn method(&self) -> Method {
        self.own.as_ref().and_then(|own| own.method).unwrap_or(self.operation.method)
    }

    /// The path as a template; `None` if it is that of the operation.
    pub(crate) fn own_uri(&self) -> Option<&str> {
        self.own.as_ref().and_then(|own| own.uri.as_deref())
    }

    pub(crate) fn set_uri(&mut self, uri: impl Into<Cow<'static, str>>) {
        self.own().uri = Some(uri.into());
    }

    pub(crate) fn retry(&self) -> Retry {
        self.own.as_ref().and_then(|own| own.retry).unwrap_or(self.operation.retry)
    }

    pub(crate) fn body_kind(&self) -> &Body {
        self.own.as_ref().map_or(&Body::Params, |own| &own.body)
    }

    pub(crate) fn overrides(&self) -> &[(Cow<'static, str>, String)] {
        self.own.as_ref().map_or(&[], |own| &own.overrides)
    }

    /// How long it may take, where that differs from the client's other calls.
    pub(crate) fn own_timeout(&self) -> Option<Duration> {
        self.own.as_ref().and_then(|own| own.timeout)
    }

    /// How it is sent again, where that differs from the client's other calls.
    pub(crate) fn own_retries(&self) -> Option<Retries> {
        self.own.as_ref().and_then(|own| own.retries)
    }

    /// Whether a parameter of a place may have been set.
    pub(crate) fn may_have(&self, place: Place) -> bool {
        self.kinds.0 >> place as u8 & 1 == 1
    }

    /// Whether a number that is not finite may be among the parameters.
    pub(crate) fn may_be_infinite(&self) -> bool {
        self.kinds.0 & Kinds::NUMBERS != 0
    }

    /// Adds a parameter that is not there yet.
    pub(crate) fn push(&mut self, param: Param) {
        self.kinds.add(param.place, &param.arg);
        self.params.push(param);
    }

    /// Uses another method and path, such as an alternative that the docs give.
    pub fn by(mut self, method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        self.own().method = Some(method);
        self.set_uri(path);
        self
    }

    /// Sets a parameter of the path. As with all parameters, setting it again replaces the value.
    pub fn path(self, name: impl Into<Cow<'static, str>>, value: impl IntoArg) -> Self {
        self.set(Place::Path, name.into(), value.into_arg())
    }

    /// Sets a parameter of the query.
    pub fn query(self, name: impl Into<Cow<'static, str>>, value: impl IntoArg) -> Self {
        self.set(Place::Query, name.into(), value.into_arg())
    }

    /// Sets a header. `None::<String>` removes one that the client sends by itself.
    pub fn header(self, name: impl Into<Cow<'static, str>>, value: impl IntoArg) -> Self {
        self.set(Place::Header, name.into(), value.into_arg())
    }

    /// Sets a parameter of the form.
    pub fn form(self, name: impl Into<Cow<'static, str>>, value: impl IntoArg) -> Self {
        self.set(Place::Form, name.into(), value.into_arg())
    }

    /// Sets a member of the JSON body.
    pub fn body(self, name: impl Into<Cow<'static, str>>, value: impl IntoArg) -> Self {
        self.set(Place::Body, name.into(), value.into_arg())
    }

    /// Sets the JSON body as a whole.
    pub fn whole_body(mut self, value: impl IntoArg) -> Self {
        self.own().body = Body::Whole(value.into_arg());
        self
    }

    /// Sets the body as bytes; the header `Content-Type` gives their media type.
    pub fn raw_body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.own().body = Body::Raw(bytes.into());
        self
    }

    /// Sets a part of a composite parameter.
    pub fn part(mut self, composite: &'static str, part: &'static str, value: impl IntoArg) -> Self {
        self.params.retain(|param| param.name != composite || param.part != Some(part));
        let place =
            self.operation.composites.iter().find(|c| c.name == composite).map_or(Place::Query, |c| c.place);
        let arg = value.into_arg();
        self.push(Param { place, name: composite.into(), part: Some(part), arg });
        self
    }

    /// Sets a setting for this call alone, such as another region than the client's.
    pub fn setting(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let name = name.into();
        let overrides = &mut self.own().overrides;
        overrides.retain(|(known, _)| *known != name);
        overrides.push((name, value.into()));
        self
    }

    /// Limits the whole call, all attempts and waits together.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.own().timeout = Some(timeout);
        self
    }

    /// Retries this call in another way than the client does.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.own().retries = Some(retries);
        self
    }

    #[inline]
    fn set(mut self, place: Place, name: Cow<'static, str>, arg: Arg) -> Self {
        self.set_here(place, name, arg);
        self
    }

    fn set_here(&mut self, place: Place, name: Cow<'static, str>, arg: Arg) {
        self.kinds.add(place, &arg);
        let same = |param: &&mut Param| param.place == place && param.name == name && param.part.is_none();
        match self.params.iter_mut().find(same) {
            Some(param) => param.arg = arg,
            None => self.params.push(Param { place, name, part: None, arg }),
        }
    }

    pub(crate) fn get(&self, place: Place, name: &str) -> Option<&Arg> {
        let same = |param: &&Param| param.place == place && param.name == name && param.part.is_none();
        self.params.iter().find(same).map(|param| &param.arg)
    }

    /// Hides the secrets of the client and of this call in a text, and what its request showed of them; `None` if the
    /// text holds none of these.
    pub(crate) fn hide(&self, text: &str, told: &[String]) -> Option<String> {
        // A shorter value is no secret, and stands in many a word.
        const SHORTEST: usize = 4;
        // The whole value, and the value without the word before it.
        let words = |value: &String| value.split_once(' ').map(|(_, word)| word.to_owned());
        let mut secrets: Vec<String> = told.to_vec();
        let fixed = self.client.0.ways.iter().flat_map(|way| way.plan.respelled(&way.fixed));
        secrets.extend(fixed.filter_map(|(_, value)| value.map(str::to_owned)));
        let inner: Vec<String> = secrets.iter().filter_map(words).collect();
        secrets.extend(inner);
        secrets.extend(self.client.0.credentials.secrets().map(str::to_owned));
        let settings = self.client.0.settings.iter().chain(self.overrides());
        secrets.extend(settings.filter(|(name, _)| names_secret(name)).map(|(_, value)| value.clone()));
        for param in &self.params {
            if self.is_secret(param) {
                secrets.extend(param.arg.text());
            }
            value::secrets(param.arg.value(), &mut secrets);
        }
        let mut hidden = None;
        for secret in secrets.into_iter().filter(|secret| secret.len() >= SHORTEST) {
            let text = hidden.as_deref().unwrap_or(text);
            if text.contains(&secret) {
                hidden = Some(text.replace(&secret, REDACTED));
            }
        }
        hidden
    }

    /// The headers of a request from which a secret can be read though it does not stand there as it is.
    pub(crate) fn told(&self, request: &HttpRequest) -> Vec<String> {
        let mut told = Vec::new();
        let shared = &self.client.0;
        if shared.signer.is_some() {
            // What it knows is known to nobody else.
            let secret = request.headers.iter().filter(|(name, _)| names_secret(name));
            told.extend(secret.map(|(_, value)| value.to_owned()));
        } else {
            // What is fixed is known without the request, and the secrets themselves are.
            for name in shared.ways.iter().flat_map(|way| &way.told) {
                told.extend(request.headers.get(name).map(str::to_owned));
            }
        }
        told
    }

    fn is_secret(&self, param: &Param) -> bool {
        let name = param.part.unwrap_or(&param.name);
        let header = param.place == Place::Header && names_secret(name);
        header || self.operation.secrets.contains(&name)
    }

    /// Sends the request and decodes the answer.
    pub fn send<T: Value + Default>(self) -> Sending<T> {
        Sending::new(self)
    }

    /// Sends the request and waits for the answer on this thread. Needs no runtime, and may be called where there
    /// is one.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    #[cfg(feature = "blocking")]
    pub fn send_blocking<T: Value + Default>(self) -> Result<crate::Response<T>> {
        let client = self.client.clone();
        client.block_on(self.send())
    }

    /// Sends the request and reads the body of the answer while it comes, whatever its type. A refusal is an error as
    /// with [`send`](Self::send), and until an answer begins the request is sent again in the same way.
    pub fn stream(self) -> Sending<ByteStream> {
        Sending::streamed(self)
    }

    /// Sends the request, and waits on this thread until the answer begins.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    #[cfg(feature = "blocking")]
    pub fn stream_blocking(self) -> Result<crate::Response<ByteStream>> {
        let client = self.client.clone();
        client.block_on(self.stream())
    }

    /// The HTTP request that would be sent now, signed: to look at, or to send by other means.
    ///
    /// # Errors
    ///
    /// The arguments cannot be sent.
    pub fn to_http(&self) -> Result<crate::HttpRequest> {
        send::prepare(self)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct(self.id());
        for param in &self.params {
            let name = param.part.unwrap_or(&param.name);
            if self.is_secret(param) || names_secret(name) {
                out.field(name, &format_args!("{REDACTED}"));
            } else {
                out.field(name, &Shown(param.arg.value()));
            }
        }
        match self.body_kind() {
            Body::Params => &mut out,
            Body::Whole(arg) => out.field("body", &Shown(arg.value())),
            Body::Raw(bytes) => out.field("body", &format_args!("{} bytes", bytes.len())),
        };
        out.finish_non_exhaustive()
    }
}
