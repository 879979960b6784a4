//! What a mock knows of the service that it plays.

use tablature_recipe::Plan;

use super::{Paged, Refusals};
use crate::{ErrorShape, HttpResponse, Operation, Protocol, Service, send};

/// A service and its operations, owned, so that it can come from the statics of a generated crate or from a file.
#[derive(Clone, Debug)]
pub struct Api {
    /// The address of the service with its placeholders; the mock plays it below the same path.
    pub endpoint: String,
    /// The parameter that carries the operation's id; `None` where method and path tell operations apart.
    pub action: Option<String>,
    /// What wraps every response body: the key of the code, its value for success, and the key of the message.
    pub envelope: Option<[String; 3]>,
    /// The paths of code and message in an error body.
    pub error: (String, String),
    /// What is answered to requests that are refused.
    pub refusals: Refusals,
    /// How requests are authenticated, or what is wrong with the recipes.
    pub auth: std::result::Result<Vec<Plan>, String>,
    /// The operations.
    pub routes: Vec<Route>,
}

/// An operation.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// The operation's id.
    pub id: String,
    /// The HTTP method.
    pub method: String,
    /// The path as a template.
    pub path: String,
    /// Further methods and paths of it.
    pub alternatives: Vec<(String, String)>,
    /// The required parameters, by name, wherever they stand.
    pub required: Vec<String>,
    /// Composite parameters: name, separator of parts, and what stands between name and value of a part.
    pub composites: Vec<(String, String, String)>,
    /// The response headers that the output holds beside the keys of the body, by name.
    pub response_headers: Vec<String>,
    /// How it is called page by page.
    pub paged: Option<Paged>,
    /// Parameters that are numbers or booleans, by name. A value that no spelling of these allows is refused.
    pub kinds: Vec<(String, Kind)>,
    /// Parameters that always have the same value, by name. A request with another one is of another operation.
    pub fixed: Vec<(String, String)>,
    /// The ways to authenticate, where not every way of the service will do: each a list of recipes needed together.
    pub auth: Option<Vec<Vec<String>>>,
    /// What is answered when no expectation matches.
    pub fixture: Option<Fixture>,
}

/// What the value of a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false, in the spellings that services take for these.
    Boolean,
}

impl Kind {
    /// Whether a text can be a value of this kind; an empty one always can.
    pub(super) fn takes(self, text: &str) -> bool {
        let text = text.trim();
        match self {
            _ if text.is_empty() => true,
            Kind::Integer => {
                text.parse::<i128>().is_ok() || text.parse().is_ok_and(|number: f64| number.fract() == 0.0)
            }
            Kind::Number => text.parse().is_ok_and(f64::is_finite),
            Kind::Boolean => {
                ["true", "false", "1", "0", "yes", "no"].iter().any(|known| known.eq_ignore_ascii_case(text))
            }
        }
    }
}

/// An answer from the documentation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fixture {
    /// The HTTP status.
    pub status: u16,
    /// The response headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Fixture {
    /// An answer with a JSON body.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Fixture { status, headers: Vec::new(), body: body.into() }
    }

    /// The same answer with a header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The answer as a response; it is JSON where no header says otherwise.
    #[must_use]
    pub fn response(&self) -> HttpResponse {
        let response = HttpResponse::new(self.status, self.body.clone());
        let response = self
            .headers
            .iter()
            .fold(response, |it, (name, value)| it.with_header(name.clone(), value.clone()));
        let typed = response.headers.get("Content-Type").is_some();
        if typed { response } else { response.with_header("Content-Type", "application/json") }
    }
}

impl From<&str> for Fixture {
    fn from(body: &str) -> Self {
        Fixture::new(200, body)
    }
}

impl Api {
    /// A service from the statics of a generated crate. These do not say of which kind a parameter is, since clients have
    /// no use for it: setters have types, so none of a crate's own sends `Limit=abc`, which `tablature mock`, with the
    /// kinds of the IR, refuses.
    #[must_use]
    pub fn new(service: &Service, operations: &[&Operation]) -> Self {
        let action = match service.protocol {
            Protocol::Rpc { action } => Some(action.to_owned()),
            Protocol::Rest => None,
        };
        let usual = ErrorShape { code: "code", message: "message", request_id: None };
        let shape = service.errors.first().unwrap_or(&usual);
        Api {
            endpoint: service.endpoint.to_owned(),
            action,
            envelope: service.envelope.map(|e| [e.code, e.ok, e.message].map(str::to_owned)),
            error: (shape.code.to_owned(), shape.message.to_owned()),
            refusals: Refusals::default(),
            auth: service.auth.plans().map(<[Plan]>::to_vec).map_err(|error| error.message().to_owned()),
            routes: operations.iter().map(|operation| Route::new(operation)).collect(),
        }
    }

    /// The path below which operations lie, without a slash at its end.
    pub(super) fn below(&self) -> &str {
        send::below(send::path_of(&self.endpoint))
    }

    /// A path relative to the endpoint's, where `/` is the endpoint itself; `None` if it lies elsewhere.
    pub(super) fn within<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut rest = path;
        for wanted in self.below().split('/').skip(1) {
            let after = rest.strip_prefix('/')?;
            let (given, tail) = after.split_at(after.find('/').unwrap_or(after.len()));
            segment(wanted, given)?;
            rest = tail;
        }
        Some(if rest.is_empty() { "/" } else { rest })
    }

    /// The operation of this id.
    #[must_use]
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }
}

