//! Running a plan over a request.

use std::{
    borrow::Cow,
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::{Duration, SystemTime},
};

use crate::{
    filter::{coded, filtered},
    fixed::Fixed,
    hash::{Keyed, hashed},
    many::{json, of_headers, of_pairs},
    model::{Nonce, Source},
    plan::{Atom, Make, Place, Plan, Step, Word},
    text::Filter,
    time,
};

/// A request as it will be sent: what a recipe sees of it, and where it puts what it makes. What it puts may borrow its
/// name from the plan and its value from the credentials.
pub trait Request<'p, 'v> {
    /// The method.
    fn method(&self) -> &str;
    /// `https`, or `http`.
    fn scheme(&self) -> &str;
    /// Host and port, as in the header `Host`.
    fn host(&self) -> &str;
    /// The path as it is sent.
    fn path(&self) -> &str;
    /// The query as it is sent, without `?`.
    fn query(&self) -> &str;
    /// The body as it is sent.
    fn body(&self) -> &[u8];
    /// The first value of a header.
    fn header(&self, name: &str) -> Option<&str>;
    /// All headers.
    fn headers(&self) -> Vec<(&str, &str)>;
    /// The parameters of a source, not encoded, in the order in which they are sent.
    fn pairs(&self, of: Source) -> Vec<(&str, &str)>;
    /// Sets a header in place of any of that name, or adds a parameter.
    fn put(&mut self, place: Place, name: &'p str, value: Cow<'v, str>);
    /// The same with a value that many requests share, and that has no control characters.
    fn put_shared(&mut self, place: Place, name: &'p str, value: &'v Arc<str>) {
        self.put(place, name, Cow::Borrowed(value));
    }
}

/// What a recipe needs to know beside the request.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The credentials by name.
    pub credential: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The settings by name, where they differ from their defaults.
    pub setting: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The time of signing, unless the request carries one.
    pub at: SystemTime,
    /// The nonce; `None` makes a new one.
    pub nonce: Option<&'a str>,
    /// The names of the signed headers, where the request tells them.
    pub(crate) names: Option<&'a str>,
    /// Whether parameters keep the order of the wire instead of being sorted.
    pub(crate) as_sent: bool,
}

impl<'a> Clock<'a> {
    /// Credentials and settings by name, and a time.
    pub fn new(
        credential: &'a dyn Fn(&str) -> Option<&'a str>,
        setting: &'a dyn Fn(&str) -> Option<&'a str>,
        at: SystemTime,
    ) -> Self {
        Clock { credential, setting, at, nonce: None, names: None, as_sent: false }
    }

    /// With this nonce.
    #[must_use]
    pub fn nonce(self, nonce: &'a str) -> Self {
        Clock { nonce: Some(nonce), ..self }
    }
}

/// Why a value was not made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop {
    /// It names something absent.
    Absent,
    /// Something that should be base64 is not.
    Base64,
}

/// The values of the slots; `None` for what needs an absent credential or setting.
pub(crate) type Values<'v> = Vec<Option<Cow<'v, [u8]>>>;

