//! Method and path in a text, in all the ways that pages write them.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;
use tablature_ir::Method;

use super::path::tidy;
use crate::{expression::Expression, raw::Call};

/// A method, where the text gives one, and an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) method: Option<Method>,
    /// Path and query; placeholders are in braces.
    pub(super) path: String,
    /// The host of a full address.
    pub(super) host: Option<String>,
    /// Where it stands in the text, the method included.
    pub(super) range: std::ops::Range<usize>,
    /// The procedure that is called, where many share the address.
    pub(super) call: Option<Call>,
}

pub(super) const METHODS: [Method; 7] =
    [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Options];

/// The method that a word names.
pub(super) fn method(word: &str) -> Option<Method> {
    let word =
        word.trim().trim_matches(['`', '"', '\'', '*', '[', ']', '(', ')', ':', '\u{3010}', '\u{3011}']);
    METHODS.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))
}

/// The method that a short line states: `GET`, `HTTP POST (application/json)`, the first of `POST or GET`.
pub(super) fn stated(text: &str) -> Option<Method> {
    let text = text.trim();
    let text = text.strip_prefix("HTTP").map_or(text, str::trim_start);
    let bare = text.split(['(', '\u{ff08}', '[']).next().unwrap_or_default();
    let whole = if bare.trim().is_empty() { text } else { bare };
    method(whole).or_else(|| {
        // One word may stand between two of them.
        let mut words = whole.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let (first, between, second) = (words.next()?, words.next()?, words.next());
        let last = second.unwrap_or(between);
        let shouted = [first, last].iter().all(|word| word.bytes().all(|byte| byte.is_ascii_uppercase()));
        (shouted && words.next().is_none() && method(last).is_some()).then(|| method(first))?
    })
}

/// The method in capitals with which a heading begins that tells what is done with it: `POST Log in`, `GET - all boats`.
pub(super) fn leading(heading: &str) -> Option<Method> {
    let (word, rest) = heading.trim().split_once(char::is_whitespace)?;
    let shouted = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_path = rest.split_whitespace().any(|word| word.starts_with('/') || word.contains("://"));
    (shouted && !has_path).then(|| method(word))?
}

/// Reads a regular expression. All of them are valid, so this is never `None`.
pub(super) fn regex(pattern: &str) -> Option<Expression> {
    Expression::read(pattern).ok().map(|(expression, _)| expression)
}

/// Here and in [`SPOKEN`] what stands behind the method ends it as a word: `\b` would keep a text in Chinese from the fastest
/// way to look through it, which costs twenty times as much.
static WITH_METHOD: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r#"(?x)(?:^|[^A-Za-z0-9_/\-])(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|get|post|put|patch|delete)[`*\]):\u{ff1a}\u{3011}|\s]{1,12}
        (?P<path>(?:https?://|\{\{?[\w\s.-]+\}?\}/|[a-z0-9.-]+\.[a-z]{2,}/|[A-Z][A-Z_]{2,}/|/)[^\s"'`<>()\u{ff0c}\u{3002}\u{ff1b}\u{3001}\u{ff08}\u{ff09}|]*(?:<[\w\s-]+>[^\s"'`<>()\u{ff0c}\u{3002}\u{ff08}\u{ff09}|]*)*|/)"#,
    )
});

/// A method and a full address with nothing between: a label set off by its colour only.
static GLUED: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r#"(?:^|[^A-Za-z0-9_/\-])(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(?P<path>https?://[^\s"'`<>()]*)"#,
    )
});

/// A method, some words of the same sentence, and a path.
static SPOKEN: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r#"(?:^|[^A-Za-z0-9_/\-])(?P<method>GET|POST|PUT|PATCH|DELETE)[^\w./:\n\u{3002}][^./:\n\u{3002}]{0,29}?[\s`"](?P<path>/[A-Za-z0-9_{][^\s"'`<>(),;\u{ff0c}\u{3002}]*)"#,
    )
});

static ADDRESS: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r#"(?:https?://[A-Za-z0-9.\-{}\[\]<>:_\u{4e00}-\u{9fff}]+(?:/[^\s"'`()\u{ff0c}\u{3002}\u{ff1b}\u{3001}\u{ff08}\u{ff09}\u{4e00}-\u{9fff}|\\]*)?|(?:^|[\s`"'(:\u{ff1a}])/[A-Za-z0-9_{:\[<][^\s"'`()\u{ff0c}\u{3002}\u{ff1b}\u{3001}\u{ff08}\u{ff09}\u{4e00}-\u{9fff}|\\]*)"#,
    )
});

