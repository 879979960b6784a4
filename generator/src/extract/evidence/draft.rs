//! What was gathered, as the text of a dialect: each line with how often and where it was seen.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    access::Access,
    decision::Candidate,
    learned::{ENOUGH, HEADERS_ALIKE, Learned, Votes, WORDS_ALIKE},
};
use crate::{
    dialect::{Keys, Paging},
    escape::yaml::{comment, quoted},
};

/// What holds before anything is gathered: rows that stand for the whole, for elements, for free keys.
pub(super) const PLAIN: &str = "names:
  nesting: with-parent
  whole: ['-', '--']
  element: ['[]']
  free: ['^\\{.*\\}$', '^<.*>$']
  ignore: ['^[/—]$', '^[\\s\\[\\](){},]+$']
";

/// The headers that whoever sends a request sets, since they follow from its body.
const TRANSPORT: &str = "Content-Type, Content-Length";

/// The text of the dialect that was gathered. `keys` are the words of the languages for keys of envelopes.
pub(super) fn text(learned: &Learned, seen: &Seen<'_>, keys: &[&Keys]) -> String {
    let mut text = String::from("by: evidence\nservice:\n");
    service(learned, seen, keys, &mut text);
    access(&seen.access, &mut text);
    if let Some(ending) = &learned.ending {
        put(
            &mut text,
            format_args!("naming:\n  # nearly all folders end so\n  strip: [{}]\n", quoted(ending)),
        );
    }
    if !learned.lists.is_empty() {
        let lists: Vec<String> = learned.lists.iter().map(|name| quoted(name)).collect();
        put(
            &mut text,
            format_args!(
                "pages:\n  # in most folders these are lists of the pages beside them\n  listed_in: [{}]\n",
                lists.join(", ")
            ),
        );
    }
    paging(&seen.paging, &mut text);
    text.push_str(PLAIN);
    words(learned, &mut text);
    evidence(learned, &mut text);
    text
}

/// What is counted over pages and hangs on no table.
pub(super) struct Seen<'w> {
    /// What lines say that all addresses begin with, and how many do.
    pub(super) base: Option<(super::base::Base, u32)>,
    /// The hosts of addresses.
    pub(super) hosts: BTreeMap<String, Host>,
    /// The ways to call lists page by page.
    pub(super) paging: Vec<(&'w Paging, u32)>,
    /// The ways to authenticate, and how many samples have any.
    pub(super) access: (Vec<(Access, u32)>, u32),
}

/// How often a host is told.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Host {
    /// The lines that have it.
    pub(super) lines: u32,
    /// Those of them that have it behind `http://`.
    pub(super) plain: u32,
}

impl Host {
    /// The scheme: that of the lines, where all say so, else the safer one.
    fn scheme(self) -> &'static str {
        if self.plain > 0 && self.plain == self.lines { "http" } else { "https" }
    }
}

/// Writes how requests are authenticated, by what most samples show. They do not show how a signature is made, and a
/// secret that is sent beside one is not a way of its own.
fn access((shown, all): &(Vec<(Access, u32)>, u32), text: &mut String) {
    let signed = shown.iter().find_map(|(access, count)| match access {
        Access::Signed(header) => Some((header, count)),
        Access::Scheme(..) | Access::Plain(_) => None,
    });
    if let Some((header, count)) = signed {
        let header = comment(header);
        put(
            text,
            format_args!(
                "  # {count} of {all} samples have a signature in {header}; `auth` has to say how it\n  # is made\n"
            ),
        );
        return;
    }
    let Some((access, count)) = shown.first() else { return };
    let (name, header, value, given) = match access {
        Access::Scheme(header, scheme) if scheme.eq_ignore_ascii_case("basic") => (
            "basic".to_owned(),
            header,
            format!("{scheme} {{pair|base64}}"),
            format!("{scheme} dXNlcjpwYXNz"),
        ),
        Access::Scheme(header, scheme) => {
            (scheme.to_ascii_lowercase(), header, format!("{scheme} {{token}}"), format!("{scheme} t"))
        }
        Access::Plain(header) | Access::Signed(header) => {
            ("token".to_owned(), header, "{token}".to_owned(), "t".to_owned())
        }
    };
    put(
        text,
        format_args!(
            "  # in {count} of {all} samples that say who asks\n  auth:\n    - name: {}\n",
            quoted(&name)
        ),
    );
    let credentials = if name == "basic" {
        text.push_str(
            "      credentials: {user: public, password: secret}\n      let: {pair: '{user}:{password}'}\n",
        );
        "{user: user, password: pass}"
    } else {
        text.push_str("      credentials: {token: secret}\n");
        "{token: t}"
    };
    let header = quoted(header);
    put(text, format_args!("      put: {{header: {{{header}: {}}}}}\n      vectors:\n", quoted(&value)));
    put(
        text,
        format_args!(
            "        - {{credentials: {credentials}, method: GET, url: 'https://example.com/', gives: {{{header}: {}}}}}\n",
            quoted(&given)
        ),
    );
}

