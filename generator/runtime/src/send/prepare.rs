//! From a call to a signed HTTP request.

use std::borrow::Cow;

use super::{body, check, params};
use crate::{
    AuthScheme, Call, Error, HttpRequest, Place, Protocol, Result, Setting,
    auth::{param_sha1, sdk_hmac},
    builder::check_setting,
    call::Body,
    credentials::Source,
    encode,
    value::Pairs,
};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// The request that is sent for a call, signed now.
pub(crate) fn prepare(call: &Call) -> Result<HttpRequest> {
    assemble(call).map_err(|error| error.with_operation(&call.id))
}

fn assemble(call: &Call) -> Result<HttpRequest> {
    for (setting, value) in &call.overrides {
        check_setting(*setting, value).map_err(|error| Error::input(error.message()))?;
    }
    let supplied = supplied(call);
    check::required(call, |name| supplied.iter().any(|(known, _)| *known == name))?;
    let mut query = params::pairs(call, Place::Query)?;
    query.sort_unstable();
    let mut target = path(call, &supplied)?;
    if !query.is_empty() {
        target.push('?');
        encode::query(&query, &mut target);
    }
    let mut request = HttpRequest::new(call.method, origin(call)?, target);
    let mut form = params::pairs(call, Place::Form)?;
    fill_body(call, &supplied, &mut form, &mut request);
    fill_headers(call, &mut request)?;
    sign(call, &query, &mut request)?;
    Ok(request)
}

/// What the client's settings supply to this call: parameters and their values.
fn supplied(call: &Call) -> Vec<(&'static str, &str)> {
    let service = call.client.0.service;
    service.context.iter().filter_map(|(name, setting)| Some((*name, setting_of(call, *setting)?))).collect()
}

fn setting_of(call: &Call, setting: Setting) -> Option<&str> {
    let find = |settings: &'_ [(Setting, String)]| settings.iter().position(|(known, _)| *known == setting);
    match find(&call.overrides) {
        Some(index) => call.overrides.get(index),
        None => call.client.0.settings.get(find(&call.client.0.settings)?),
    }
    .map(|(_, value)| value.as_str())
}

/// Scheme, host and port.
fn origin(call: &Call) -> Result<String> {
    let mut text = Cow::Borrowed(call.client.0.endpoint.as_str());
    for setting in [Setting::Region, Setting::ProjectId, Setting::DomainId] {
        let placeholder = format!("{{{}}}", setting.name());
        if text.contains(&placeholder) {
            let value = setting_of(call, setting).ok_or_else(|| {
                Error::configuration(format!("no {}: the address {text} needs it", setting.name()))
            })?;
            text = text.replace(&placeholder, value).into();
        }
    }
    let bad = |what: &str| Error::configuration(format!("{what} in the endpoint {text:?}"));
    let (scheme, rest) = text.split_once("://").ok_or_else(|| bad("no http:// or https://"))?;
    if scheme != "http" && scheme != "https" {
        return Err(bad("neither http:// nor https://"));
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
    if host.is_empty() || !host.chars().all(fits) {
        return Err(bad("no proper host"));
    }
    Ok(format!("{scheme}://{host}"))
}

/// The path with its parameters filled in, each of which stays in its segment.
fn path(call: &Call, supplied: &[(&str, &str)]) -> Result<String> {
    let mut path = String::with_capacity(call.uri.len() + 32);
    let mut rest = &*call.uri;
    while let Some((literal, tail)) = rest.split_once('{') {
        path.push_str(literal);
        let (name, tail) =
            tail.split_once('}').ok_or_else(|| Error::input(format!("an open brace in {}", call.uri)))?;
        let given = call.get(Place::Path, name).and_then(crate::Arg::text);
        let value =
            given.or_else(|| supplied.iter().find(|(known, _)| *known == name).map(|s| s.1.to_owned()));
        match value.as_deref() {
            None => return Err(Error::input(format!("{name} is required"))),
            Some("") => return Err(Error::input(format!("{name} is empty"))),
            // No encoding keeps these from being taken for a step in the hierarchy.
            Some(dots @ ("." | "..")) => {
                return Err(Error::input(format!(
                    "{name} is {dots:?}, which would leave its place in the path"
                )));
            }
            Some(value) => encode::component(value, &mut path),
        }
        rest = tail;
    }
    path.push_str(rest);
    if !path.starts_with('/') || path.contains(['?', '#', ' ', '\r', '\n']) {
        return Err(Error::input(format!("{path:?} is no path")));
    }
    Ok(path)
}

fn fill_body(call: &Call, supplied: &[(&'static str, &str)], form: &mut Pairs, request: &mut HttpRequest) {
    let shared = &call.client.0;
    if let Body::Raw(bytes) = &call.body {
        request.body.clone_from(bytes);
    } else if let Protocol::Rpc { action } = shared.service.protocol {
        // These are parameters of every operation, whether its page repeats them or not.
        let context = supplied
            .iter()
            .filter(|(name, _)| call.get(Place::Form, name).is_none())
            .map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned()));
        form.splice(0..0, context);
        form.retain(|(name, _)| name != action);
        form.push((action.into(), call.id.clone().into_owned()));
        if let (Some(AuthScheme::ParamSha1), Source::Keys(keys)) = (shared.scheme, &shared.credentials) {
            param_sha1::sign(form, keys);
        }
    } else if let Some(json) = body::json(call) {
        request.body = json;
    }
    if !form.is_empty() && request.body.is_empty() {
        let mut text = String::with_capacity(form.len() * 32);
        encode::form(form, &mut text);
        request.body = text.into_bytes();
    }
    let is_form = !form.is_empty() && !matches!(call.body, Body::Raw(_));
    let usual = if is_form { FORM } else { JSON };
    request.headers.push("Content-Type", call.operation.content_type.filter(|_| !is_form).unwrap_or(usual));
}

fn fill_headers(call: &Call, request: &mut HttpRequest) -> Result<()> {
    let shared = &call.client.0;
    let host = request.origin.split_once("://").map_or("", |(_, host)| host).to_owned();
    request.headers.push("Host", host);
    request.headers.push("User-Agent", shared.user_agent.as_str());
    if shared.scheme == Some(AuthScheme::SdkHmacSha256) {
        let project = setting_of(call, Setting::ProjectId).map(|id| ("X-Project-Id", id));
        let domain = setting_of(call, Setting::DomainId).map(|id| ("X-Domain-Id", id));
        let scope = if shared.service.global { domain.or(project) } else { project.or(domain) };
        if let Some((name, id)) = scope {
            request.headers.push(name, id);
        }
    }
    for param in call.params.iter().filter(|param| param.place == Place::Header) {
        match param.arg.text() {
            Some(value) => request.headers.set(&*param.name, value.trim()),
            None => request.headers.remove(&param.name),
        }
    }
    if let (Some(AuthScheme::Token(header)), Source::Token(token)) = (shared.scheme, &shared.credentials)
        && request.headers.get(header).is_none()
    {
        request.headers.push(header, token.expose());
    }
    request.headers.iter().try_for_each(|(name, value)| check::header(name, value))
}

fn sign(call: &Call, query: &Pairs, request: &mut HttpRequest) -> Result<()> {
    let shared = &call.client.0;
    if let (Some(AuthScheme::SdkHmacSha256), Source::Keys(keys)) = (shared.scheme, &shared.credentials) {
        let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (&**name, value.as_str())).collect();
        sdk_hmac::sign(request, &query, keys, (shared.clock)());
        // What signing added is the client's own, but an access key from a file may have anything in it.
        return request.headers.iter().try_for_each(|(name, value)| check::header(name, value));
    }
    Ok(())
}