impl Route {
    fn new(operation: &Operation) -> Self {
        Route {
            id: operation.id.to_owned(),
            method: operation.method.as_str().to_owned(),
            path: operation.uri.to_owned(),
            alternatives: operation
                .alternatives
                .iter()
                .map(|(method, path)| (method.as_str().to_owned(), (*path).to_owned()))
                .collect(),
            // Includes those that the client's settings supply: the service refuses requests without them.
            required: operation.required.iter().map(|name| (*name).to_owned()).collect(),
            paged: operation.paging.as_ref().map(Paged::new),
            kinds: Vec::new(),
            fixed: operation.fixed.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
            composites: operation
                .composites
                .iter()
                .map(|c| (c.name.to_owned(), c.separator.to_owned(), c.assign.to_owned()))
                .collect(),
            response_headers: operation.response_headers.iter().map(|name| (*name).to_owned()).collect(),
            auth: operation.auth.map(|ways| {
                ways.iter().map(|way| way.iter().map(|name| (*name).to_owned()).collect()).collect()
            }),
            fixture: None,
        }
    }

    /// The status of success.
    pub(super) fn status(&self) -> u16 {
        self.fixture.as_ref().map_or(200, |fixture| fixture.status)
    }

    /// The same operation with this answer as its fixture.
    #[must_use]
    pub fn with_fixture(mut self, fixture: Fixture) -> Self {
        self.fixture = Some(fixture);
        self
    }

    /// How many segments of a path match literally, and its parameters, decoded; `None` if the operation has another
    /// method or path.
    pub(super) fn matches(&self, method: &str, path: &str) -> Option<Matched> {
        let own = std::iter::once((&self.method, &self.path));
        let lines = own.chain(self.alternatives.iter().map(|(method, path)| (method, path)));
        let found =
            lines.filter(|(known, _)| *known == method).filter_map(|(_, wanted)| matched(wanted, path));
        found.max_by_key(|(literal, _)| *literal)
    }
}

/// How many segments of a path match literally, and its parameters.
type Matched = (usize, Vec<(String, String)>);

fn matched(wanted: &str, path: &str) -> Option<Matched> {
    let mut literal = 0;
    let mut parameters = Vec::new();
    let mut wanted = wanted.trim_end_matches('/').split('/');
    let mut given = path.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some((literal, parameters)),
            (Some(wanted), Some(given)) => match segment(wanted, given)? {
                found if found.is_empty() => literal += 1,
                found => parameters.extend(found),
            },
            _ => return None,
        }
    }
}

/// The parameters in a segment of a path, decoded; none where the template has none. `None` if it does not fit the template.
fn segment(wanted: &str, given: &str) -> Option<Vec<(String, String)>> {
    let decoded = |text: &str| String::from_utf8_lossy(&crate::encode::decode(text)).into_owned();
    // What stands between parameters is as it is in the template; in values it is encoded, at least by us.
    let found = between(wanted, given)
        .map(|found| found.into_iter().map(|(name, text)| (name, decoded(&text))).collect());
    found.or_else(|| between(wanted, &decoded(given)))
}

/// The texts that stand in the place of the names in braces.
fn between(wanted: &str, given: &str) -> Option<Vec<(String, String)>> {
    let Some((before, rest)) = wanted.split_once('{') else { return (wanted == given).then(Vec::new) };
    let (name, after) = rest.split_once('}')?;
    let given = given.strip_prefix(before)?;
    let next = after.split('{').next().unwrap_or_default();
    // The last takes all that is left, so that what follows it may stand in its value, too.
    let end = if next == after { given.len().checked_sub(next.len())? } else { given.find(next)? };
    let (value, left) = given.split_at_checked(end)?;
    if value.is_empty() && before.is_empty() && next.is_empty() {
        return None;
    }
    let mut found = vec![(name.to_owned(), value.to_owned())];
    found.extend(between(after, left)?);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str, path: &str) -> Option<(usize, String)> {
        let (literal, parameters) = matched(wanted, path)?;
        let parameters: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Some((literal, parameters.join(" ")))
    }

    #[test]
    fn parameters_of_a_segment_are_told_apart_by_what_stands_between() {
        let some = |literal, parameters: &str| Some((literal, parameters.to_owned()));
        assert_eq!(found("/ips/{region}:{id}", "/ips/north:7"), some(2, "region=north id=7"));
        assert_eq!(found("/ips/{region}:{id}", "/ips/a%3Ab:7"), some(2, "region=a:b id=7"));
        assert_eq!(found("/ips/{region}:{id}", "/ips/north%3A7"), some(2, "region=north id=7"));
        assert_eq!(found("/ips/{region}:{id}", "/ips/north"), None);
        assert_eq!(found("/[/{a},{b}]", "/%5B/x,y%5D"), some(2, "a=x b=y"));
        assert_eq!(found("/{name}.json", "/a.json.json"), some(1, "name=a.json"));
        assert_eq!(found("/v{version}/things", "/v2/things"), some(2, "version=2"));
        assert_eq!(found("/things/{id}", "/things/"), None);
        assert_eq!(found("/a b", "/a%20b"), some(2, ""));
    }
}
