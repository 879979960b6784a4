//! A plan over a request.

use std::{
    borrow::Cow,
    hash::{BuildHasher, RandomState},
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use crate::{
    hash::{Hash, digest, hashed, keyed},
    model::{Coding, Headers, Names, Nonce, Sort, Source},
    plan::{Atom, Line, Make, Place, Plan, Step, Word},
    text::Filter,
    time,
};

/// A request as it will be sent: what a recipe sees of it, and where it puts what it makes. What is put may borrow: its
/// name from the plan, its value from the credentials.
pub trait Request<'p, 'v> {
    /// The method.
    fn method(&self) -> &str;
    /// Host and port, as the header `Host` has them.
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
    /// Parameters, not encoded, in the order in which they are sent.
    fn pairs(&self, of: Source) -> Vec<(&str, &str)>;
    /// Sets a header, in place of one of that name, or adds a parameter.
    fn put(&mut self, place: Place, name: &'p str, value: Cow<'v, str>);
}

/// What is known beside the request.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// The credentials by name.
    pub credential: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The settings by name, as far as they are not as usual.
    pub setting: &'a dyn Fn(&str) -> Option<&'a str>,
    /// When it is signed, unless the request says itself.
    pub at: SystemTime,
    /// The nonce; one is made where there is none.
    pub nonce: Option<&'a str>,
    /// The names of the headers that are signed, where a request says which they are.
    pub(crate) names: Option<&'a str>,
    /// Whether parameters are taken in the order of the wire instead of being sorted.
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

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The values of the slots; none for what an absent credential or setting would be in.
type Values<'v> = Vec<Option<Cow<'v, [u8]>>>;

impl Plan {
    /// Authenticates a request. One that carries what is set last is left alone: whoever set it meant it.
    ///
    /// # Errors
    ///
    /// What is put would be no text.
    pub fn run<'p: 'v, 'v>(
        &'p self,
        known: Clock<'v>,
        request: &mut impl Request<'p, 'v>,
    ) -> Result<(), String> {
        if self.last.iter().any(|name| request.header(name).is_some()) {
            return Ok(());
        }
        let told = self.clocks.iter().find_map(|(name, form)| time::read(form, request.header(name)?.trim()));
        let known = Clock { at: told.unwrap_or(known.at), ..known };
        let mut values: Values<'v> = Vec::with_capacity(self.slots);
        values.extend(self.credentials.iter().map(|(name, _)| (known.credential)(name).map(bytes)));
        for (name, usual) in &self.settings {
            let usual = || Some(usual.is().as_str()).filter(|usual| !usual.is_empty());
            values.push((known.setting)(name).or_else(usual).map(bytes));
        }
        for step in &self.steps {
            match step {
                Step::Make(_, Make::Headers { headers, line }) => {
                    let (text, names) = of_headers(headers, line, known.names, request);
                    values.extend([text, names].map(|text| Some(Cow::Owned(text.into_bytes()))));
                }
                Step::Make(_, make) => {
                    let value = made(make, &values, known, request);
                    values.push(value);
                }
                Step::Put(place, name, make) => {
                    let Some(value) = made(make, &values, known, request) else { continue };
                    let value = text(value)
                        .ok_or_else(|| format!("what the recipe puts into `{name}` is no text"))?;
                    request.put(*place, name, value);
                }
            }
        }
        Ok(())
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

fn made<'p: 'v, 'v>(
    make: &'p Make,
    values: &Values<'v>,
    known: Clock<'v>,
    request: &impl Request<'p, 'v>,
) -> Option<Cow<'v, [u8]>> {
    let made = match make {
        // Nothing is copied that is there already.
        Make::Text(words) => {
            return match &words[..] {
                [Word::Literal(literal)] => Some(bytes(literal)),
                [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => values.get(*slot)?.clone(),
                words => collected(words, values, request).map(Cow::Owned),
            };
        }
        Make::Time(form) => time::write(form, known.at).into_bytes(),
        Make::Nonce(kind) => match known.nonce {
            Some(nonce) => return Some(bytes(nonce)),
            None => nonce(*kind).into_bytes(),
        },
        Make::Hash { digest, text, coding } => {
            coded(&hashed(*digest, |take| each(text, values, request, take))?, *coding)
        }
        Make::Hmac { digest, key, text, coding } => {
            let key = lent(key, values, request)?;
            coded(&keyed(*digest, &key, |take| each(text, values, request, take))?, *coding)
        }
        Make::Chain { digest, from, over } => {
            let from = lent(from, values, request)?;
            let next = |key: &[u8], text| keyed(*digest, key, |take| each(text, values, request, take));
            let Some((first, rest)) = over.split_first() else { return Some(Cow::Owned(from.into_owned())) };
            rest.iter().try_fold(next(&from, first)?, |key, text| next(key.bytes(), text))?.bytes().to_vec()
        }
        Make::Pairs { of, sort, encode, kv, join } => {
            let mut pairs = request.pairs(*of);
            match sort {
                _ if known.as_sent => {}
                Sort::None => {}
                Sort::Name => pairs.sort_by_key(|(name, _)| *name),
                Sort::Pair => pairs.sort_unstable(),
            }
            joined(&pairs, *encode, kv, join)
        }
        Make::Headers { headers, line } => of_headers(headers, line, known.names, request).0.into_bytes(),
        Make::Json(members) => json(members, values).into_bytes(),
    };
    Some(Cow::Owned(made))
}

/// Goes over the bytes of a text; `None` when it names what is absent.
fn each<'p, 'v>(
    words: &[Word],
    values: &Values<'v>,
    request: &impl Request<'p, 'v>,
    take: &mut dyn FnMut(&[u8]),
) -> Option<()> {
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
        let value = match atom {
            Atom::Method => request.method().as_bytes(),
            Atom::Path => request.path().as_bytes(),
            Atom::Query | Atom::Asked => request.query().as_bytes(),
            Atom::Body => request.body(),
            Atom::Host => request.host().as_bytes(),
            Atom::Header(name) => request.header(name).unwrap_or_default().trim().as_bytes(),
            Atom::Slot(slot) => values.get(*slot)?.as_deref()?,
        };
        take(&filtered(filters, value));
    }
    Some(())
}

