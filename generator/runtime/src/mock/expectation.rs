//! What a test expects of a request, and the answer to it.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{Api, Fixture, Received, Route, fault};
use crate::{HttpResponse, IntoArg, Json, Value, value};

/// An expectation: which requests it matches, and how they are answered. It holds from the moment it is made, and
/// matches every request of its operation until it is told more.
///
/// Answers are given in the order in which they were added; the last one is repeated. Without any, the operation's
/// fixture is the answer.
#[derive(Clone, Debug)]
#[must_use = "an expectation stands at once; bind it to ask for its calls, or drop it"]
pub struct Expectation(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) operation: String,
    pub(super) api: Arc<Api>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    wanted: Vec<(String, Wanted)>,
    parts: Vec<(String, String, String)>,
    replies: Vec<Reply>,
    times: Option<usize>,
    calls: usize,
}

/// What a parameter must be: its text, or its JSON where it is not flat.
#[derive(Debug)]
struct Wanted {
    flat: Vec<(String, String)>,
    json: Json,
}

/// What is answered.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Reply {
    /// The response; `None` for the operation's fixture.
    pub response: Option<HttpResponse>,
    /// How long the answer takes.
    pub delay: Duration,
    /// Whether the connection is closed without an answer.
    pub hang_up: bool,
    /// After how many bytes of the body the connection is closed, if it is.
    pub cut: Option<usize>,
}

impl Expectation {
    pub(super) fn new(operation: &str, api: Arc<Api>) -> Self {
        let state = Mutex::default();
        Expectation(Arc::new(Inner { operation: operation.to_owned(), api, state }))
    }

    /// Matches only requests that carry this value, wherever the parameter stands.
    pub fn with(self, name: &str, value: impl IntoArg) -> Self {
        let arg = value.into_arg();
        let json = value::to_json(arg.value());
        let mut flat = value::Pairs::new();
        value::flatten(name.to_owned().into(), arg.value(), &mut flat);
        let flat = flat.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        self.state().wanted.push((name.to_owned(), Wanted { flat, json }));
        self
    }

    /// Matches only requests whose composite parameter has this part.
    pub fn with_part(self, composite: &str, part: &str, value: impl IntoArg) -> Self {
        let value = value.into_arg().text().unwrap_or_default();
        self.state().parts.push((composite.to_owned(), part.to_owned(), value));
        self
    }

    /// Expects exactly so many requests: further ones are not matched, and missing ones are a fault when the server is
    /// checked.
    pub fn times(self, times: usize) -> Self {
        self.state().times = Some(times);
        self
    }

    /// Answers with an output, in the service's envelope where it has one, and with the documented status. Bytes are the
    /// body as they are, of the documented media type.
    pub fn respond(self, output: &dyn Value) -> Self {
        if let Some(bytes) = output.body() {
            return self.respond_bytes(bytes);
        }
        let mut json = value::to_json(output);
        if let (Some([code, ok, _]), Json::Object(object)) = (&self.0.api.envelope, &mut json) {
            object
                .entry(code.as_str())
                .or_insert_with(|| ok.parse::<i64>().map_or_else(|_| ok.as_str().into(), Json::from));
        }
        let route = self.0.api.route(&self.0.operation);
        let mut fixture = Fixture::new(route.map_or(200, Route::status), "");
        if let Json::Object(object) = &mut json {
            for name in route.iter().flat_map(|route| &route.response_headers) {
                let value = object.remove(name).and_then(|value| value::text_of(&value));
                fixture.headers.extend(value.map(|value| (name.clone(), value)));
            }
        }
        if !json.is_null() {
            fixture.body = json.to_string();
        }
        self.respond_with(fixture.response())
    }

    fn respond_bytes(self, bytes: &[u8]) -> Self {
        let route = self.0.api.route(&self.0.operation);
        let mut response = HttpResponse::new(route.map_or(200, Route::status), bytes);
        let documented =
            route.and_then(|route| route.fixture.as_ref()).into_iter().flat_map(|it| &it.headers);
        for (name, value) in documented {
            response.headers.push(name.clone(), value.clone());
        }
        if response.headers.get("Content-Type").is_none() {
            response.headers.push("Content-Type", "application/octet-stream");
        }
        self.respond_with(response)
    }

    /// Answers with the operation's fixture.
    pub fn respond_fixture(self) -> Self {
        self.reply(Reply::default())
    }

    /// Answers with an error in the service's own shape. With an envelope the HTTP status is 200.
    pub fn respond_error(self, status: u16, code: &str, message: &str) -> Self {
        let api = &self.0.api;
        let status = if api.envelope.is_some() { 200 } else { status };
        let response = fault::error(api, Some(&self.0.operation), code, message, status);
        self.respond_with(response)
    }

    /// Answers with any HTTP response.
    pub fn respond_with(self, response: HttpResponse) -> Self {
        self.reply(Reply { response: Some(response), ..Reply::default() })
    }

    /// Closes the connection without an answer.
    pub fn hang_up(self) -> Self {
        self.reply(Reply { hang_up: true, ..Reply::default() })
    }

    /// Lets the last answer take this long.
    pub fn delay(self, delay: Duration) -> Self {
        self.last(|reply| reply.delay = delay)
    }

