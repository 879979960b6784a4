//! `tablature mock`: a mock server for one or more services.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, mpsc},
    time::Duration,
};

use clap::Args;
use serde::Deserialize;
use tablature_client::auth::Plan;
use tablature_client::mock::{
    Api, By, Exchange, Fixture, Kind, Next, Paged, Refusal, Refusals, Route, Server,
};
use tablature_ir::{self as ir, InHeader, Pagination, Total};

use super::{
    input::Input,
    terminal::{Terminal, print},
};
use crate::{
    diagnostic::{Diagnostic, Id, Sources, Span, closest},
    emit::fixtures,
    engine::{Failure, file, slashes},
    escape,
    plan::{self, Crate},
    spec::yaml,
};

/// A mock server that answers with the docs' own examples
///
/// One listener a service. Prints `listening on http://127.0.0.1:PORT for VENDOR/SERVICE` for each first, then
/// each request in a line, until it is interrupted.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The port; 0 takes free ones. Several services take this one and those after it
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Accept only requests that are signed with this key
    #[arg(long, value_name = "KEY", requires = "secret_key")]
    access_key: Option<String>,
    /// The secret of the key
    #[arg(long, value_name = "SECRET", requires = "access_key")]
    secret_key: Option<String>,
    /// Answers that differ from the fixtures, in order
    ///
    /// A YAML list. The first entry that is for the request and not used up answers it:
    ///
    ///   - operation: show              # its id; VENDOR/SERVICE/ID where several services are played
    ///     with: {name: gone}           # only requests with these parameters
    ///     error: "8006"                # in the service's own shape; or `status` and `body` as they are to be
    ///     message: no such image
    ///     delay: 300                   # milliseconds
    ///     times: 2                     # then others answer
    #[arg(long, value_name = "FILE", verbatim_doc_comment)]
    scenario: Option<PathBuf>,
}

/// One answer of a scenario file, a YAML list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The operation's id; `VENDOR/SERVICE/ID` where several services are played.
    operation: String,
    /// Parameters that the request must have, by name.
    #[serde(default)]
    with: indexmap::IndexMap<String, String>,
    /// The HTTP status of the answer; when left out, that of the fixture, or 400 for an error.
    #[serde(default)]
    status: Option<u16>,
    /// The body of the answer; when left out, and there is no error, that of the fixture.
    #[serde(default)]
    body: Option<serde_json::Value>,
    /// The code of an error in the service's own shape.
    #[serde(default)]
    error: Option<String>,
    /// The message of the error.
    #[serde(default)]
    message: String,
    /// How long to wait before answering, in milliseconds.
    #[serde(default)]
    delay: u64,
    /// How many requests are answered so; when left out, all.
    #[serde(default)]
    times: Option<usize>,
}

impl Step {
    /// The operation that it answers for, if this service has it.
    fn route<'a>(&self, name: &str, api: &'a Api) -> Option<&'a Route> {
        let id = self.operation.strip_prefix(name).and_then(|rest| rest.strip_prefix('/'));
        api.route(id.unwrap_or(&self.operation))
    }

    /// What in the step contradicts the rest of it.
    fn contradiction(&self) -> Option<&'static str> {
        if self.error.is_some() && self.body.is_some() {
            Some("has both `error` and `body`; an error's body is in the service's own shape")
        } else if self.error.is_none() && !self.message.is_empty() {
            Some("has a `message` without an `error`")
        } else if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            Some("has a `status` that ends no HTTP exchange; 200 to 599 do")
        } else {
            None
        }
    }
}

