//! A plan over a request.

use std::{
    borrow::Cow,
    hash::{BuildHasher, RandomState},
    time::SystemTime,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

use crate::{
    model::{Coding, Digest, Headers, Names, Nonce, Sort, Source},
    plan::{Atom, Line, Make, Place, Plan, Step, Word},
    text::Filter,
    time,
};

/// A request as it will be sent: what a recipe sees of it, and where it puts what it makes.
pub trait Request {
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
    /// All headers.
    fn headers(&self) -> Vec<(&str, &str)>;
    /// Parameters, not encoded, in the order in which they are sent.
    fn pairs(&self, of: Source) -> Vec<(&str, &str)>;
    /// Sets a header, in place of one of that name, or adds a parameter.
    fn put(&mut self, place: Place, name: &str, value: String);
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
type Values<'a> = Vec<Option<Cow<'a, [u8]>>>;

impl Plan {
    /// Authenticates a request. One that carries what is set last is left alone: whoever set it meant it.
    ///
    /// # Errors
    ///
    /// What is put would be no text.
    pub fn run(&self, known: Clock<'_>, request: &mut impl Request) -> Result<(), String> {
        let known = if self.last.is_empty() && self.clocks.is_empty() {
            known
        } else {
            let headers = request.headers();
            let get = |name: &str| {
                headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
            };
            if self.last.iter().any(|name| get(name).is_some()) {
                return Ok(());
            }
            let told = self.clocks.iter().find_map(|(name, form)| time::read(form, get(name)?.trim()));
            Clock { at: told.unwrap_or(known.at), ..known }
        };
        let mut values: Values<'_> = Vec::with_capacity(self.slots);
        values.extend(self.credentials.iter().map(|(name, _)| (known.credential)(name).map(bytes)));
        for (name, usual) in &self.settings {
            let usual = Some(usual.is()).filter(|usual| !usual.is_empty());
            values.push((known.setting)(name).map(bytes).or_else(|| usual.map(|usual| owned(usual))));
        }
        for step in &self.steps {
            match step {
                Step::Make(_, Make::Headers { headers, line }) => {
                    let (text, names) = of_headers(headers, line, known.names, request);
                    values.extend([text, names].map(|text| Some(Cow::Owned(text.into_bytes()))));
                }
                Step::Make(_, make) => {
                    let value = made(make, &values, known, request);
                    values.push(value.map(Cow::Owned));
                }
                Step::Put(place, name, make) => {
                    let Some(value) = made(make, &values, known, request) else { continue };
                    let value = String::from_utf8(value)
                        .map_err(|_| format!("what the recipe puts into `{name}` is no text"))?;
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

fn owned<'a>(text: &str) -> Cow<'a, [u8]> {
    Cow::Owned(text.as_bytes().to_vec())
}

fn made(make: &Make, values: &Values<'_>, known: Clock<'_>, request: &impl Request) -> Option<Vec<u8>> {
    match make {
        Make::Text(words) => collected(words, values, request),
        Make::Time(form) => Some(time::write(form, known.at).into_bytes()),
        Make::Nonce(kind) => Some(known.nonce.map_or_else(|| nonce(*kind), str::to_owned).into_bytes()),
        Make::Hash { digest, text, coding } => {
            let hash = match digest {
                Digest::Sha1 => hashed::<Sha1>(text, values, request)?,
                Digest::Sha256 => hashed::<Sha256>(text, values, request)?,
                Digest::Sha512 => hashed::<Sha512>(text, values, request)?,
            };
            Some(coded(hash, *coding))
        }
        Make::Hmac { digest, key, text, coding } => {
            let key = collected(key, values, request)?;
            Some(coded(keyed(*digest, &key, text, values, request)?, *coding))
        }
        Make::Chain { digest, from, over } => {
            let from = collected(from, values, request)?;
            over.iter().try_fold(from, |key, text| keyed(*digest, &key, text, values, request))
        }
        Make::Pairs { of, sort, encode, kv, join } => {
            let mut pairs = request.pairs(*of);
            match sort {
                _ if known.as_sent => {}
                Sort::None => {}
                Sort::Name => pairs.sort_by_key(|(name, _)| *name),
                Sort::Pair => pairs.sort_unstable(),
            }
            Some(joined(&pairs, *encode, kv, join))
        }
        Make::Headers { headers, line } => {
            Some(of_headers(headers, line, known.names, request).0.into_bytes())
        }
        Make::Json(members) => Some(json(members, values).into_bytes()),
    }
}

/// Goes over the bytes of a text; `None` when it names what is absent.
fn each(
    words: &[Word],
    values: &Values<'_>,
    request: &impl Request,
    take: &mut impl FnMut(&[u8]),
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
            Atom::Header(name) => {
                let headers = request.headers();
                let found = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                found.map_or(&b""[..], |(_, value)| value.trim().as_bytes())
            }
            Atom::Slot(slot) => values.get(*slot)?.as_deref()?,
        };
        match filters.split_first() {
            None => take(value),
            Some((first, rest)) => {
                take(&rest.iter().fold(filtered(*first, value), |value, filter| filtered(*filter, &value)));
            }
        }
    }
    Some(())
}

fn collected(words: &[Word], values: &Values<'_>, request: &impl Request) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(64);
    each(words, values, request, &mut |bytes| out.extend_from_slice(bytes))?;
    Some(out)
}

fn hashed<D: sha2::Digest>(words: &[Word], values: &Values<'_>, request: &impl Request) -> Option<Vec<u8>> {
    let mut hash = D::new();
    each(words, values, request, &mut |bytes| hash.update(bytes))?;
    Some(hash.finalize().to_vec())
}

fn keyed(
    digest: Digest,
    key: &[u8],
    words: &[Word],
    values: &Values<'_>,
    request: &impl Request,
) -> Option<Vec<u8>> {
    macro_rules! keyed {
        ($hash:ty) => {{
            // A key may have any length.
            let mut mac = Hmac::<$hash>::new_from_slice(key).ok()?;
            each(words, values, request, &mut |bytes| mac.update(bytes))?;
            mac.finalize().into_bytes().to_vec()
        }};
    }
    Some(match digest {
        Digest::Sha1 => keyed!(Sha1),
        Digest::Sha256 => keyed!(Sha256),
        Digest::Sha512 => keyed!(Sha512),
    })
}

fn coded(bytes: Vec<u8>, coding: Coding) -> Vec<u8> {
    match coding {
        Coding::Hex => hex(&bytes),
        Coding::Base64 => STANDARD.encode(bytes).into_bytes(),
        Coding::Raw => bytes,
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    out
}

fn filtered(filter: Filter, value: &[u8]) -> Vec<u8> {
    match filter {
        Filter::Sha1 => Sha1::digest(value).to_vec(),
        Filter::Sha256 => Sha256::digest(value).to_vec(),
        Filter::Sha512 => Sha512::digest(value).to_vec(),
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
        } else {
            out.push_str(text);
        }
    };
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            out.push_str(join);
        }
        push(name, &mut out);
        out.push_str(kv);
        push(value, &mut out);
    }
    out.into_bytes()
}

/// The headers that are chosen as one text, and their names; in lower case, sorted.
fn of_headers(
    chosen: &Headers,
    line: &[Line],
    names: Option<&str>,
    request: &impl Request,
) -> (String, String) {
    let mut headers: Vec<(String, &str)> = request
        .headers()
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .filter(|(name, _)| match names {
            Some(names) => names.split(';').any(|known| known.eq_ignore_ascii_case(name)),
            None => is_chosen(chosen, name),
        })
        .collect();
    headers.sort_unstable();
    let mut text = String::new();
    for (name, value) in &headers {
        text.extend(line.iter().map(|piece| match piece {
            Line::Literal(literal) => literal.as_str(),
            Line::Name => name,
            Line::Value => value.trim(),
        }));
    }
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    (text, names.join(";"))
}

/// Whether a header, its name in lower case, is one of those that are chosen.
pub(crate) fn is_chosen(chosen: &Headers, name: &str) -> bool {
    let by_name = match &chosen.names {
        // Gateways drop headers with an underscore in the name.
        Names::All(_) => !name.contains('_'),
        Names::List(names) => names.iter().any(|known| known == name),
    };
    by_name || chosen.prefix.iter().any(|prefix| name.starts_with(prefix.as_str()))
}

/// A JSON object in ASCII, so that it can stand in a header.
fn json(members: &[(String, usize)], values: &Values<'_>) -> String {
    let there = members.iter().filter_map(|(name, slot)| Some((name, values.get(*slot)?.as_deref()?)));
    let members = there.map(|(name, value)| {
        let quoted = |text: &str| {
            let escaped = text.chars().flat_map(|c| match c {
                '"' | '\\' => vec![format!("\\{c}")],
                ' '..='~' => vec![c.to_string()],
                c => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
            });
            format!("\"{}\"", escaped.collect::<String>())
        };
        format!("{}:{}", quoted(name), quoted(&String::from_utf8_lossy(value)))
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
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