impl Plan {
    /// Authenticates a request. A request that already carries a header set after signing is left alone: whoever set it
    /// meant it.
    ///
    /// # Errors
    ///
    /// What the recipe puts would not be text.
    pub fn run<'p: 'v, 'v>(
        &'p self,
        known: Clock<'v>,
        request: &mut impl Request<'p, 'v>,
    ) -> Result<(), String> {
        const NONE: &Fixed = &Fixed::none();
        self.run_with(NONE, known, request)
    }

    /// The same with what was [made before](Plan::fix) of these credentials.
    ///
    /// # Errors
    ///
    /// As for [`run`](Plan::run).
    pub fn run_with<'p: 'v, 'v>(
        &'p self,
        fixed: &'v Fixed,
        known: Clock<'v>,
        request: &mut impl Request<'p, 'v>,
    ) -> Result<(), String> {
        if self.last.iter().any(|name| request.header(name).is_some()) {
            return Ok(());
        }
        let mut values = Values::new();
        let mut known = known;
        if !fixed.is_whole() {
            let told =
                self.clocks.iter().find_map(|(name, form)| time::read(form, request.header(name)?.trim()));
            known.at = told.unwrap_or(known.at);
            values = Values::with_capacity(self.slots);
            if fixed.credentials().is_empty() {
                values.extend(self.credentials.iter().map(|(name, _)| (known.credential)(name).map(bytes)));
            } else {
                values.extend(fixed.credentials().iter().map(|value| value.as_deref().map(bytes)));
            }
            for (name, usual) in &self.settings {
                let usual = || Some(usual.is().as_str()).filter(|usual| !usual.is_empty());
                values.push((known.setting)(name).or_else(usual).map(bytes));
            }
        }
        for (at, step) in self.steps.iter().enumerate() {
            match (step, fixed.get(at)) {
                // With every step made before, nothing looks at the values.
                (Step::Make(..), Some(_)) if fixed.is_whole() => {}
                (Step::Make(..), Some(value)) => values.push(Some(bytes(value))),
                (Step::Put(place, name, _), Some(value)) => request.put_shared(*place, name, value),
                (Step::Make(_, Make::Headers { headers, line, join }), None) => {
                    let (text, names) = of_headers(headers, line, join, known.names, request);
                    values.extend([text, names].map(|text| Some(Cow::Owned(text))));
                }
                (Step::Make(_, make), None) => {
                    let mut names = make.tells_names().then(Vec::new);
                    let value = present(made(make, &values, known, request, fixed.keyed(at), &mut names))?;
                    values.push(value);
                    values.extend(names.map(|names| Some(Cow::Owned(names))));
                }
                (Step::Put(place, name, make), None) => {
                    // What nothing asks for again is moved.
                    let last = self.moves.get(at).copied().flatten().and_then(|slot| values.get_mut(slot));
                    let value = match last {
                        Some(value) => value.take(),
                        None => present(made(make, &values, known, request, fixed.keyed(at), &mut None))?,
                    };
                    let Some(value) = value else { continue };
                    let value = text(value)
                        .ok_or_else(|| format!("what the recipe puts into `{name}` is no text"))?;
                    request.put(*place, name, value);
                }
            }
        }
        Ok(())
    }
}

/// A value, or `None` if it names something absent.
fn present(made: Result<Cow<'_, [u8]>, Stop>) -> Result<Option<Cow<'_, [u8]>>, String> {
    match made {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Absent) => Ok(None),
        Err(Stop::Base64) => Err("a credential that should be base64 is none".to_owned()),
    }
}

fn bytes(text: &str) -> Cow<'_, [u8]> {
    Cow::Borrowed(text.as_bytes())
}

