//! The id of an operation that its page does not name: what its request says, by rules that look at nothing else.
//!
//! No other page has a say in it, so that a page that comes or goes renames nothing. That it is nearly always an id of
//! its own all the same, the rules see to: they tell apart whatever paths tell apart.
//!
//! - The verb is the method's: `create`, `update`, `modify`, `delete`; for what is got, `show` one of several (a
//!   placeholder ends the path), `list` several (the last word is a plural), `get` anything else. What is posted may end
//!   in a verb of its own, which then counts: `POST /keys/{id}/disable` is `disable_key`.
//! - All literal segments follow, but for the service's own name at the beginning. One before a placeholder is in the singular (`/repos/{id}/tags` is `repo_tags`), and
//!   where it has none, the placeholder is named (`metadata_by_key`). A placeholder with nothing before it is named,
//!   unless the client supplies it.
//! - What the body's one key or a constant of the query says is done, where the path says only that something is.
//! - Versions stand last, unless the dialect leaves them out.

use std::sync::LazyLock;

use serde::Deserialize;
use tablature_ir::{Method, Protocol};

use super::{book::key, uri::Template};
use crate::{dialect::Dialect, words};

/// What the words of paths say: `generator/languages/paths.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paths {
    reads: Vec<String>,
    writes: Vec<String>,
    nouns: Vec<String>,
    before: Vec<String>,
    deeds: Vec<String>,
}

static PATHS: LazyLock<Paths> =
    LazyLock::new(|| serde_yaml::from_str(include_str!("../../languages/paths.yaml")).unwrap_or_default());

fn has(list: &[String], word: &str) -> bool {
    list.iter().any(|known| known == word)
}

/// The id that a request to a service gives. `done` is what its body or its query adds to the path.
pub(super) fn derived(
    method: Method,
    template: &Template,
    done: &str,
    service: &str,
    dialect: &Dialect,
) -> String {
    let Parts { mut words, versions } = parts(template, dialect);
    let verb = own_verb(method, template).and_then(|verb| {
        let rest = words.last()?.strip_prefix(verb.as_str())?.trim_start_matches('_').to_owned();
        words.pop();
        // `/repos/{id}/sync-repo` says the repo twice.
        if !rest.is_empty() && words.last() != Some(&rest) {
            words.push(rest);
        }
        Some(verb)
    });
    // The service's own name says nothing, unless there is no other.
    if words.len() > 1 && words.first().is_some_and(|first| *first == words::snake(service)) {
        words.remove(0);
    }
    let verb = verb.unwrap_or_else(|| usual_verb(method, template, &words).to_owned());
    let done = Some(words::snake(done)).filter(|done| !done.is_empty());
    if words.is_empty() && done.is_none() {
        words.push("root".to_owned());
    }
    let all: Vec<String> = std::iter::once(verb).chain(words).chain(done).chain(versions).collect();
    all.join("_")
}

/// The words of a path, and its versions.
struct Parts {
    words: Vec<String>,
    versions: Vec<String>,
}

fn parts(template: &Template, dialect: &Dialect) -> Parts {
    let mut found = Parts { words: Vec::new(), versions: Vec::new() };
    // Whether a literal segment stands right before.
    let mut named = false;
    for segment in segments(template) {
        if dialect.omit_segments.as_ref().is_some_and(|regex| regex.is_match(segment)) {
            continue;
        }
        if let Some((placeholder, rest)) = placeholder(segment) {
            let nothing = found.words.is_empty();
            if !(nothing && is_supplied(placeholder, dialect)) {
                found.placeholder(&words::snake(placeholder), named);
            }
            let rest = words::snake(rest);
            named = !rest.is_empty();
            found.words.extend(Some(rest).filter(|rest| !rest.is_empty()));
        } else if is_version(segment) {
            found.versions.push(segment.to_ascii_lowercase().replace('.', "_"));
        } else {
            let word = words::snake(segment);
            if !word.is_empty() {
                found.words.push(word);
                named = true;
            }
        }
    }
    found
}

impl Parts {
    fn placeholder(&mut self, name: &str, named: bool) {
        let Some(last) = self.words.last_mut() else {
            // `{index_name}` is an index.
            let short = ["_id", "_name"].iter().find_map(|ending| name.strip_suffix(ending));
            return self.words.push(short.unwrap_or(name).to_owned());
        };
        match singular(last).filter(|_| named) {
            Some(one) => *last = one,
            None => self.words.push(format!("by_{name}")),
        }
    }
}

/// The singular of a name of several words, if the last of them is a plural.
fn singular(name: &str) -> Option<String> {
    let at = name.rfind('_').map_or(0, |at| at + 1);
    let (before, last) = name.split_at(at);
    Some(format!("{before}{}", words::singular(last)?))
}

