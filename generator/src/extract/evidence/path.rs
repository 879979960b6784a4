//! The path of an address: written in one way, compared with others, and what its segments tell.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// A placeholder with the pattern of its values: `{id<\\d+>}`, `{id:[0-9]+}`, `:id(\\d+)`, `@id:[1-9]`, `(?P<id>\\d+)`.
static PATTERNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"\{(?P<a>[A-Za-z_]\w*)(?:<[^>/]*>|:[^{}/]*(?:\{\d+(?:,\d*)?\})?)\}|:(?P<b>[A-Za-z_]\w*)\([^()/]*\)|@(?P<c>[A-Za-z_]\w*):[^\s/`]+|\(\?P<(?P<d>\w+)>[^()]*\)";
    Regex::new(pattern).ok()
});

/// A text in which placeholders have no patterns.
pub(super) fn unpatterned(text: &str) -> Cow<'_, str> {
    let signs = ["\\d", "\\w", "[0-9", "[1-9", "[a-z", "[A-Z", "[^", ".*", ".+"];
    let has = text.contains('/') && signs.iter().any(|sign| text.contains(sign));
    match PATTERNED.as_ref().filter(|_| has) {
        Some(regex) => regex.replace_all(text, "{$a$b$c$d}"),
        None => text.into(),
    }
}

/// A path as we write it: placeholders in braces, no punctuation of the sentence around it.
pub(super) fn tidy(path: &str) -> String {
    let signs =
        ['.', ',', ';', ':', '"', '\'', '*', '\\', '`', '\u{201d}', '\u{2019}', '\u{300d}', '\u{300f}'];
    let path = path.trim().trim_end_matches(signs);
    // Brackets around the query say that it may be left out: `/boats[?sail=red]`.
    let optional = path.strip_suffix(']').and_then(|path| path.split_once("[?"));
    let optional = optional.filter(|(path, query)| !path.contains('[') && !query.contains(['[', ']']));
    let path = optional.map_or(Cow::Borrowed(path), |(path, query)| Cow::Owned(format!("{path}?{query}")));
    let path = path
        .replace("\\_", "_")
        .replace("\\{", "{")
        .replace("\\}", "}")
        .replace("{{", "{")
        .replace("}}", "}");
    let (path, query) = match path.find('?') {
        Some(at) => path.split_at(at),
        None => (path.as_str(), ""),
    };
    let mut tidy = String::with_capacity(path.len() + query.len());
    // A slash within braces leads to where a placeholder is described: `{boat.id#docs/boat}`.
    let mut open = 0_i32;
    let split = |c: char| {
        open += i32::from(c == '{') - i32::from(c == '}');
        c == '/' && open <= 0
    };
    for (index, segment) in path.split(split).enumerate() {
        if index > 0 {
            tidy.push('/');
        }
        tidy.push_str(&placeholder(&unanchored(segment)));
    }
    let tidy = if tidy.contains(char::is_lowercase) { to_replace(tidy) } else { tidy };
    let tidy = if tidy.contains("/$") { variables(&tidy) } else { tidy };
    // Anchors are no part of an address.
    let tidy = tidy.split('#').next().unwrap_or_default().to_owned();
    // A bracket that does not close tells how addresses are made: `/[METHOD[?PARAMETERS]]`.
    let opens = tidy.matches('[').count() != tidy.matches(']').count();
    if opens || tidy.is_empty() || !tidy.starts_with('/') || tidy.contains("//") {
        return String::new();
    }
    tidy + query
}

/// A path whose segments in capitals of several words are placeholders: `/users/YOUR_ID/boats`.
fn to_replace(path: String) -> String {
    let is_shouted = |segment: &str| {
        let words = segment.split('_').filter(|word| !word.is_empty());
        let capitals = |c: char| c.is_ascii_uppercase() || c == '_';
        words.count() > 1 && segment.chars().all(capitals)
    };
    if !path.split('/').any(is_shouted) {
        return path;
    }
    let braced = |segment: &str| {
        if is_shouted(segment) { format!("{{{segment}}}") } else { segment.to_owned() }
    };
    let segments = path.split('/').map(braced);
    segments.collect::<Vec<_>>().join("/")
}