fn collected<'p, 'v>(words: &[Word], values: &Values<'v>, request: &impl Request<'p, 'v>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(96);
    each(words, values, request, &mut |bytes| out.extend_from_slice(bytes))?;
    Some(out)
}

/// The same, borrowed where it is one value as it is.
fn lent<'b, 'p, 'v>(
    words: &[Word],
    values: &'b Values<'v>,
    request: &impl Request<'p, 'v>,
) -> Option<Cow<'b, [u8]>> {
    match words {
        [Word::Value(Atom::Slot(slot), filters)] if filters.is_empty() => {
            values.get(*slot)?.as_deref().map(Cow::Borrowed)
        }
        words => collected(words, values, request).map(Cow::Owned),
    }
}

fn coded(hash: &Hash, coding: Coding) -> Vec<u8> {
    match coding {
        Coding::Hex => hex(hash.bytes()),
        Coding::Base64 => STANDARD.encode(hash.bytes()).into_bytes(),
        Coding::Raw => hash.bytes().to_vec(),
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = vec![0; bytes.len() * 2];
    for (byte, digits) in bytes.iter().zip(out.as_chunks_mut().0) {
        *digits = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    }
    out
}

fn filtered<'b>(filters: &[Filter], value: &'b [u8]) -> Cow<'b, [u8]> {
    let (done, rest) = match filters {
        [] => return Cow::Borrowed(value),
        // The usual ending of a hash, without a copy between.
        [Filter::Hash(of), Filter::Hex, rest @ ..] => (hex(digest(*of, value).bytes()), rest),
        [first, rest @ ..] => (one(*first, value), rest),
    };
    Cow::Owned(if rest.is_empty() { done } else { filtered(rest, &done).into_owned() })
}