fn segments(template: &Template) -> impl DoubleEndedIterator<Item = &str> {
    template.path.split('/').filter(|part| !part.is_empty())
}

/// The name of a placeholder that begins a segment, and what stands around it.
fn placeholder(segment: &str) -> Option<(&str, &str)> {
    let inner = segment.strip_prefix('{')?;
    Some(inner.split_once('}').unwrap_or((inner, "")))
}

/// Whether the client fills the placeholder in by itself.
fn is_supplied(name: &str, dialect: &Dialect) -> bool {
    let service = &dialect.source.service;
    service.context.keys().chain(service.global.context.keys()).any(|known| key(known) == key(name))
}

/// `v2`, `v2.1`, `v1beta1`.
fn is_version(segment: &str) -> bool {
    let rest = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let stage = digits.trim_end_matches(|c: char| c.is_ascii_digit());
    rest.starts_with(|c: char| c.is_ascii_digit()) && matches!(stage, "" | "alpha" | "beta" | "rc")
}

/// The verb that a path to post to ends in.
fn own_verb(method: Method, template: &Template) -> Option<String> {
    let last = segments(template).next_back().filter(|_| method == Method::Post)?;
    // `/{id}:start`
    let last = placeholder(last).map_or(last, |(_, rest)| rest);
    let words = words::cut(last);
    let [first, rest @ ..] = words.as_slice() else { return None };
    let is_verb = |word: &String| has(&PATHS.reads, word) || has(&PATHS.writes, word);
    if !rest.is_empty() && has(&PATHS.nouns, first) {
        return None;
    }
    match rest.first().filter(|second| has(&PATHS.before, first) && is_verb(second)) {
        Some(second) => Some(format!("{first}_{second}")),
        None => Some(first).filter(|first| is_verb(first)).cloned(),
    }
}

/// Whether a path to post to says that the request only reads.
pub(super) fn reads(method: Method, template: &Template) -> bool {
    own_verb(method, template).is_some_and(|verb| {
        let last = verb.rsplit('_').next().unwrap_or_default();
        has(&PATHS.reads, last)
    })
}

fn usual_verb(method: Method, template: &Template, words: &[String]) -> &'static str {
    let one = template.path.trim_end_matches('/').ends_with('}');
    match method {
        Method::Get if one => "show",
        Method::Get if words.last().is_none_or(|last| singular(last).is_none()) => "get",
        Method::Get => "list",
        Method::Post => "create",
        Method::Put => "update",
        Method::Patch => "modify",
        Method::Delete => "delete",
        Method::Head => "head",
        Method::Options => "options",
    }
}

/// Whether the path says only that something is done.
pub(super) fn is_deed(template: &Template) -> bool {
    segments(template).next_back().is_some_and(|last| has(&PATHS.deeds, &last.to_ascii_lowercase()))
}

/// What is done, by a constant of the query.
pub(super) fn deed(constants: &[(String, String)]) -> Option<&str> {
    let found = constants.iter().find(|(name, _)| has(&PATHS.deeds, &name.to_ascii_lowercase()));
    found.map(|(_, value)| value.as_str())
}

/// The id with every segment in its order: for two operations that the rules above give one id.
pub(super) fn full(method: Method, template: &Template) -> String {
    let parts = segments(template).map(|part| match placeholder(part) {
        Some((placeholder, _)) => format!("by_{}", words::snake(placeholder)),
        None => words::snake(part),
    });
    let words: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    format!("{}_{}", usual_verb(method, template, &words), words.join("_"))
}

/// A name that holds within a version of the service, with the version of the path: `CreateListenerV2`.
pub(super) fn versioned(name: &str, template: &Template) -> String {
    let versions = segments(template).filter(|segment| is_version(segment));
    versions.fold(name.to_owned(), |name, version| name + &version.to_ascii_uppercase().replace('.', "_"))
}

/// Whether a word is written as names of actions are: `DescribeInstances`.
pub(super) fn is_action(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.contains(|c: char| c.is_ascii_lowercase())
        && words::cut(text).len() > 1
}

/// The name that was meant by one that no operation can have, for there are blanks in it. Where names go over the wire
/// a blank is a slip of the page; elsewhere words stand between blanks.
pub(super) fn mended(name: &str, protocol: &Protocol) -> Option<String> {
    let bad = |c: char| c.is_whitespace() || c.is_control();
    if !name.contains(bad) {
        return None;
    }
    let parts: Vec<&str> = name.split(bad).filter(|part| !part.is_empty()).collect();
    let joined = parts.join(if matches!(protocol, Protocol::Rpc(_)) { "" } else { "_" });
    Some(joined).filter(|joined| !joined.is_empty())
}