/// A path in which segments are written as variables: `/boats/$id/sails/$sail`. Words for what a service does to a
/// resource may be written so, too, `/boats/$count`: one of the segments must be an id.
fn variables(path: &str) -> String {
    let name = |segment: &str| segment.strip_prefix('$').filter(|name| !name.is_empty()).map(str::to_owned);
    let is_id = |segment: &str| name(segment).is_some_and(|name| name.to_ascii_lowercase().ends_with("id"));
    if !path.split('/').any(is_id) {
        return path.to_owned();
    }
    let segments = path
        .split('/')
        .map(|segment| name(segment).map_or_else(|| segment.to_owned(), |name| format!("{{{name}}}")));
    segments.collect::<Vec<_>>().join("/")
}

/// A segment without the anchors in its placeholders.
fn unanchored(segment: &str) -> Cow<'_, str> {
    if !segment.contains('#') || !segment.contains('{') {
        return segment.into();
    }
    let mut text = String::with_capacity(segment.len());
    let mut parts = segment.split('{');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (inner, after) = part.split_once('}').map_or((part, ""), |(inner, after)| (inner, after));
        text.push('{');
        text.push_str(inner.split('#').next().unwrap_or_default());
        text.push('}');
        text.push_str(after);
    }
    text.into()
}

fn placeholder(segment: &str) -> String {
    let word = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-. ".contains(c))
    };
    let inner = segment.strip_prefix(':').filter(|name| word(name)).or_else(|| {
        let pairs = [('<', '>'), ('[', ']'), ('{', '}')];
        pairs.iter().find_map(|(open, close)| {
            let inner = segment.strip_prefix(*open)?.strip_suffix(*close)?;
            Some(inner.trim_start_matches([':', '$'])).filter(|inner| word(inner))
        })
    });
    if let Some(name) = inner {
        return format!("{{{}}}", name.trim());
    }
    let segment = segment.replace('<', "{").replace('>', "}").replace("${", "{");
    if segment.contains('[') && segment.contains(']') && !segment.contains('{') {
        return segment.replace('[', "{").replace(']', "}");
    }
    segment
}

/// A path without its query, which may stand in braces.
pub(super) fn without_query(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or_default();
    path.strip_suffix(['{', '[']).unwrap_or(path)
}

/// Adds the parameters that another way to write a request has in its query, as such that may be left out.
pub(super) fn join(path: &mut String, other: &str) {
    let Some((_, query)) = other.split_once('?') else { return };
    let known = super::operations::query(path);
    let pairs = query.split('&').map(|pair| pair.trim_matches(['[', ']']));
    for pair in pairs {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let is_new = !name.contains(['{', '}', '<']) && !known.iter().any(|known| known == name);
        if is_new && value.starts_with(['{', '<']) {
            path.push_str(if path.contains('?') { "&[" } else { "?[" });
            path.push_str(pair);
            path.push(']');
        }
    }
}

/// A path without its query and the names of its placeholders.
pub(super) fn erased(path: &str) -> String {
    let path = without_query(path);
    let mut erased = String::with_capacity(path.len());
    let mut open = 0_u32;
    for c in path.trim_end_matches('/').chars() {
        match c {
            '{' => {
                if open == 0 {
                    erased.push_str("{}");
                }
                open += 1;
            }
            '}' => open = open.saturating_sub(1),
            c if open == 0 => erased.push(c),
            _ => {}
        }
    }
    if erased.is_empty() { "/".to_owned() } else { erased }
}

