//! From a call to a signed HTTP request.

use std::{borrow::Cow, io::Read as _, sync::Arc};

use tablature_recipe::{self as recipe, Plan};

use super::{
    Endpoint, body, check, endpoint,
    params::{self, Digits},
    parts,
    template::next_hole,
};
use crate::{
    Call, Encoding, Error, Headers, HttpRequest, Method, Place, Protocol, Result,
    auth::{self, Way},
    builder::check_setting,
    call::Body,
    client::Shared,
    credentials::Source,
    encode,
    value::Pairs,
};

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const PARTS: &str = "multipart/form-data";

/// The request that is sent for a call, signed now.
pub(crate) fn prepare(call: &Call) -> Result<HttpRequest> {
    // A `map_err` would move the request once more.
    match assemble(call) {
        Err(error) => Err(error.with_operation(call.id())),
        request => request,
    }
}

#[inline]
fn assemble(call: &Call) -> Result<HttpRequest> {
    let shared = &*call.client.0;
    for (setting, value) in call.overrides() {
        check_setting(shared.service, setting, value).map_err(|error| Error::input(error.message()))?;
    }
    check::required(call, |name| supplied(call, name).is_some() || put_into_path(call, name))?;
    if !call.operation.groups.is_empty() {
        check::groups(call, |name| supplied(call, name).is_some())?;
    }
    check::finite(call)?;
    let mut space = [itoa::Buffer::new(); 6];
    let mut digits = Digits::new(&mut space);
    let mut query = Pairs::new();
    params::append(call, Place::Query, &mut query, &mut digits)?;
    if shared.sorts_query {
        query.sort_unstable();
    } else if !query.is_sorted_by(|(a, _), (b, _)| a <= b) {
        // By name alone: the order of a list may be meant.
        query.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    let address = address(call)?;
    let (mut target, is_open) =
        path(call, &address, query.iter().map(|(name, value)| name.len() + value.len() + 2).sum())?;
    if !query.is_empty() {
        target.push('?');
        encode::query(&query, &mut target);
    }
    let mut request = HttpRequest::new(call.method(), address.origin.clone(), target);
    let mut form = Pairs::new();
    let content_type = if has_no_body(call) {
        JSON.into()
    } else {
        fill_body(call, shared, &mut request, &mut form, &mut digits)?
    };
    fill_headers(call, shared, content_type, Arc::clone(&address.host), &mut request)?;
    match &shared.signer {
        Some(signer) if call.operation.auth.is_none_or(|ways| !ways.is_empty()) => {
            hold(&mut request)?;
            signer.sign(&mut request)?;
        }
        Some(_) => {}
        None => {
            let ways = ways(call, shared)?;
            if request.source.is_some() && ways.iter().any(|way| way.plan.reads_body()) {
                hold(&mut request)?;
            }
            if !ways.is_empty() {
                auth::sign(&ways, shared, &|name| setting_of(call, name), &mut request, query, form)?;
            }
        }
    }
    if !shared.transport.sends_sources() {
        hold(&mut request)?;
    }
    if is_open && let Some((_, name, _)) = next_hole(&request.target) {
        return Err(Error::input(format!("{name} is required")));
    }
    Ok(request)
}

/// Reads into memory what would be read while it is sent: a signer has to see the body, and not every transport can
/// send files.
fn hold(request: &mut HttpRequest) -> Result<()> {
    let Some(source) = request.source.take() else { return Ok(()) };
    let failed = |error: std::io::Error| {
        Error::input(format!("a file of the body cannot be read: {error}")).with_source(error)
    };
    source.open().read_to_end(&mut request.body).map_err(failed)?;
    Ok(())
}

/// Where a call goes, with its own settings: to the endpoint of its operation, else to that of the service.
fn address(call: &Call) -> Result<Cow<'_, Endpoint>> {
    let shared = &*call.client.0;
    let own = call.operation.endpoint.filter(|_| !shared.is_given);
    Ok(match &shared.address {
        Some(address) if own.is_none() && call.overrides().is_empty() => Cow::Borrowed(address),
        _ => {
            let endpoint = own.unwrap_or(&shared.endpoint);
            Cow::Owned(Endpoint::new(endpoint, |setting| setting_of(call, setting))?)
        }
    })
}

/// The address of a call, and its path there.
pub(crate) fn address_and_path(call: &Call) -> Result<(Cow<'_, Endpoint>, String)> {
    let address = address(call)?;
    let (path, _) = path(call, &address, 0)?;
    Ok((address, path))
}