fn text(bytes: Cow<'_, [u8]>) -> Option<Cow<'_, str>> {
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

pub(crate) fn made<'p: 'v, 'v>(
    make: &'p Make,
    values: &Values<'v>,
    known: Clock<'v>,
    request: &impl Request<'p, 'v>,
    keyed: Option<&Keyed>,
    names: &mut Option<Vec<u8>>,
) -> Result<Cow<'v, [u8]>, Stop> {
    let made = match make {
        // Values that exist already are not copied.
        Make::Text(words) => {
            return match &words[..] {
                [Word::Literal(literal)] => Ok(bytes(literal)),
                [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => {
                    values.get(*slot).cloned().flatten().ok_or(Stop::Absent)
                }
                words => collected(words, values, request).map(Cow::Owned),
            };
        }
        Make::Time(form, 0) => time::write(form, known.at).into_bytes(),
        Make::Time(form, plus) => {
            let then = known.at.checked_add(Duration::from_secs(u64::from(*plus)));
            time::write(form, then.unwrap_or(known.at)).into_bytes()
        }
        Make::Nonce(kind) => match known.nonce {
            Some(nonce) => return Ok(bytes(nonce)),
            None => nonce(*kind).into_bytes(),
        },
        Make::Hash { digest, text, coding } => {
            coded(&hashed(*digest, |take| each(text, values, request, take))?, *coding)
        }
        Make::Hmac { digest, key, text, coding } => {
            let keyed = match keyed {
                Some(keyed) => keyed.clone(),
                None => Keyed::new(*digest, &lent(key, values, request)?)?,
            };
            coded(&keyed.of(|take| each(text, values, request, take))?, *coding)
        }
        Make::Chain { digest, from, over } => {
            let from = lent(from, values, request)?;
            let next = |key: &[u8], text: &Vec<Word>| {
                Keyed::new(*digest, key)?.of(|take| each(text, values, request, take))
            };
            let Some((first, rest)) = over.split_first() else { return Ok(Cow::Owned(from.into_owned())) };
            rest.iter().try_fold(next(&from, first)?, |key, text| next(key.bytes(), text))?.bytes().to_vec()
        }
        Make::Pairs(pairs) => of_pairs(pairs, values, known.as_sent, request, names)?,
        Make::Headers { headers, line, join } => of_headers(headers, line, join, known.names, request).0,
        Make::Json(members) => json(members, values).into_bytes(),
    };
    Ok(Cow::Owned(made))
}

/// Passes on the bytes of a text, unless it names something absent.
fn each<'p, 'v>(
    words: &[Word],
    values: &Values<'v>,
    request: &impl Request<'p, 'v>,
    take: &mut dyn FnMut(&[u8]),
) -> Result<(), Stop> {
    for word in words {
        let (atom, filters) = match word {
            Word::Literal(literal) => {
                take(literal.as_bytes());
                continue;
            }
            Word::Value(atom, filters) => (atom, filters),
        };
        if matches!(atom, Atom::Asked) && !request.query().is_empty() {
            take(b"?");
        }
        let length;
        let value = match atom {
            Atom::Method => request.method().as_bytes(),
            Atom::Path => request.path().as_bytes(),
            Atom::Query | Atom::Asked => request.query().as_bytes(),
            Atom::Body => request.body(),
            Atom::Payload => payload(request).unwrap_or_else(|| request.body()),
            Atom::Length if request.body().is_empty() => &[],
            Atom::Length => {
                length = request.body().len().to_string();
                length.as_bytes()
            }
            Atom::Scheme => request.scheme().as_bytes(),
            Atom::Host => request.host().as_bytes(),
            Atom::Header(name) => request.header(name).unwrap_or_default().trim().as_bytes(),
            Atom::Slot(slot) => match values.get(*slot).and_then(Option::as_deref) {
                Some(value) => value,
                None if filters.first() == Some(&Filter::OrEmpty) => &[],
                None => return Err(Stop::Absent),
            },
        };
        take(&filtered(filters, value)?);
    }
    Ok(())
}

/// What a header says to hash in place of the body: the header should hold the hash of the body and holds a word
/// instead.
fn payload<'r, 'p, 'v>(request: &'r impl Request<'p, 'v>) -> Option<&'r [u8]> {
    const END: &str = "-content-sha256";
    let headers = request.headers().into_iter();
    let named = |name: &str| {
        let start = name.len().checked_sub(END.len());
        start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(END))
    };
    let is_hash = |value: &str| value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit());
    let mut words = headers.filter(|(name, value)| named(name) && !is_hash(value.trim()));
    words.next().map(|(_, word)| word.trim().as_bytes())
}

pub(crate) fn collected<'p, 'v>(
    words: &[Word],
    values: &Values<'v>,
    request: &impl Request<'p, 'v>,
) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::with_capacity(96);
    each(words, values, request, &mut |bytes| out.extend_from_slice(bytes))?;
    Ok(out)
}

/// The same, borrowed where it is a single value without changes.
pub(crate) fn lent<'b, 'p, 'v>(
    words: &[Word],
    values: &'b Values<'v>,
    request: &impl Request<'p, 'v>,
) -> Result<Cow<'b, [u8]>, Stop> {
    match words {
        [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => {
            values.get(*slot).and_then(Option::as_deref).map(Cow::Borrowed).ok_or(Stop::Absent)
        }
        words => collected(words, values, request).map(Cow::Owned),
    }
}

/// A nonce. It promises only to be another one each time.
fn nonce(kind: Nonce) -> String {
    let random = || RandomState::new().hash_one(0_u8);
    match kind {
        Nonce::Digits => (random() % 2_147_483_647).to_string(),
        Nonce::Hex => format!("{:016x}{:016x}", random(), random()),
        Nonce::Uuid => {
            let (high, low) = (random(), random());
            format!(
                "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
                high >> 32,
                (high >> 16) & 0xffff,
                high & 0xfff,
                (low >> 48) & 0x3fff | 0x8000,
                low & 0xffff_ffff_ffff
            )
        }
    }
}
