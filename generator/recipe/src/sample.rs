//! A request as plain data, and the test vectors of a recipe.

use std::{
    borrow::Cow,
    time::{Duration, UNIX_EPOCH},
};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::{
    cookie::{cookies, with_cookie},
    member,
    model::{Recipe, Source, Vector},
    plan::{Place, Plan},
    run::{Clock, Request},
    segment,
};

/// A request as plain data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    method: String,
    scheme: String,
    host: String,
    path: String,
    query: String,
    asked: Vec<(String, String)>,
    form: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    /// The path with names in braces, as far from its end as is known.
    template: String,
    /// Whether a parameter that a recipe puts stays where it already stands.
    kept: bool,
}

impl Sample {
    /// A request from what is on the wire. `target` is its path and query; the host comes from the header `Host`.
    #[must_use]
    pub fn new(method: &str, target: &str, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut sample = Sample {
            method: method.to_owned(),
            scheme: "https".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            asked: pairs(query),
            headers,
            body,
            ..Sample::default()
        };
        sample.host = sample.header("Host").unwrap_or_default().to_owned();
        if sample.has_form() {
            sample.form = pairs(&String::from_utf8_lossy(&sample.body));
        }
        sample
    }

    /// The same request, sent by this scheme instead of `https`.
    #[must_use]
    pub fn by(mut self, scheme: &str) -> Self {
        scheme.clone_into(&mut self.scheme);
        self
    }

    /// The same request, whose path ends as this template says: `/bot{token}/send`.
    #[must_use]
    pub fn along(mut self, template: &str) -> Self {
        template.clone_into(&mut self.template);
        self
    }

    /// The same request, where parameters that a recipe puts stay where they already are: another order is another
    /// text.
    #[must_use]
    pub(crate) fn kept(mut self) -> Self {
        self.kept = true;
        self
    }

    fn has_form(&self) -> bool {
        let form = "application/x-www-form-urlencoded";
        self.method != "GET" && self.header("Content-Type").is_some_and(|media| media.starts_with(form))
    }

    /// The first value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The value at a place under a name.
    #[must_use]
    pub fn get(&self, place: Place, name: &str) -> Option<Cow<'_, str>> {
        let pairs = match place {
            Place::Header => return self.header(name).map(Cow::Borrowed),
            Place::Cookie => {
                let mut all = cookies(self.header("Cookie")?);
                return all.find(|(known, _)| *known == name).map(|(_, value)| value.into());
            }
            Place::Body | Place::Number => return member::at(&self.body, name).map(Cow::Owned),
            Place::Path => {
                let at = segment::place(&self.template, &self.path, name)?;
                return self.path.get(at).map(|value| segment::decoded(value).into());
            }
            Place::Form => &self.form,
            Place::Params if self.has_form() => &self.form,
            Place::Query | Place::Params => &self.asked,
        };
        pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str().into())
    }

    /// Removes the value at a place under a name, and returns it.
    pub(crate) fn take(&mut self, place: Place, name: &str) -> Option<String> {
        let found = self.get(place, name)?.into_owned();
        match place {
            Place::Header => self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name)),
            Place::Cookie => {
                let others = cookies(self.header("Cookie")?).filter(|(known, _)| *known != name);
                let others: Vec<String> = others.map(|(name, value)| format!("{name}={value}")).collect();
                self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case("Cookie"));
                if !others.is_empty() {
                    self.headers.push(("Cookie".to_owned(), others.join("; ")));
                }
            }
            Place::Query => self.without(false, name),
            Place::Form => self.without(true, name),
            Place::Params => self.without(self.has_form(), name),
            Place::Body | Place::Number => self.body = member::without(&self.body, name)?,
            Place::Path => {
                let at = segment::place(&self.template, &self.path, name)?;
                self.path.replace_range(at, &format!("{{{name}}}"));
            }
        }
        Some(found)
    }

    fn without(&mut self, form: bool, name: &str) {
        let keeps = |part: &&str| pairs(part).first().is_none_or(|(known, _)| known != name);
        let rest = |text: &str| text.split('&').filter(keeps).collect::<Vec<_>>().join("&");
        if form {
            self.form.retain(|(known, _)| known != name);
            self.body = rest(&String::from_utf8_lossy(&self.body)).into_bytes();
        } else {
            self.asked.retain(|(known, _)| known != name);
            self.query = rest(&self.query);
        }
    }
}

