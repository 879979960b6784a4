//! URI templates: path, placeholders, what the query of the template says.

use std::borrow::Cow;

use crate::words;

/// A target taken apart: `/v2/{id}/x?a={a}&filter='k::{k}|l::{l}'`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The path, without a query.
    pub(super) path: String,
    /// The names of the placeholders in the path, each of them once.
    pub(super) placeholders: Vec<String>,
    /// The names that the path gives to several placeholders, and what all but the first are called instead.
    pub(super) repeated: Vec<(String, String)>,
    /// The parameters of the query.
    pub(super) query: Vec<Query>,
}

/// A parameter in the query of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The name.
    pub(super) name: String,
    /// The fixed value, where there is one.
    pub(super) fixed: Option<String>,
    /// The values to choose from: `unit=m|ft`.
    pub(super) choices: Vec<String>,
    /// Whether brackets say that it may be left out: `/tides?at=A[&unit=m]`.
    pub(super) optional: bool,
    /// The parts of which it is composed, and how.
    pub(super) composite: Option<Composite>,
}

/// A value made of parts: `center::self|namespace::{namespace}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Composite {
    /// Between two parts.
    pub(super) separator: String,
    /// Between name and value.
    pub(super) assign: String,
    /// The names of the parts.
    pub(super) parts: Vec<String>,
}

/// Takes a target apart.
pub(super) fn parse(target: &str) -> Template {
    let target =
        if target.contains('\u{a0}') { target.replace('\u{a0}', "").into() } else { Cow::Borrowed(target) };
    let target = target.trim_end_matches(['.', ',', ';']);
    let (path, query) = split(target);
    let mut template = Template::default();
    (template.path, template.repeated) = distinct(clean_path(path));
    template.placeholders = placeholders(&template.path);
    let query = query.replace("[&", "&[");
    for pair in pairs(&query) {
        let optional = pair.starts_with('[');
        let pair = if optional { pair.trim_matches(['[', ']']) } else { pair };
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = name.trim().trim_matches(['{', '}', '[', ']', '?', '&', '\'', '"']).trim();
        if name.is_empty() || template.query.iter().any(|query| query.name == name) {
            continue;
        }
        let value = value.trim().trim_matches(['\'', '"', '’', '‘']);
        let composite = composite(value);
        let choices = if composite.is_none() { choices(value) } else { Vec::new() };
        let is_value = !value.is_empty() && !value.contains(['{', '<', '}', '>', '$', '*']);
        let is_fixed = is_value && composite.is_none() && choices.is_empty() && !stands_for(value, name);
        let fixed = is_fixed.then(|| value.to_owned());
        template.query.push(Query { name: name.to_owned(), fixed, composite, choices, optional });
    }
    template
}

/// The words that a bar separates: `m|ft`.
fn choices(value: &str) -> Vec<String> {
    let words: Vec<&str> = value.split('|').collect();
    let all = words.len() > 1 && words.iter().all(|word| is_word(word));
    if all { words.into_iter().map(str::to_owned).collect() } else { Vec::new() }
}

/// Whether a value stands for those that callers give: `station=STATION`, `id=BOAT_ID`, `key=YOUR_KEY`, `key=xxx`.
fn stands_for(value: &str, name: &str) -> bool {
    let loud =
        value.bytes().any(|b| b.is_ascii_uppercase()) && !value.bytes().any(|b| b.is_ascii_lowercase());
    let upper = name.to_ascii_uppercase();
    let named = loud && upper != name && (value.ends_with(&upper) || upper.ends_with(value));
    let yours = ["YOUR_", "your_", "YOUR-", "your-"].iter().any(|begin| value.starts_with(begin));
    named || yours || value.len() > 1 && value.bytes().all(|b| matches!(b, b'x' | b'X' | b'.'))
}

