//! What is answered to a request: by what is expected, else by the fixture, unless the service would refuse it.

use std::thread;

use super::{
    Exchange, Expectation, Fault, Fixture, Received, Refusal, Reply, Route, fault, server::Shared,
    verify::verify,
};
use crate::HttpResponse;

/// An operation that a request may be of, and the parameters in its path.
type Candidate<'a> = (&'a Route, Vec<(String, String)>);

impl Shared {
    /// The answer to a request, and after how many bytes it is cut; `None` to hang up.
    pub(super) fn respond(&self, mut received: Received) -> Option<(HttpResponse, Option<usize>)> {
        let (reply, fault) = match self.decide(&mut received) {
            Ok(reply) => (reply, None),
            Err(fault) => (Reply::default(), Some(fault)),
        };
        if !reply.delay.is_zero() {
            thread::sleep(reply.delay);
        }
        let operation = received.operation.as_deref();
        let response = match &fault {
            Some(fault) => Some(fault.response(&self.api, operation)),
            None if reply.hang_up => None,
            None => Some(reply.response.unwrap_or_else(|| self.fixture(&received))),
        };
        if let Some(observer) = &self.observer {
            observer(&Exchange { received: &received, response: response.as_ref(), fault: fault.as_ref() });
        }
        // A server with an observer may run for days, so it is the observer that keeps what it has seen.
        if self.observer.is_none() {
            let mut state = self.state();
            if let Some(fault) = fault {
                let name =
                    operation.map_or_else(|| format!("{} {}", received.method, received.path), str::to_owned);
                state.faults.push(format!("{name}: {}", fault.message));
            }
            state.received.push(received);
        }
        Some((response?, reply.cut))
    }

    fn decide(&self, received: &mut Received) -> Result<Reply, Fault> {
        let candidates = self.candidates(received)?;
        let (keys, expectations) = {
            let state = self.state();
            (state.keys.clone(), state.expectations.clone())
        };
        if let (Some(keys), Some((route, _))) = (keys, candidates.first()) {
            verify(received, &self.api, route, &keys)?;
        }
        let (mut missing, mut complete, mut served) = (None, false, None);
        for (route, parameters) in candidates {
            received.operation = Some(route.id.clone());
            received.path_parameters = parameters;
            if let Some(name) = route.required.iter().find(|name| !received.has(name)) {
                missing.get_or_insert(Fault::new(
                    Refusal::Missing,
                    format!("the parameter `{name}` is missing"),
                ));
                continue;
            }
            if let Some((name, value)) = received.not_of_its_kind(&route.kinds) {
                let why = format!("the parameter `{name}` takes no value like {value:?}");
                missing.get_or_insert(Fault::new(Refusal::Value, why));
                continue;
            }
            complete = true;
            if let Some(reply) = expectations.iter().find_map(|expectation| expectation.answer(received)) {
                return Ok(reply);
            }
            // Where something is expected of an operation, its fixture is no answer to what is not.
            let expected = expectations.iter().any(|expectation| expectation.is_for(&route.id));
            if (self.observer.is_some() || !expected) && route.fixture.is_some() {
                served.get_or_insert_with(|| (received.operation.clone(), received.path_parameters.clone()));
            }
        }
        if let Some((operation, parameters)) = served {
            received.operation = operation;
            received.path_parameters = parameters;
            return Ok(Reply::default());
        }
        let missing = missing.filter(|_| !complete);
        Err(missing.unwrap_or_else(|| Fault::unmatched(unexpected(&expectations, received))))
    }

    /// The operations that a request may be of, with the parameters in its path: several where the docs give them the
    /// same method and path.
    fn candidates(&self, received: &mut Received) -> Result<Vec<Candidate<'_>>, Fault> {
        let path = self.api.within(&received.path).ok_or_else(|| {
            let why = format!("the service lies below {}, not at {}", self.api.below(), received.path);
            Fault::new(Refusal::Unknown, why)
        })?;
        if let Some(action) = &self.api.action {
            let id = received.parameter(action).ok_or_else(|| {
                Fault::new(Refusal::Unnamed, format!("the parameter `{action}` is missing"))
            })?;
            received.operation = Some(id.clone());
            let route = self.api.route(&id);
            let route =
                route.ok_or_else(|| Fault::new(Refusal::Unknown, format!("there is no {action} `{id}`")))?;
            return Ok(vec![(route, Vec::new())]);
        }
        let matches: Vec<_> = self
            .api
            .routes
            .iter()
            .filter_map(|route| {
                let (literal, parameters) = route.matches(&received.method, path)?;
                Some((literal, route, parameters))
            })
            .collect();
        let Some(best) = matches.iter().map(|(literal, ..)| *literal).max() else {
            return Err(Fault::new(Refusal::Unknown, "there is no operation of this method and path"));
        };
        let best = matches.into_iter().filter(|(literal, ..)| *literal == best);
        let best: Vec<_> = best.map(|(_, route, parameters)| (route, parameters)).collect();
        let fits: Vec<_> = best.iter().filter(|(route, _)| received.fits(&route.fixed)).cloned().collect();
        if fits.is_empty() {
            let names: Vec<&str> =
                best.iter().flat_map(|(route, _)| &route.fixed).map(|(name, _)| name.as_str()).collect();
            let why =
                format!("no operation of this method and path has this {}", alone(&names).join(" and "));
            return Err(Fault::new(Refusal::Unknown, why));
        }
        Ok(fits)
    }

    /// The operation's fixture, or the page of it that is asked for, or an empty success.
    fn fixture(&self, received: &Received) -> HttpResponse {
        let operation = received.operation.as_deref();
        let route = operation.and_then(|id| self.api.route(id));
        let fixture = route.and_then(|route| {
            let fixture = route.fixture.clone()?;
            Some(match &route.paged {
                Some(paged) => paged.page(received, &route.composites, fixture),
                None => fixture,
            })
        });
        match (fixture, &self.api.envelope) {
            (Some(fixture), _) => fixture.response(),
            (None, Some([_, ok, _])) => fault::error(&self.api, operation, ok, "", 200),
            (None, None) => Fixture::from("{}").response(),
        }
    }
}

/// The names without those that stood before.
fn alone<'n>(names: &[&'n str]) -> Vec<&'n str> {
    let mut alone = Vec::new();
    for name in names {
        if !alone.contains(name) {
            alone.push(*name);
        }
    }
    alone
}

/// Says how a request differs from the expectation that comes nearest to it.
fn unexpected(expectations: &[Expectation], received: &Received) -> String {
    let nearest =
        expectations.iter().filter_map(|expectation| expectation.differences(received)).min_by_key(Vec::len);
    match nearest {
        None => "nothing is expected for this request".to_owned(),
        Some(differences) => {
            format!(
                "nothing is expected for this request; the nearest expects {}",
                differences.join(", and ")
            )
        }
    }
}
