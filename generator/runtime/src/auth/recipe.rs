//! Runs a recipe over a request that is about to be sent. What the recipe puts goes into the names and values and into
//! the bytes alike, so that nothing is encoded twice.

use std::borrow::Cow;

use tablature_recipe::{Clock, Place, Plan, Request, Source};

use crate::{
    Error, HttpRequest, Method, Result,
    client::Shared,
    encode,
    send::{FORM, check_header_value},
    value::Pairs,
};

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

impl Draft<'_, '_> {
    /// Whether the parameters of the request are in a form, even if it has none yet.
    fn has_form(&self) -> bool {
        let is_form =
            || self.request.headers.get("Content-Type").is_some_and(|media| media.starts_with(FORM));
        !self.form.is_empty()
            || (self.request.body.is_empty() && self.request.method != Method::Get && is_form())
    }
}

/// Recipes live as long as the program, so what they put needs no copies of its names.
impl<'v> Request<'static, 'v> for Draft<'_, 'v> {
    fn method(&self) -> &str {
        self.request.method.as_str()
    }

    fn scheme(&self) -> &str {
        self.request.origin.split_once("://").map_or("https", |(scheme, _)| scheme)
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
            Source::Params if self.has_form() => &self.form,
            Source::Query | Source::Params | Source::All => &self.query,
        };
        pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn put(&mut self, place: Place, name: &'static str, value: Cow<'v, str>) {
        let form = place == Place::Form || (place == Place::Params && self.has_form());
        if place == Place::Header {
            if let Err(error) = check_header_value(name, &value) {
                self.fault = Err(error);
            }
            self.request.headers.set(name, value.into_owned());
        } else if form {
            if !self.has_form() {
                if !self.request.body.is_empty() {
                    let why = format!("{name} belongs in a form, and the body of the request is none");
                    self.fault = Err(Error::input(why));
                    return;
                }
                self.request.headers.set("Content-Type", FORM);
            }
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