/// Path and query; a query may stand in braces: `/x{?a,b}`, `/x{?a={a}&b={b}}`.
fn split(target: &str) -> (&str, &str) {
    match target.find('?') {
        Some(at) => {
            let path = target.get(..at).unwrap_or_default();
            let query = target.get(at + 1..).unwrap_or_default();
            match path.strip_suffix(['{', '[']) {
                Some(path) => (path, query.strip_suffix(['}', ']']).unwrap_or(query)),
                None => (path, query),
            }
        }
        None => (target, ""),
    }
}

/// The path with a name of its own for each placeholder: one that was given before is told by the segment before it,
/// so that `/ports/{id}/boats/{id}` takes two values.
fn distinct(path: String) -> (String, Vec<(String, String)>) {
    let names = placeholders(&path);
    if names.iter().enumerate().all(|(at, name)| !names.iter().take(at).any(|before| before == name)) {
        return (path, Vec::new());
    }
    let (mut given, mut repeated) = (Vec::<String>::new(), Vec::new());
    let mut before = "";
    let segments = path.split('/').map(|segment| {
        let mut own = segment.to_owned();
        for name in placeholders(segment) {
            let of = words::singular(before).unwrap_or_else(|| before.to_owned());
            let told = format!("{of}_{name}");
            if given.contains(&name) && is_word(&told) && !given.contains(&told) {
                own = own.replacen(&format!("{{{name}}}"), &format!("{{{told}}}"), 1);
                given.push(told.clone());
                repeated.push((name, told));
            } else {
                given.push(name);
            }
        }
        before = segment;
        own
    });
    let path = segments.collect::<Vec<_>>().join("/");
    (path, repeated)
}

fn clean_path(path: &str) -> String {
    let mut clean = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '<' => clean.push('{'),
            '>' => clean.push('}'),
            ' ' => {}
            c => clean.push(c),
        }
    }
    if clean.contains("{{") || clean.contains("}}") {
        clean = clean.replace("{{", "{").replace("}}", "}");
    }
    // Some name all values that a placeholder may take: `{id|name}`.
    while let Some(others) = choice(&clean) {
        clean.replace_range(others, "");
    }
    if clean.contains("/:") || clean.contains("/[") {
        return clean.split('/').map(placeholder).collect::<Vec<_>>().join("/");
    }
    clean
}

/// What stands behind the first name of a placeholder that has several.
fn choice(path: &str) -> Option<std::ops::Range<usize>> {
    path.match_indices('{').find_map(|(open, _)| {
        let close = open + path.get(open..)?.find('}')?;
        let bar = open + path.get(open..close)?.find('|')?;
        (bar > open + 1).then_some(bar..close)
    })
}

/// A segment with its placeholder in braces: `:id`, `:file.json`, `[id]`.
fn placeholder(segment: &str) -> String {
    let bracketed = segment.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(name) = bracketed.filter(|name| is_word(name)) {
        return format!("{{{name}}}");
    }
    let Some(rest) = segment.strip_prefix(':') else { return segment.to_owned() };
    let (name, suffix) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    if is_word(name) { format!("{{{name}}}{suffix}") } else { segment.to_owned() }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// The names in braces.
pub(super) fn placeholders(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let after = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = after.find('}') else { break };
        names.push(after.get(..close).unwrap_or_default().trim().to_owned());
        rest = after.get(close + 1..).unwrap_or_default();
    }
    names
}

/// The placeholders of a segment, and what stands around them: `{id}:start`.
pub(super) fn pieces(segment: &str) -> (Vec<String>, String) {
    let mut literal = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        literal.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    literal.push_str(rest);
    (placeholders(segment), literal)
}

/// Splits at `&`, and at `,` where no value is given.
fn pairs(query: &str) -> Vec<&str> {
    let mut pairs = Vec::new();
    for pair in query.split(['&', '?']) {
        if pair.contains('=') {
            pairs.push(pair);
        } else {
            pairs.extend(pair.split(',').map(str::trim));
        }
    }
    pairs.retain(|pair| !pair.is_empty());
    pairs
}