/// A segment that names its placeholder in brackets, behind the type if that is told: `/(int:id)`.
static IN_BRACKETS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"/\((?:[A-Za-z]+:\s*)?(?P<name>[A-Za-z_][A-Za-z0-9_-]*)\)").ok());

/// Two methods by which one address may be called, before it: `GET/POST /boats`, `GET | POST /boats`.
static EITHER: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r"\b(?P<first>GET|POST|PUT|PATCH)(?P<other>\s?[/|,\u{3001}]\s?(?:GET|POST|PUT|PATCH))[`*\]:\s]{1,4}(?:/|https?:)",
    )
});

/// A text in which the first of two methods is the only one. Nothing moves.
fn with_first_method(text: &str) -> Option<String> {
    let has_two = text.contains("GET") && text.contains("POST") || text.contains("PUT");
    let other = EITHER.as_ref().filter(|_| has_two)?.captures(text)?.name("other")?;
    let mut first = text.to_owned();
    first.replace_range(other.range(), &" ".repeat(other.range().len()));
    Some(first)
}

/// A text with colons of full width in the schemes of addresses, and blanks behind those, as it is meant. Nothing else
/// moves.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    const WIDE: &str = "\u{ff1a}//";
    let mut mended = Cow::Borrowed(text);
    // The words for a host: `https://<your domain>/api`.
    if let Some((start, inner)) = spoken_host(text) {
        mended.to_mut().replace_range(start..start + inner.len(), &inner.replace(' ', "_"));
    }
    while let Some(at) = mended.find(WIDE) {
        let start = mended.get(..at).and_then(|before| before.rfind("http"));
        let Some(start) = start.filter(|start| at - start <= "https".len()) else { break };
        let behind = mended.get(at + WIDE.len()..).unwrap_or_default();
        let end = at + WIDE.len() + (behind.len() - behind.trim_start_matches(' ').len());
        let scheme = format!("{}://", mended.get(start..at).unwrap_or_default());
        let whole = format!("{scheme:>length$}", length = end - start);
        mended.to_mut().replace_range(start..end, &whole);
    }
    mended
}

/// The words in pointed brackets that stand for a host, and where they begin.
fn spoken_host(text: &str) -> Option<(usize, &str)> {
    const SCHEME: &str = "://<";
    let start = text.find(SCHEME)? + SCHEME.len();
    let inner = text.get(start..)?.split('>').next()?;
    let is_spoken =
        inner.len() < 40 && inner.chars().all(|c| c.is_ascii_alphanumeric() || " _-.".contains(c));
    is_spoken.then_some((start, inner))
}

/// All methods with a path in a text.
pub(super) fn with_method(text: &str) -> Vec<Target> {
    let mended = mended(text);
    let text = &*mended;
    let first = with_first_method(text);
    let text = first.as_deref().unwrap_or(text);
    let braced =
        IN_BRACKETS.as_ref().filter(|_| text.contains("/(")).map(|it| it.replace_all(text, "/{$name}"));
    let text = braced.as_deref().unwrap_or(text);
    let found = all(&WITH_METHOD, text);
    if found.is_empty() { all(&GLUED, text) } else { found }
}

/// All methods with a path in the words of a sentence.
pub(super) fn spoken(text: &str) -> Vec<Target> {
    all(&SPOKEN, text)
}

/// Whether a text has the name of a method anywhere, as it is shouted or as a verb.
fn has_method(text: &str) -> bool {
    let verbs = ["get", "post", "put", "patch", "delete"];
    METHODS.iter().map(|method| method.as_str()).chain(verbs).any(|word| text.contains(word))
}