/// Names and values of a query or form, decoded.
fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(n, v)| (decode(n), decode(v)))
        .collect()
}

impl<'p, 'v> Request<'p, 'v> for Sample {
    fn method(&self) -> &str {
        &self.method
    }

    fn scheme(&self) -> &str {
        &self.scheme
    }

    fn host(&self) -> &str {
        &self.host
    }

    fn path(&self) -> &str {
        &self.path
    }

    fn query(&self) -> &str {
        &self.query
    }

    fn body(&self) -> &[u8] {
        &self.body
    }

    fn header(&self, name: &str) -> Option<&str> {
        Sample::header(self, name)
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn pairs(&self, of: Source) -> Vec<(&str, &str)> {
        let pairs = match of {
            Source::Form => &self.form,
            Source::Params if self.has_form() => &self.form,
            Source::Query | Source::Params | Source::All | Source::Body => &self.asked,
        };
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn put(&mut self, place: Place, name: &'p str, value: Cow<'v, str>) {
        if place == Place::Cookie {
            self.take(place, name);
            let all = with_cookie(self.header("Cookie"), name, &value);
            self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case("Cookie"));
            self.headers.push(("Cookie".to_owned(), all));
            return;
        }
        if self.kept && place != Place::Header {
            if self.get(place, name).as_deref() == Some(&*value) {
                return;
            }
            // The values there are not the recipe's, and must not be taken for it.
            while self.take(place, name).is_some() {}
        }
        // A request that has no place for it does not show what the recipe puts.
        if matches!(place, Place::Body | Place::Number) {
            let _ = member::put_member(&mut self.body, name, &value, place == Place::Number);
            return;
        }
        if place == Place::Path {
            if let Ok(path) = segment::put_segment(&self.path, name, &value) {
                self.path = path;
            }
            return;
        }
        let value = value.into_owned();
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pair = format!("{}={}", encode(name), encode(&value));
        let form = place == Place::Form || (place == Place::Params && self.has_form());
        if place == Place::Header {
            self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            self.headers.push((name.to_owned(), value));
        } else if form {
            self.form.push((name.to_owned(), value));
            if !self.body.is_empty() {
                self.body.push(b'&');
            }
            self.body.extend_from_slice(pair.as_bytes());
        } else {
            self.asked.push((name.to_owned(), value));
            if !self.query.is_empty() {
                self.query.push('&');
            }
            self.query.push_str(&pair);
        }
    }
}

/// Checks a test vector against its recipe.
///
/// # Errors
///
/// The vector gives another result, or cannot be run.
pub(crate) fn prove(recipe: &Recipe, vector: &Vector) -> Result<(), String> {
    let plan = Plan::new(recipe)?;
    let (scheme, rest) =
        vector.url.split_once("://").ok_or("the `url` of a test vector begins with `https://`")?;
    let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
    let mut headers = vector.headers.0.clone();
    headers.push(("Host".to_owned(), host.to_owned()));
    let path = target.split_once('?').map_or(&*target, |(path, _)| path);
    let mut sample = Sample::new(&vector.method, &target, headers, vector.body.clone().into_bytes())
        .by(scheme)
        .along(path)
        .kept();
    let credential = |name: &str| vector.credentials.get(name).map(String::as_str);
    let setting = |name: &str| vector.settings.get(name).map(String::as_str);
    let at = UNIX_EPOCH.checked_add(Duration::from_millis(vector.at)).unwrap_or(UNIX_EPOCH);
    let known = Clock::new(&credential, &setting, at);
    if let Some((name, _)) =
        plan.credentials().find(|(name, kind)| !kind.is_optional() && credential(name).is_none())
    {
        return Err(format!("the test vector has no credential `{name}`"));
    }
    plan.run(if vector.nonce.is_empty() { known } else { known.nonce(&vector.nonce) }, &mut sample)?;
    if vector.gives.is_empty() {
        return Err("the test vector gives nothing".to_owned());
    }
    let puts: Vec<_> = plan.puts().collect();
    for (name, wanted) in &vector.gives.0 {
        let place = puts.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
        let (place, _) =
            place.ok_or_else(|| format!("the recipe puts no `{name}`, which its test vector gives"))?;
        let found = sample.get(*place, name).unwrap_or_default();
        if found != *wanted {
            return Err(format!("by its recipe this test vector gives `{name}: {found}`"));
        }
    }
    Ok(())
}
