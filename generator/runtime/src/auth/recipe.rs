//! A recipe over a request that is about to be sent: what it puts goes into the names and values and into the bytes
//! alike, so that nothing is encoded twice.

use std::borrow::Cow;

use tablature_recipe::{Clock, Place, Plan, Request, Source};

use crate::{Error, HttpRequest, Result, client::Shared, encode, send::check_header, value::Pairs};

/// A request with the names and values of its parameters, as they are before they are encoded.
struct Draft<'d, 'v> {
    request: &'d mut HttpRequest,
    query: Pairs<'v>,
    form: Pairs<'v>,
    fault: Result<()>,
}

/// Signs a request as recipes say, one after another.
pub(crate) fn sign<'c>(
    plans: &[&'static Plan],
    shared: &'c Shared,
    setting: &'c dyn Fn(&str) -> Option<&'c str>,
    request: &mut HttpRequest,
    query: Pairs<'c>,
    form: Pairs<'c>,
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

/// Recipes are the program's, so that what they put needs no copies of its names.
impl<'v> Request<'static, 'v> for Draft<'_, 'v> {
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

    fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name)
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

    fn put(&mut self, place: Place, name: &'static str, value: Cow<'v, str>) {
        let form = place == Place::Form || (place == Place::Params && !self.form.is_empty());
        if place == Place::Header {
            if let Err(error) = check_header(name, &value) {
                self.fault = Err(error);
            }
            self.request.headers.set(name, value.into_owned());
        } else if form {
            let body = &mut self.request.body;
            if !body.is_empty() {
                body.push(b'&');
            }
            encode::form(&[(name, &value)], body);
            self.form.push((name.into(), value));
        } else {
            self.request.target.push(if self.request.target.contains('?') { '&' } else { '?' });
            encode::query(&[(name, &value)], &mut self.request.target);
            self.query.push((name.into(), value));
        }
    }
}