/// A value whose parts all assign in the same way. A single part counts only if its sign can mean nothing else:
/// `namespace::{namespace}`. As nothing separates it, it gets the usual separator.
fn composite(value: &str) -> Option<Composite> {
    let Some(separator) = ["|", ";"].into_iter().find(|separator| value.contains(*separator)) else {
        let (name, assign) =
            ["::", "=="].iter().find_map(|assign| Some((value.split_once(assign)?, *assign)))?;
        let lone = is_word(name.0.trim()) && name.1.starts_with('{') && name.1.ends_with('}');
        let part = || Composite {
            separator: "|".to_owned(),
            assign: assign.to_owned(),
            parts: vec![name.0.trim().to_owned()],
        };
        return lone.then(part);
    };
    let assign = ["::", "==", ":"].into_iter().find(|assign| value.contains(*assign))?;
    let mut parts = Vec::new();
    for part in value.split(separator) {
        parts.push(part.split_once(assign)?.0.trim().to_owned());
    }
    (parts.len() > 1).then(|| Composite { separator: separator.to_owned(), assign: assign.to_owned(), parts })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(target: &str) -> Vec<String> {
        parse(target).query.into_iter().map(|query| query.name).collect()
    }

    #[test]
    fn queries_are_read_in_all_their_forms() {
        assert_eq!(names("/v1/x?a={a}&b={b}"), ["a", "b"]);
        assert_eq!(names("/v1/x{?a={a}&b={b}}"), ["a", "b"]);
        assert_eq!(names("/v1/x{?limit,marker}"), ["limit", "marker"]);
        assert_eq!(names("/v1/x?a=<a>"), ["a"]);
        assert_eq!(parse("/v1/{p}/x{?flag}").path, "/v1/{p}/x");
        assert_eq!(parse("/v1/<p>/x").placeholders, ["p"]);
        assert_eq!(parse("/v1/:p/x:run").path, "/v1/{p}/x:run");
        let tides = parse("/tides?at=AT&unit=m|ft[&from=2020][&key=YOUR_KEY]&of=GetMap");
        let fixed: Vec<_> = tides.query.iter().filter_map(|query| query.fixed.as_deref()).collect();
        assert_eq!(fixed, ["2020", "GetMap"], "{tides:?}");
        let optional: Vec<_> = tides.query.iter().map(|query| query.optional).collect();
        assert_eq!(optional, [false, false, true, true, false]);
        assert_eq!(tides.query.get(1).unwrap().choices, ["m", "ft"]);
        assert_eq!(parse("/ports/{id|name}/boats({name})").path, "/ports/{id}/boats({name})");
    }

    #[test]
    fn placeholders_have_names_of_their_own() {
        let template = parse("/ports/{id}/boats/{id}/sails/{id}?id={id}");
        assert_eq!(template.path, "/ports/{id}/boats/{boat_id}/sails/{sail_id}");
        assert_eq!(template.placeholders, ["id", "boat_id", "sail_id"]);
        let repeated = [("id", "boat_id"), ("id", "sail_id")];
        assert_eq!(template.repeated, repeated.map(|(was, now)| (was.to_owned(), now.to_owned())));
    }

    #[test]
    fn a_composite_has_parts() {
        let template = parse("/repos?filter='center::self|namespace::{namespace}|limit::{limit}'");
        let composite = template.query.first().and_then(|query| query.composite.clone()).unwrap();
        assert_eq!(composite.parts, ["center", "namespace", "limit"]);
        assert_eq!((composite.separator.as_str(), composite.assign.as_str()), ("|", "::"));
        let lone = |target: &str| parse(target).query.first().and_then(|query| query.composite.clone());
        assert_eq!(lone("/repos?filter=namespace::{namespace}").unwrap().parts, ["namespace"]);
        assert_eq!(lone("/repos?at={host}::{port}"), None, "no name stands before the sign");
    }
}