/// Whether a concrete path is an example of a template: the segments that are not placeholders agree. The concrete path
/// may begin with a base path that the template omits.
pub(super) fn is_example_of(concrete: &str, template: &str) -> bool {
    let parts = |path: &str| -> Vec<String> {
        let path = without_query(path);
        path.split('/').filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect()
    };
    let (concrete, template) = (parts(concrete), parts(template));
    if template.is_empty() {
        return concrete.is_empty();
    }
    let Some(base) = concrete.len().checked_sub(template.len()) else { return false };
    if base > 3 || !template.iter().any(|part| !part.starts_with('{')) {
        return base == 0 && template.len() == concrete.len();
    }
    concrete.iter().skip(base).zip(&template).all(|(concrete, template)| fits(concrete, template))
}

fn fits(concrete: &str, template: &str) -> bool {
    if concrete == template || is_file(concrete, template) {
        return true;
    }
    match (template.find('{'), template.rfind('}')) {
        (Some(open), Some(close)) if open < close => {
            let (before, after) =
                (template.get(..open).unwrap_or_default(), template.get(close + 1..).unwrap_or_default());
            concrete.len() >= before.len() + after.len()
                && concrete.starts_with(before)
                && concrete.ends_with(after)
        }
        _ => false,
    }
}

/// Whether the concrete path ends in the name of a format: `/item/8863.json` for `/item/{id}`.
fn is_file(concrete: &str, template: &str) -> bool {
    let bare = concrete.rsplit_once('.').filter(|(_, ending)| matches!(*ending, "json" | "xml"));
    bare.is_some_and(|(bare, _)| bare == template)
}

/// Whether a path has the id of one thing where a description has a placeholder.
pub(super) fn has_id(path: &str) -> bool {
    let is_id = |part: &str| {
        part.len() >= 16
            && part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
            && part.bytes().any(|b| b.is_ascii_digit())
    };
    without_query(path).split('/').any(is_id)
}

/// Whether a path leads to a page, a picture or a program rather than to data.
pub(super) fn is_asset(path: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["jpg", "jpeg", "png", "gif", "svg", "ico", "css", "js", "html", "htm", "pdf", "zip"];
    let last = without_query(path).rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// The path with its words in capitals as placeholders, if it has any: `/BOOK+CHAPTER:VERSE`.
pub(super) fn shouted(path: &str) -> Option<String> {
    let (bare, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
    let mut text = String::new();
    let mut found = false;
    for part in bare.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let word = part.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let loud = word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        found |= loud;
        if loud {
            text.push('{');
            text.push_str(word);
            text.push('}');
        } else {
            text.push_str(word);
        }
        text.push_str(part.get(word.len()..).unwrap_or_default());
    }
    (found && !bare.contains('{')).then(|| text + query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_in_brackets_may_be_left_out() {
        assert_eq!(tidy("/boats/{id}.jpg[?h=300]"), "/boats/{id}.jpg?h=300");
        assert_eq!(tidy("/boats/[METHOD[?PARAMETERS]]"), "");
    }

    #[test]
    fn segments_in_capitals_are_placeholders() {
        assert_eq!(tidy("/users/YOUR_ID/boats"), "/users/{YOUR_ID}/boats");
        assert_eq!(tidy("/API_V1/GET_BOATS"), "/API_V1/GET_BOATS");
    }

    #[test]
    fn words_in_capitals_are_placeholders() {
        assert_eq!(shouted("/BOOK+CHAPTER:VERSE?a=B").as_deref(), Some("/{BOOK}+{CHAPTER}:{VERSE}?a=B"));
        assert_eq!(shouted("/v1/boats"), None);
    }

    #[test]
    fn examples_fold_into_templates() {
        assert!(is_example_of("/v2/1010/domains/example.com", "/{account}/domains/{domain}"));
        assert!(is_example_of("/v1/item/8863.json", "/v1/item/{id}.json"));
        assert!(is_example_of("/v1/newest.json", "/v1/newest"));
        assert!(!is_example_of("/v2/1010/zones/example.com", "/{account}/domains/{domain}"));
    }
}
