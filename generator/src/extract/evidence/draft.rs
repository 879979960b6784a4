//! What was gathered, as the text of a dialect: each line with how often and where it was seen.

use std::{collections::BTreeMap, fmt::Write as _};

use super::{
    access::Access,
    learned::{ENOUGH, HEADERS_ALIKE, Learned, Votes, WORDS_ALIKE},
    side::Candidate,
};
use crate::{
    diagnostic::Diagnostic,
    dialect::{self, Dialect, Keys, Paging},
    escape::yaml::{comment, quoted},
};

/// The dialect of nobody: the words of all languages.
pub(super) fn plain() -> Result<Dialect, Vec<Diagnostic>> {
    dialect::read("auto", NAMES)
}

/// Rows that stand for the whole, for elements, for free keys.
const NAMES: &str = "names:
  nesting: with-parent
  whole: ['-', '--']
  element: ['[]']
  free: ['^\\{.*\\}$', '^<.*>$']
  ignore: ['^[/—]$', '^[\\s\\[\\](){},]+$']
";

/// The text of the dialect that was gathered. `keys` are the words of the languages for keys of envelopes.
pub(super) fn text(learned: &Learned, seen: &Seen<'_>, keys: &[&Keys]) -> String {
    let mut text = String::from("by: evidence\nservice:\n");
    service(learned, &seen.hosts, keys, &mut text);
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
    text.push_str(NAMES);
    words(learned, &mut text);
    evidence(learned, &mut text);
    text
}

/// What is counted over pages and hangs on no table.
pub(super) struct Seen<'w> {
    /// The hosts of addresses.
    pub(super) hosts: BTreeMap<String, u32>,
    /// The ways to call lists page by page.
    pub(super) paging: Vec<(&'w Paging, u32)>,
    /// The ways to authenticate, and how many samples have any.
    pub(super) access: (Vec<(Access, u32)>, u32),
}

/// How requests say who asks. The first way is the one that most samples show; of a signature they do not show how it is
/// made.
fn access((shown, all): &(Vec<(Access, u32)>, u32), text: &mut String) {
    let signed = |access: &Access| matches!(access, Access::Signed(_));
    for (access, count) in shown {
        if let Access::Signed(header) = access {
            let header = comment(header);
            put(
                text,
                format_args!(
                    "  # {count} of {all} samples have a signature in {header}: `auth` has to say how it is made\n"
                ),
            );
        }
    }
    // A secret that is sent beside a signature is no way of its own.
    if shown.is_empty() || shown.iter().any(|(access, _)| signed(access)) {
        return;
    }
    put(text, format_args!("  auth:\n"));
    for (index, (access, count)) in shown.iter().enumerate() {
        put(text, format_args!("    # in {count} of {all} samples of requests that have one\n"));
        let (name, header, value) = match access {
            Access::Scheme(header, scheme) if scheme.eq_ignore_ascii_case("basic") => {
                put(
                    text,
                    format_args!(
                        "    - name: basic\n      credentials: {{user: public, password: secret}}\n      \
                         let: {{pair: '{{user}}:{{password}}'}}\n      put: {{header: {{{}: 'Basic {{pair|base64}}'}}}}\n",
                        quoted(header)
                    ),
                );
                continue;
            }
            Access::Scheme(header, scheme) => {
                (scheme.to_ascii_lowercase(), header, format!("{scheme} {{token_{index}}}"))
            }
            Access::Plain(header) | Access::Signed(header) => {
                ("header".to_owned(), header, format!("{{token_{index}}}"))
            }
        };
        let (value, token) = if index == 0 {
            (value.replace("token_0", "token"), "token".to_owned())
        } else {
            (value, format!("token_{index}"))
        };
        let name = if index == 0 { name } else { format!("{name}-{index}") };
        put(
            text,
            format_args!(
                "    - name: {}\n      credentials: {{{token}: secret}}\n      put: {{header: {{{}: {}}}}}\n",
                quoted(&name),
                quoted(header),
                quoted(&value)
            ),
        );
    }
}

/// How lists are called page by page.
fn paging(ways: &[(&Paging, u32)], text: &mut String) {
    if ways.is_empty() {
        return;
    }
    text.push_str("pagination:\n");
    for (way, count) in ways {
        let Ok(serde_json::Value::Object(mut way)) = serde_json::to_value(way) else { continue };
        way.retain(|_, value| {
            !(value.is_null() || *value == false || value.as_array().is_some_and(Vec::is_empty))
        });
        let way = serde_json::Value::Object(way);
        let seen = match count {
            0 => "links to the next page, where answers have them".to_owned(),
            1 => "one table has these parameters".to_owned(),
            count => format!("{count} tables have these parameters"),
        };
        put(text, format_args!("  - {way} # {seen}\n"));
    }
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
fn service(learned: &Learned, hosts: &BTreeMap<String, u32>, keys: &[&Keys], text: &mut String) {
    match &learned.action {
        Some(action) => {
            put(text, format_args!("  # most examples have their title's name in this parameter\n"));
            put(text, format_args!("  protocol: !rpc {action}\n  request: {{method: POST, uri: /}}\n"));
            put(text, format_args!("  supplied: [{}]\n", quoted(action)));
        }
        None => put(text, format_args!("  protocol: rest\n")),
    }
    if let Some((host, count)) = endpoint(hosts) {
        let all: u32 = hosts.values().sum();
        put(text, format_args!("  # {count} of {all} full addresses\n  endpoint: 'https://{host}'\n"));
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

/// What is known of tables.
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

/// Texts by what most tables under them are, with how many these are.
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

/// The host that most addresses have, those that look like one of an API before others, and how many have it.
fn endpoint(hosts: &BTreeMap<String, u32>) -> Option<(String, u32)> {
    let plain = |host: &&String| {
        host.contains('.')
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '{' | '}' | '_'))
    };
    let hosts = hosts.iter().filter(|(host, _)| plain(host));
    let weigh = |host: &str, count: u32| if host.contains("api") { count * 8 / 5 + 1 } else { count };
    hosts.max_by_key(|(host, count)| weigh(host, **count)).map(|(host, count)| (host.clone(), *count))
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
