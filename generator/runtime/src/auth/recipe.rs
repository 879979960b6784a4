//! Runs a recipe over a request that is about to be sent. What the recipe puts goes into the names and values and into
//! the bytes alike, so that nothing is encoded twice.

use std::{borrow::Cow, sync::Arc, time::UNIX_EPOCH};

use tablature_recipe::{Clock, Fixed, Place, Plan, Request, Source as Of, cookies, fits_cookie, with_cookie};

use crate::{
    Error, HttpRequest, Method, Result,
    client::Shared,
    credentials::Source,
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

/// A recipe, and what of it the credentials of a client decide once for all requests.
pub(crate) struct Way {
    pub(crate) plan: &'static Plan,
    pub(crate) fixed: Fixed,
}

impl Way {
    /// The recipes that credentials serve.
    pub(crate) fn all(plans: &'static [Plan], credentials: &Source) -> Vec<Arc<Way>> {
        let credential = |name: &str| credentials.get(name);
        let served = plans.iter().filter(|plan| credentials.serves(plan));
        served.map(|plan| Arc::new(Way { plan, fixed: plan.fix(&credential) })).collect()
    }
}

/// Signs a request as recipes say, one after another.
pub(crate) fn sign<'c>(
    ways: &'c [Arc<Way>],
    shared: &'c Shared,
    setting: &'c dyn Fn(&str) -> Option<&'c str>,
    request: &mut HttpRequest,
    query: Pairs<'c>,
    form: Pairs<'c>,
) -> Result<()> {
    let credential = |name: &str| shared.credentials.get(name);
    let setting = |name: &str| setting(name);
    let is_timeless = ways.iter().all(|way| way.fixed.is_whole());
    let now = if is_timeless { UNIX_EPOCH } else { (shared.clock)() };
    let mut draft = Draft { request, query, form, fault: Ok(()) };
    for way in ways {
        let clock = Clock::new(&credential, &setting, now);
        way.plan.run_with(&way.fixed, clock, &mut draft).map_err(Error::input)?;
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

impl Draft<'_, '_> {
    /// Refuses a parameter that the caller has given as well: which of two the service takes is not known.
    fn check_alone(&mut self, in_form: bool, name: &str) {
        let pairs = if in_form { &self.form } else { &self.query };
        if pairs.iter().any(|(known, _)| known == name) {
            self.fault = Err(twice(name));
        }
    }
}

fn twice(name: &str) -> Error {
    Error::input(format!("{name} is put by the way to authenticate, and was given as well"))
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

    fn pairs(&self, of: Of) -> Vec<(&str, &str)> {
        let pairs = match of {
            Of::Form => &self.form,
            Of::Params if self.has_form() => &self.form,
            Of::Query | Of::Params | Of::All => &self.query,
        };
        pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn put_shared(&mut self, place: Place, name: &'static str, value: &'v Arc<str>) {
        match place {
            Place::Header => self.request.headers.set(name, Arc::clone(value)),
            Place::Cookie | Place::Query | Place::Form | Place::Params => {
                self.put(place, name, Cow::Borrowed(value));
            }
        }
    }

    fn put(&mut self, place: Place, name: &'static str, value: Cow<'v, str>) {
        let form = place == Place::Form || (place == Place::Params && self.has_form());
        if place == Place::Header {
            if let Err(error) = check_header_value(name, &value) {
                self.fault = Err(error);
            }
            self.request.headers.set(name, value.into_owned());
        } else if place == Place::Cookie {
            if !fits_cookie(&value) {
                let why = format!(
                    "the value of the cookie {name} would be read as another one: recipes can encode it"
                );
                self.fault = Err(Error::input(why));
            }
            // Further cookies are the caller's.
            let given = self.request.headers.get("Cookie").unwrap_or_default();
            if cookies(given).any(|(known, _)| known == name) {
                self.fault = Err(twice(name));
            }
            let all = with_cookie(self.request.headers.get("Cookie"), name, &value);
            self.request.headers.set("Cookie", all);
        } else if form {
            if !self.has_form() {
                if !self.request.body.is_empty() || self.request.source.is_some() {
                    let why = format!("{name} belongs in a form, and the body of the request is none");
                    self.fault = Err(Error::input(why));
                    return;
                }
                self.request.headers.set("Content-Type", FORM);
            }
            self.check_alone(true, name);
            let body = &mut self.request.body;
            if !body.is_empty() {
                body.push(b'&');
            }
            encode::form(&[(name, &value)], body);
            self.form.push((name.into(), value));
        } else {
            self.check_alone(false, name);
            self.request.target.push(if self.request.target.contains('?') { '&' } else { '?' });
            encode::query(&[(name, &value)], &mut self.request.target);
            self.query.push((name.into(), value));
        }
    }
}