/// How lists are called page by page.
fn paging(ways: &[(&Paging, u32)], text: &mut String) {
    if ways.is_empty() {
        return;
    }
    text.push_str("pagination:\n");
    for (way, count) in ways {
        let Ok(serde_json::Value::Object(way)) = serde_json::to_value(way) else { continue };
        let pairs: Vec<String> = way.iter().filter_map(|(key, value)| pair(key, value)).collect();
        let seen = match count {
            0 => "links to the next page, where answers have them".to_owned(),
            1 => "one table has these parameters".to_owned(),
            count => format!("{count} tables have these parameters"),
        };
        put(text, format_args!("  - {{{}}} # {seen}\n", pairs.join(", ")));
    }
}

/// A key with its value, if it says anything.
fn pair(key: &str, value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    let value = match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if !items.is_empty() => {
            let items: Vec<String> = items.iter().filter_map(Value::as_str).map(quoted).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "true".to_owned(),
        Value::Array(_) | Value::Bool(false) | Value::Null | Value::Object(_) => return None,
    };
    Some(format!("{key}: {value}"))
}

/// What the vendor's own words and marks mean.
fn words(learned: &Learned, text: &mut String) {
    if learned.asked {
        put(
            text,
            format_args!("# names that may be left out are marked\nrequired: {{unmarked: required}}\n"),
        );
    }
    if !learned.kinds.is_empty() {
        text.push_str("# as examples show\ntypes:\n");
        for kind in ["string", "integer", "number", "boolean"] {
            let of: Vec<String> =
                learned.kinds.iter().filter(|(_, of)| **of == kind).map(|(word, _)| quoted(word)).collect();
            if !of.is_empty() {
                put(text, format_args!("  {kind}: [{}]\n", of.join(", ")));
            }
        }
    }
}

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(line);
}

/// Where requests go, and what wraps responses.
fn service(learned: &Learned, seen: &Seen<'_>, keys: &[&Keys], text: &mut String) {
    let (hosts, base) = (&seen.hosts, seen.base.as_ref());
    match &learned.action {
        Some(action) => {
            put(text, format_args!("  # most examples have their title's name in this parameter\n"));
            put(
                text,
                format_args!(
                    "  protocol: {{rpc: {}}}\n  request: {{method: POST, uri: /}}\n",
                    quoted(action)
                ),
            );
            put(text, format_args!("  supplied: [{}, {TRANSPORT}]\n", quoted(action)));
        }
        None => put(text, format_args!("  protocol: rest\n  supplied: [{TRANSPORT}]\n")),
    }
    let path = base.map_or("", |(base, _)| base.path.as_str());
    if let Some((base, count)) = base.filter(|(base, _)| is_host(&base.host)) {
        let scheme = if base.plain { "http" } else { "https" };
        put(text, format_args!("  # as {count} lines say\n  endpoint: '{scheme}://{}{path}'\n", base.host));
    } else if let Some((name, host)) = endpoint(hosts) {
        let (count, scheme) = (host.lines, host.scheme());
        let all: u32 = hosts.values().map(|host| host.lines).sum();
        put(
            text,
            format_args!("  # {count} of {all} full addresses\n  endpoint: '{scheme}://{name}{path}'\n"),
        );
    }
    if let Some((code, message)) = envelope(learned, keys) {
        let other = learned.envelope.iter().filter(|key| **key != code && **key != message);
        let other: Vec<String> = other.map(|key| quoted(key)).collect();
        let often = learned.top.get(&code).copied().unwrap_or_default();
        put(text, format_args!("  # in {often} examples of responses; that 0 is success is a guess\n"));
        put(
            text,
            format_args!(
                "  envelope: {{code: {}, ok: '0', message: {}, other: [{}]}}\n",
                quoted(&code),
                quoted(&message),
                other.join(", ")
            ),
        );
    }
}