/// Whether a name that a link gives fits method and path: its verb is one of the method's, and it speaks of
/// the last thing that the path names.
pub(super) fn fits(name: &str, method: Method, template: &Template, dialect: &Dialect) -> bool {
    let words = words::cut(name);
    let verbs = dialect.source.naming.verbs.get(&method).map_or(&[][..], Vec::as_slice);
    let Some(verb) = words.iter().find(|word| verbs.iter().any(|verb| verb.eq_ignore_ascii_case(word)))
    else {
        return false;
    };
    if verb == "list" && template.path.trim_end_matches('/').ends_with('}') {
        return false;
    }
    let Some(last) = segments(template).rfind(|part| !part.contains('{')) else { return false };
    let last = words::cut(last);
    let stem = |word: &str| words::singular(word).unwrap_or_else(|| word.to_owned());
    let joined = stem(&last.concat());
    last.iter().any(|part| words.iter().any(|word| stem(word) == stem(part)))
        || is_deed(template)
        || words.iter().any(|word| word.len() > 3 && joined.contains(&stem(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lower::uri;

    #[track_caller]
    fn check(method: Method, target: &str, id: &str) {
        let dialect = crate::dialect::read("test", "service: {context: {project_id: project_id}}").unwrap();
        assert_eq!(derived(method, &uri::parse(target), "", "kms", &dialect), id);
    }

    #[test]
    fn paths_are_named_as_they_read() {
        check(Method::Get, "/manage/repos?filter='a::{a}|b::{b}'", "list_manage_repos");
        check(Method::Delete, "/manage/repos/{id}", "delete_manage_repo");
        check(Method::Delete, "/manage/repos", "delete_manage_repos");
        check(Method::Get, "/v1.1/{project_id}/cloudServers/{id}", "show_cloud_server_v1_1");
        check(Method::Get, "/v2/servers/{id}/policies/{policy}/status", "get_server_policy_status_v2");
        check(Method::Get, "/", "get_root");
        check(Method::Get, "/v2", "get_root_v2");
    }

    #[test]
    fn placeholders_are_named_where_no_singular_tells_of_them() {
        check(Method::Put, "/snapshots/{id}/metadata", "update_snapshot_metadata");
        check(Method::Put, "/snapshots/{id}/metadata/{key}", "update_snapshot_metadata_by_key");
        check(Method::Put, "/{index-name}/_mapping", "update_index_mapping");
        check(Method::Put, "/_mapping", "update_mapping");
        check(Method::Get, "/nodes/{id}/stats/{metric}/{part}", "show_node_stat_by_part");
    }

    #[test]
    fn what_is_posted_has_a_verb_of_its_own() {
        check(Method::Post, "/v1.0/{project_id}/kms/list-keys", "list_keys_v1_0");
        check(Method::Post, "/keys/{id}/disable", "disable_key");
        check(Method::Post, "/kms/start", "start_kms");
        check(Method::Post, "/keys/{id}:disable", "disable_key");
        check(Method::Post, "/repos/{id}/sync-repo", "sync_repo");
        check(Method::Post, "/clusters/{id}/tags/batch-delete", "batch_delete_cluster_tags");
        check(Method::Post, "/domains/{domain}/transfer_lock", "create_domain_transfer_lock");
        check(Method::Post, "/keys", "create_keys");
        check(Method::Get, "/keys/search", "get_keys_search");
    }

    #[test]
    fn a_path_says_whether_what_is_posted_reads() {
        let reads = |target: &str| reads(Method::Post, &uri::parse(target));
        assert!(reads("/kms/list-keys") && reads("/hosts/search") && reads("/users/{id}:get"));
        assert!(
            !reads("/search_configurations")
                && !reads("/keys/disable")
                && !reads("/lists")
                && !reads("/keys/{id}")
        );
        assert!(!super::reads(Method::Put, &uri::parse("/keys/search")));
    }

    #[test]
    fn names_of_one_version_say_which() {
        let named = |target: &str| versioned("CreateListener", &uri::parse(target));
        assert_eq!(named("/v2/{id}/elb/listeners"), "CreateListenerV2");
        assert_eq!(named("/v2.0/lbaas/listeners"), "CreateListenerV2_0");
        assert_eq!(named("/listeners"), "CreateListener");
    }

    #[test]
    fn blanks_in_names_are_slips() {
        assert_eq!(mended("Get Sticker", &Protocol::Rest).as_deref(), Some("Get_Sticker"));
        assert_eq!(mended("GetSticker", &Protocol::Rest), None);
        assert!(is_action("DescribeInstances") && !is_action("README") && !is_action("Overview"));
    }

    #[test]
    fn the_words_of_paths_are_read() {
        assert!(has(&PATHS.deeds, "action") && has(&PATHS.writes, "sync") && has(&PATHS.before, "batch"));
    }
}