fn all(regex: &LazyLock<Option<Expression>>, text: &str) -> Vec<Target> {
    // Most texts lack a path or a method: the expression need not be compiled for them.
    let may = text.contains('/') && has_method(text);
    let Some(regex) = may.then(|| regex.as_ref()).flatten() else { return Vec::new() };
    let found = regex.captures_iter(text).filter_map(|groups| {
        let (word, path) = (groups.name("method")?, groups.name("path")?);
        // A lower-case verb is a word of a sentence unless an address follows it.
        let lower = word.as_str().starts_with(|c: char| c.is_ascii_lowercase());
        if lower && !text.trim_start().starts_with(word.as_str()) {
            return None;
        }
        let message = message(text, path.start());
        let whole = message.unwrap_or_else(|| whole(text, path.start()));
        let (host, path_text) = split(whole);
        let path_text = if message.is_some() { path_text.replace(' ', "") } else { path_text };
        // `SITE_ROOT/boats` stands behind a host, `HTTP/1.1` does not.
        let is_loud = whole.starts_with(|c: char| c.is_ascii_uppercase());
        if is_loud && !host.as_deref().is_some_and(is_host) {
            return None;
        }
        // `{index}/_doc` is a path that begins with a placeholder, `{endpoint}/v1` one behind a host.
        let is_segment = whole.starts_with('{') && host.as_deref().is_some_and(|host| !is_host(host));
        let (host, path_text) = if is_segment { (None, format!("/{whole}")) } else { (host, path_text) };
        let path_text = tidy(&path_text);
        let range = word.start()..path.start() + whole.len();
        (!path_text.is_empty()).then(|| Target {
            method: method(word.as_str()),
            path: path_text,
            host,
            range,
            call: None,
        })
    });
    found.collect()
}

/// All addresses and paths of a text.
pub(super) fn addresses(text: &str) -> Vec<Target> {
    let mended = mended(text);
    let text = &*mended;
    let Some(regex) = text.contains('/').then(|| ADDRESS.as_ref()).flatten() else { return Vec::new() };
    let found = regex.find_iter(text).filter_map(|found| {
        let text = found.as_str().trim_start_matches([' ', '\n', '\t', '`', '"', '\'', '(', ':', '\u{ff1a}']);
        let range = found.end() - text.len()..found.end();
        let (host, path) = split(text);
        let path = tidy(&path);
        (!path.is_empty()).then_some(Target { path, host, range, ..Target::default() })
    });
    found.collect()
}

/// The address that begins at an offset. A blank or a bar within braces does not end it, nor do round brackets around
/// a placeholder; quotes, other brackets and the punctuation of a sentence do.
fn whole(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or_default();
    let mut open = 0_i32;
    let mut around = false;
    for (at, c) in rest.char_indices() {
        match c {
            '(' if rest.get(at + 1..).is_some_and(|next| next.starts_with(['{', '<'])) => around = true,
            ')' if around => around = false,
            '|' if open > 0 => {}
            // Values of a query may be parted by a bar: `?filter=limit::{limit}|offset::{offset}`.
            '|' if is_within_query(rest, at) => {}
            '{' | '<' => open += 1,
            '}' | '>' => open -= 1,
            ' ' if open > 0 && at < 200 => {}
            c if c.is_whitespace()
                || "\"'`()|\u{ff0c}\u{3002}\u{ff1b}\u{3001}\u{ff08}\u{ff09}\\".contains(c) =>
            {
                return rest.get(..at).unwrap_or_default();
            }
            c if ('\u{4e00}'..='\u{9fff}').contains(&c) && open == 0 => {
                return rest.get(..at).unwrap_or_default();
            }
            _ => {}
        }
    }
    rest
}

/// The address of a request line that ends in its protocol, though blanks got into it: `POST /boats/ new HTTP/1.1`.
fn message(text: &str, start: usize) -> Option<&str> {
    let line = text.get(start..)?.lines().next()?;
    let (address, _) = line.split_once(" HTTP/")?;
    let address = address.trim_end();
    let is_part = |c: char| c.is_ascii_alphanumeric() || " -._~/?&=%{}:".contains(c);
    (address.contains("/ ") && address.chars().all(is_part)).then_some(address)
}

/// Whether a bar separates two values of a query: it comes after a question mark, between letters.
fn is_within_query(rest: &str, at: usize) -> bool {
    let (before, after) = rest.split_at(at);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '}');
    before.contains('?') && before.ends_with(part) && after.chars().nth(1).is_some_and(part)
}