fn one(filter: Filter, value: &[u8]) -> Vec<u8> {
    match filter {
        Filter::Hash(of) => digest(of, value).bytes().to_vec(),
        Filter::Hex => hex(value),
        Filter::Base64 => STANDARD.encode(value).into_bytes(),
        Filter::Decode => percent_decode(value).collect(),
        Filter::Percent => percent_encode(value, RESERVED).to_string().into_bytes(),
        Filter::PercentPath => percent_encode(value, PATH).to_string().into_bytes(),
        Filter::Slash if value.ends_with(b"/") => value.to_vec(),
        Filter::Slash => [value, b"/"].concat(),
        Filter::Upper => value.to_ascii_uppercase(),
        Filter::Lower => value.to_ascii_lowercase(),
    }
}

fn joined(pairs: &[(&str, &str)], encode: bool, kv: &str, join: &str) -> Vec<u8> {
    let length = pairs.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
    let mut out = String::with_capacity(length);
    let push = |text: &str, out: &mut String| {
        if encode {
            out.extend(percent_encode(text.as_bytes(), RESERVED));
        } else if !text.is_empty() {
            out.push_str(text);
        }
    };
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 && !join.is_empty() {
            out.push_str(join);
        }
        push(name, &mut out);
        if !kv.is_empty() {
            out.push_str(kv);
        }
        push(value, &mut out);
    }
    out.into_bytes()
}

/// The headers that are chosen as one text, and their names; in lower case, sorted.
fn of_headers<'p, 'v>(
    chosen: &Headers,
    line: &[Line],
    names: Option<&str>,
    request: &impl Request<'p, 'v>,
) -> (String, String) {
    let mut headers = request.headers();
    headers.retain(|(name, _)| match names {
        Some(names) => names.split(';').any(|known| known.eq_ignore_ascii_case(name)),
        None => is_chosen(chosen, name),
    });
    headers.sort_unstable_by(|(a, x), (b, y)| {
        let lower = |byte: u8| byte.to_ascii_lowercase();
        a.bytes().map(lower).cmp(b.bytes().map(lower)).then_with(|| x.cmp(y))
    });
    let room = headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let (mut text, mut all) = (String::with_capacity(room), String::with_capacity(room));
    for (name, value) in headers {
        if !all.is_empty() {
            all.push(';');
        }
        let from = all.len();
        all.push_str(name);
        all[from..].make_ascii_lowercase();
        for piece in line {
            text.push_str(match piece {
                Line::Literal(literal) => literal,
                Line::Name => &all[from..],
                Line::Value => value.trim(),
            });
        }
    }
    (text, all)
}

/// Whether a header is one of those that are chosen.
pub(crate) fn is_chosen(chosen: &Headers, name: &str) -> bool {
    let by_name = match &chosen.names {
        // Gateways drop headers with an underscore in the name.
        Names::All(_) => !name.contains('_'),
        Names::List(names) => names.iter().any(|known| known.eq_ignore_ascii_case(name)),
    };
    let begins =
        |prefix: &String| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    by_name || chosen.prefix.iter().any(begins)
}

/// A JSON object in ASCII, so that it can stand in a header.
fn json(members: &[(String, usize)], values: &Values<'_>) -> String {
    fn quote(text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                ' '..='~' => out.push(c),
                c => out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
            }
        }
        out.push('"');
    }
    let mut out = String::with_capacity(96);
    for (name, slot) in members {
        let Some(value) = values.get(*slot).and_then(|value| value.as_deref()) else { continue };
        out.push(if out.is_empty() { '{' } else { ',' });
        quote(name, &mut out);
        out.push(':');
        quote(&String::from_utf8_lossy(value), &mut out);
    }
    if out.is_empty() {
        out.push('{');
    }
    out.push('}');
    out
}

/// Nothing is known of it but that it is another one each time.
fn nonce(kind: Nonce) -> String {
    let random = || RandomState::new().hash_one(0_u8);
    match kind {
        Nonce::Digits => (random() % 2_147_483_647).to_string(),
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
