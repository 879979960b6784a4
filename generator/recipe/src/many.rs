//! Texts that are made of many: of parameters, of headers, of credentials.

use std::cmp::Ordering;

use percent_encoding::percent_encode;

use crate::{
    filter::{RESERVED, filtered},
    member::{members as members_of, text as text_of},
    model::{Headers, Names, Sort, Source},
    plan::{Line, Pairs},
    run::{Request, Stop, Values, collected},
};

/// Parameters as one text, and their names where those are asked for.
pub(crate) fn of_pairs<'p, 'v>(
    pairs: &Pairs,
    values: &Values<'v>,
    as_sent: bool,
    request: &impl Request<'p, 'v>,
    names: &mut Option<Vec<u8>>,
) -> Result<Vec<u8>, Stop> {
    let mut with = Vec::with_capacity(pairs.with.len());
    for (name, words) in &pairs.with {
        match collected(words, values, request) {
            Ok(value) => with.push((name.as_str(), String::from_utf8_lossy(&value).into_owned())),
            Err(Stop::Absent) => {}
            Err(stop) => return Err(stop),
        }
    }
    let members: Vec<(String, String)>;
    let mut all = match pairs.of {
        Source::Body => {
            let found = members_of(request.body()).unwrap_or_default().into_iter();
            members = found.filter_map(|(name, written)| Some((name, text_of(written)?))).collect();
            members.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
        }
        Source::All => [request.pairs(Source::Query), request.pairs(Source::Form)].concat(),
        of => request.pairs(of),
    };
    all.extend(with.iter().map(|(name, value)| (*name, value.as_str())));
    if pairs.omit_empty {
        all.retain(|(_, value)| !value.is_empty());
    }
    let encoded: Vec<(String, String)>;
    let mut encode = pairs.encode;
    match pairs.sort {
        // Added parameters have no place on the wire, so this holds only where there are none.
        _ if as_sent && with.is_empty() => {}
        Sort::None => {}
        Sort::Name => all.sort_by(|(a, _), (b, _)| in_order(a, b)),
        Sort::Pair => all.sort_unstable_by(|(a, x), (b, y)| in_order(a, b).then_with(|| x.cmp(y))),
        Sort::Encoded => {
            let encoding = |text: &str| percent_encode(text.as_bytes(), RESERVED).to_string();
            encoded = all.iter().map(|(name, value)| (encoding(name), encoding(value))).collect();
            all = encoded.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            all.sort_unstable();
            encode = false;
        }
    }
    let Some(line) = &pairs.line else { return Ok(joined(&all, encode, &pairs.kv, &pairs.join)) };
    if let Some(names) = names {
        *names = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";").into_bytes();
    }
    let mut out = Vec::new();
    for (at, (name, value)) in all.into_iter().enumerate() {
        let text = |text: &str| {
            if encode { percent_encode(text.as_bytes(), RESERVED).to_string() } else { text.to_owned() }
        };
        out.extend_from_slice(if at > 0 { pairs.join.as_bytes() } else { &[] });
        written(line, text(name).as_bytes(), text(value).as_bytes(), &mut out)?;
    }
    Ok(out)
}

/// The order of two texts. Most names differ in their first byte, which is seen at once.
fn in_order(a: &str, b: &str) -> Ordering {
    a.as_bytes().first().cmp(&b.as_bytes().first()).then_with(|| a.cmp(b))
}

/// Appends the line for a name and a value.
fn written(line: &[Line], name: &[u8], value: &[u8], out: &mut Vec<u8>) -> Result<(), Stop> {
    for piece in line {
        match piece {
            Line::Literal(literal) => out.extend_from_slice(literal.as_bytes()),
            Line::Name(filters) => out.extend_from_slice(&filtered(filters, name)?),
            Line::Value(filters) => out.extend_from_slice(&filtered(filters, value)?),
        }
    }
    Ok(())
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

/// The chosen headers as one text, and their names in lower case, sorted.
pub(crate) fn of_headers<'p, 'v>(
    chosen: &Headers,
    line: &[Line],
    join: &str,
    names: Option<&str>,
    request: &impl Request<'p, 'v>,
) -> (Vec<u8>, Vec<u8>) {
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
    let (mut text, mut all) = (Vec::with_capacity(room), Vec::with_capacity(room));
    for (name, value) in headers {
        if !all.is_empty() {
            all.push(b';');
            text.extend_from_slice(join.as_bytes());
        }
        let from = all.len();
        all.extend(name.bytes().map(|byte| byte.to_ascii_lowercase()));
        let name = all.get(from..).unwrap_or_default();
        // A header whose filter fails has no line.
        let _ = written(line, name, value.trim().as_bytes(), &mut text);
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
pub(crate) fn json(members: &[(String, usize)], values: &Values<'_>) -> String {
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