/// Writes what is known about tables.
fn evidence(learned: &Learned, text: &mut String) {
    put(
        text,
        format_args!(
            "# What the pages showed of each other; without it, it is gathered anew with every run.\nevidence:\n"
        ),
    );
    sides("words", &learned.words, WORDS_ALIKE, learned, text);
    sides("headers", &learned.headers, HEADERS_ALIKE, learned, text);
    let (all, with) = (learned.all, learned.with_required);
    put(text, format_args!("  tables: {{request: {}, response: {}}}\n", all.request, all.response));
    put(text, format_args!("  # of these with a column that says what must be there\n"));
    put(text, format_args!("  required: {{request: {}, response: {}}}\n", with.request, with.response));
    put(text, format_args!("  typed: {}\n", learned.typed));
    let (marked, column) = learned.marked;
    put(text, format_args!("  marked: {marked}\n  unmarked: {column}\n"));
    list("hosts", learned.hosts.iter(), text);
    list("bases", learned.bases.iter(), text);
    if let Some(prefix) = &learned.prefix {
        put(text, format_args!("  prefix: {}\n", quoted(prefix)));
    }
    put(text, format_args!("  addresses: {}\n  dotted: {}\n", learned.weak, learned.dotted));
    if let Some(payload) = &learned.payload {
        let often = learned.top.get(payload).copied().unwrap_or_default();
        put(text, format_args!("  # in {often} examples of responses\n  payload: {}\n", quoted(payload)));
    }
    list("beside", learned.envelope.iter(), text);
}

fn list<'t>(name: &str, texts: impl Iterator<Item = &'t String>, text: &mut String) {
    let quoted: Vec<String> = texts.map(|text| quoted(text)).collect();
    put(text, format_args!("  {name}: [{}]\n", quoted.join(", ")));
}

/// Writes texts by what most tables under them are, with the number of these tables.
fn sides(
    name: &str,
    votes: &std::collections::HashMap<String, Votes>,
    alike: f32,
    learned: &Learned,
    text: &mut String,
) {
    put(text, format_args!("  {name}:\n"));
    let named =
        [("request", Candidate::Request), ("response", Candidate::Response), ("none", Candidate::None)];
    for (side, of) in named {
        let mut found: Vec<(&String, &Votes)> =
            votes.iter().filter(|(_, votes)| votes.most(ENOUGH, alike) == Some(of)).collect();
        found.sort_by(|a, b| b.1.all().cmp(&a.1.all()).then(a.0.cmp(b.0)));
        put(text, format_args!("    {side}:{}\n", if found.is_empty() { " []" } else { "" }));
        for (words, votes) in found {
            let (count, all) = (votes.of(of), votes.all());
            let first =
                learned.first.get(words).map(|file| format!(", {} first", comment(file))).unwrap_or_default();
            put(text, format_args!("      - {} # {count} of {all} tables{first}\n", quoted(words)));
        }
    }
}

/// The host that most addresses have, those that look like one of an API before others.
fn endpoint(hosts: &BTreeMap<String, Host>) -> Option<(&String, Host)> {
    let hosts = hosts.iter().filter(|(host, _)| is_host(host) && host.contains('.'));
    let weigh = |host: &str, count: u32| if host.contains("api") { count * 8 / 5 + 1 } else { count };
    hosts.max_by_key(|(name, host)| weigh(name, host.lines)).map(|(name, host)| (name, *host))
}

/// Whether a text can be the host of an address; a part of it may be a placeholder.
fn is_host(host: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '{' | '}' | '_');
    !host.is_empty() && host.chars().all(plain)
}

/// The keys of the envelope that hold the code and the message.
fn envelope(learned: &Learned, keys: &[&Keys]) -> Option<(String, String)> {
    let find = |of: fn(&Keys) -> &Vec<String>| {
        let ends =
            |key: &str| keys.iter().flat_map(|keys| of(keys)).any(|ending| key.ends_with(ending.as_str()));
        learned.envelope.iter().find(|key| ends(&key.to_lowercase())).cloned()
    };
    Some((find(|keys| &keys.code)?, find(|keys| &keys.message)?))
}