/// Refuses steps that cannot be played, and warns of parameters that no page has.
fn check(scenario: &Scenario, played: &[(String, Crate, Api)], terminal: &Terminal) -> Result<(), Failure> {
    for (number, step) in scenario.steps.iter().enumerate() {
        let id = &step.operation;
        if let Some(what) = step.contradiction() {
            return Err(scenario.fault(number, format!("the step for `{id}` {what}"), None));
        }
        let mut operations = played.iter().filter_map(|(name, planned, api)| {
            let route = step.route(name, api)?;
            planned.operations.iter().find(|operation| operation.id == route.id)
        });
        let Some(operation) = operations.next() else {
            let known = played.iter().flat_map(|(_, planned, _)| &planned.operations);
            let close = closest(id, known.map(|operation| operation.id.as_str()));
            return Err(scenario.fault(number, format!("no service has the operation `{id}`"), close));
        };
        for name in step.with.keys() {
            let is = |wire: &str| {
                name.strip_prefix(wire).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            let composites = operation.composites.iter().map(|composite| &composite.wire);
            if !operation.parameters().map(|parameter| &parameter.wire).chain(composites).any(|wire| is(wire))
            {
                terminal.say(&format!(
                    "the docs of `{id}` have no parameter `{name}`: the scenario waits for one"
                ));
            }
        }
    }
    Ok(())
}

/// Runs the command.
///
/// # Errors
/// The specs or the scenario are not valid, or a port cannot be opened.
pub(super) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let specs = arguments.input.read()?;
    if specs.is_empty() {
        return Err(Failure::new("there is no service to play"));
    }
    let scenario = arguments.scenario.as_deref().map(read_scenario).transpose()?.unwrap_or_default();
    let mut played = Vec::new();
    for spec in &specs {
        let planned = plan::plan(&spec.service, &plan::Options::default())
            .map_err(|found| Failure::Diagnostics(found, Sources::default()))?;
        let api = api(&planned);
        played.push((format!("{}/{}", spec.service.vendor, spec.service.service), planned, api));
    }
    // Checks before anything listens, so that whoever reads the addresses is not told of a server that is gone at
    // once.
    check(&scenario, &played, terminal)?;
    let mut servers = Vec::new();
    // Listens for signals before the addresses are told: who reads them may stop the mock at once.
    let interrupted = interrupted()?;
    for (number, (name, _, api)) in (0_u16..).zip(&played) {
        let port = if arguments.port == 0 { 0 } else { arguments.port.saturating_add(number) };
        let shown: Arc<str> = name.as_str().into();
        let server = Server::serve(("127.0.0.1", port), api.clone(), move |exchange| log(&shown, exchange))
            .map_err(|error| Failure::new(format!("port {port}: {error}")))?;
        if let (Some(access), Some(secret)) = (&arguments.access_key, &arguments.secret_key) {
            server.require_keys(access, secret);
        }
        for step in &scenario.steps {
            if let Some(route) = step.route(name, api) {
                play(&server, route, step);
            }
        }
        print(&format!("listening on {} for {name}\n", server.endpoint()))?;
        servers.push(server);
    }
    let _ = interrupted.recv();
    drop(servers);
    terminal.say("stopped");
    Ok(ExitCode::SUCCESS)
}

/// What the mock has to know of a service.
fn api(planned: &Crate) -> Api {
    let (fixtures, _) = fixtures::fixtures(planned);
    let action = match &planned.protocol {
        tablature_ir::Protocol::Rpc(action) => Some(action.to_string()),
        tablature_ir::Protocol::Rest => None,
    };
    let error = planned.errors.first();
    let routes = planned.operations.iter().zip(fixtures).map(|(operation, fixture)| Route {
        id: operation.id.clone(),
        method: operation.http.as_str().to_owned(),
        path: operation.uri.clone(),
        alternatives: operation
            .alternatives
            .iter()
            .map(|line| (line.method.as_str().to_owned(), line.uri.clone()))
            .collect(),
        required: required(operation),
        composites: operation
            .composites
            .iter()
            .map(|composite| (composite.wire.clone(), composite.separator.clone(), composite.assign.clone()))
            .collect(),
        paged: operation.paging.as_ref().map(paged),
        kinds: kinds(operation),
        fixed: operation.fixed.iter().map(|fixed| (fixed.wire.clone(), fixed.text.clone())).collect(),
        auth: operation.auth.clone(),
        response_headers: fixture.headers.iter().map(|(name, _)| name.clone()).collect(),
        fixture: Some(Fixture {
            headers: fixture.sent_headers().collect(),
            ..Fixture::new(fixture.status, fixture.text().unwrap_or_default())
        }),
    });
    Api {
        endpoint: planned.endpoint.clone(),
        action,
        envelope: planned
            .envelope
            .as_ref()
            .map(|envelope| [envelope.code.to_string(), envelope.ok.clone(), envelope.message.to_string()]),
        error: error
            .map_or(("code".into(), "message".into()), |shape| (shape.code.clone(), shape.message.clone())),
        refusals: planned.refusals.as_ref().map(refusals).unwrap_or_default(),
        auth: planned.auth.iter().map(Plan::new).collect(),
        routes: routes.collect(),
    }
}

fn refusals(refusals: &ir::Refusals) -> Refusals {
    let codes = refusals.codes.iter().map(|(why, code)| {
        let why = match why {
            ir::Refusal::Unnamed => Refusal::Unnamed,
            ir::Refusal::Unknown => Refusal::Unknown,
            ir::Refusal::Unsigned => Refusal::Unsigned,
            ir::Refusal::Signature => Refusal::Signature,
            ir::Refusal::Missing => Refusal::Missing,
            ir::Refusal::Value => Refusal::Value,
        };
        (why, code.clone())
    });
    let shape = refusals.shape.as_ref().map(|shape| (shape.code.clone(), shape.message.clone()));
    Refusals { shape, codes: codes.collect() }
}

