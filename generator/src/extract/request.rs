//! Method and path out of a line of text.

use tablature_ir::Method;

const METHODS: [Method; 7] =
    [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Options];

/// The method that a word names.
pub(super) fn method(word: &str) -> Option<Method> {
    let word = word.trim();
    METHODS.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))
}

/// The method that a text begins with.
pub(super) fn leading_method(text: &str) -> Option<Method> {
    method(text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default())
}

/// Method and target.
pub(super) type Target = (Method, String);

/// The method and target of a line that is nothing else: `GET /v1/vpcs`, possibly followed by the protocol, or in the
/// attributes of a tag.
pub(super) fn whole(text: &str) -> Option<Target> {
    let text = text.trim().trim_matches('`');
    if text.starts_with('<') && text.ends_with('>') {
        return line(text);
    }
    let method = leading_method(text)?;
    let rest = text.get(method.as_str().len()..)?;
    // Some write the path without its first slash.
    let words: Vec<&str> = rest.trim_start_matches([':', ' ', '\t', '`']).split_whitespace().collect();
    let (first, more) = words.split_first()?;
    if !more.iter().all(|word| word.starts_with("HTTP/")) {
        return line(text).filter(|(_, target)| rest.trim().len() <= target.len() + 2);
    }
    let path = first.trim_end_matches('`');
    let placed =
        (path.starts_with(['{', '<', '_']) || path.contains('/')) && !path.contains("://") && path.len() > 1;
    target(path).or_else(|| placed.then(|| format!("/{path}"))).map(|target| (method, target))
}

/// The first method and target of a text: `GET https://{endpoint}/v1/vpcs?limit={limit}`.
pub(super) fn line(text: &str) -> Option<Target> {
    let bytes = text.as_bytes();
    // A target begins with a slash; most lines have none.
    if !text.contains('/') {
        return None;
    }
    for method in METHODS {
        let word = method.as_str();
        for (start, _) in text.match_indices(word) {
            let before = start.checked_sub(1).and_then(|before| bytes.get(before));
            if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-') {
                continue;
            }
            let rest = text.get(start + word.len()..).unwrap_or_default();
            if !rest.starts_with(char::is_whitespace)
                && !rest.starts_with(['/', ':', '\u{ff1a}', '"', '\'', '`'])
            {
                continue;
            }
            if let Some(target) = target(after_attribute(rest.trim_start_matches([':', '\u{ff1a}']))) {
                return Some((method, target));
            }
        }
    }
    None
}

/// What follows a method in the attributes of a tag: `" url="/v1/vpcs"`.
fn after_attribute(rest: &str) -> &str {
    let quote = |c: char| matches!(c, '"' | '\'' | '`');
    let bare = rest.trim_start_matches(|c: char| quote(c) || c.is_whitespace());
    match bare.split_once('=') {
        Some((name, value)) if name.bytes().all(|b| b.is_ascii_alphabetic()) => {
            value.trim_start_matches(quote)
        }
        _ => bare,
    }
}

/// The path and query at the beginning of a text, without scheme and host.
pub(super) fn target(text: &str) -> Option<String> {
    let text = text.trim_start();
    let path = match text.find("://") {
        Some(scheme) if scheme <= 12 => {
            let rest = text.get(scheme + 3..)?;
            rest.get(rest.find('/')?..)?
        }
        _ => text,
    };
    if !path.starts_with('/') {
        return None;
    }
    let end = path.find(|c: char| c.is_whitespace() || ends_target(c)).unwrap_or(path.len());
    // A placeholder that was broken off at a blank goes on after it.
    let mut target = path.get(..end)?.to_owned();
    let mut rest = path.get(end..).unwrap_or_default();
    while opens(&target) || rest.trim_start_matches(' ').starts_with(['/', '?', '&', '{']) {
        let next = rest.trim_start_matches(' ');
        if next.is_empty() || next.starts_with('\n') {
            break;
        }
        let end = next.find(|c: char| c.is_whitespace() || ends_target(c)).unwrap_or(next.len());
        if end == 0 {
            break;
        }
        target.push_str(next.get(..end).unwrap_or_default());
        rest = next.get(end..).unwrap_or_default();
    }
    Some(target)
}

fn ends_target(c: char) -> bool {
    matches!(
        c,
        '"' | '`' | '\u{ff0c}' | '\u{3002}' | '\u{ff1b}' | '\u{3001}' | '\u{ff08}' | '\u{ff09}' | '“' | '”'
    ) || ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a brace is still open.
fn opens(text: &str) -> bool {
    text.matches('{').count() > text.matches('}').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(Method, &str)>) {
        assert_eq!(line(text), expected.map(|(method, target)| (method, target.to_owned())), "{text}");
    }

    #[test]
    fn lines_hold_method_and_target() {
        check("GET /v2/manage/repos", Some((Method::Get, "/v2/manage/repos")));
        check("POST https://{Endpoint}/v3/auth/tokens", Some((Method::Post, "/v3/auth/tokens")));
        check(
            "GET /v1/{project_id}/vpcs{?limit,marker}",
            Some((Method::Get, "/v1/{project_id}/vpcs{?limit,marker}")),
        );
        check("URI格式：DELETE /v1/x/{y}，其中", Some((Method::Delete, "/v1/x/{y}")));
        check("PUT /v1/{a}/x / {b}", Some((Method::Put, "/v1/{a}/x/{b}")));
        check("TARGET /v1", None);
        check("GET是一个方法", None);
        check("<Endpoint method=\"GET\" url=\"/v5/x?a=b\" />", Some((Method::Get, "/v5/x?a=b")));
        check("`GET /v1/x`", Some((Method::Get, "/v1/x")));
        check("Endpoint: GET `/v1/x`", Some((Method::Get, "/v1/x")));
    }

    #[test]
    fn a_line_may_consist_of_a_request() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(whole(text).map(|(_, target)| target).as_deref(), expected, "{text}");
        };
        check("GET /v1/x", Some("/v1/x"));
        check("GET /v1/x HTTP/1.1", Some("/v1/x"));
        check("GET {index}/_count", Some("/{index}/_count"));
        check("POST _bulk", Some("/_bulk"));
        check("GET groups/:id/hooks", Some("/groups/:id/hooks"));
        check("GET /v1/x returns all", None);
        check("Get started", None);
        check("get /v1/x", Some("/v1/x"));
    }
}