/// How a call is authenticated: as the operation says, else in the most usual way for which there are credentials.
fn ways<'c>(call: &Call, shared: &'c Shared) -> Result<Cow<'c, [Arc<Way>]>> {
    let missing =
        || Error::configuration("no credentials: call `.credentials(…)`, `.from_env()` or `.profile(…)`");
    let Some(ways) = call.operation.auth else {
        let is_missing = shared.credentials == Source::Missing && !shared.service.auth.plans()?.is_empty();
        return if is_missing {
            Err(missing())
        } else {
            Ok(Cow::Borrowed(&shared.ways[..shared.ways.len().min(1)]))
        };
    };
    let find = |name: &&str| shared.ways.iter().find(|known| known.plan.name() == *name).cloned();
    let all = |way: &&[&str]| way.iter().map(find).collect::<Option<Vec<_>>>();
    match ways.iter().find_map(all) {
        Some(plans) => Ok(Cow::Owned(plans)),
        None if ways.is_empty() || shared.credentials == Source::Anonymous => Ok(Cow::Borrowed(&[])),
        None if shared.credentials == Source::Missing => Err(missing()),
        None => {
            let ways: Vec<String> = ways.iter().map(|way| way.join(" with ")).collect();
            Err(Error::input(format!(
                "it is authenticated by {}, which these credentials do not serve",
                ways.join(" or ")
            )))
        }
    }
}

/// What the client's settings give for a parameter.
fn supplied<'a>(call: &'a Call, name: &str) -> Option<&'a str> {
    let context = call.client.0.service.context;
    context.iter().find(|(known, _)| *known == name).and_then(|(_, setting)| setting_of(call, setting))
}

pub(crate) fn setting_of<'c>(call: &'c Call, name: &str) -> Option<&'c str> {
    let same = |(known, _): &&(Cow<'static, str>, String)| known == name;
    let own = call.overrides().iter().find(same);
    own.or_else(|| call.client.0.settings.iter().find(same)).map(|(_, value)| value.as_str())
}

/// The path below the endpoint's, with its parameters filled in and room behind it; each stays in its segment. Also
/// whether a recipe has still to put a value there.
fn path(call: &Call, address: &Endpoint, room: usize) -> Result<(String, bool)> {
    // Where all operations have one address, that is the endpoint as it was written.
    let at_the_endpoint = matches!(call.client.0.service.protocol, Protocol::Rpc { .. });
    let template = call.operation.template().filter(|_| call.own_uri().is_none());
    let uri = call.own_uri().unwrap_or(call.operation.uri);
    if at_the_endpoint && uri == "/" {
        let path = if address.path.is_empty() { "/".to_owned() } else { address.path.to_string() };
        return Ok((path, false));
    }
    let below = address.below();
    let mut path = String::with_capacity(below.len() + uri.len() + 32 + room);
    path.push_str(below);
    let (mut rest, mut is_open) = (uri, false);
    if let Some(template) = template {
        for (literal, name) in template.holes() {
            path.push_str(literal);
            is_open |= fill(call, name, &mut path)?;
        }
        rest = template.rest;
        if template.is_plain && template.is_whole() {
            path.push_str(rest);
            return Ok((path, is_open));
        }
    }
    while let Some((literal, name, tail)) = next_hole(rest) {
        path.push_str(literal);
        is_open |= fill(call, name, &mut path)?;
        rest = tail;
    }
    if rest.contains('{') {
        return Err(Error::input(format!("an open brace in {uri}")));
    }
    path.push_str(rest);
    // What a recipe will put there is encoded then.
    let stays = endpoint::stays(&path) || (is_open && endpoint::stays(&path.replace(['{', '}'], "")));
    if uri.starts_with('/') && stays {
        return Ok((path, is_open));
    }
    Err(Error::input(format!("{path:?} is no path")))
}

/// Appends the value of a parameter of the path. Returns whether its name stands there instead, in braces, until a recipe
/// puts the value.
fn fill(call: &Call, name: &str, path: &mut String) -> Result<bool> {
    let given = call.get(Place::Path, name).map(|arg| params::single(call, name, arg));
    let given = given.transpose()?.flatten();
    let value = given.or_else(|| supplied(call, name).map(Cow::Borrowed));
    match value.as_deref() {
        None if put_into_path(call, name) => {
            path.extend(["{", name, "}"]);
            Ok(true)
        }
        None => Err(Error::input(format!("{name} is required"))),
        Some("") => Err(Error::input(format!("{name} is empty"))),
        // Even encoded, these would be taken for a step in the hierarchy.
        Some(dots @ ("." | "..")) => {
            Err(Error::input(format!("{name} is {dots:?}, which would leave its place in the path")))
        }
        Some(value) if keeps_slashes(call, name) => segments(name, value, path).map(|()| false),
        Some(value) => {
            encode::component(value, path);
            Ok(false)
        }
    }
}

/// Whether a recipe puts the value of a name in braces, after the path was made; so may a signer in its place.
fn put_into_path(call: &Call, name: &str) -> bool {
    let shared = &*call.client.0;
    let puts = |plan: &Plan| plan.puts().any(|(place, put)| place == recipe::Place::Path && put == name);
    if shared.signer.is_some() {
        return shared.service.auth.plans().is_ok_and(|plans| plans.iter().any(puts));
    }
    ways(call, shared).is_ok_and(|ways| ways.iter().any(|way| puts(way.plan)))
}

fn keeps_slashes(call: &Call, name: &str) -> bool {
    call.operation.encodings.iter().any(|(known, encoding)| *known == name && *encoding == Encoding::Slashes)
}