/// How a list is played page by page.
fn paged(paging: &plan::Paging) -> Paged {
    let of = |next: &ir::Next| match next {
        ir::Next::Body(path) => Next::Body(path.clone()),
        ir::Next::Header(InHeader { header }) => Next::Header(header.to_string()),
    };
    let (by, limit) = match &paging.facts {
        Pagination::Offset { offset, limit, .. } => (By::Offset(offset.to_string()), Some(limit)),
        Pagination::Page { page, size, first, .. } => (By::Page(page.to_string(), *first), Some(size)),
        Pagination::Marker { marker, limit, next, .. } => {
            (By::Marker(marker.to_string(), of(next)), limit.as_ref())
        }
        Pagination::Link { next, limit, .. } => (By::Link(of(next)), limit.as_ref()),
    };
    let (total, total_header) = match paging.facts.total() {
        Some(Total::Body(path)) => (Some(path.clone()), None),
        Some(Total::ContentRange(header)) => (None, Some(header.to_string())),
        None => (None, None),
    };
    let within = paging.facts.within().map(ToString::to_string);
    let limit = limit.map(ToString::to_string);
    Paged { by, limit, items: paging.facts.items().to_owned(), total, total_header, within }
}

/// The parameters that are numbers or booleans.
fn kinds(operation: &plan::Operation) -> Vec<(String, Kind)> {
    let kind = |ty: &plan::Type| match ty {
        plan::Type::Integer | plan::Type::Unsigned => Some(Kind::Integer),
        plan::Type::Number => Some(Kind::Number),
        plan::Type::Boolean => Some(Kind::Boolean),
        _ => None,
    };
    let parameters = operation.parameters();
    parameters.filter_map(|parameter| Some((parameter.wire.clone(), kind(&parameter.ty)?))).collect()
}

/// The parameters that a request must have, also those that settings of a client supply.
fn required(operation: &plan::Operation) -> Vec<String> {
    let parameters = operation.required.iter();
    let composites =
        operation.composites.iter().filter(|composite| composite.required || composite.at_least > 0);
    let names = parameters.map(|parameter| parameter.wire.clone());
    names.chain(composites.map(|composite| composite.wire.clone())).collect()
}

/// A scenario file, and what is in it.
#[derive(Default)]
struct Scenario {
    name: String,
    text: String,
    steps: Vec<Step>,
}

impl Scenario {
    /// What is wrong with a step, at the line that names its operation.
    fn fault(&self, number: usize, message: String, close: Option<&str>) -> Failure {
        let steps = yaml::spanned(&self.text);
        let step = steps.as_ref().and_then(|steps| steps.items().get(number));
        let named = step.and_then(|step| step.entry("operation")).map(|(_, value)| value.at.clone());
        let mut fault = Diagnostic::new(Id::ScenarioSyntax, message);
        if let Some(range) = named {
            fault = fault.at(Span { file: self.name.as_str().into(), range });
        }
        if let Some(close) = close {
            fault = fault.hint(format!("did you mean `{close}`?"));
        }
        let mut sources = Sources::default();
        sources.add(self.name.clone(), self.text.clone());
        Failure::Diagnostics(vec![fault], sources)
    }
}

fn read_scenario(path: &Path) -> Result<Scenario, Failure> {
    let text = file::text(path)?;
    let name = slashes(path);
    match yaml::from_str(Id::ScenarioSyntax, &name, &text) {
        Ok(steps) => Ok(Scenario { name, text, steps }),
        Err(fault) => {
            let mut sources = Sources::default();
            sources.add(name, text);
            Err(Failure::Diagnostics(vec![fault], sources))
        }
    }
}

fn play(server: &Server, route: &Route, step: &Step) {
    let mut expectation = server.expect(&route.id);
    for (name, value) in &step.with {
        expectation = expectation.with(name, value.clone());
    }
    expectation = if let Some(code) = &step.error {
        expectation.respond_error(step.status.unwrap_or(400), code, &step.message)
    } else if step.body.is_some() || step.status.is_some() {
        let fixture = route.fixture.clone().unwrap_or_default();
        let body = step.body.as_ref().map_or(fixture.body, ToString::to_string);
        expectation.respond_with(
            Fixture { status: step.status.unwrap_or(fixture.status), body, ..fixture }.response(),
        )
    } else {
        expectation.respond_fixture()
    };
    if step.delay > 0 {
        expectation = expectation.delay(Duration::from_millis(step.delay));
    }
    if let Some(times) = step.times {
        let _ = expectation.times(times);
    }
}

/// One line a request.
fn log(name: &str, exchange: &Exchange<'_>) {
    let received = exchange.received;
    let operation = received.operation.as_deref().unwrap_or("?");
    let answer = exchange.response.map_or("closed".to_owned(), |response| response.status.to_string());
    let fault = exchange.fault.map(|fault| format!(" {}", fault.message)).unwrap_or_default();
    let line = format!("{name} {} {} {operation} {answer}{fault}", received.method, received.path);
    // Nobody is left to be told when standard output is closed.
    let _ = print(&format!("{}\n", escape::line(&line)));
}

/// Hears of an interrupt or a request to terminate. An error of the receiver means that the handler is gone.
fn interrupted() -> Result<mpsc::Receiver<()>, Failure> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // A second signal finds nobody waiting any more.
        let _ = stop.send(());
    })
    .map_err(|error| Failure::new(format!("signals cannot be handled: {error}")))?;
    Ok(stopped)
}