    /// Closes the connection in the middle of the last answer, after so many bytes of its body.
    pub fn cut(self, after: usize) -> Self {
        self.last(|reply| reply.cut = Some(after))
    }

    fn last(self, change: impl FnOnce(&mut Reply)) -> Self {
        let empty = self.state().replies.is_empty();
        let this = if empty { self.reply(Reply::default()) } else { self };
        if let Some(reply) = this.state().replies.last_mut() {
            change(reply);
        }
        this
    }

    /// Whether it is for this operation, matched or not.
    pub(super) fn is_for(&self, operation: &str) -> bool {
        self.0.operation == operation
    }

    /// How many requests it has matched.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    fn reply(self, reply: Reply) -> Self {
        self.state().replies.push(reply);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer to a request, if this is the expectation for it.
    pub(super) fn answer(&self, received: &Received) -> Option<Reply> {
        let mut state = self.state();
        let open = state.times.is_none_or(|times| state.calls < times);
        let same = received.operation.as_deref() == Some(self.0.operation.as_str());
        if !open || !same || !state.wanted.iter().all(|(name, wanted)| wanted.is_in(name, received)) {
            return None;
        }
        let route = self.0.api.route(&self.0.operation);
        let has = |(composite, part, value): &(String, String, String)| {
            let spelling = route?.composites.iter().find(|known| known.0 == *composite)?;
            let wanted = format!("{part}{}{value}", spelling.2);
            Some(received.parameter(composite)?.split(&spelling.1).any(|given| given == wanted))
        };
        if !state.parts.iter().all(|part| has(part).unwrap_or(false)) {
            return None;
        }
        let last = state.replies.len().saturating_sub(1);
        let reply = state.replies.get(state.calls.min(last)).cloned().unwrap_or_default();
        state.calls += 1;
        Some(reply)
    }

    /// How a request differs from what is expected; `None` if it is of another operation.
    pub(super) fn differences(&self, received: &Received) -> Option<Vec<String>> {
        let state = self.state();
        if received.operation.as_deref() != Some(self.0.operation.as_str()) {
            return None;
        }
        let given = |name: &str| match received.parameter(name) {
            Some(value) => format!("{value:?}"),
            None if received.has(name) => "another value".to_owned(),
            None => "nothing".to_owned(),
        };
        let wanted = state.wanted.iter().filter(|(name, wanted)| !wanted.is_in(name, received));
        let wanted =
            wanted.map(|(name, wanted)| format!("{name}={}, and there is {}", wanted.json, given(name)));
        let parts = state.parts.iter();
        let parts = parts.filter(|(composite, part, value)| {
            !received.parameter(composite).is_some_and(|text| text.contains(part) && text.contains(value))
        });
        let parts = parts.map(|(composite, part, value)| {
            format!("{part}={value:?} in {composite}, and there is {}", given(composite))
        });
        let over = state.times.filter(|times| state.calls >= *times);
        let over = over.map(|times| format!("no more than {times} requests"));
        Some(wanted.chain(parts).chain(over).collect())
    }

    /// What was expected and has not come.
    pub(super) fn unmet(&self) -> Option<String> {
        let state = self.state();
        let times = state.times.filter(|times| state.calls < *times)?;
        let wanted = state.wanted.iter().map(|(name, wanted)| format!("{name}={}", wanted.json));
        let parts =
            state.parts.iter().map(|(composite, part, value)| format!("{part}={value:?} in {composite}"));
        let names: Vec<String> = wanted.chain(parts).collect();
        let with = if names.is_empty() { String::new() } else { format!(" (with {})", names.join(", ")) };
        Some(format!("{}{with}: expected {times} requests, got {}", self.0.operation, state.calls))
    }
}

impl Wanted {
    fn is_in(&self, name: &str, received: &Received) -> bool {
        let pairs = received.pairs();
        // A list has all elements that are expected, and no others.
        let elements = |given: &str| match &self.json {
            Json::Array(_) => given.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')),
            _ => false,
        };
        let count = pairs.iter().filter(|(given, _)| elements(given)).count();
        let flat = !self.flat.is_empty()
            && (count == 0 || count == self.flat.len())
            && self.flat.iter().all(|(name, value)| pairs.contains(&(name.as_str(), value.as_str())));
        let json =
            || received.json.as_ref().and_then(|json| json.get(name)).is_some_and(|json| *json == self.json);
        let scalar = match self.flat.as_slice() {
            [(_, value)] => Some(value),
            _ => None,
        };
        let alone = || scalar.is_some_and(|value| received.parameter(name).as_ref() == Some(value));
        let repeated = || match &self.json {
            Json::Array(wanted) => {
                let is_given = |wanted: &Json| {
                    crate::value::text_of(wanted)
                        .is_some_and(|wanted| pairs.contains(&(name, wanted.as_str())))
                };
                let count = pairs.iter().filter(|(given, _)| *given == name).count();
                !wanted.is_empty() && count == wanted.len() && wanted.iter().all(is_given)
            }
            _ => false,
        };
        let whole = || name.is_empty() && received.json.as_ref() == Some(&self.json);
        flat || json() || alone() || repeated() || whole()
    }
}
