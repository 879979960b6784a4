//! A recipe over a request that is about to be sent: what it puts goes into the names and values and into the bytes
//! alike, so that nothing is encoded twice.

use tablature_recipe::{Clock, Place, Plan, Request, Source};

use crate::{Error, HttpRequest, Result, client::Shared, encode, send::check_header, value::Pairs};

/// A request with the names and values of its parameters, as they are before they are encoded.
struct Draft<'d, 'p> {
    request: &'d mut HttpRequest,
    query: Pairs<'p>,
    form: Pairs<'p>,
    fault: Result<()>,
}

/// Signs a request as recipes say, one after another.
pub(crate) fn sign<'c>(
    plans: &[&Plan],
    shared: &'c Shared,
    setting: &'c dyn Fn(&str) -> Option<&'c str>,
    request: &mut HttpRequest,
    query: Pairs<'_>,
    form: Pairs<'_>,
) -> Result<()> {
    let credential = |name: &str| shared.credentials.get(name);
    let setting = |name: &str| setting(name);
    let now = (shared.clock)();
    let mut draft = Draft { request, query, form, fault: Ok(()) };
    for plan in plans {
        plan.run(Clock::new(&credential, &setting, now), &mut draft).map_err(Error::input)?;
    }
    draft.fault
}

impl Request for Draft<'_, '_> {
    fn method(&self) -> &str {
        self.request.method.as_str()
    }

    fn host(&self) -> &str {
        self.request.headers.get("Host").unwrap_or_default()
    }

    fn path(&self) -> &str {
        self.request.target.split_once('?').map_or(&*self.request.target, |(path, _)| path)
    }

    fn query(&self) -> &str {
        self.request.target.split_once('?').map_or("", |(_, query)| query)
    }

    fn body(&self) -> &[u8] {
        &self.request.body
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        self.request.headers.iter().collect()
    }

    fn pairs(&self, of: Source) -> Vec<(&str, &str)> {
        let pairs = match of {
            Source::Form => &self.form,
            Source::Params if !self.form.is_empty() => &self.form,
            Source::Query | Source::Params => &self.query,
        };
        pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn put(&mut self, place: Place, name: &str, value: String) {
        let form = place == Place::Form || (place == Place::Params && !self.form.is_empty());
        if place == Place::Header {
            if let Err(error) = check_header(name, &value) {
                self.fault = Err(error);
            }
            self.request.headers.set(name.to_owned(), value);
        } else if form {
            // What was encoded before is text, to which the rest is added in place.
            let (before, mut text) = match String::from_utf8(std::mem::take(&mut self.request.body)) {
                Ok(text) => (Vec::new(), text),
                Err(other) => (other.into_bytes(), String::new()),
            };
            if !before.is_empty() || !text.is_empty() {
                text.push('&');
            }
            encode::form(&[(name, &value)], &mut text);
            self.request.body =
                if before.is_empty() { text.into_bytes() } else { [before, text.into_bytes()].concat() };
            self.form.push((name.to_owned().into(), value.into()));
        } else {
            self.request.target.push(if self.request.target.contains('?') { '&' } else { '?' });
            encode::query(&[(name, &value)], &mut self.request.target);
            self.query.push((name.to_owned().into(), value.into()));
        }
    }
}
