//! Addresses as some pages write them: without a slash in front, or behind a word that stands for the host.

use std::sync::LazyLock;

use tablature_ir::Method;

use super::{
    path::tidy,
    target::{METHODS, Target, is_host, method, regex},
};
use crate::expression::Expression;

static LOOSE: LazyLock<Option<Expression>> = LazyLock::new(|| {
    regex(
        r"^\s*(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD)\s+(?P<path>[<{]?[A-Za-z_][\w{}<>.,*:-]*(?:/[^\s]*)?(?:\?[^\s]*)?)\s*$",
    )
});

/// A method with a path that has no slash in front, as some consoles take it; only where the line is nothing else.
pub(super) fn loose(line: &str) -> Option<Target> {
    let begins = |method: &Method| line.trim_start().starts_with(method.as_str());
    let groups = METHODS.iter().any(begins).then(|| LOOSE.as_ref())??.captures(line)?;
    let path = groups.name("path")?.as_str();
    let looks = path.starts_with(['_', '{', '<']) || path.contains('/');
    let method = groups.name("method").and_then(|word| method(word.as_str()));
    if let Some(rooted) = rooted(path) {
        return Some(Target { method, range: 0..line.len(), ..rooted });
    }
    let path = tidy(&format!("/{path}"));
    looks.then_some(Target { method, path, range: 0..line.len(), ..Target::default() })
}

/// An address whose host is a word that stands for it: `SITE_ROOT/boats`, `{address of the service}/boats` in the words of
/// the page. The text must hold nothing else.
pub(super) fn rooted(text: &str) -> Option<Target> {
    let whole = text.trim().trim_matches('`').trim();
    let (root, path) = whole.split_at(whole.find('/')?);
    let word = root.trim_matches(['{', '}', '<', '>', '[', ']']);
    let is_loud = word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') && is_host(word);
    // Placeholders of paths are written as names are.
    let is_spoken = word.len() < root.len() && !word.is_ascii();
    let is_path = path.len() > 1 && !path.starts_with("//") && !path.contains(char::is_whitespace);
    let start = text.find(whole).unwrap_or(0);
    (!word.is_empty() && (is_loud || is_spoken) && is_path).then(|| Target {
        method: None,
        path: tidy(path),
        host: Some(root.to_owned()),
        range: start..start + whole.len(),
        call: None,
    })
}

/// A path as some pages write it after a word for paths: without a leading slash, or in an address with a malformed
/// scheme. The text must hold nothing else.
pub(super) fn bare(text: &str) -> Option<Target> {
    if let Some(rooted) = rooted(text) {
        return Some(rooted);
    }
    let whole = text.trim().trim_matches('`').trim();
    let rest = ["https:", "http:"].iter().find_map(|scheme| whole.strip_prefix(scheme)).unwrap_or(whole);
    let (rest, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let mut parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
    let is_host = |part: &&str| part.contains(['.', ':']) && !part.starts_with([':', '{', '<']);
    // `api.example.com:8080/boats`
    let has_port = |part: &&str| {
        let port = part.split_once(':').filter(|(host, _)| host.contains('.')).map(|(_, port)| port);
        port.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_full = rest.len() + query.len() < whole.len();
    if parts.first().is_some_and(|part| is_full && is_host(part) || has_port(part)) {
        parts.remove(0);
    }
    let is_part =
        |part: &&str| part.chars().all(|c| c.is_ascii_alphanumeric() || "_-.{}<>:$*,@~".contains(c));
    let is_media = matches!(parts.first().copied(), Some("application" | "multipart"));
    let several = parts.len() > 1 || parts.len() == 1 && rest.ends_with('/');
    let is_media = is_media || parts.iter().all(|part| method(part).is_some());
    let is_path = several && !is_media && parts.iter().all(is_part) && !whole.contains(char::is_whitespace);
    let end = if rest.ends_with('/') { "/" } else { "" };
    let path = tidy(&format!("/{}{end}{query}", parts.join("/")));
    let start = text.find(whole).unwrap_or(0);
    (is_path && !path.is_empty()).then(|| Target {
        path,
        range: start..start + whole.len(),
        ..Target::default()
    })
}
