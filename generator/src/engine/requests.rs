//! Requests that stand in a file beside the pages, for pages that do not say theirs.
//!
//! Gateways have such files: which path and method belong to the operation of which name. Three forms are read, in JSON or
//! YAML: OpenAPI, by `operationId` ([specification](https://spec.openapis.org/oas/latest.html)); a map from names to objects with
//! a method and a path, or to `METHOD /path`; a list of objects that have a name as well. A page is found by its file's
//! name, or by the end of its path where the name has folders.

use std::collections::BTreeMap;
#[cfg(feature = "cli")]
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_yaml::Value;
use tablature_ir::Method;

use crate::{limits, load::Page};

/// How the names of such files end.
const ENDINGS: [&str; 3] = [".json", ".yaml", ".yml"];

/// The keys under which a path stands.
const PATHS: [&str; 3] = ["uri", "path", "url"];

/// The keys under which a name stands.
const NAMES: [&str; 3] = ["operationId", "name", "id"];

/// Whether a file may have requests.
pub(super) fn may_have(path: &str) -> bool {
    ENDINGS.iter().any(|ending| path.ends_with(ending))
}

/// Request lines by the name of what they call.
#[derive(Debug, Default)]
pub(super) struct Requests(BTreeMap<String, String>);

impl Requests {
    /// Adds what a file says; a file of another kind says nothing.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        // Most files beside pages are something else, and to look is cheaper than to parse.
        let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
        let is_line = |method: &Method| has(&format!("{method} /"));
        if !["operationId", "\"method\"", "method:"].into_iter().any(has) && !Method::ALL.iter().any(is_line)
        {
            return;
        }
        // JSON is YAML too, and ten times as fast to read as what it is.
        let json = serde_json::from_slice(bytes).ok();
        let Some(value) = json.or_else(|| yaml(bytes)) else { return };
        match &value {
            Value::Mapping(map) => match value.get("paths") {
                Some(paths) => self.openapi(paths),
                None => map.iter().for_each(|(name, value)| self.named(name.as_str(), value)),
            },
            Value::Sequence(items) => {
                for item in items {
                    self.named(first(item, &NAMES), item);
                }
            }
            _ => {}
        }
    }

    fn openapi(&mut self, paths: &Value) {
        let paths = paths.as_mapping().into_iter().flatten();
        for (path, methods) in
            paths.filter_map(|(path, methods)| Some((path.as_str()?, methods.as_mapping()?)))
        {
            for (method, operation) in methods {
                if let (Some(method), Some(id)) =
                    (method.as_str().and_then(known), operation.get("operationId").and_then(Value::as_str))
                {
                    self.put(id, method, path);
                }
            }
        }
    }

    fn named(&mut self, name: Option<&str>, value: &Value) {
        let Some(name) = name else { return };
        let (method, path) = match value {
            Value::String(line) => match line.split_once(' ') {
                Some((method, path)) => (Some(method), Some(path)),
                None => return,
            },
            value => (value.get("method").and_then(Value::as_str), first(value, &PATHS)),
        };
        if let (Some(method), Some(path)) = (method.and_then(known), path) {
            self.put(name, method, path);
        }
    }

    fn put(&mut self, name: &str, method: Method, path: &str) {
        if path.starts_with('/') {
            self.0.insert(key(name), format!("{method} {path}"));
        }
    }

    /// Equal for equal requests within a run; empty where there are none.
    #[cfg(feature = "cli")]
    pub(super) fn id(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        format!(" {:x}", hasher.finish())
    }

    /// Gives each page the request of its name, the one with most folders in it first.
    pub(super) fn give(&self, pages: &mut [Page]) {
        if self.0.is_empty() {
            return;
        }
        for page in pages {
            let path = page.path.rsplit_once('.').map_or(&*page.path, |(path, _)| path);
            let mut ends =
                std::iter::successors(Some(path), |path| path.split_once('/').map(|(_, rest)| rest));
            page.request = ends.find_map(|end| self.0.get(&key(end))).map(|line| line.as_str().into());
        }
    }
}

/// YAML of strangers, within the limits that all YAML has.
fn yaml(bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?;
    limits::yaml(text).ok()?;
    serde_yaml::from_str(text).ok()
}

/// A name as it is compared: letters and digits alone, in lower case, with the slashes of folders.
fn key(name: &str) -> String {
    name.trim_matches('/')
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '/')
        .flat_map(char::to_lowercase)
        .collect()
}

fn known(method: &str) -> Option<Method> {
    Method::ALL.into_iter().find(|it| it.as_str().eq_ignore_ascii_case(method))
}

fn first<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v str> {
    keys.iter().find_map(|key| value.get(*key)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, expected: Option<&str>) {
        let mut requests = Requests::default();
        requests.add(text.as_bytes());
        let mut pages = [Page::new(path, *b"# A")];
        requests.give(&mut pages);
        assert_eq!(pages[0].request.as_deref(), expected, "{text}");
    }

    #[test]
    fn each_form_gives_a_page_its_request() {
        let post = Some("POST /bells/{bell}/ring");
        check(
            r#"{"open/ring_bell": {"method": "POST", "uri": "/bells/{bell}/ring"}}"#,
            "en/open/ring_bell.md",
            post,
        );
        check(
            r#"{"open/ring_bell": {"method": "POST", "uri": "/bells/{bell}/ring"}}"#,
            "en/shut/ring_bell.md",
            None,
        );
        check("ring_bell: POST /bells/{bell}/ring\n", "bells/Ring-Bell.md", post);
        check("- {name: ringBell, method: post, path: '/bells/{bell}/ring'}\n", "bells/ring-bell.html", post);
        check("paths:\n  /bells/{bell}/ring:\n    post: {operationId: ring_bell}\n", "ring_bell.md", post);
    }

    #[test]
    fn the_name_with_most_folders_counts_first() {
        let text = "ring: GET /rings\nbells/ring: POST /bells/ring\n";
        check(text, "v1/bells/ring.md", Some("POST /bells/ring"));
        check(text, "v1/fingers/ring.md", Some("GET /rings"));
    }

    #[test]
    fn other_files_say_nothing() {
        let grown = |name: &str, of: &str| format!("{name}: &{name} [{}]\n", [of; 8].join(", "));
        let bomb = [grown("a", "x"), grown("b", "*a"), grown("c", "*b"), grown("d", "*c"), grown("e", "*d")]
            .concat();
        check(&format!("{bomb}ring: POST /bells\n"), "bells/ring.md", None);
        for text in
            ["{", "method: path\n", "ring: {method: POST, path: ring}\n", "[1, 2]", "ring: LOUD /bells\n"]
        {
            check(text, "bells/ring.md", None);
        }
    }
}
