//! Runs a recipe over a request that is about to be sent. What the recipe puts goes into the names and values and into
//! the bytes alike, so that nothing is encoded twice.

use std::{borrow::Cow, sync::Arc, time::UNIX_EPOCH};

use tablature_recipe::{
    Clock, Fixed, Place, Plan, Request, Source as Of, cookies, fits_cookie, put_member, put_segment,
    with_cookie,
};

use crate::{
    Error, HttpRequest, Method, Result,
    client::Shared,
    credentials::Source,
    encode,
    send::{FORM, check_header_value, is_json},
    value::Pairs,
};

/// A request with the names and values of its parameters, as they are before they are encoded.
struct Draft<'d, 'v> {
    request: &'d mut HttpRequest,
    query: Pairs<'v>,
    form: Pairs<'v>,
    /// Of the parameters that the recipe at work puts in every request: value, and name and value as they are encoded.
    encoded: &'v [(Arc<str>, Encoded)],
    fault: Result<()>,
}

/// A parameter as it is spelled in a form and in a query.
struct Encoded {
    form: String,
    query: String,
}

/// A recipe, and what of it the credentials of a client decide once for all requests.
pub(crate) struct Way {
    pub(crate) plan: &'static Plan,
    pub(crate) fixed: Fixed,
    /// All that it puts, where that is the same headers in every request.
    headers: Option<Vec<(&'static str, Arc<str>)>>,
    /// The parameters that are the same in every request, by their values.
    encoded: Vec<(Arc<str>, Encoded)>,
    asks_time: bool,
    /// How much it puts.
    pub(crate) count: usize,
    /// The headers that show a secret in another spelling in each request, if it does.
    pub(crate) told: Vec<&'static str>,
}

impl Way {
    /// The recipes that credentials serve.
    pub(crate) fn all(plans: &'static [Plan], credentials: &Source) -> Vec<Arc<Way>> {
        let credential = |name: &str| credentials.get(name);
        let served = plans.iter().filter(|plan| credentials.serves(plan));
        let way = |plan: &'static Plan| {
            let fixed = plan.fix(&credential);
            let told = plan.respelled(&fixed).filter(|(_, fixed)| fixed.is_none());
            let told = told.map(|(name, _)| name).collect();
            let encoded = plan.fixed_params(&fixed).map(|(name, value)| {
                let (mut form, mut query) = (String::new(), String::new());
                encode::form(&[(name, &**value)], &mut form);
                encode::query(&[(name, &**value)], &mut query);
                (Arc::clone(value), Encoded { form, query })
            });
            let (encoded, count) = (encoded.collect(), plan.puts().count());
            let (headers, asks_time) = (plan.fixed_headers(&fixed), plan.asks_time());
            Arc::new(Way { plan, fixed, headers, encoded, asks_time, count, told })
        };
        served.map(way).collect()
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
    // Most tokens: with nothing of that name in the request, there is nothing to decide.
    if let [way] = ways
        && let Some(headers) = &way.headers
        && headers.iter().all(|(name, _)| request.headers.get(name).is_none())
    {
        for (name, value) in headers {
            request.headers.push(*name, Arc::clone(value));
        }
        return Ok(());
    }
    let credential = |name: &str| shared.credentials.get(name);
    let setting = |name: &str| setting(name);
    let now = if ways.iter().any(|way| way.asks_time) { (shared.clock)() } else { UNIX_EPOCH };
    let mut draft = Draft { request, query, form, encoded: &[], fault: Ok(()) };
    for way in ways {
        draft.encoded = &way.encoded;
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
            Of::Query | Of::Params | Of::All | Of::Body => &self.query,
        };
        pairs.iter().map(|(name, value)| (&**name, &**value)).collect()
    }

    fn put_shared(&mut self, place: Place, name: &'static str, value: &'v Arc<str>) {
        match place {
            Place::Header => self.request.headers.set(name, Arc::clone(value)),
            Place::Cookie | Place::Body | Place::Number | Place::Path => {
                self.put(place, name, Cow::Borrowed(value));
            }
            Place::Query | Place::Form | Place::Params => {
                let encoded = self.encoded.iter().find(|(known, _)| Arc::ptr_eq(known, value));
                let encoded = encoded.map(|(_, encoded)| encoded);
                self.put_param(place, name, Cow::Borrowed(value), encoded);
            }
        }
    }

    fn put(&mut self, place: Place, name: &'static str, value: Cow<'v, str>) {
        match place {
            Place::Header => {
                if let Err(error) = check_header_value(name, &value) {
                    self.fault = Err(error);
                }
                self.request.headers.set(name, value.into_owned());
            }
            Place::Cookie => self.put_cookie(name, &value),
            Place::Body | Place::Number => self.put_member(name, &value, place == Place::Number),
            Place::Path => self.put_segment(name, &value),
            Place::Query | Place::Form | Place::Params => self.put_param(place, name, value, None),
        }
    }
}

impl<'v> Draft<'_, 'v> {
    /// Adds a member to a JSON body, or begins one.
    fn put_member(&mut self, name: &str, value: &str, number: bool) {
        const JSON: &str = "application/json";
        let headers = &mut self.request.headers;
        if headers.get("Content-Type").is_some_and(|media| !is_json(media)) || !self.form.is_empty() {
            let why = format!("{name} belongs in an object of JSON, and the body of the request is none");
            self.fault = Err(Error::input(why));
            return;
        }
        if headers.get("Content-Type").is_none() {
            headers.push("Content-Type", JSON);
        }
        if let Err(why) = put_member(&mut self.request.body, name, value, number) {
            self.fault = Err(Error::input(why));
        }
    }

    fn put_segment(&mut self, name: &str, value: &str) {
        let target = &self.request.target;
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        match put_segment(path, name, value) {
            Ok(path) => self.request.target = path + query,
            // Not every operation has it.
            Err(_) if !path.contains(&format!("{{{name}}}")) => {}
            Err(why) => self.fault = Err(Error::input(why)),
        }
    }

    fn put_cookie(&mut self, name: &str, value: &str) {
        if !fits_cookie(value) {
            let why =
                format!("the value of the cookie {name} would be read as another one: recipes can encode it");
            self.fault = Err(Error::input(why));
        }
        // Further cookies are the caller's.
        let given = self.request.headers.get("Cookie").unwrap_or_default();
        if cookies(given).any(|(known, _)| known == name) {
            self.fault = Err(twice(name));
        }
        let all = with_cookie(self.request.headers.get("Cookie"), name, value);
        self.request.headers.set("Cookie", all);
    }

    /// Adds a parameter, which may be encoded already.
    fn put_param(
        &mut self,
        place: Place,
        name: &'static str,
        value: Cow<'v, str>,
        encoded: Option<&Encoded>,
    ) {
        let has_form = self.has_form();
        if place == Place::Form || (place == Place::Params && has_form) {
            if !has_form {
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
            match encoded {
                Some(encoded) => body.extend_from_slice(encoded.form.as_bytes()),
                None => encode::form(&[(name, &value)], body),
            }
            self.form.push((name.into(), value));
        } else {
            self.check_alone(false, name);
            let target = &mut self.request.target;
            target.push(if target.contains('?') { '&' } else { '?' });
            match encoded {
                Some(encoded) => target.push_str(&encoded.query),
                None => encode::query(&[(name, &value)], target),
            }
            self.query.push((name.into(), value));
        }
    }
}