/// Appends a text of several segments; none of them may leave its place.
fn segments(name: &str, text: &str, path: &mut String) -> Result<()> {
    for (at, segment) in text.split('/').enumerate() {
        if matches!(segment, "." | "..") {
            return Err(Error::input(format!(
                "{name} has the step {segment:?}, which would leave its place"
            )));
        }
        if at > 0 {
            path.push('/');
        }
        encode::component(segment, path);
    }
    Ok(())
}

/// Whether nothing of a call goes into a body, as is usual for reads.
fn has_no_body(call: &Call) -> bool {
    matches!(call.client.0.service.protocol, Protocol::Rest)
        && matches!(call.body_kind(), Body::Params)
        && !call.may_have(Place::Form)
        && !call.may_have(Place::Body)
        && call.operation.composites.is_empty()
        && call.operation.content_type.is_none()
}

/// Fills the body and returns its media type.
fn fill_body<'c>(
    call: &'c Call,
    shared: &'c Shared,
    request: &mut HttpRequest,
    form: &mut Pairs<'c>,
    digits: &mut Digits<'c>,
) -> Result<Cow<'static, str>> {
    let json = call.operation.content_type.unwrap_or(JSON);
    match call.body_kind() {
        Body::Raw(bytes) => {
            request.body.clone_from(bytes);
            return Ok(json.into());
        }
        Body::Whole(arg) if !body::is_json(json) => {
            request.body = body::plain(arg);
            return Ok(json.into());
        }
        Body::Params if json == PARTS => {
            check::no_json(call, "parts")?;
            let (source, media) = parts::body(call)?;
            request.source = Some(source);
            if request.source.as_ref().is_some_and(|source| !source.has_files()) {
                hold(request)?;
            }
            return Ok(media.into());
        }
        Body::Params if call.operation.content_type.is_some_and(|media| !body::is_json(media)) => {
            check::no_json(call, json)?;
        }
        Body::Params | Body::Whole(_) => {}
    }
    if let Protocol::Rpc { action } = shared.service.protocol {
        if matches!(call.body_kind(), Body::Whole(_)) {
            return Err(Error::input("parameters have names here: a JSON object, and no other value"));
        }
        *form = Pairs::with_capacity(call.params.len() + shared.service.context.len() + 4);
        // These are parameters of every operation, whether its page repeats them or not.
        for (name, setting) in shared.service.context {
            if call.get(Place::Form, name).is_none()
                && let Some(value) = setting_of(call, setting)
            {
                form.push((Cow::Borrowed(name), Cow::Borrowed(value)));
            }
        }
        params::append(call, Place::Form, form, digits)?;
        if call.operation.id.is_empty() {
            // An untyped call may name parameters that are not its to set.
            let put =
                |name: &str| shared.ways.iter().flat_map(|way| way.plan.puts()).any(|(_, put)| put == name);
            form.retain(|(name, _)| name != action && !put(name));
        }
        form.push((action.into(), Cow::Borrowed(call.id())));
    } else {
        params::append(call, Place::Form, form, digits)?;
    }
    if form.is_empty() {
        request.body = body::json(call).unwrap_or_default();
        return Ok(json.into());
    }
    check::no_json(call, "a form")?;
    // Leaves room for what recipes put.
    let put = shared.ways.first().map_or(0, |way| way.count);
    request.body = Vec::with_capacity((form.len() + put) * 48);
    encode::form(form, &mut request.body);
    // The media type of a form may have a charset; it is signed as it is sent.
    Ok(call.operation.content_type.filter(|media| media.starts_with(FORM)).unwrap_or(FORM).into())
}

fn fill_headers(
    call: &Call,
    shared: &Shared,
    content_type: Cow<'static, str>,
    host: Arc<str>,
    request: &mut HttpRequest,
) -> Result<()> {
    request.headers = Headers::with_capacity(8);
    // Without a body, a method that has no use for one needs no media type, unless the docs say so.
    let bodyless = matches!(call.method(), Method::Get | Method::Head | Method::Delete | Method::Options);
    let has_body = !request.body.is_empty() || request.source.is_some();
    if has_body || !bodyless || call.operation.content_type.is_some() {
        request.headers.push("Content-Type", content_type);
    }
    request.headers.push("Host", host);
    request.headers.push("User-Agent", shared.user_agent.clone());
    if !call.may_have(Place::Header) {
        return Ok(());
    }
    for param in call.params.iter().filter(|param| param.place == Place::Header) {
        match params::single(call, &param.name, &param.arg)? {
            Some(_) if check::is_omitted_when_empty(call, param) => {}
            Some(value) => {
                check::header(&param.name, &value)?;
                check::framing(&param.name)?;
                let value = if value.trim().len() == value.len() {
                    value.into_owned()
                } else {
                    value.trim().to_owned()
                };
                request.headers.set(param.name.clone(), value);
            }
            None => request.headers.remove(&param.name),
        }
    }
    Ok(())
}