/// Host and path.
fn split(text: &str) -> (Option<String>, String) {
    let rest = match text.split_once("://") {
        Some((scheme, rest)) if scheme.len() <= 5 => rest,
        _ if text.starts_with('/') => return (None, text.to_owned()),
        _ => text,
    };
    match rest.find(['/', '?']) {
        Some(at) => {
            let (host, path) = rest.split_at(at);
            let path = if path.starts_with('?') { format!("/{path}") } else { path.to_owned() };
            (Some(braced(host)), path)
        }
        None => (Some(braced(rest)), "/".to_owned()),
    }
}

/// A host with its placeholders in braces, where they end.
fn braced(host: &str) -> String {
    let is_whole = host.matches('<').count() == host.matches('>').count();
    if is_whole { host.replace('<', "{").replace('>', "}") } else { host.to_owned() }
}

/// Whether a placeholder stands for a host: so the parts of addresses are called in all languages.
pub(super) fn is_host(placeholder: &str) -> bool {
    let name = placeholder.to_ascii_lowercase();
    ["host", "endpoint", "domain", "server", "url", "uri", "base", "gateway", "address", "site", "root"]
        .iter()
        .any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(Method, &str)]) {
        let found: Vec<(Option<Method>, String)> =
            with_method(text).into_iter().map(|target| (target.method, target.path)).collect();
        let expected: Vec<_> =
            expected.iter().map(|(method, path)| (Some(*method), (*path).to_owned())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn methods_with_paths_are_found() {
        check("GET /fields/(int: id)/rows", &[(Method::Get, "/fields/{id}/rows")]);
        check("GET /v1/boats/:id", &[(Method::Get, "/v1/boats/{id}")]);
        check("POST https://{Endpoint}/v3/auth/tokens", &[(Method::Post, "/v3/auth/tokens")]);
        check(
            "use **PUT** `/a/<b c>/d` or DELETE /a.",
            &[(Method::Put, "/a/{b c}/d"), (Method::Delete, "/a")],
        );
        check(
            "POST {index}/_doc, GET {{base_url}}/boats",
            &[(Method::Post, "/{index}/_doc"), (Method::Get, "/boats")],
        );
        check(
            "GET /v1/{project_id}/vpcs{?limit,marker}",
            &[(Method::Get, "/v1/{project_id}/vpcs{?limit,marker}")],
        );
        check("GEThttp://x.org/memes/:id", &[(Method::Get, "/memes/{id}")]);
        check(
            "Get Boat % GET /ports/{port.id#DOCS/port}/boats/{boat.id#DOCS/boat}",
            &[(Method::Get, "/ports/{port.id}/boats/{boat.id}")],
        );
        check("GET/POST https://api.x.org/{boat}/.sail", &[(Method::Get, "/{boat}/.sail")]);
        check("`POST | PUT` /boats", &[(Method::Post, "/boats")]);
        check(
            "GET /ports/{id|name}/boats(<name>)/sail",
            &[(Method::Get, "/ports/{id|name}/boats({name})/sail")],
        );
        check("GET /ports/{id | name}/boats", &[(Method::Get, "/ports/{id | name}/boats")]);
        check("| GET /ports/{id} | the port |", &[(Method::Get, "/ports/{id}")]);
        check("get /v1/boats \u{8239}", &[(Method::Get, "/v1/boats")]);
        check("BUDGET /v1", &[]);
        check("gets /v1, gettt/v1, get\u{8239} /v1", &[]);
        check("you get / lose", &[]);
    }

    #[test]
    fn addresses_are_found() {
        let found: Vec<String> = addresses("see https://api.x.org/v1/a?b=c and `/v1/d/[e]`, and/or")
            .into_iter()
            .map(|it| it.path)
            .collect();
        assert_eq!(found, ["/v1/a?b=c", "/v1/d/{e}"]);
        assert_eq!(addresses("\u{5730}\u{5740}\u{ff1a}/boats").len(), 1);
    }

    #[test]
    fn sentences_give_a_method_and_a_path() {
        let found = spoken("Make a POST request to the `/token` path.");
        assert_eq!(found.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["/token"]);
        assert_eq!(spoken("GET it. Then look at /etc."), []);
        assert_eq!(spoken("GETS the /token, POST\u{8bf7}\u{6c42} /token, PUT"), []);
        assert_eq!(spoken("\u{7528} POST \u{8bf7}\u{6c42} /token").len(), 1);
    }

    #[test]
    fn patterns_of_addresses_are_none() {
        assert_eq!(addresses("https://api.x.org/boats/1/[METHOD[?PARAMETERS]]"), []);
    }
}
